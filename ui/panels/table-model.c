/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/table-model.h"

#include "traces/record/aside.h"
#include "traces/record/time.h"

struct _IlTableRow {
  GObject parent_instance;
  guint number;
};

G_DEFINE_FINAL_TYPE (IlTableRow, il_table_row, G_TYPE_OBJECT)

static void
il_table_row_class_init (IlTableRowClass *klass)
{
}

static void
il_table_row_init (IlTableRow *row)
{
}

guint
il_table_row_number (IlTableRow *row)
{
  return row->number;
}

/* A list of GTK has widgets for some 200 rows about the one at its top, and looks through all rows that come in the
 * place of others for those that it knew. So others are put in their place in steps, when there is nothing else to
 * do: rows without widgets go first, those that may have them are replaced one by one, and the rest comes at one go. */
enum { WITH_WIDGETS = 256, LEAST = 4 /* rows of a step, however slow they are: each costs a frame */ };
static const gint64 BUDGET = 3000000; /* ns of a step */

static guint complete_signal;

struct _IlTableModel {
  GObject parent_instance;
  GArray *order; /* NULL: as they are */
  guint n;
  guint told;     /* how many rows the list knows of */
  guint replaced; /* of them; the others are as they were before */
  guint idle;     /* 0: it knows of all */
  guint looked_at;
};

static GType
get_item_type (GListModel *list)
{
  return IL_TYPE_TABLE_ROW;
}

static guint
get_n_items (GListModel *list)
{
  return IL_TABLE_MODEL (list)->told;
}

static gpointer
get_item (GListModel *list, guint position)
{
  IlTableModel *model = IL_TABLE_MODEL (list);
  IlTableRow *row;

  if (position >= model->told)
    return NULL;
  model->looked_at = position;
  row = g_object_new (IL_TYPE_TABLE_ROW, NULL);
  row->number = position < model->n ? il_table_model_row (model, position) : 0;
  return row;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (IlTableModel, il_table_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
drop_order (IlTableModel *model)
{
  GArray *order = g_steal_pointer (&model->order);

  il_free_aside (order, (GDestroyNotify) g_array_unref, order ? order->len : 0);
}

static void
il_table_model_finalize (GObject *object)
{
  drop_order (IL_TABLE_MODEL (object));
  g_clear_handle_id (&IL_TABLE_MODEL (object)->idle, g_source_remove);
  G_OBJECT_CLASS (il_table_model_parent_class)->finalize (object);
}

static void
il_table_model_class_init (IlTableModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = il_table_model_finalize;
  complete_signal =
      g_signal_new ("complete", IL_TYPE_TABLE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
il_table_model_init (IlTableModel *model)
{
}

IlTableModel *
il_table_model_new (void)
{
  return g_object_new (IL_TYPE_TABLE_MODEL, NULL);
}

static void
tell (IlTableModel *model, guint position, guint removed, guint added)
{
  model->told = model->told - removed + added;
  g_list_model_items_changed (G_LIST_MODEL (model), position, removed, added);
}

/* Returns whether it is not the last one. */
static gboolean
replace_row (IlTableModel *model)
{
  guint old = MIN (1, model->told - model->replaced), new = MIN (1, model->n - model->replaced);
  guint position = model->replaced;

  model->replaced += new;
  if (old == 0 && model->told >= WITH_WIDGETS) { /* the rest */
    new = model->n - position;
    model->replaced = model->n;
  }
  if (old > 0 || new > 0)
    tell (model, position, old, new);
  return model->replaced < model->n || model->told > model->n;
}

static gboolean
step_cb (gpointer data)
{
  IlTableModel *model = data;
  gint64 deadline = il_monotonic_time () + BUDGET;

  for (guint n = 1; replace_row (model); n++)
    if (n >= LEAST && il_monotonic_time () > deadline)
      return G_SOURCE_CONTINUE;
  model->idle = 0;
  g_signal_emit (model, complete_signal, 0);
  return G_SOURCE_REMOVE;
}

/* Leaves the list those of the old rows that may have widgets. */
static void
begin_steps (IlTableModel *model)
{
  guint first = model->looked_at > WITH_WIDGETS ? model->looked_at - WITH_WIDGETS : 0;
  guint last = MIN (model->told, model->looked_at + WITH_WIDGETS);

  if (model->idle == 0)
    model->idle = g_idle_add (step_cb, model);
  if (last < model->told)
    tell (model, last, model->told - last, 0);
  if (first > 0 && first < model->told)
    tell (model, 0, first, 0);
  model->replaced = 0;
}

void
il_table_model_set (IlTableModel *model, GArray *order, guint n)
{
  gboolean only_more = !order && !model->order && n >= model->n && model->n > 0;

  if (order)
    g_array_ref (order);
  drop_order (model);
  model->order = order;
  model->n = order ? order->len : n;
  if (!only_more)
    begin_steps (model);
  else if (model->idle == 0 && model->n > model->told) {
    model->replaced = model->n;
    tell (model, model->told, 0, model->n - model->told);
  }
}

gboolean
il_table_model_is_complete (IlTableModel *model)
{
  return model->idle == 0;
}

void
il_table_model_stop (IlTableModel *model)
{
  g_clear_handle_id (&model->idle, g_source_remove);
}

guint
il_table_model_n_rows (IlTableModel *model)
{
  return model->n;
}

GArray *
il_table_model_order (IlTableModel *model)
{
  return model->order;
}

guint
il_table_model_row (IlTableModel *model, guint position)
{
  return model->order ? g_array_index (model->order, guint32, position) : position;
}

gboolean
il_table_model_find (IlTableModel *model, guint row, guint *position)
{
  guint low = 0, high = model->n;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (il_table_model_row (model, middle) <= row)
      low = middle + 1;
    else
      high = middle;
  }
  *position = low - 1;
  return low > 0;
}
