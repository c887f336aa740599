# SPDX-License-Identifier: GPL-3.0-or-later
# when: wait_all
# names: wait_all
def wait_all(*tasks):
    """All have ended."""
