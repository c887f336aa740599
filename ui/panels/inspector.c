/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/inspector.h"

#include "traces/derive/metrics.h"
#include "traces/derive/span-events.h"
#include "traces/derive/span-lines.h"
#include "traces/text/time-text.h"
#include "traces/text/visible-text.h"
#include "ui/panels/moment.h"
#include "ui/panels/range-rows.h"
#include "ui/panels/row-grid.h"

/* More lines tell nobody anything. */
enum { MAX_DEEDS = 8, MAX_CAUSES = 8, MAX_LINES = 8 };

struct _IlInspector {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkStack *stack;
  IlMoment *moment;
  GtkGrid *range;
  GtkLabel *range_title, *span_title, *causes_title[2];
  GtkGrid *span_rows, *causes[2]; /* of the span, of its task */
};

G_DEFINE_FINAL_TYPE (IlInspector, il_inspector, GTK_TYPE_WIDGET)

static char *
describe_waker (const IlRecording *recording, guint32 by)
{
  switch (by) {
  case IL_BY_NOBODY: return g_strdup ("the start of the run");
  case IL_BY_TIMER: return g_strdup ("a timer");
  case IL_BY_IO: return g_strdup ("I/O that finished");
  case IL_BY_WORKER: return g_strdup ("a worker");
  default: return g_strdup (il_recording_task_name (recording, by));
  }
}

/* Who ended the wait or, where it is over, led to this span; NULL: nobody. */
static char *
describe_waker_of (const IlRecording *recording, const IlSpan *span)
{
  IlEvent end;

  if (span->state == IL_STATE_READY && span->why == IL_WHY_NONE)
    return describe_waker (recording, span->by);
  if (span->state == IL_STATE_BLOCKED && span->ended_by == IL_EVENT_READY && !span->open
      && il_recording_event (recording, span->last_seq, &end))
    return describe_waker (recording, end.by);
  return NULL;
}

static gboolean
is_for_ever (const IlRecording *recording, const IlSpan *span)
{
  return span->open && span->state == IL_STATE_BLOCKED && il_recording_outcome (recording) == IL_OUTCOME_DEADLOCK;
}

static char *
describe_state (const IlTimeline *timeline, const IlSpan *span)
{
  g_autofree char *label = il_span_label (timeline, span);

  if (span->state == IL_STATE_BLOCKED)
    return g_strdup_printf ("waiting: %s", label);
  if (span->state == IL_STATE_READY && span->why != IL_WHY_NONE)
    return g_strdup_printf ("ready, preempted: %s", il_why_name (span->why));
  return g_steal_pointer (&label);
}

/* The line of a span or, where a task computes at several, each with its time; NULL: none is known. */
static char *
describe_lines (const IlTimeline *timeline, const IlSpan *span, guint *n)
{
  g_autoptr (GArray) lines = il_span_lines (timeline, span);
  g_autoptr (GString) text = g_string_new (NULL);

  *n = lines->len;
  if (lines->len <= 1) {
    guint32 line = il_span_line (timeline, span);
    return line > 0 ? g_strdup_printf ("%u", line) : NULL;
  }
  for (guint i = 0; i < MIN (lines->len, MAX_LINES); i++) {
    const IlLineTime *line = &g_array_index (lines, IlLineTime, i);
    g_autofree char *time = il_format_time (line->time, TRUE);

    g_string_append_printf (text, "%s%u: %s", i > 0 ? "\n" : "", line->line, time);
  }
  if (lines->len > MAX_LINES)
    g_string_append_printf (text, "\nand %u more", lines->len - MAX_LINES);
  return g_strdup (text->str);
}

