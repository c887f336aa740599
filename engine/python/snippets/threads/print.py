# SPDX-License-Identifier: GPL-3.0-or-later
# when: print
# imports: sys
# names: print
def print(text):
    """Writes a line at once; Python's own lets other threads come in before its end."""
    sys.stdout.write(f"{text}\n")
