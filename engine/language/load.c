/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/load.h"
#include "engine/language/check/checker.h"
#include "engine/language/parse/parser.h"
#include "engine/language/text/bounds.h"
#include "engine/policies/policy.h"

#include <gio/gio.h>
#include <string.h>

static void
place_of (const char *text, const char *at, guint *line, guint *column)
{
  const char *line_start = text;

  *line = 1;
  for (const char *c = text; c < at; c++)
    if (*c == '\n') {
      ++*line;
      line_start = c + 1;
    }
  *column = (guint) g_utf8_strlen (line_start, at - line_start) + 1;
}

/* What is wrong with the text as such. */
static gboolean
check_text (const char *text, gsize length, IlDiagnostics *diagnostics)
{
  const char *bad;
  guint line, column;

  if (length == 0 || (length == 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)) {
    il_diagnostics_add (diagnostics, 1, 1, 1, "the file is empty");
    return FALSE;
  }
  if (length > IL_MAX_TEXT_SIZE) {
    il_diagnostics_add (diagnostics, 1, 1, 1,
                        "the file is too large for a workload: %" G_GSIZE_FORMAT " bytes (limit %d MiB)", length,
                        (int) (IL_MAX_TEXT_SIZE / 1024 / 1024));
    return FALSE;
  }
  if (g_utf8_validate (text, (gssize) length, &bad))
    return TRUE;

  place_of (text, bad, &line, &column);
  if (*bad == '\0')
    il_diagnostics_add (diagnostics, line, column, 1, "the file is not a text: it contains a zero byte");
  else
    il_diagnostics_add (diagnostics, line, column, 1, "the file is not UTF-8: byte 0x%02X is no part of a character",
                        (guint) (guchar) *bad);
  return FALSE;
}

static const IlParameter *
parameters_of (const char *policy)
{
  const IlPolicyClass *class = il_policy_find (policy);

  return class ? class->parameters : NULL;
}

IlProgram *
il_program_new (const char *name, const char *text, gsize length, IlDiagnostics *diagnostics)
{
  static const IlMachineWords words = { il_policy_names, parameters_of };
  guint before = il_diagnostics_count (diagnostics);

  if (!check_text (text, length, diagnostics))
    return NULL;

  g_autoptr (IlProgram) program = il_program_new_empty (name, text, length);
  il_parse (program, &words, diagnostics);
  il_check (program, diagnostics);
  return il_diagnostics_count (diagnostics) == before ? g_steal_pointer (&program) : NULL;
}

IlProgram *
il_program_load (const char *path, IlDiagnostics *diagnostics, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                         G_FILE_QUERY_INFO_NONE, NULL, error);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;
  gsize length;

  if (info == NULL) {
    if (error && g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
      g_clear_error (error);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Cannot read the workload “%s”: there is no such file",
                   path);
    } else
      g_prefix_error (error, "Cannot read the workload “%s”: ", path);
    return NULL;
  }
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                 "Cannot read the workload “%s”: it is a directory, not a file", path);
    return NULL;
  }
  if ((guint64) g_file_info_get_size (info) > IL_MAX_TEXT_SIZE) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                 "Cannot read the workload “%s”: it is larger than %d MiB", path,
                 (int) (IL_MAX_TEXT_SIZE / 1024 / 1024));
    return NULL;
  }
  if (!g_file_load_contents (file, NULL, &text, &length, NULL, error)) {
    g_prefix_error (error, "Cannot read the workload “%s”: ", path);
    return NULL;
  }

  if (g_str_has_suffix (name, ".workload"))
    name[strlen (name) - strlen (".workload")] = '\0';
  return il_program_new (name, text, length, diagnostics);
}
