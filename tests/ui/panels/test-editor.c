/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "ui/panels/definitions.h"
#include "ui/panels/editor-view.h"
#include "ui/panels/editor.h"
#include "ui/panels/find-bar.h"
#include "ui/panels/indenter.h"
#include "ui/panels/line-comments.h"
#include "ui/panels/number-steps.h"
#include "ui/panels/tokens.h"

/* What the editor does to the text. "|" is where the cursor is, "[" and "]" where the selection begins and ends. */

static GtkTextBuffer *
buffer_new (const char *marked)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (gtk_source_buffer_new (NULL));
  g_autoptr (GString) text = g_string_new (NULL);
  int from = 0, to = 0;
  GtkTextIter start, end;

  for (const char *c = marked; *c; c++)
    if (strchr ("|[", *c))
      from = to = (int) g_utf8_strlen (text->str, -1);
    else if (*c == ']')
      to = (int) g_utf8_strlen (text->str, -1);
    else
      g_string_append_c (text, *c);
  gtk_text_buffer_set_text (buffer, text->str, -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, from);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, to);
  gtk_text_buffer_select_range (buffer, &start, &end);
  return buffer;
}

static char *
text_of (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
test_enter (void)
{
  static const char *const cases[][2] = {
    { "task main:\n|", "task main:\n    " },
    { "task main:  # why\n|", "task main:  # why\n    " },
    { "task main: \"a:\n|", "task main: \"a:\n" },
    { "    print \"a:\"\n|", "    print \"a:\"\n    " },
    { "    if x:\n|", "    if x:\n        " },
    { "        return 5\n|", "        return 5\n    " },
    { "    break\n|", "    break\n" },
    { "        raise\n|", "        raise\n    " },
    { "    pass # all\n|", "    pass # all\n" },
    { "        returned = 1\n|", "        returned = 1\n        " },
    { "        continue_ = 1\n|", "        continue_ = 1\n        " },
    { "return\n|", "return\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GtkTextBuffer) buffer = buffer_new (cases[i][0]);
    GtkWidget *view = g_object_ref_sink (gtk_source_view_new_with_buffer (GTK_SOURCE_BUFFER (buffer)));
    g_autoptr (GtkSourceIndenter) indenter = il_indenter_new ();
    g_autofree char *text = NULL;
    GtkTextIter iter;

    gtk_source_view_set_indent_width (GTK_SOURCE_VIEW (view), 4);
    gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
    gtk_source_indenter_indent (indenter, GTK_SOURCE_VIEW (view), &iter);
    text = text_of (buffer);
    g_assert_cmpstr (text, ==, cases[i][1]);
    g_object_unref (view);
  }
}

static void
test_comments (void)
{
  static const char *const cases[][2] = {
    { "a\n  b|\nc", "a\n  # b\nc" },
    { "a\n  # b|\nc", "a\n  b\nc" },
    { "  #b|", "  b" },
    { "  [a\n\n    b\n]c", "  # a\n\n  #   b\nc" },
    { "  [# a\n\n  #   b\n]c", "  a\n\n    b\nc" },
    { "[# a\nb]", "# # a\n# b" },
    { "|\na", "\na" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GtkTextBuffer) buffer = buffer_new (cases[i][0]);
    g_autofree char *before = text_of (buffer), *text = NULL, *undone = NULL;

    gtk_text_buffer_set_enable_undo (buffer, FALSE);
    gtk_text_buffer_set_enable_undo (buffer, TRUE);
    il_toggle_line_comments (buffer);
    text = text_of (buffer);
    g_assert_cmpstr (text, ==, cases[i][1]);
    if (gtk_text_buffer_get_can_undo (buffer))
      gtk_text_buffer_undo (buffer);
    undone = text_of (buffer);
    g_assert_cmpstr (undone, ==, before);
  }
}

/* The descendant of that accessible name or label. */
static GtkWidget *
find_button (GtkWidget *widget, const char *tooltip)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, tooltip);

    if (found)
      return found;
  }
  return NULL;
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_type (child, type);

    if (found)
      return found;
  }
  return NULL;
}

static void
settle (void)
{
  for (guint i = 0; i < 50; i++)
    while (g_main_context_iteration (NULL, FALSE))
      ;
}

/* Where a match begins that was gone to. Not what is selected: X11 tells late that the primary selection was claimed
 * before, and GTK ends the new one then. */
