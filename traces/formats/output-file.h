/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A file that is written: beside where it belongs first, then renamed, so that it is either what it was or complete.
 *
 * What is there already keeps its mode and, as far as that is allowed, its owner; a link stays one, and what it leads
 * to is replaced; what is write-protected is not. A device or a pipe is written to as it is. What an earlier save
 * beside it has left, because its program was killed, is removed. Any thread. */
typedef struct _IlOutputFile IlOutputFile;

/* NULL, with errno set, where PATH cannot be written. */
IlOutputFile *il_output_file_open (const char *path);

/* Writes all of DATA. FALSE, with errno set. */
gboolean il_output_file_write (IlOutputFile *file, const void *data, gsize length);

/* Puts the file in its place, safe on disk, and frees it. FALSE, with errno set and what was there before untouched,
 * where it cannot. */
gboolean il_output_file_commit (IlOutputFile *file);

/* Leaves what was there before as it is, and frees the file. */
void il_output_file_discard (IlOutputFile *file);
