/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/moment.h"

#include "traces/derive/instant-rows.h"
#include "traces/derive/metrics.h"
#include "traces/text/time-text.h"
#include "ui/latest.h"
#include "ui/panels/row-grid.h"

/* More names in one row, or more rows, tell nobody anything. */
enum { MAX_NAMES = 6, MAX_ROWS = 24 };

/* So short a run is looked through at once, which takes well under a millisecond. */
enum { FEW_RECORDS = 10000 };

struct _IlMoment {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title;
  GtkGrid *rows;

  IlInstants *wanted; /* what is asked for; NULL: nothing */
  gint64 wanted_time;
  guint64 wanted_records;
  IlLatest *latest;
  gboolean stale; /* a thread looks for another answer than is wanted by now */
};

G_DEFINE_FINAL_TYPE (IlMoment, il_moment, GTK_TYPE_WIDGET)

typedef struct {
  IlInstants *instants;
  gint64 time;
  GPtrArray *rows; /* the answer; NULL: not yet */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  il_instants_unref (question->instants);
  g_clear_pointer (&question->rows, g_ptr_array_unref);
  g_free (question);
}

static GPtrArray *
answer (IlInstants *instants, gint64 time)
{
  g_autoptr (IlInstant) instant = il_instants_at (instants, time);

  return il_instant_rows (instant, MAX_NAMES, MAX_ROWS);
}

static void
find_answer (gpointer data, GCancellable *cancellable)
{
  Question *question = data;

  question->rows = answer (question->instants, question->time);
}

static void
show_rows (IlMoment *moment, IlInstants *instants, gint64 time, GPtrArray *rows)
{
  static const char *const headings[] = { [IL_ROW_OBJECT] = "Objects", [IL_ROW_TASK] = "Tasks" };
  IlModelKind model = il_recording_info (il_instants_recording (instants))->model;
  g_autofree char *when = il_format_time (time, FALSE);
  g_autofree char *title = g_strdup_printf ("At %s · %s", when, il_model_name (model));
  IlRowKind kind = IL_ROW_MACHINE;
  int n = 0;

  gtk_label_set_text (moment->title, title);
  for (guint i = 0; i < rows->len; i++) {
    const IlRow *row = g_ptr_array_index (rows, i);

    if (row->kind != kind)
      il_row_grid_set_heading (moment->rows, n++, headings[row->kind]);
    kind = row->kind;
    il_row_grid_set (moment->rows, n++, row->title, row->text);
  }
  il_row_grid_end (moment->rows, n);
}

static void ask (IlMoment *moment);

static void
answered_cb (gpointer data, gpointer owner)
{
  const Question *question = data;
  IlMoment *moment = owner;

  if (question->instants == moment->wanted) /* an answer to an earlier question is better than none */
    show_rows (moment, question->instants, question->time, question->rows);
  if (moment->stale && moment->wanted)
    ask (moment);
}

static void
ask (IlMoment *moment)
{
  moment->stale = il_latest_is_asking (moment->latest);
  if (moment->stale)
    return;
  if (moment->wanted_records < FEW_RECORDS) {
    g_autoptr (GPtrArray) rows = answer (moment->wanted, moment->wanted_time);

    show_rows (moment, moment->wanted, moment->wanted_time, rows);
    return;
  }

  Question *question = g_new (Question, 1);
  *question = (Question) { il_instants_ref (moment->wanted), moment->wanted_time, NULL };
  il_latest_ask (moment->latest, question, question_free, find_answer, answered_cb);
}

void
il_moment_show (IlMoment *moment, IlInstants *instants, gint64 time)
{
  guint64 n_records = instants ? il_recording_n_records (il_instants_recording (instants)) : 0;

  g_return_if_fail (IL_IS_MOMENT (moment));

  if (instants == moment->wanted && time == moment->wanted_time && n_records == moment->wanted_records && instants)
    return;
  if (instants)
    il_instants_ref (instants);
  g_clear_pointer (&moment->wanted, il_instants_unref);
  moment->wanted = instants;
  moment->wanted_time = time;
  moment->wanted_records = n_records;
  if (instants) {
    ask (moment);
    return;
  }
  gtk_label_set_text (moment->title, "Not run yet");
  il_row_grid_end (moment->rows, 0);
}

static void
il_moment_dispose (GObject *object)
{
  IlMoment *moment = IL_MOMENT (object);

  g_clear_pointer (&moment->box, gtk_widget_unparent);
  g_clear_pointer (&moment->latest, il_latest_free);
  g_clear_pointer (&moment->wanted, il_instants_unref);
  G_OBJECT_CLASS (il_moment_parent_class)->dispose (object);
}

static void
il_moment_class_init (IlMomentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_moment_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
il_moment_init (IlMoment *moment)
{
  moment->latest = il_latest_new (moment);
  moment->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  moment->title = il_row_grid_title ();
  moment->rows = il_row_grid_new ();
  gtk_box_append (GTK_BOX (moment->box), GTK_WIDGET (moment->title));
  gtk_box_append (GTK_BOX (moment->box), GTK_WIDGET (moment->rows));
  gtk_widget_set_parent (moment->box, GTK_WIDGET (moment));
  gtk_accessible_update_property (GTK_ACCESSIBLE (moment), GTK_ACCESSIBLE_PROPERTY_LABEL, "At the cursor", -1);
  gtk_label_set_text (moment->title, "Not run yet");
}

GtkWidget *
il_moment_new (void)
{
  return g_object_new (IL_TYPE_MOMENT, NULL);
}
