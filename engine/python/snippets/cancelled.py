# SPDX-License-Identifier: GPL-3.0-or-later
# when: catches_cancelled !coop !timeout
# names: Cancelled
class Cancelled(BaseException):
    """Nothing is cancelled here: only asyncio can."""
