/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector.h"

#include "traces/metrics.h"
#include "ui/moment.h"
#include "ui/row-grid.h"

struct _IlInspector {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkStack *stack;
  IlMoment *moment;
  GtkLabel *span_title;
  GtkGrid *span_rows;
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

void
il_inspector_show_span (IlInspector *inspector, const IlTimeline *timeline, const IlSpan *span, guint32 task)
{
  g_return_if_fail (IL_IS_INSPECTOR (inspector));

  gtk_widget_set_visible (GTK_WIDGET (inspector->span_rows), timeline && span);
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
  int row = 0;

  gtk_label_set_text (inspector->span_title, title);
  il_row_grid_set (inspector->span_rows, row++, "State", state);
  il_row_grid_set (inspector->span_rows, row++, "From", from);
  il_row_grid_set (inspector->span_rows, row++, "To", span->open ? "still going on" : to);
  il_row_grid_set (inspector->span_rows, row++, "Duration", duration);
  if (span->line > 0) {
    g_autofree char *line = g_strdup_printf ("%u", span->line);
    il_row_grid_set (inspector->span_rows, row++, "Line", line);
  }
  if (span->state == IL_STATE_RUNNING && il_timeline_n_cores (timeline) > 1) {
    g_autofree char *core = g_strdup_printf ("%u", span->core);
    il_row_grid_set (inspector->span_rows, row++, "Core", core);
  }
  if (span->state == IL_STATE_READY && span->why == IL_WHY_NONE) {
    g_autofree char *waker = describe_waker (recording, span->by);
    il_row_grid_set (inspector->span_rows, row++, "Woken by", waker);
  }
  il_row_grid_end (inspector->span_rows, row);
}

void
il_inspector_show_moment (IlInspector *inspector, IlSituations *situations, gint64 time)
{
  g_return_if_fail (IL_IS_INSPECTOR (inspector));
  il_moment_show (inspector->moment, situations, time);
}

void
il_inspector_reveal_selected (IlInspector *inspector)
{
  g_return_if_fail (IL_IS_INSPECTOR (inspector));
  gtk_stack_set_visible_child_name (inspector->stack, "selected");
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

  inspector->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  inspector->stack = GTK_STACK (gtk_stack_new ());
  inspector->moment = IL_MOMENT (il_moment_new ());
  inspector->span_title = il_row_grid_title ();
  inspector->span_rows = il_row_grid_new ();
  gtk_stack_set_vhomogeneous (inspector->stack, FALSE);
  gtk_stack_add_titled (inspector->stack, GTK_WIDGET (inspector->moment), "moment", "At the Cursor");
  gtk_stack_add_titled (inspector->stack, selected, "selected", "Selected");
  gtk_box_append (GTK_BOX (selected), GTK_WIDGET (inspector->span_title));
  gtk_box_append (GTK_BOX (selected), GTK_WIDGET (inspector->span_rows));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (tabs), inspector->stack);
  gtk_widget_add_css_class (tabs, "compact");
  gtk_box_append (GTK_BOX (inspector->box), tabs);
  gtk_box_append (GTK_BOX (inspector->box), GTK_WIDGET (inspector->stack));
  gtk_widget_set_parent (inspector->box, GTK_WIDGET (inspector));
  gtk_label_set_text (inspector->span_title, "Nothing selected");
}

GtkWidget *
il_inspector_new (void)
{
  return g_object_new (IL_TYPE_INSPECTOR, NULL);
}
