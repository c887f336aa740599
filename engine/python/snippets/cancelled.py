# SPDX-License-Identifier: GPL-3.0-or-later
class Cancelled(BaseException):
    """Nothing is cancelled here: only asyncio can."""
