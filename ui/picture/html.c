/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/picture-private.h"

#include <errno.h>
#include <string.h>

#include "traces/derive/steps.h"
#include "traces/formats/output-file.h"
#include "traces/text/time-text.h"
#include "traces/text/visible-text.h"
#include "ui/picture/html-resources.h"

/* A picture as one page of HTML that needs nothing else: charts.css and charts.js are in it, and its Content Security
 * Policy lets no other style, script or file in. All of the workload's is text or a quoted attribute. */

enum {
  MOST_SPANS = 60000, /* of a page: a browser has an element for each */
  MOST_STEPS = 20000,
  MOST_PRINTS = 2000,
};

void
il_html_append_text (GString *html, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *visible = il_visible_text (valid);
  g_autofree char *escaped = g_markup_escape_text (visible, -1);

  g_string_append (html, escaped);
}

static void
append_color (GString *css, const char *name, const IlColor *color)
{
  g_string_append_printf (css, "--%s:#%02x%02x%02x;", name, (guint) (color->red * 255 + 0.5),
                          (guint) (color->green * 255 + 0.5), (guint) (color->blue * 255 + 0.5));
}

static void
append_palette (GString *css, const IlPalette *palette)
{
  static const struct {
    IlColorRole role;
    const char *name;
  } roles[] = {
    { IL_COLOR_BACKGROUND, "background" },
    { IL_COLOR_HEADING, "heading" },
    { IL_COLOR_SEPARATOR, "separator" },
    { IL_COLOR_TEXT, "text" },
    { IL_COLOR_DIM, "dim" },
    { IL_COLOR_BADGE, "badge" },
    { IL_COLOR_LINE, "line" },
    { IL_COLOR_SWITCHING, "switching" },
    { IL_COLOR_IO, "io" },
    { IL_COLOR_WAITING, "waiting" },
    { IL_COLOR_RUNNING, "running" },
    { IL_COLOR_READY, "ready" },
    { IL_COLOR_PLAYHEAD, "playhead" },
    { IL_COLOR_SELECTION, "selection" },
    { IL_COLOR_ALARM, "alarm" },
  };

  g_string_append (css, ":root{");
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    append_color (css, roles[i].name, &palette->of[roles[i].role]);
  for (guint i = 0; i < G_N_ELEMENTS (palette->tasks); i++) {
    g_autofree char *name = g_strdup_printf ("task-%u", i);
    append_color (css, name, &palette->tasks[i]);
  }
  g_string_append (css, "}\n");
}

static const char *
resource (const char *path)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (il_html_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes);
  return g_bytes_get_data (bytes, NULL); /* of the program itself; ends in a 0 */
}

/* Free it. */
static char *
style (const IlPictureOptions *options)
{
  GString *css = g_string_new (NULL);

  append_palette (css, il_palette_get (options->dark, options->high_contrast));
  if (!options->dark) {
    g_string_append (css, "@media (prefers-color-scheme: dark) {\n");
    append_palette (css, il_palette_get (TRUE, options->high_contrast));
    g_string_append (css, "}\n");
  }
  g_string_append_printf (css, ":root{color-scheme:%s;--lane:%dpx}\n", options->dark ? "dark" : "light dark",
                          IL_HTML_LANE);
  g_string_append (css, resource ("/io/github/interlane/html/charts.css"));
  return g_string_free (css, FALSE);
}

static void
append_hash (GString *html, const char *directive, const char *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autofree char *base64 = NULL;

  g_checksum_update (checksum, (const guchar *) text, (gssize) strlen (text));
  g_checksum_get_digest (checksum, digest, &length);
  base64 = g_base64_encode (digest, length);
  g_string_append_printf (html, "; %s 'sha256-%s'", directive, base64);
}

