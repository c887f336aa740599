/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/table-model.h"

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

struct _IlTableModel {
  GObject parent_instance;
  GArray *order; /* NULL: as they are */
  guint n;
};

static GType
get_item_type (GListModel *list)
{
  return IL_TYPE_TABLE_ROW;
}

static guint
get_n_items (GListModel *list)
{
  return IL_TABLE_MODEL (list)->n;
}

static gpointer
get_item (GListModel *list, guint position)
{
  IlTableModel *model = IL_TABLE_MODEL (list);
  IlTableRow *row;

  if (position >= model->n)
    return NULL;
  row = g_object_new (IL_TYPE_TABLE_ROW, NULL);
  row->number = il_table_model_row (model, position);
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
il_table_model_finalize (GObject *object)
{
  g_clear_pointer (&IL_TABLE_MODEL (object)->order, g_array_unref);
  G_OBJECT_CLASS (il_table_model_parent_class)->finalize (object);
}

static void
il_table_model_class_init (IlTableModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = il_table_model_finalize;
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

void
il_table_model_set (IlTableModel *model, GArray *order, guint n)
{
  gboolean only_more = !order && !model->order && n >= model->n;
  guint before = model->n;

  if (order)
    g_array_ref (order);
  g_clear_pointer (&model->order, g_array_unref);
  model->order = order;
  model->n = order ? order->len : n;
  if (only_more && model->n > before)
    g_list_model_items_changed (G_LIST_MODEL (model), before, 0, model->n - before);
  else if (!only_more)
    g_list_model_items_changed (G_LIST_MODEL (model), 0, before, model->n);
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
