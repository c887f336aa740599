# SPDX-License-Identifier: GPL-3.0-or-later
# when: tells_errors
# names: message
def message(error):
    """What went wrong, as the workload says it."""
    if isinstance(error, ExceptionGroup):
        return "; ".join(message(one) for one in error.exceptions)
    if isinstance(error, AssertionError):
        return f"assertion failed: {error}" if error.args else "assertion failed"
    return str(error)
