/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/command-palette.h"

#include <adwaita.h>

/* What a row stands for. */
#define IL_TYPE_COMMAND (il_command_get_type ())
G_DECLARE_FINAL_TYPE (IlCommand, il_command, IL, COMMAND, GObject)

struct _IlCommand {
  GObject parent_instance;

  char *label;  /* "Lanes: By Name" */
  char *folded; /* for comparison */
  char *action; /* detailed */
};

G_DEFINE_FINAL_TYPE (IlCommand, il_command, G_TYPE_OBJECT)

static void
il_command_finalize (GObject *object)
{
  IlCommand *command = IL_COMMAND (object);

  g_free (command->label);
  g_free (command->folded);
  g_free (command->action);
  G_OBJECT_CLASS (il_command_parent_class)->finalize (object);
}

static void
il_command_class_init (IlCommandClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = il_command_finalize;
}

static void
il_command_init (IlCommand *command)
{
}

/* The palette. */

typedef struct {
  GtkWindow *parent; /* which the palette's window does not outlive */
  GtkWidget *window;
  GtkWidget *entry;
  GtkWidget *list;
  GListStore *commands;
  GtkSingleSelection *found;
  GtkFilter *filter;
  char **words; /* folded, of what is typed; NULL: none */
} Palette;

static void
palette_free (gpointer data)
{
  Palette *palette = data;

  g_strfreev (palette->words);
  g_free (palette);
}

/* The action group of PARENT or its application that has the action of that full name, and the name within it. */
static GActionGroup *
group_of (Palette *palette, const char *full, const char **name)
{
  gboolean of_application = g_str_has_prefix (full, "app.");

  *name = strchr (full, '.') + 1;
  return of_application ? G_ACTION_GROUP (gtk_window_get_application (palette->parent))
                        : G_ACTION_GROUP (palette->parent);
}

static gboolean
is_enabled (Palette *palette, const char *detailed)
{
  g_autofree char *full = NULL;
  g_autoptr (GVariant) target = NULL;
  const char *name;

  if (!g_action_parse_detailed_name (detailed, &full, &target, NULL) || !strchr (full, '.'))
    return FALSE;
  GActionGroup *group = group_of (palette, full, &name);
  return group && g_action_group_has_action (group, name) && g_action_group_get_action_enabled (group, name);
}

/* Without the mnemonic and the ellipsis that menus have. */
static char *
plain (const char *label)
{
  g_autoptr (GString) text = g_string_new (label);

  g_string_replace (text, "__", "\x01", 0);
  g_string_replace (text, "_", "", 0);
  g_string_replace (text, "\x01", "_", 0);
  return g_strdup (text->str);
}

static void
add (Palette *palette, const char *path, const char *label, const char *action)
{
  g_autofree char *own = plain (label);
  g_autoptr (IlCommand) command = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (palette->commands)); i++) {
    g_autoptr (IlCommand) other = g_list_model_get_item (G_LIST_MODEL (palette->commands), i);

    if (g_str_equal (other->action, action))
      return;
  }
  if (!is_enabled (palette, action))
    return;
  command = g_object_new (IL_TYPE_COMMAND, NULL);
  command->label = *path ? g_strdup_printf ("%s: %s", path, own) : g_steal_pointer (&own);
  command->folded = g_utf8_casefold (command->label, -1);
  command->action = g_strdup (action);
  g_list_store_append (palette->commands, command);
}

static void
add_menu (Palette *palette, const char *path, GMenuModel *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
    g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
    g_autoptr (GVariant) target = g_menu_model_get_item_attribute_value (menu, i, G_MENU_ATTRIBUTE_TARGET, NULL);
    g_autofree char *label = NULL, *action = NULL;

    g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
    g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action);
    if (section)
      add_menu (palette, path, section);
    if (submenu) {
      g_autofree char *below = plain (label ? label : "");

      add_menu (palette, below, submenu);
    }
    if (label && action) {
      g_autofree char *detailed = g_action_print_detailed_name (action, target);

      add (palette, path, label, detailed);
    }
  }
}

/* Finding. */

static gboolean
matches (gpointer item, gpointer data)
{
  Palette *palette = data;

  for (char **word = palette->words; word && *word; word++)
    if (!strstr (IL_COMMAND (item)->folded, *word))
      return FALSE;
  return TRUE;
}

static void
typed_cb (GtkEditable *entry, Palette *palette)
{
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (entry), -1);

  g_strfreev (palette->words);
  palette->words = g_strsplit_set (folded, " ", -1);
  gtk_filter_changed (palette->filter, GTK_FILTER_CHANGE_DIFFERENT);
  if (g_list_model_get_n_items (G_LIST_MODEL (palette->found)) > 0)
    gtk_single_selection_set_selected (palette->found, 0);
}

