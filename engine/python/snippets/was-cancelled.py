# SPDX-License-Identifier: GPL-3.0-or-later
# when: was_cancelled
# names: was_cancelled
def was_cancelled(task):
    """Nothing is cancelled here: only asyncio can."""
    return False
