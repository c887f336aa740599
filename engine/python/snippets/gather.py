# SPDX-License-Identifier: GPL-3.0-or-later
def gather(*tasks):
    """What the tasks return, once all have ended."""
    return [task.result() for task in tasks]