static void
append_head (GString *html, const IlPicture *picture, const char *css, const char *script)
{
  g_string_append (html, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
                         "form-action 'none'");
  append_hash (html, "style-src", css);
  append_hash (html, "script-src", script);
  g_string_append (html, "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                         "<meta name=\"generator\" content=\"Interlane\">\n<title>");
  il_html_append_text (html, picture->trace->name);
  g_string_append_printf (html, " – Interlane</title>\n<style>%s</style>\n</head>\n", css);
}

/* The moments at which something happens, of all runs; where they are very many, some of them. */
static void
append_steps (GString *html, const IlPicture *picture)
{
  double least = (picture->end - picture->start) / MOST_STEPS, last = -G_MAXDOUBLE;
  gint64 time = (gint64) picture->start - 1;

  while (il_step_next (picture->trace->runs, time, &time) && (double) time <= picture->end) {
    g_string_append_printf (html, "%s%" G_GINT64_FORMAT, last < 0 ? "" : " ", time);
    last = (double) time;
    if (least > 1)
      time += (gint64) least - 1;
  }
}

static void
append_bar (GString *html, const IlPicture *picture)
{
  g_string_append (html, "<header>\n<h1>");
  il_html_append_text (html, picture->trace->name);
  g_string_append (
      html, "</h1>\n<div role=\"toolbar\" aria-label=\"Time\">\n"
            "<button id=\"previous\" title=\"To the moment before (,)\" aria-label=\"Step back\">◂</button>\n"
            "<output id=\"moment\" aria-live=\"polite\"></output>\n"
            "<button id=\"next\" title=\"To the next moment (.)\" aria-label=\"Step\">▸</button>\n"
            "<button id=\"out\" title=\"Zoom out (−, wheel)\" aria-label=\"Zoom out\">−</button>\n"
            "<button id=\"in\" title=\"Zoom in (+, wheel)\" aria-label=\"Zoom in\">+</button>\n"
            "<button id=\"fit\" title=\"Show all (0)\">Fit</button>\n</div>\n"
            "<p class=\"keys\"><kbd>,</kbd> <kbd>.</kbd> step · <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd> or wheel zoom · "
            "click selects</p>\n</header>\n");
}

/* Hatching takes the hue of the task whose class it has. */
static void
append_patterns (GString *html)
{
  g_string_append (html, "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>");
  for (const char *hue = "01234567rl"; *hue; hue++)
    g_string_append_printf (
        html,
        "<pattern id=\"hatch-%c\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
        "<g class=\"hue-%c\"><rect width=\"5\" height=\"5\"/><path d=\"M-1 1L1 -1M0 5L5 0M4 6L6 4\"/>"
        "</g></pattern>",
        *hue, *hue);
  g_string_append (html, "</defs></svg>\n");
}

static void
append_legend (GString *html, const IlPicture *picture)
{
  const IlLegend legend = il_picture_legend (picture);
  const struct {
    const char *look, *words;
    gboolean is_there;
  } entries[] = {
    { "running hue-1", "running", TRUE },
    { "ready hue-1", "ready, waits for a core", !legend.by_core },
    { "switching", "context switch", TRUE },
    { "io", "I/O", !legend.by_core },
    { "waiting", "waits for an object", !legend.by_core },
    { "paused", "await, sleep", !legend.by_core },
    { "stuck", "waits for ever: deadlock", legend.stuck },
    { "missed", "deadline missed", legend.deadlines },
  };

  g_string_append (html, "<ul class=\"legend\" aria-label=\"Legend\">\n");
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (entries[i].is_there)
      g_string_append_printf (html,
                              "<li><svg width=\"28\" height=\"%d\" aria-hidden=\"true\"><rect class=\"%s\" x=\"1\" "
                              "width=\"26\"/></svg> %s</li>\n",
                              IL_HTML_LANE, entries[i].look, entries[i].words);
  g_string_append (html, "</ul>\n");
}

