/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/save-text.h"

#include <errno.h>
#include <string.h>

#include "traces/formats/output-file.h"

static char *
etag_of (GFile *file)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_ETAG_VALUE, G_FILE_QUERY_INFO_NONE, NULL, NULL);

  return info ? g_strdup (g_file_info_get_etag (info)) : NULL;
}

static gboolean
write_file (const char *path, GBytes *text)
{
  IlOutputFile *output = il_output_file_open (path);

  if (!output)
    return FALSE;
  if (il_output_file_write (output, g_bytes_get_data (text, NULL), g_bytes_get_size (text)))
    return il_output_file_commit (output);

  int failure = errno;
  il_output_file_discard (output);
  errno = failure;
  return FALSE;
}

gboolean
il_save_text (GFile *file, GBytes *text, const char *etag, char **new_etag, GError **error)
{
  const char *path = g_file_peek_path (file);

  if (!path) {
    gsize length;
    const char *data = g_bytes_get_data (text, &length);

    return g_file_replace_contents (file, data, length, etag, FALSE, G_FILE_CREATE_NONE, new_etag, NULL, error);
  }

  g_autofree char *now = etag ? etag_of (file) : NULL;
  if (now && strcmp (now, etag) != 0) { /* one that is gone is written anew */
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG, "Another program has changed the file.");
    return FALSE;
  }
  if (!write_file (path, text)) {
    int failure = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (failure), "It cannot be written: %s", g_strerror (failure));
    return FALSE;
  }
  *new_etag = etag_of (file);
  return TRUE;
}
