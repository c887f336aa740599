# SPDX-License-Identifier: GPL-3.0-or-later
# names: quote
def quote(text):
    """A string as it stands in a list."""
    for character, escape in ("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"):
        text = text.replace(character, escape)
    return f'"{text}"'
