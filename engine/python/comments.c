/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/comments.h"

#include <string.h>

void
il_export_read_comments (IlExport *export)
{
  char **lines = g_strsplit (export->program->text, "\n", -1);

  export->lines = g_ptr_array_new_with_free_func (g_free);
  for (char **line = lines; *line; line++) {
    for (char *c = *line; *c; c++)
      if (g_ascii_iscntrl (*c))
        *c = ' ';
    g_ptr_array_add (export->lines, *line);
  }
  g_free (lines); /* but not what was in it */
}

/* The comment in LINE (from 1), from its '#' on, or NULL. */
static const char *
comment_in (const IlExport *export, guint line, gboolean *alone)
{
  gboolean in_string = FALSE;

  *alone = TRUE;
  if (line == 0 || line > export->lines->len)
    return NULL;
  for (const char *c = g_ptr_array_index (export->lines, line - 1); *c; c++) {
    if (*c == '#' && !in_string)
      return c;
    if (*c == '"')
      in_string = !in_string;
    else if (*c == '\\' && in_string && c[1])
      c++;
    if (*c != ' ')
      *alone = FALSE;
  }
  return NULL;
}

/* As a string in holes may hold strings of its own, a comment is taken only where it is surely one. */
static const char *
sure_comment_in (const IlExport *export, guint line, gboolean *alone)
{
  const char *comment = comment_in (export, line, alone);

  return comment && (*alone || !strpbrk (comment, "\"{}")) ? comment : NULL;
}

void
il_export_comments_before (IlExport *export, guint line)
{
  guint first = line;
  gboolean alone;

  while (first - 1 > export->last_line && sure_comment_in (export, first - 1, &alone) && alone)
    first--;
  for (guint i = first; i < line; i++)
    il_export_line (export, "%s", comment_in (export, i, &alone));
  export->last_line = MAX (export->last_line, line);
}

void
il_export_end_line (IlExport *export, guint line, const char *note)
{
  gboolean alone;
  const char *comment = sure_comment_in (export, line, &alone);

  if (alone)
    comment = NULL;
  if (note)
    g_string_append_printf (export->out, "  # %s", note);
  if (comment)
    g_string_append_printf (export->out, note ? ": %s" : "  # %s", g_strchug ((char *) comment + 1));
  g_string_append_c (export->out, '\n');
}

void
il_export_title (IlExport *export)
{
  gboolean alone;
  const char *comment;
  guint line = 1;

  for (; (comment = sure_comment_in (export, line, &alone)) && alone; line++) {
    for (comment++; *comment == ' '; comment++)
      ;
    for (; *comment; comment++) {
      if (*comment == '"' || *comment == '\\')
        g_string_append_c (export->out, '\\');
      g_string_append_c (export->out, *comment);
    }
    g_string_append_c (export->out, '\n');
  }
  if (line > 1)
    g_string_append_c (export->out, '\n');
  export->last_line = line - 1;
}
