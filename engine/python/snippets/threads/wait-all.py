# SPDX-License-Identifier: GPL-3.0-or-later
# when: wait_all
# names: wait_all
def wait_all(*tasks):
    """Waits until all have ended, however they do."""
    for task in tasks:
        task.join()