/* Once the palette has gone, so that what is asked for next has the window and its focus for itself. */
static void
do_it (Palette *palette, const IlCommand *command)
{
  g_autofree char *full = NULL;
  g_autoptr (GVariant) target = NULL;
  const char *name;

  g_action_parse_detailed_name (command->action, &full, &target, NULL);
  GActionGroup *group = group_of (palette, full, &name);
  gtk_window_destroy (GTK_WINDOW (palette->window)); /* and the palette with it */
  g_action_group_activate_action (group, name, target);
}

static void
chosen_cb (Palette *palette)
{
  IlCommand *command = gtk_single_selection_get_selected_item (palette->found);

  if (command)
    do_it (palette, command);
}

/* The list's keys work while the entry has the focus. */
static gboolean
key_cb (Palette *palette, guint key)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (palette->found));
  guint at = gtk_single_selection_get_selected (palette->found);

  switch (key) {
  case GDK_KEY_Escape: gtk_window_destroy (GTK_WINDOW (palette->window)); return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter: chosen_cb (palette); return TRUE;
  case GDK_KEY_Down:
    if (n > 0)
      gtk_single_selection_set_selected (palette->found, MIN (at + 1, n - 1));
    break;
  case GDK_KEY_Up:
    if (at > 0 && n > 0)
      gtk_single_selection_set_selected (palette->found, at - 1);
    break;
  default: return FALSE;
  }
  gtk_widget_activate_action (palette->list, "list.scroll-to-item", "u",
                              gtk_single_selection_get_selected (palette->found));
  return TRUE;
}

/* Rows. */

static void
set_up_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *label = gtk_label_new ("");
  GtkWidget *keys = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (label, TRUE);
  g_object_set (box, "margin-start", 8, "margin-end", 8, "margin-top", 4, "margin-bottom", 4, NULL);
  gtk_widget_add_css_class (keys, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), keys);
  gtk_list_item_set_child (item, box);
}

/* "Ctrl+K"; free it. */
static char *
keys_of (const char *action)
{
  g_auto (GStrv) accels =
      gtk_application_get_accels_for_action (GTK_APPLICATION (g_application_get_default ()), action);
  GdkModifierType modifiers;
  guint key;

  return accels[0] && gtk_accelerator_parse (accels[0], &key, &modifiers) ? gtk_accelerator_get_label (key, modifiers)
                                                                          : g_strdup ("");
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  IlCommand *command = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *keys = keys_of (command->action);

  gtk_label_set_text (GTK_LABEL (label), command->label);
  gtk_widget_set_tooltip_text (label, command->label);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (label)), keys);
}

static GtkWidget *
list_new (Palette *palette)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *filtered;

  palette->filter = GTK_FILTER (gtk_custom_filter_new (matches, palette, NULL));
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (palette->commands), palette->filter);
  palette->found = gtk_single_selection_new (G_LIST_MODEL (filtered));
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  palette->list = gtk_list_view_new (GTK_SELECTION_MODEL (palette->found), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (palette->list), TRUE);
  gtk_widget_set_focusable (palette->list, FALSE);
  g_signal_connect_swapped (palette->list, "activate", G_CALLBACK (chosen_cb), palette);
  gtk_accessible_update_property (GTK_ACCESSIBLE (palette->list), GTK_ACCESSIBLE_PROPERTY_LABEL, "Actions", -1);
  return palette->list;
}

static void
fill (Palette *palette)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  palette->entry = gtk_search_entry_new ();
  g_object_set (palette->entry, "placeholder-text", "What to do", "margin-start", 8, "margin-end", 8, "margin-top", 8,
                "margin-bottom", 8, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (palette->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "What to do", -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list_new (palette));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), palette->entry);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (palette->window), box);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), palette);
  gtk_widget_add_controller (palette->window, keys);
  g_signal_connect (palette->entry, "changed", G_CALLBACK (typed_cb), palette);
}

void
il_command_palette_open (GtkWindow *parent, const IlPaletteEntry *entries, guint n_entries, GMenuModel *const *menus)
{
  Palette *palette = g_new0 (Palette, 1);

  palette->parent = parent;
  palette->commands = g_list_store_new (IL_TYPE_COMMAND);
  for (guint i = 0; i < n_entries; i++)
    add (palette, "", entries[i].label, entries[i].action);
  for (; *menus; menus++)
    add_menu (palette, "", *menus);
  palette->window = g_object_new (ADW_TYPE_WINDOW, "transient-for", parent, "modal", TRUE, "destroy-with-parent", TRUE,
                                  "title", "Actions", "default-width", 480, "default-height", 420, NULL);
  g_object_set_data_full (G_OBJECT (palette->window), "il-palette", palette, palette_free);
  fill (palette);
  gtk_window_present (GTK_WINDOW (palette->window));
  gtk_widget_grab_focus (palette->entry);
}
