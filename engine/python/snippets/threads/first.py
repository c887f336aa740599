# SPDX-License-Identifier: GPL-3.0-or-later
# when: first
# imports: threading
# names: ended first
ended = threading.Condition()


def first(*tasks):
    """The task that ends first; of several, the first of those given. The others go on."""
    with ended:
        while True:
            for task in tasks:
                if task.ended:
                    return task
            ended.wait()
