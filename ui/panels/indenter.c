/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/indenter.h"

#include <string.h>

struct _IlIndenter {
  GObject parent_instance;
};

static gboolean
is_trigger (GtkSourceIndenter *indenter, GtkSourceView *view, const GtkTextIter *location, GdkModifierType state,
            guint keyval)
{
  return !(state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK))
         && (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter);
}

/* Whether the last character of LINE before its comment is a colon. */
static gboolean
opens_block (const char *line)
{
  char last = '\0', quote = '\0';

  for (const char *c = line; *c && !(*c == '#' && !quote); c++) {
    if (quote && *c == '\\' && c[1])
      c++;
    else if (*c == quote)
      quote = '\0';
    else if (!quote && *c == '"')
      quote = *c;
    if (!g_ascii_isspace (*c))
      last = *c;
  }
  return last == ':' && !quote;
}

/* Whether nothing after LINE in its block is ever reached. */
static gboolean
leaves_block (const char *line)
{
  static const char *const words[] = { "return", "raise", "break", "continue", "pass" };
  const char *word = line + strspn (line, " \t");

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if (strncmp (word, words[i], length) == 0 && !g_ascii_isalnum (word[length]) && word[length] != '_'
        && !(word[length] & 0x80))
      return TRUE;
  }
  return FALSE;
}

static void
indent (GtkSourceIndenter *indenter, GtkSourceView *view, GtkTextIter *iter)
{
  GtkTextBuffer *buffer = gtk_text_iter_get_buffer (iter);
  int step = gtk_source_view_get_indent_width (view), less, more;
  GtkTextIter start = *iter, end;
  g_autofree char *line = NULL, *space = NULL;
  int length;

  if (!gtk_text_iter_backward_line (&start))
    return;
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  line = gtk_text_iter_get_slice (&start, &end);
  length = (int) strspn (line, " \t");
  more = opens_block (line) ? step : 0;
  less = leaves_block (line) ? MIN (step, length) : 0;
  space = g_strdup_printf ("%.*s%*s", length - less, line, more, "");
  gtk_text_buffer_insert (buffer, iter, space, -1);
}

static void
implement_indenter (GtkSourceIndenterInterface *interface)
{
  interface->is_trigger = is_trigger;
  interface->indent = indent;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (IlIndenter, il_indenter, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_SOURCE_TYPE_INDENTER, implement_indenter))

static void
il_indenter_class_init (IlIndenterClass *klass)
{
}

static void
il_indenter_init (IlIndenter *indenter)
{
}

GtkSourceIndenter *
il_indenter_new (void)
{
  return g_object_new (IL_TYPE_INDENTER, NULL);
}