/* PARTS: of IlBlame; nothing is shown where there is nothing to blame. */
static void
show_causes (IlInspector *inspector, guint which, const IlTimeline *timeline, guint32 task, const GArray *parts)
{
  g_autofree char *total = NULL, *title = NULL;
  guint n = parts ? parts->len : 0;
  gint64 sum = 0, rest = 0;
  int row = 0;

  gtk_widget_set_visible (GTK_WIDGET (inspector->causes_title[which]), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (inspector->causes[which]), n > 0);
  if (n == 0)
    return;
  for (guint i = 0; i < n; i++) {
    const IlBlame *part = &g_array_index (parts, IlBlame, i);
    g_autofree char *time = il_format_time (part->time, FALSE), *through = NULL, *cause = NULL, *words = NULL;

    sum += part->time;
    if (i >= MAX_CAUSES) {
      rest += part->time;
      continue;
    }
    cause = il_blame_text (timeline, task, part, &through);
    words = g_strdup_printf ("%s%s%s", cause, through ? ", " : "", through ? through : "");
    il_row_grid_set (inspector->causes[which], row++, time, words);
  }
  if (n > MAX_CAUSES) {
    g_autofree char *time = il_format_time (rest, FALSE), *words = g_strdup_printf ("%u other causes", n - MAX_CAUSES);
    il_row_grid_set (inspector->causes[which], row++, time, words);
  }
  il_row_grid_end (inspector->causes[which], row);
  total = il_format_time (sum, FALSE);
  title = which == 0 ? g_strdup_printf ("Why this wait of %s?", total)
                     : g_strdup_printf ("Why did %s wait %s in all?",
                                        il_recording_task_name (il_timeline_recording (timeline), task), total);
  g_autofree char *visible = il_visible_text (title);
  gtk_label_set_text (inspector->causes_title[which], visible);
}

void
il_inspector_show_blame (IlInspector *inspector, gboolean of_task, const IlTimeline *timeline, guint32 task,
                         const GArray *parts)
{
  g_return_if_fail (IL_IS_INSPECTOR (inspector));
  show_causes (inspector, of_task ? 1 : 0, timeline, task, parts);
}

void
il_inspector_await_blame (IlInspector *inspector)
{
  g_return_if_fail (IL_IS_INSPECTOR (inspector));

  show_causes (inspector, 0, NULL, 0, NULL);
  show_causes (inspector, 1, NULL, 0, NULL);
  gtk_label_set_text (inspector->causes_title[0], "Why did it wait? …");
  gtk_widget_show (GTK_WIDGET (inspector->causes_title[0]));
}

void
il_inspector_show_span (IlInspector *inspector, const IlTimeline *timeline, const IlSpan *span, guint32 task)
{
  g_return_if_fail (IL_IS_INSPECTOR (inspector));

  gtk_widget_set_visible (GTK_WIDGET (inspector->span_rows), timeline && span);
  for (guint i = 0; i < 2; i++)
    show_causes (inspector, i, NULL, 0, NULL);
  if (!timeline || !span) {
    gtk_label_set_text (inspector->span_title, "Nothing selected");
    return;
  }

  const IlRecording *recording = il_timeline_recording (timeline);
  g_autofree char *title = g_strdup_printf ("%s · %s", il_recording_task_name (recording, task),
                                            il_model_name (il_recording_info (recording)->model));
  g_autofree char *state = describe_state (timeline, span);
  g_autofree char *from = il_format_time (span->start, TRUE);
  g_autofree char *to = il_format_time (span->end, TRUE);
  g_autofree char *duration = il_format_time (span->end - span->start, TRUE);
  g_autofree char *waker = NULL, *lines = NULL;
  g_auto (GStrv) deeds = NULL;
  guint n_lines;
  IlObjectInfo object;
  int row = 0;

  g_autofree char *visible = il_visible_text (title);
  gtk_label_set_text (inspector->span_title, visible);
  il_row_grid_set (inspector->span_rows, row++, "State", state);
  if (il_recording_object (recording, span->object, &object)) {
    g_autofree char *words = g_strdup_printf ("%s %s", il_object_kind_name (object.kind), object.name);
    il_row_grid_set (inspector->span_rows, row++, "Object", words);
  }
  il_row_grid_set (inspector->span_rows, row++, "From", from);
  il_row_grid_set (inspector->span_rows, row++, "To",
                   !span->open                     ? to
                   : is_for_ever (recording, span) ? "never: deadlock"
                                                   : "still going on");
  il_row_grid_set (inspector->span_rows, row++, "Duration", duration);
  lines = describe_lines (timeline, span, &n_lines);
  if (lines)
    il_row_grid_set (inspector->span_rows, row++, n_lines > 1 ? "Lines" : "Line", lines);
  if (span->state == IL_STATE_RUNNING && il_timeline_n_cores (timeline) > 1) {
    g_autofree char *core = g_strdup_printf ("%u", span->core);
    il_row_grid_set (inspector->span_rows, row++, "Core", core);
  }
  waker = describe_waker_of (recording, span);
  if (waker)
    il_row_grid_set (inspector->span_rows, row++, "Woken by", waker);
  deeds = il_span_events (timeline, task, span, MAX_DEEDS);
  if (*deeds) {
    g_autofree char *did = g_strjoinv ("\n", deeds);
    il_row_grid_set (inspector->span_rows, row++, "Did", did);
  }
  il_row_grid_end (inspector->span_rows, row);
}

