/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector.h"

#include "traces/metrics.h"

/* More names in one row tell nobody anything. */
enum { MAX_NAMES = 6 };

struct _IlInspector {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *span_title, *moment_title;
  GtkGrid *span_rows, *moment_rows;
};

G_DEFINE_FINAL_TYPE (IlInspector, il_inspector, GTK_TYPE_WIDGET)

/* Rows are kept and their texts changed, as a replay does so at each frame; beyond N they are hidden. */
static void
set_row (GtkGrid *grid, int row, const char *name, const char *value)
{
  GtkWidget *name_label = gtk_grid_get_child_at (grid, 0, row), *value_label = gtk_grid_get_child_at (grid, 1, row);

  if (!name_label) {
    name_label = gtk_label_new (NULL);
    value_label = gtk_label_new (NULL);
    gtk_widget_add_css_class (name_label, "row-title");
    gtk_widget_set_valign (name_label, GTK_ALIGN_START);
    gtk_label_set_xalign (GTK_LABEL (name_label), 0);
    gtk_label_set_xalign (GTK_LABEL (value_label), 0);
    gtk_label_set_wrap (GTK_LABEL (value_label), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (value_label), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_selectable (GTK_LABEL (value_label), FALSE);
    gtk_widget_set_hexpand (value_label, TRUE);
    gtk_grid_attach (grid, name_label, 0, row, 1, 1);
    gtk_grid_attach (grid, value_label, 1, row, 1, 1);
  }
  gtk_label_set_text (GTK_LABEL (name_label), name);
  gtk_label_set_text (GTK_LABEL (value_label), value);
  gtk_widget_show (name_label);
  gtk_widget_show (value_label);
}

static void
hide_rows_from (GtkGrid *grid, int row)
{
  for (GtkWidget *label; (label = gtk_grid_get_child_at (grid, 0, row)); row++) {
    gtk_widget_hide (label);
    gtk_widget_hide (gtk_grid_get_child_at (grid, 1, row));
  }
}

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

  gtk_widget_set_visible (GTK_WIDGET (inspector->span_title), timeline && span);
  gtk_widget_set_visible (GTK_WIDGET (inspector->span_rows), timeline && span);
  if (!timeline || !span)
    return;

  const IlRecording *recording = il_timeline_recording (timeline);
  g_autofree char *title = g_strdup_printf ("%s · %s", il_recording_task_name (recording, task),
                                            il_model_name (il_recording_info (recording)->model));
  g_autofree char *state = describe_state (timeline, span);
  g_autofree char *from = il_format_time (span->start, TRUE);
  g_autofree char *to = il_format_time (span->end, TRUE);
  g_autofree char *duration = il_format_time (span->end - span->start, TRUE);
  int row = 0;

  gtk_label_set_text (inspector->span_title, title);
  set_row (inspector->span_rows, row++, "State", state);
  set_row (inspector->span_rows, row++, "From", from);
  set_row (inspector->span_rows, row++, "To", span->open ? "still going on" : to);
  set_row (inspector->span_rows, row++, "Duration", duration);
  if (span->line > 0) {
    g_autofree char *line = g_strdup_printf ("%u", span->line);
    set_row (inspector->span_rows, row++, "Line", line);
  }
  if (span->state == IL_STATE_RUNNING && il_recording_info (recording)->cores > 1) {
    g_autofree char *core = g_strdup_printf ("%u", span->core);
    set_row (inspector->span_rows, row++, "Core", core);
  }
  if (span->state == IL_STATE_READY && span->why == IL_WHY_NONE) {
    g_autofree char *waker = describe_waker (recording, span->by);
    set_row (inspector->span_rows, row++, "Woken by", waker);
  }
  hide_rows_from (inspector->span_rows, row);
}

/* One row of the moment: a title and names that come together. */
typedef struct {
  char *title;
  GString *names;
  guint n_names;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->title);
  g_string_free (row->names, TRUE);
  g_free (row);
}

static void
add_name (GPtrArray *rows, const char *title, const char *name)
{
  Row *row = NULL;

  for (guint i = 0; i < rows->len && !row; i++)
    if (g_str_equal (((Row *) g_ptr_array_index (rows, i))->title, title))
      row = g_ptr_array_index (rows, i);
  if (!row) {
    row = g_new0 (Row, 1);
    row->title = g_strdup (title);
    row->names = g_string_new (NULL);
    g_ptr_array_add (rows, row);
  }
  if (row->n_names++ < MAX_NAMES)
    g_string_append_printf (row->names, "%s%s", row->names->len > 0 ? ", " : "", name);
}

