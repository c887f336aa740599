/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/open-menu.h"

#include <gtk/gtk.h>

#include "app/window/examples.h"

enum { MAX_RECENT = 8 };

static void
append_file (GMenu *menu, const char *label, const char *uri)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);

  g_menu_item_set_attribute (item, G_MENU_ATTRIBUTE_LABEL, "s", label);
  g_menu_item_set_action_and_target (item, "win.open-uri", "s", uri);
  g_menu_append_item (menu, item);
}

static void
append_examples (GMenu *menu)
{
  g_autoptr (GPtrArray) examples = il_examples_list ();
  g_autoptr (GMenu) chapter = NULL;
  const char *title = NULL;

  for (guint i = 0; i < examples->len; i++) {
    const IlExample *example = g_ptr_array_index (examples, i);
    g_autofree char *uri = g_filename_to_uri (example->path, NULL, NULL);

    if (example->chapter && g_strcmp0 (example->chapter, title) != 0) {
      g_clear_object (&chapter);
      chapter = g_menu_new ();
      title = example->chapter;
      g_menu_append_submenu (menu, title, G_MENU_MODEL (chapter));
    }
    append_file (example->chapter ? chapter : menu, example->title, uri);
  }
}

static int
later_first (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

/* GTK's file chooser remembers what is exported too. */
static gboolean
can_be_opened (GtkRecentInfo *info)
{
  const char *uri = gtk_recent_info_get_uri (info);

  return g_str_has_suffix (uri, ".workload") || g_str_has_suffix (uri, ".json");
}

static void
append_recent (GMenu *menu)
{
  GList *items = g_list_sort (gtk_recent_manager_get_items (gtk_recent_manager_get_default ()), later_first);
  guint n = 0;

  for (GList *item = items; item && n < MAX_RECENT; item = item->next) {
    GtkRecentInfo *info = item->data;

    if (!can_be_opened (info) || !gtk_recent_info_has_application (info, g_get_application_name ()))
      continue;
    append_file (menu, gtk_recent_info_get_display_name (info), gtk_recent_info_get_uri (info));
    n++;
  }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

GMenuModel *
il_open_menu_new (void)
{
  g_autoptr (GMenu) examples = g_menu_new (), recent = g_menu_new ();
  GMenu *menu = g_menu_new ();

  append_examples (examples);
  append_recent (recent);
  if (g_menu_model_get_n_items (G_MENU_MODEL (examples)) > 0)
    g_menu_append_section (menu, "Examples", G_MENU_MODEL (examples));
  if (g_menu_model_get_n_items (G_MENU_MODEL (recent)) > 0)
    g_menu_append_section (menu, "Recent", G_MENU_MODEL (recent));
  return G_MENU_MODEL (menu);
}
