/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* TEXT (UTF-8) with a picture of each control character in its place, "␛" for an escape, but for ends of lines, and "�"
 * for what sets a direction of writing: what a trace has in a name must not command a terminal or look like another
 * name, and is not allowed in XML. Free it. */
char *il_visible_text (const char *text);