static void
add_task (GPtrArray *rows, const IlTimeline *timeline, const IlLane *lane, gint64 time)
{
  const IlRecording *recording = il_timeline_recording (timeline);
  guint index;
  IlSpan span;

  if (!il_lane_find (lane, time, &index))
    return;
  il_lane_span (lane, index, &span);
  if (!span.open && span.end <= time)
    return;

  const char *name = il_lane_name (lane);
  switch (span.state) {
  case IL_STATE_RUNNING: add_name (rows, "Running", name); return;
  case IL_STATE_SWITCHING: add_name (rows, "Switching to", name); return;
  case IL_STATE_READY: add_name (rows, "Ready", name); return;
  case IL_STATE_BLOCKED: break;
  default: return;
  }

  IlObjectInfo object;
  if (span.awaited != 0) {
    g_autofree char *pair = g_strdup_printf ("%s → %s", name, il_recording_task_name (recording, span.awaited));
    add_name (rows, "Await", pair);
  } else if (il_recording_object (recording, span.object, &object)) {
    g_autofree char *title = g_strdup_printf ("For %s", object.name);
    add_name (rows, title, name);
  } else
    add_name (rows, span.why == IL_WHY_IO ? "I/O" : span.why == IL_WHY_SLEEP ? "Asleep" : il_why_name (span.why), name);
}

void
il_inspector_show_moment (IlInspector *inspector, const IlTimeline *timeline, gint64 time)
{
  g_return_if_fail (IL_IS_INSPECTOR (inspector));

  gtk_widget_set_visible (GTK_WIDGET (inspector->moment_title), timeline != NULL);
  gtk_widget_set_visible (GTK_WIDGET (inspector->moment_rows), timeline != NULL);
  if (!timeline)
    return;

  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  guint n = MIN (il_timeline_n_lanes (timeline), IL_INSPECTOR_MAX_TASKS);
  for (guint i = 0; i < n; i++)
    add_task (rows, timeline, il_timeline_lane (timeline, i), time);

  g_autofree char *when = il_format_time (time, FALSE);
  g_autofree char *title = g_strdup_printf ("At %s · %s", when, il_model_name (il_recording_info (il_timeline_recording (timeline))->model));
  gtk_label_set_text (inspector->moment_title, title);
  for (guint i = 0; i < rows->len; i++) {
    Row *row = g_ptr_array_index (rows, i);

    if (row->n_names > MAX_NAMES)
      g_string_append_printf (row->names, " and %u more", row->n_names - MAX_NAMES);
    set_row (inspector->moment_rows, (int) i, row->title, row->names->str);
  }
  if (n == 0)
    set_row (inspector->moment_rows, 0, "Running", "nobody: not run yet");
  else if (rows->len == 0)
    set_row (inspector->moment_rows, 0, "Running", time >= il_timeline_end (timeline) ? "nobody: it is over" : "nobody");
  hide_rows_from (inspector->moment_rows, (int) MAX (1, rows->len));
}

static void
add_section (IlInspector *inspector, GtkLabel **title, GtkGrid **rows)
{
  *title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (*title, 0);
  gtk_label_set_ellipsize (*title, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (*title), "heading");
  *rows = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (*rows, 12);
  gtk_grid_set_row_spacing (*rows, 2);
  gtk_widget_set_margin_bottom (GTK_WIDGET (*rows), 12);
  gtk_box_append (GTK_BOX (inspector->box), GTK_WIDGET (*title));
  gtk_box_append (GTK_BOX (inspector->box), GTK_WIDGET (*rows));
  gtk_widget_hide (GTK_WIDGET (*title));
  gtk_widget_hide (GTK_WIDGET (*rows));
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
  inspector->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (inspector->box, GTK_WIDGET (inspector));
  add_section (inspector, &inspector->moment_title, &inspector->moment_rows);
  add_section (inspector, &inspector->span_title, &inspector->span_rows);
}

GtkWidget *
il_inspector_new (void)
{
  return g_object_new (IL_TYPE_INSPECTOR, NULL);
}
