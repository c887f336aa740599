/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "engine/text/duration.h"
#include "traces/derive/metrics.h"
#include "traces/text/visible-text.h"

void
il_complain (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *visible = il_visible_text (message);
  fflush (stdout);
  fprintf (stderr, "interlane: %s\n", visible);
}

void
il_command_say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *visible = il_visible_text (text);
  fputs (visible, stdout);
}

char **
il_command_parse_files (int argc, char **argv, const char *summary, const GOptionEntry *entries, int *status)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) files = NULL;
  gboolean help = FALSE;
  GOptionEntry common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show this help", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) words = g_new0 (char *, argc + 1);

  for (int i = 0; i < argc; i++)
    words[i] = g_strdup (argv[i]);
  g_option_context_set_summary (context, summary);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, common, NULL);
  *status = IL_EXIT_USAGE;
  if (!g_option_context_parse_strv (context, &words, &error)) {
    il_complain ("%s (see interlane %s --help)", error->message, argv[0]);
    return NULL;
  }
  if (help) {
    g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);
    g_autofree char *name = g_strdup_printf ("interlane %s", argv[0]);
    g_auto (GStrv) around = g_strsplit (text, g_get_prgname (), 2);

    printf ("%s%s%s", around[0], around[1] ? name : "", around[1] ? around[1] : "");
    *status = il_command_flush () ? IL_EXIT_DONE : IL_EXIT_USAGE;
    return NULL;
  }
  if (!files)
    il_complain ("%s needs a FILE (see interlane %s --help)", argv[0], argv[0]);
  return g_steal_pointer (&files);
}

char *
il_command_parse (int argc, char **argv, const char *summary, const GOptionEntry *entries, int *status)
{
  g_auto (GStrv) files = il_command_parse_files (argc, argv, summary, entries, status);

  if (files && files[1])
    il_complain ("%s needs one FILE, not several (see interlane %s --help)", argv[0], argv[0]);
  return files && !files[1] ? g_strdup (files[0]) : NULL;
}

gboolean
il_command_duration (const char *option, const char *text, gint64 *ns)
{
  if (!text || il_duration_read (text, ns))
    return TRUE;
  il_complain ("%s needs a time such as 20ms or 1.5s, not '%s' (units: ns, us, ms, s, min)", option, text);
  return FALSE;
}

gboolean
il_command_has_alike (const IlTrace *trace)
{
  guint seen = 0;

  for (guint i = 0; i < trace->runs->len; i++) {
    guint model = 1U << il_recording_info (il_trace_recording (trace, i))->model;

    if (seen & model)
      return TRUE;
    seen |= model;
  }
  return FALSE;
}

/* Why standard output failed the first time; what fails afterwards need not say so. */
static int output_error;

gboolean
il_command_output_failed (void)
{
  if (ferror (stdout) && output_error == 0)
    output_error = errno ? errno : EIO;
  return output_error != 0;
}

gboolean
il_command_flush (void)
{
  errno = il_command_output_failed () ? output_error : 0;
  if (fflush (stdout) == 0 && !il_command_output_failed ())
    return TRUE;
  il_command_output_failed ();
  if (output_error != EPIPE) /* whoever reads has read enough, and knows */
    il_complain ("standard output cannot be written: %s", g_strerror (output_error));
  return FALSE;
}

GPtrArray *
il_command_metrics (const IlTrace *trace)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) il_metrics_free);

  for (guint i = 0; i < trace->runs->len; i++) {
    g_autoptr (IlTimeline) timeline = il_timeline_new (il_trace_recording (trace, i));

    while (il_timeline_extend (timeline, G_MAXINT64))
      ;
    IlMetrics *metrics = il_metrics_new (timeline);
    metrics->listing = il_trace_listing (trace, i);
    g_ptr_array_add (all, metrics);
  }
  return all;
}