void
il_inspector_show_moment (IlInspector *inspector, IlInstants *instants, gint64 time)
{
  g_return_if_fail (IL_IS_INSPECTOR (inspector));
  il_moment_show (inspector->moment, instants, time);
}

void
il_inspector_reveal_selected (IlInspector *inspector)
{
  g_return_if_fail (IL_IS_INSPECTOR (inspector));
  gtk_stack_set_visible_child_name (inspector->stack, "selected");
}

void
il_inspector_show_range (IlInspector *inspector, const IlRecording *recording, const IlRange *range)
{
  g_autofree char *title = NULL;

  g_return_if_fail (IL_IS_INSPECTOR (inspector));

  gtk_widget_set_visible (GTK_WIDGET (inspector->range), range != NULL);
  if (!range) {
    gtk_label_set_text (inspector->range_title, "Drag on the ruler with Shift to measure");
    return;
  }
  title = g_strdup_printf ("Measured · %s", il_model_name (il_recording_info (recording)->model));
  gtk_label_set_text (inspector->range_title, title);
  il_range_rows_show (inspector->range, recording, range);
  gtk_stack_set_visible_child_name (inspector->stack, "range");
}

static void
il_inspector_dispose (GObject *object)
{
  g_clear_pointer (&IL_INSPECTOR (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (il_inspector_parent_class)->dispose (object);
}

static void
il_inspector_class_init (IlInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_inspector_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "inspector");
}

static void
il_inspector_init (IlInspector *inspector)
{
  GtkWidget *tabs = gtk_stack_switcher_new (), *selected = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *range = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  inspector->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  inspector->stack = GTK_STACK (gtk_stack_new ());
  inspector->moment = IL_MOMENT (il_moment_new ());
  inspector->span_title = il_row_grid_title ();
  inspector->span_rows = il_row_grid_new ();
  gtk_stack_set_vhomogeneous (inspector->stack, FALSE);
  gtk_stack_add_titled (inspector->stack, GTK_WIDGET (inspector->moment), "moment", "At the Cursor");
  gtk_stack_add_titled (inspector->stack, selected, "selected", "Selected");
  gtk_stack_add_titled (inspector->stack, range, "range", "Range");
  inspector->range_title = il_row_grid_title ();
  inspector->range = il_row_grid_new ();
  gtk_label_set_ellipsize (inspector->range_title, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (inspector->range_title, TRUE);
  gtk_box_append (GTK_BOX (range), GTK_WIDGET (inspector->range_title));
  gtk_box_append (GTK_BOX (range), GTK_WIDGET (inspector->range));
  gtk_box_append (GTK_BOX (selected), GTK_WIDGET (inspector->span_title));
  gtk_box_append (GTK_BOX (selected), GTK_WIDGET (inspector->span_rows));
  for (guint i = 0; i < 2; i++) {
    inspector->causes_title[i] = il_row_grid_title ();
    inspector->causes[i] = il_row_grid_new ();
    gtk_label_set_ellipsize (inspector->causes_title[i], PANGO_ELLIPSIZE_NONE);
    gtk_label_set_wrap (inspector->causes_title[i], TRUE);
    gtk_box_append (GTK_BOX (selected), GTK_WIDGET (inspector->causes_title[i]));
    gtk_box_append (GTK_BOX (selected), GTK_WIDGET (inspector->causes[i]));
    gtk_widget_hide (GTK_WIDGET (inspector->causes_title[i]));
    gtk_widget_hide (GTK_WIDGET (inspector->causes[i]));
  }
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (tabs), inspector->stack);
  gtk_widget_add_css_class (tabs, "compact");
  gtk_box_append (GTK_BOX (inspector->box), tabs);
  gtk_box_append (GTK_BOX (inspector->box), GTK_WIDGET (inspector->stack));
  gtk_widget_set_parent (inspector->box, GTK_WIDGET (inspector));
  gtk_label_set_text (inspector->span_title, "Nothing selected");
  il_inspector_show_range (inspector, NULL, NULL);
}

GtkWidget *
il_inspector_new (void)
{
  return g_object_new (IL_TYPE_INSPECTOR, NULL);
}
