# SPDX-License-Identifier: GPL-3.0-or-later
# when: gather own_tasks
# names: gather
def gather(*tasks):
    """What the tasks return, once all have ended."""
    return [task.result() for task in tasks]
