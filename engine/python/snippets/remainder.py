# SPDX-License-Identifier: GPL-3.0-or-later
# when: remainder
# names: remainder
def remainder(a, b):
    """a % b, whose error says what was divided."""
    if b == 0:
        raise ZeroDivisionError(f"cannot divide {a} by 0")
    return a % b
