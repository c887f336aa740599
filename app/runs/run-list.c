/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/run-list.h"

#include "app/runs/run-titles.h"

struct _IlRunList {
  GObject parent_instance;

  GPtrArray *runs; /* of IlListedRun */
  IlClockKind clock;
  guint last_number; /* that was given to one */
  guint n_frozen;
  gboolean titles_old;
};

G_DEFINE_QUARK (il_run_list_error, il_run_list_error)

static GType
get_item_type (GListModel *model)
{
  return IL_TYPE_LISTED_RUN;
}

static guint
get_n_items (GListModel *model)
{
  return IL_RUN_LIST (model)->runs->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  IlRunList *list = IL_RUN_LIST (model);

  return position < list->runs->len ? g_object_ref (g_ptr_array_index (list->runs, position)) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (IlRunList, il_run_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
update_titles (IlRunList *list)
{
  if (list->n_frozen > 0)
    list->titles_old = TRUE;
  else
    il_run_titles_set (list->runs);
}

void
il_run_list_freeze (IlRunList *list)
{
  list->n_frozen++;
}

void
il_run_list_thaw (IlRunList *list)
{
  g_return_if_fail (list->n_frozen > 0);

  if (--list->n_frozen > 0 || !list->titles_old)
    return;
  list->titles_old = FALSE;
  il_run_titles_set (list->runs);
}

static void
forget (IlRunList *list, IlListedRun *run)
{
  g_signal_handlers_disconnect_by_func (run, update_titles, list);
}

static void
il_run_list_dispose (GObject *object)
{
  IlRunList *list = IL_RUN_LIST (object);

  for (guint i = 0; i < list->runs->len; i++)
    forget (list, g_ptr_array_index (list->runs, i));
  g_ptr_array_set_size (list->runs, 0);
  G_OBJECT_CLASS (il_run_list_parent_class)->dispose (object);
}

static void
il_run_list_finalize (GObject *object)
{
  g_ptr_array_unref (IL_RUN_LIST (object)->runs);
  G_OBJECT_CLASS (il_run_list_parent_class)->finalize (object);
}

static void
il_run_list_class_init (IlRunListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_run_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_run_list_finalize;
}

static void
il_run_list_init (IlRunList *list)
{
  list->runs = g_ptr_array_new_with_free_func (g_object_unref);
}

IlRunList *
il_run_list_new (void)
{
  return g_object_new (IL_TYPE_RUN_LIST, NULL);
}

/* The number that it has may be another one's. */
static void
take_in (IlRunList *list, guint position, IlListedRun *run)
{
  guint number = il_listed_run_get_number (run);

  if (number == 0 || il_run_list_find (list, number))
    il_listed_run_set_number (run, number = list->last_number + 1);
  list->last_number = MAX (list->last_number, number);
  g_ptr_array_insert (list->runs, (gint) position, g_object_ref (run));
  g_signal_connect_swapped (run, "notify::name", G_CALLBACK (update_titles), list);
  g_signal_connect_swapped (run, "notify::settings", G_CALLBACK (update_titles), list);
  g_signal_connect_swapped (run, "notify::track", G_CALLBACK (update_titles), list);
}

void
il_run_list_add_models (IlRunList *list)
{
  static const IlModelKind models[] = { IL_MODEL_SYNC, IL_MODEL_THREADS, IL_MODEL_COOP };

  guint n = MIN (G_N_ELEMENTS (models), IL_RUN_LIST_MAX - list->runs->len), position = list->runs->len;

  for (guint i = 0; i < n; i++) {
    g_autoptr (IlRunSettings) settings = il_run_settings_new (models[i], list->clock);
    g_autoptr (IlListedRun) run = il_listed_run_new (IL_SOURCE_WORKLOAD, settings, NULL);

    take_in (list, position + i, run);
  }
  update_titles (list);
  g_list_model_items_changed (G_LIST_MODEL (list), position, 0, n); /* all at once: views have much to do for each */
}

IlRunList *
il_run_list_new_default (IlClockKind clock)
{
  IlRunList *list = il_run_list_new ();

  list->clock = clock;
  il_run_list_add_models (list);
  return list;
}

IlClockKind
il_run_list_get_clock (IlRunList *list)
{
  return list->clock;
}

void
il_run_list_set_clock (IlRunList *list, IlClockKind clock)
{
  g_return_if_fail (IL_IS_RUN_LIST (list));

  list->clock = clock;
  il_run_list_freeze (list);
  for (guint i = 0; i < list->runs->len; i++) {
    IlListedRun *run = g_ptr_array_index (list->runs, i);
    const IlRunSettings *settings = il_listed_run_get_settings (run);

    if (il_listed_run_get_source (run) != IL_SOURCE_WORKLOAD || settings->own_clock || settings->clock == clock)
      continue;
    g_autoptr (IlRunSettings) changed = il_run_settings_copy (settings);
    changed->clock = clock;
    il_listed_run_set_settings (run, changed);
  }
  il_run_list_thaw (list);
}

guint
il_run_list_length (IlRunList *list)
{
  return list->runs->len;
}

IlListedRun *
il_run_list_get (IlRunList *list, guint position)
{
  g_return_val_if_fail (position < list->runs->len, NULL);

  return g_ptr_array_index (list->runs, position);
}

IlListedRun *
il_run_list_find (IlRunList *list, guint number)
{
  for (guint i = 0; i < list->runs->len; i++)
    if (il_listed_run_get_number (g_ptr_array_index (list->runs, i)) == number)
      return g_ptr_array_index (list->runs, i);
  return NULL;
}

gboolean
il_run_list_position (IlRunList *list, IlListedRun *run, guint *position)
{
  return g_ptr_array_find (list->runs, run, position);
}

gboolean
il_run_list_insert (IlRunList *list, guint position, IlListedRun *run, GError **error)
{
  g_return_val_if_fail (IL_IS_RUN_LIST (list) && position <= list->runs->len, FALSE);

  if (list->runs->len >= IL_RUN_LIST_MAX) {
    g_set_error (error, IL_RUN_LIST_ERROR, IL_RUN_LIST_ERROR_FULL,
                 "at most %d runs can be compared; remove one before you add another", IL_RUN_LIST_MAX);
    return FALSE;
  }
  take_in (list, position, run);
  update_titles (list);
  g_list_model_items_changed (G_LIST_MODEL (list), position, 0, 1);
  return TRUE;
}

gboolean
il_run_list_add (IlRunList *list, IlListedRun *run, GError **error)
{
  return il_run_list_insert (list, list->runs->len, run, error);
}

IlListedRun *
il_run_list_remove (IlRunList *list, guint position)
{
  g_return_val_if_fail (IL_IS_RUN_LIST (list) && position < list->runs->len, NULL);

  IlListedRun *run = g_object_ref (g_ptr_array_index (list->runs, position));
  forget (list, run);
  g_ptr_array_remove_index (list->runs, position);
  update_titles (list);
  g_list_model_items_changed (G_LIST_MODEL (list), position, 1, 0);
  return run;
}

/* Numbers begin anew: what comes is another list. */
void
il_run_list_clear (IlRunList *list)
{
  guint n = list->runs->len;

  for (guint i = 0; i < n; i++)
    forget (list, g_ptr_array_index (list->runs, i));
  g_ptr_array_set_size (list->runs, 0);
  list->last_number = 0;
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (list), 0, n, 0);
}

void
il_run_list_move (IlRunList *list, guint from, guint to)
{
  g_return_if_fail (from < list->runs->len && to < list->runs->len);

  if (from == to)
    return;
  g_ptr_array_insert (list->runs, (gint) to, g_ptr_array_steal_index (list->runs, from));
  update_titles (list); /* which of two alike is the second */
  g_list_model_items_changed (G_LIST_MODEL (list), MIN (from, to), MAX (from, to) - MIN (from, to) + 1,
                              MAX (from, to) - MIN (from, to) + 1);
}