static int
cursor_in (GtkTextBuffer *buffer)
{
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  return gtk_text_iter_get_offset (&cursor);
}

static void
press (GtkWidget *bar, const char *tooltip)
{
  g_signal_emit_by_name (find_button (bar, tooltip), "clicked");
  settle ();
}

static void
test_find (void)
{
  GtkWidget *window = gtk_window_new (), *editor = il_editor_new (), *bar;
  GtkTextBuffer *buffer = il_editor_get_buffer (IL_EDITOR (editor));
  g_autofree char *text = NULL, *undone = NULL;
  GtkTextIter start, end;

  gtk_window_set_child (GTK_WINDOW (window), editor);
  gtk_window_present (GTK_WINDOW (window));
  il_editor_set_text (IL_EDITOR (editor), "cup = 1\ntea\nCup = cup\n");
  bar = find_type (editor, IL_TYPE_FIND_BAR);
  g_assert_false (gtk_widget_get_visible (bar));
  gtk_text_buffer_get_iter_at_offset (buffer, &start, 0);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, 3);
  gtk_text_buffer_select_range (buffer, &start, &end);
  il_find_bar_open (IL_FIND_BAR (bar));
  g_assert_true (gtk_widget_get_visible (bar));
  settle ();
  press (bar, "Next Match (Enter)");
  g_assert_cmpint (cursor_in (buffer), ==, 12);
  press (bar, "Next Match (Enter)");
  g_assert_cmpint (cursor_in (buffer), ==, 18);
  press (bar, "Next Match (Enter)");
  g_assert_cmpint (cursor_in (buffer), ==, 0);
  press (bar, "Previous Match (Shift+Enter)");
  g_assert_cmpint (cursor_in (buffer), ==, 18);
  gtk_editable_set_text (GTK_EDITABLE (find_type (bar, GTK_TYPE_ENTRY)), "mug");
  press (bar, "Replace This Match");
  g_assert_cmpint (cursor_in (buffer), ==, 0);
  press (bar, "Replace All Matches");
  text = text_of (buffer);
  g_assert_cmpstr (text, ==, "mug = 1\ntea\nmug = mug\n");
  gtk_text_buffer_undo (buffer);
  undone = text_of (buffer);
  g_assert_cmpstr (undone, ==, "cup = 1\ntea\nCup = mug\n");
  il_find_bar_close (IL_FIND_BAR (bar));
  g_assert_false (gtk_widget_get_visible (bar));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_steps (void)
{
  static const struct {
    const char *number;
    int steps;
    const char *stepped;
  } cases[] = {
    { "1", 1, "2" },
    { "1", -1, "0" },
    { "0", -1, "0" },
    { "7", -9, "0" },
    { "7", 5, "12" },
    { "9223372036854775807", 1, "9223372036854775807" },
    { "9223372036854775808", 1, NULL },
    { "1ms", 1, "2ms" },
    { "2ms", 1, "5ms" },
    { "5ms", 1, "10ms" },
    { "4ms", 1, "5ms" },
    { "4ms", -1, "2ms" },
    { "1ms", 3, "10ms" },
    { "1ms", -1, "500us" },
    { "500us", 1, "1ms" },
    { "500ms", 1, "1s" },
    { "1s", -1, "500ms" },
    { "50s", 1, "100s" },
    { "1.5s", 1, "2s" },
    { "1.5s", -1, "1s" },
    { "0.3ms", 1, "500us" },
    { "1min", 1, "2min" },
    { "5min", 1, "10min" },
    { "1min", -1, "50s" },
    { "2ns", -1, "1ns" },
    { "1ns", -1, "0ns" },
    { "1ns", -5, "0ns" },
    { "0ms", -1, "0ms" },
    { "0ms", 1, "1ms" },
    { "9223372036854775807ns", 1, "9223372036854775807ns" },
    { "9223372036s", 5, "9223372036s" },
    { "99999999999999999999s", 1, NULL },
    { "5parsecs", 1, NULL },
    { "1.5", 1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *stepped = il_number_step (cases[i].number, cases[i].steps);

    g_assert_cmpstr (stepped, ==, cases[i].stepped);
  }
}

/* Up and down again through the series ends where it began. */
static void
test_steps_back (void)
{
  g_autofree char *number = g_strdup ("1us");

  for (guint i = 0; i < 24; i++) {
    g_autofree char *up = il_number_step (number, 1), *back = il_number_step (up, -1);

    g_assert_cmpstr (back, ==, number);
    g_free (number);
    number = g_steal_pointer (&up);
  }
  g_assert_cmpstr (number, ==, "100s");
}

static void
test_tokens (void)
{
  const char *text = "queue q1 = 10 # 5 cups\n  print \"7 {n + 3} {{4}} \\\"{größe[2]}\" 1.5ms-2";
  g_autoptr (GArray) tokens = il_tokens_of (text);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < tokens->len; i++) {
    const IlToken *token = &g_array_index (tokens, IlToken, i);

    g_string_append_printf (all, "%u%c%s%.*s ", token->line, "wns"[token->kind], token -> in_string ? "~" : "",
                            (int) token->length, text + token->start);
  }
  g_assert_cmpstr (all->str, ==,
                   "0wqueue 0wq1 0s= 0n10 1wprint 1w~n 1s~+ 1n~3 1w~größe 1s~[ 1n~2 1s~] 1n1.5ms 1s- 1n2 ");
}

