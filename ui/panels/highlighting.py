# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the editor's highlighting: the template with the language's words in it.

Arguments: the table of words, the template, the file to write.
"""
import re
import sys

# Those of expressions that have a colour of their own in the template.
OTHERS = {"not", "true", "false", "none"}

words, template, output = sys.argv[1:]
with open(words, encoding="utf-8") as file:
    table = re.findall(r'^WORD \(\w+, "(\w+)", (\w+)\)', file.read(), re.MULTILINE)
keywords = {text for text, place in table if place in ("STATEMENT", "EXPRESSION")} - OTHERS | {"as"}
soft = {text for text, place in table if place.startswith("SOFT_") and place != "SOFT_DECLARATION"}
with open(template, encoding="utf-8") as file:
    text = file.read()
with open(output, "w", encoding="utf-8") as file:
    text = text.replace("@KEYWORDS@", "\n".join(f"          <keyword>{word}</keyword>" for word in sorted(keywords)))
    file.write(text.replace("@SOFT@", "|".join(sorted(soft))))
