/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A number in a workload's text that can be varied. */
typedef struct {
  gsize offset; /* bytes from the text's beginning */
  gsize length; /* bytes */
  guint line;
  gboolean duration; /* `20ms`; else a whole number */
  gint64 value;      /* ns of a duration */
} IlLiteral;

/* Finds what NAME means in TEXT: the number of a declaration (`machine` of `semaphore machine = 1`) or of the only line
 * `NAME = NUMBER`; or a place, "12:4ms" (line and literal) or, where it stands there more than once, "12:8:4ms" (line,
 * column and literal). FALSE: a G_IO_ERROR that says what there is instead. */
gboolean il_literal_find (const char *text, const char *name, IlLiteral *literal, GError **error);

/* What numbers of TEXT can be named so: those of declarations first ("machine"), then the rest by place ("12:4ms"),
 * each once. Free it. */
char **il_literal_names (const char *text);
