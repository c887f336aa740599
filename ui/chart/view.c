/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/view-private.h"

enum { CHANGED, RESTYLED, REORDERED, RELINKED, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { PROP_0, PROP_COLORING, PROP_SORT, PROP_GROUP_BY_PARENT, PROP_BY_CORE, PROP_LINKED, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (IlView, il_view, G_TYPE_OBJECT)

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  IlView *view = IL_VIEW (object);

  switch (id) {
  case PROP_COLORING: g_value_set_string (value, il_coloring_name (il_view_get_coloring (view))); break;
  case PROP_SORT: g_value_set_string (value, il_lane_sort_name (il_view_get_sorting (view).by)); break;
  case PROP_GROUP_BY_PARENT: g_value_set_boolean (value, il_view_get_sorting (view).grouped); break;
  case PROP_BY_CORE: g_value_set_boolean (value, il_view_get_by_core (view)); break;
  case PROP_LINKED: g_value_set_boolean (value, il_view_is_linked (view)); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  IlView *view = IL_VIEW (object);
  IlLaneSorting sorting = il_view_get_sorting (view);
  IlColoring coloring;

  switch (id) {
  case PROP_COLORING:
    if (il_coloring_from_name (g_value_get_string (value), &coloring))
      il_view_set_coloring (view, coloring);
    break;
  case PROP_SORT:
    if (il_lane_sort_from_name (g_value_get_string (value), &sorting.by))
      il_view_set_sorting (view, &sorting);
    break;
  case PROP_GROUP_BY_PARENT:
    sorting.grouped = g_value_get_boolean (value);
    il_view_set_sorting (view, &sorting);
    break;
  case PROP_BY_CORE: il_view_set_by_core (view, g_value_get_boolean (value)); break;
  case PROP_LINKED: il_view_set_linked (view, g_value_get_boolean (value)); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
finalize (GObject *object)
{
  IlView *leader = IL_VIEW (object)->leader;

  if (leader && leader->leading == IL_VIEW (object))
    leader->leading = NULL;
  il_history_clear (&IL_VIEW (object)->history);
  g_array_unref (IL_VIEW (object)->bookmarks);
  g_clear_pointer (&IL_VIEW (object)->arrangement, il_arrangement_unref);
  g_clear_object (&IL_VIEW (object)->leader);
  G_OBJECT_CLASS (il_view_parent_class)->finalize (object);
}

static void
il_view_class_init (IlViewClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = finalize;
  object_class->get_property = get_property;
  object_class->set_property = set_property;
  properties[PROP_COLORING] = g_param_spec_string ("coloring", NULL, NULL, "task", flags);
  properties[PROP_SORT] = g_param_spec_string ("sort", NULL, NULL, "start", flags);
  properties[PROP_GROUP_BY_PARENT] = g_param_spec_boolean ("group-by-parent", NULL, NULL, FALSE, flags);
  properties[PROP_BY_CORE] = g_param_spec_boolean ("by-core", NULL, NULL, FALSE, flags);
  properties[PROP_LINKED] = g_param_spec_boolean ("linked", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[CHANGED] = g_signal_new ("changed", IL_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REORDERED] = g_signal_new ("reordered", IL_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RELINKED] = g_signal_new ("relinked", IL_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESTYLED] = g_signal_new ("restyled", IL_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
il_view_init (IlView *view)
{
  il_history_init (&view->history);
  view->bookmarks = g_array_new (FALSE, FALSE, sizeof (gint64));
  view->cursor = -1;
  view->fitted = TRUE;
  view->links = TRUE;
  view->end = il_view_limit (view);
}

IlView *
il_view_new (void)
{
  return g_object_new (IL_TYPE_VIEW, NULL);
}

void
il_view_tell_changed (IlView *view)
{
  g_signal_emit (view, signals[CHANGED], 0);
}

void
il_view_tell_reordered (IlView *view)
{
  g_signal_emit (view, signals[REORDERED], 0);
}

static void
tell_restyled (IlView *view)
{
  g_signal_emit (view, signals[RESTYLED], 0);
}

static void
stand_alone (IlView *view)
{
  IlView *leader = view->leader;

  view->extent = leader->extent;
  view->start = leader->start;
  view->end = leader->end;
  view->fitted = leader->fitted;
  view->cursor = -1;
  g_clear_pointer (&view->arrangement, il_arrangement_unref);
  view->arrangement = il_arrangement_ref (leader->arrangement);
  il_history_clear (&view->history);
  il_history_init (&view->history);
  view->linked = FALSE;
}

static void
set_linked_to_leader (IlView *view, gboolean linked)
{
  if (view->linked == linked)
    return;
  if (linked)
    view->linked = TRUE;
  else
    stand_alone (view);
  il_view_tell_changed (view);
  if (linked && !il_arrangement_equal (view->arrangement, view->leader->arrangement))
    il_view_tell_reordered (view);
  g_object_notify_by_pspec (G_OBJECT (view), properties[PROP_LINKED]);
}

static void
relinked_cb (IlView *view)
{
  set_linked_to_leader (view, view->leader->links);
}

IlView *
il_view_new_beside (IlView *leader)
{
  g_return_val_if_fail (IL_IS_VIEW (leader), NULL);

  IlView *view = il_view_new ();

  view->leader = g_object_ref (leader);
  view->linked = TRUE;
  if (!leader->links)
    stand_alone (view);
  g_signal_connect_object (leader, "relinked", G_CALLBACK (relinked_cb), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (leader, "changed", G_CALLBACK (il_view_tell_changed), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (leader, "restyled", G_CALLBACK (tell_restyled), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (leader, "reordered", G_CALLBACK (il_view_tell_reordered), view, G_CONNECT_SWAPPED);
  return view;
}

/* Those beside hear of it before anybody who listens to the property. */
void
il_view_set_linked (IlView *view, gboolean linked)
{
  g_return_if_fail (IL_IS_VIEW (view));

  if (view->leader) {
    set_linked_to_leader (view, linked);
    return;
  }
  if (view->links == linked)
    return;
  if (linked && view->leading && !view->leading->linked) {
    if (view->leading->fitted)
      il_view_fit (view);
    else
      il_view_jump (view, view->leading->start, view->leading->end);
  }
  view->links = linked;
  g_signal_emit (view, signals[RELINKED], 0);
  g_object_notify_by_pspec (G_OBJECT (view), properties[PROP_LINKED]);
}

gboolean
il_view_is_linked (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  return view->leader ? view->linked : view->links;
}

void
il_view_lead (IlView *view)
{
  g_return_if_fail (IL_IS_VIEW (view) && view->leader);
  view->leader->leading = view;
}

void
il_view_set_coloring (IlView *view, IlColoring coloring)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_common (view);

  if (view->coloring == coloring)
    return;
  view->coloring = coloring;
  tell_restyled (view);
  g_object_notify_by_pspec (G_OBJECT (view), properties[PROP_COLORING]);
}

IlColoring
il_view_get_coloring (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), IL_COLORING_TASK);
  view = il_view_common (view);
  return view->coloring;
}

void
il_view_set_high_contrast (IlView *view, gboolean high_contrast)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_common (view);

  if (view->high_contrast == high_contrast)
    return;
  view->high_contrast = high_contrast;
  tell_restyled (view);
}

gboolean
il_view_get_high_contrast (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = il_view_common (view);
  return view->high_contrast;
}

void
il_view_set_sorting (IlView *view, const IlLaneSorting *sorting)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_common (view);

  IlLaneSorting old = view->sorting;

  if (old.by == sorting->by && old.grouped == sorting->grouped)
    return;
  view->sorting = *sorting;
  il_view_tell_reordered (view);
  if (old.by != sorting->by)
    g_object_notify_by_pspec (G_OBJECT (view), properties[PROP_SORT]);
  if (old.grouped != sorting->grouped)
    g_object_notify_by_pspec (G_OBJECT (view), properties[PROP_GROUP_BY_PARENT]);
}

IlLaneSorting
il_view_get_sorting (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), (IlLaneSorting) { 0 });
  view = il_view_common (view);
  return view->sorting;
}

void
il_view_set_by_core (IlView *view, gboolean by_core)
{
  g_return_if_fail (IL_IS_VIEW (view));
  view = il_view_common (view);

  if (view->by_core == by_core)
    return;
  view->by_core = by_core;
  il_view_tell_reordered (view);
  g_object_notify_by_pspec (G_OBJECT (view), properties[PROP_BY_CORE]);
}

gboolean
il_view_get_by_core (IlView *view)
{
  g_return_val_if_fail (IL_IS_VIEW (view), FALSE);
  view = il_view_common (view);
  return view->by_core;
}