static void
append_code (GString *html, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);

  while (n > 0 && !*lines[n - 1])
    n--;
  if (n == 0)
    return;
  g_string_append (html, "<section class=\"code\" aria-label=\"Workload\"><ol>\n");
  for (guint i = 0; i < n; i++) {
    g_string_append_printf (html, "<li id=\"line-%u\"><code>", i + 1);
    il_html_append_text (html, lines[i]);
    g_string_append (html, "</code></li>\n");
  }
  g_string_append (html, "</ol></section>\n");
}

static void
append_print (GString *html, const IlRecording *recording, guint run, const IlEvent *event)
{
  g_autofree char *time = il_format_time (event->time, FALSE);

  g_string_append_printf (html, "<li data-run=\"%u\" data-at=\"%" G_GINT64_FORMAT "\"><time>%s</time> <b>", run,
                          event->time, time);
  il_html_append_text (html, il_recording_task_name (recording, event->task));
  g_string_append (html, "</b> <samp>");
  il_html_append_text (html, il_recording_text (recording, event->text));
  g_string_append (html, "</samp></li>\n");
}

static void
append_prints (GString *html, const IlPicture *picture)
{
  guint n = 0;

  for (guint run = 0; run < picture->trace->runs->len; run++) {
    IlRecording *recording = il_trace_recording (picture->trace, run);
    guint64 end = il_recording_prints_end (recording);
    IlCursor cursor = { 0 };
    IlEvent event;

    while (n < MOST_PRINTS && cursor.record < end && il_recording_next (recording, &cursor, &event)) {
      if (event.kind != IL_EVENT_PRINT)
        continue;
      if (n++ == 0)
        g_string_append (html, "<section class=\"output\" aria-label=\"Output\"><h2>Output</h2><ol>\n");
      append_print (html, recording, run, &event);
    }
  }
  if (n > 0)
    g_string_append_printf (html, "%s</ol></section>\n", n == MOST_PRINTS ? "<li>…</li>\n" : "");
}

static void
append_body (GString *html, const IlPicture *picture)
{
  guint n = picture->trace->runs->len;

  g_string_append (html, "<body>\n");
  append_bar (html, picture);
  g_string_append (html, "<main>\n<div class=\"left\">\n");
  append_patterns (html);
  g_string_append_printf (html, "<div id=\"charts\" tabindex=\"0\" data-start=\"%.0f\" data-end=\"%.0f\" data-steps=\"",
                          picture->start, picture->end);
  append_steps (html, picture);
  g_string_append (html, "\">\n<div id=\"plane\">\n<svg id=\"ruler\" role=\"img\" aria-label=\"Time\"></svg>\n");
  for (guint i = 0; i < n; i++)
    il_picture_append_chart (html, picture, i, MOST_SPANS / n);
  g_string_append (html, "<div id=\"playhead\" hidden></div>\n</div>\n</div>\n");
  append_legend (html, picture);
  g_string_append (html, "</div>\n<aside>\n");
  append_code (html, picture->trace->text);
  append_prints (html, picture);
  g_string_append (html, "</aside>\n</main>\n<div id=\"card\" role=\"tooltip\" hidden><b></b><p></p></div>\n");
}

gboolean
il_picture_save_html (const IlPicture *picture, const char *path, GError **error)
{
  const char *script = resource ("/io/github/interlane/html/charts.js");
  g_autofree char *css = style (picture->options);
  g_autoptr (GString) html = g_string_new (NULL);
  IlOutputFile *file;

  if ((file = il_output_file_open (path))) {
    append_head (html, picture, css, script);
    append_body (html, picture);
    g_string_append_printf (html, "<script>%s</script>\n</body>\n</html>\n", script);
    if (il_output_file_write (file, html->str, html->len)) {
      if (il_output_file_commit (file))
        return TRUE;
    } else {
      int failure = errno;

      il_output_file_discard (file);
      errno = failure;
    }
  }
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: cannot be written: %s", path, g_strerror (errno));
  return FALSE;
}