/* The cursor in or at the end of a number. */
static void
test_change_number (void)
{
  static const struct {
    const char *before;
    int steps;
    const char *after;
  } cases[] = {
    { "semaphore machine = |1", 1, "semaphore machine = 2" },
    { "    io 10ms|", 1, "    io 20ms" },
    { "    io 1|0ms # 5", -1, "    io 5ms # 5" },
    { "    # 1|", 1, "    # 1" },
    { "print \"1|\"", 1, "print \"1\"" },
    { "a1| = 2", 1, "a1 = 2" },
    { "größe = 4|, 5", -1, "größe = 3, 5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GtkTextBuffer) buffer = buffer_new (cases[i].before);
    GtkWidget *view = g_object_ref_sink (il_editor_view_new (GTK_SOURCE_BUFFER (buffer)));
    g_autofree char *text = NULL;

    g_signal_emit_by_name (view, "change-number", cases[i].steps);
    text = text_of (buffer);
    g_assert_cmpstr (text, ==, cases[i].after);
    g_object_unref (view);
  }
}

/* "|" before the name that is asked for, "^" before where it is declared; without that it is not. */
static void
test_definitions (void)
{
  static const char *const cases[] = {
    "task ^order(n):\n    pass\ntask main:\n    spawn |order(1)\n",
    "semaphore ^cups = 1\ntask main:\n    with |cups:\n        pass\n",
    "task a(^cups):\n    print |cups\nqueue cups\n",
    "task a:\n    x = 1\ntask b:\n    ^x = 2\n    x = 3\n    print \"{|x}\"\n",
    "shared ^x = 1\ntask b:\n    x = 2\n    print |x\n",
    "task b:\n    for ^größe in [1]:\n        print |größe == 1\n",
    "task b:\n    repeat 2 as ^i:\n        print |i\n",
    "task b:\n    if |x == 1:\n        pass\ntask c:\n    x = 1\n",
    "task b:\n    pass # |b\n",
    "task b:\n    print \"|b\"\n",
    "task b:\n    |print 1\n",
    "queue q\ntask b:\n    ^q = 2\n    print |q\n",
    "task ^tea(n):\n    pass\ntask b:\n    tea = spawn |tea(1)\n    await tea\n",
    "task tea(n):\n    pass\ntask b:\n    ^tea = spawn tea(1)\n    await |tea\n",
    "shared x = 1\ntask b(^x):\n    print |x\n",
    "start |ab at 5ms\ntask ^ab:\n    pass\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    guint at = 0, expected = G_MAXUINT, start = G_MAXUINT, length = 0;

    for (const char *c = cases[i]; *c; c++)
      if (*c == '|')
        at = (guint) text->len + 1;
      else if (*c == '^')
        expected = (guint) text->len;
      else
        g_string_append_c (text, *c);
    il_definition_in (text->str, at, &start, &length);
    if (start != expected)
      g_error ("case %u: %u, expected %u", i, start, expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  g_test_add_func ("/ui/editor/enter", test_enter);
  g_test_add_func ("/ui/editor/comments", test_comments);
  g_test_add_func ("/ui/editor/find", test_find);
  g_test_add_func ("/ui/editor/steps", test_steps);
  g_test_add_func ("/ui/editor/steps-back", test_steps_back);
  g_test_add_func ("/ui/editor/tokens", test_tokens);
  g_test_add_func ("/ui/editor/change-number", test_change_number);
  g_test_add_func ("/ui/editor/definitions", test_definitions);
  return g_test_run ();
}
