/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/run-heading.h"

#include "traces/text/time-text.h"
#include "traces/text/visible-text.h"

#include "app/window/run-form.h"
#include "ui/panels/badge.h"
#include "ui/tooltip.h"

enum { SPACE = 6 }; /* px between the parts */

struct _IlRunHeading {
  GtkWidget parent_instance;

  IlListedRun *run;
  GtkWidget *triangle, *badge, *title, *detail;
  GtkWidget *outcome, *difference, *end, *cpu, *switches;
  GtkWidget *settings, *menu;
};

G_DEFINE_FINAL_TYPE (IlRunHeading, il_run_heading, GTK_TYPE_WIDGET)

static int
width_of (GtkWidget *widget, gboolean natural)
{
  int minimum, wanted;

  if (!gtk_widget_get_visible (widget))
    return 0;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &wanted, NULL, NULL);
  return (natural ? wanted : minimum) + SPACE;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  IlRunHeading *heading = IL_RUN_HEADING (widget);
  GtkWidget *always[] = { heading->triangle, heading->badge,    heading->outcome, heading->difference,
                          heading->end,      heading->settings, heading->menu };

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child)) {
    int least, wanted;

    if (orientation == GTK_ORIENTATION_HORIZONTAL)
      *natural += width_of (child, TRUE);
    else if (gtk_widget_get_visible (child)) {
      gtk_widget_measure (child, orientation, -1, &least, &wanted, NULL, NULL);
      *natural = MAX (*natural, wanted);
    }
  }
  if (orientation == GTK_ORIENTATION_VERTICAL) {
    *minimum = *natural;
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    *minimum += width_of (always[i], FALSE);
  *minimum += width_of (heading->title, FALSE);
}

/* Puts CHILD where its left or, FROM_RIGHT, right edge is at X; returns where the next one goes. */
static int
put (GtkWidget *widget, GtkWidget *child, int x, int width, int height, gboolean from_right)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int left = from_right ? x - width : x;
  GtkAllocation allocation = { rtl ? gtk_widget_get_width (widget) - left - width : left, 0, width, height };

  gtk_widget_size_allocate (child, &allocation, -1);
  return from_right ? left - SPACE : left + width + SPACE;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IlRunHeading *heading = IL_RUN_HEADING (widget);
  GtkWidget *right[] = { heading->menu, heading->settings,   heading->switches, heading->cpu,
                         heading->end,  heading->difference, heading->outcome };
  GtkWidget *droppable[] = { heading->switches, heading->cpu, heading->detail };
  int left_of_right = width, x = 0, room = width;
  gboolean dropped[G_N_ELEMENTS (droppable)] = { FALSE };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    room -= child == heading->detail ? MIN (width_of (child, TRUE), 80) : width_of (child, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (droppable) && room < 0; i++) {
    dropped[i] = TRUE;
    room += i == 2 ? MIN (width_of (droppable[i], TRUE), 80) : width_of (droppable[i], TRUE);
  }
  for (guint i = 0; i < G_N_ELEMENTS (droppable); i++)
    gtk_widget_set_child_visible (droppable[i], !dropped[i] && gtk_widget_get_visible (droppable[i]));

  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    if (gtk_widget_get_visible (right[i]) && gtk_widget_get_child_visible (right[i]))
      left_of_right = put (widget, right[i], left_of_right, width_of (right[i], TRUE) - SPACE, height, TRUE);
  x = put (widget, heading->triangle, x, width_of (heading->triangle, TRUE) - SPACE, height, FALSE);
  x = put (widget, heading->badge, x, width_of (heading->badge, TRUE) - SPACE, height, FALSE);
  room = MAX (width_of (heading->title, FALSE) - SPACE, left_of_right - x);
  x = put (widget, heading->title, x, MIN (width_of (heading->title, TRUE) - SPACE, room), height, FALSE);
  if (gtk_widget_get_child_visible (heading->detail) && gtk_widget_get_visible (heading->detail)) {
    int least = width_of (heading->detail, FALSE) - SPACE;

    room = left_of_right - x;
    if (room < least)
      gtk_widget_set_child_visible (heading->detail, FALSE);
    else
      put (widget, heading->detail, x, MIN (room, width_of (heading->detail, TRUE) - SPACE), height, FALSE);
  }
}

static void
set_text (GtkWidget *label, const char *text)
{
  g_autofree char *visible = il_visible_text (text ? text : "");

  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (label)), visible))
    gtk_label_set_text (GTK_LABEL (label), visible);
  if (gtk_widget_get_visible (label) != (text && *text))
    gtk_widget_set_visible (label, text && *text);
}

/* "−52 ms": what the change did. NULL: there was no run before, or this one is not over, or ended when that did. */
static char *
difference_text (IlListedRun *run, const IlTrack *track)
{
  gint64 before = il_listed_run_get_previous_end (run), end = il_timeline_end (track->timeline);
  g_autofree char *text = NULL;

  if (before < 0 || il_recording_outcome (track->recording) == IL_OUTCOME_RUNNING || end == before)
    return NULL;
  text = il_format_time (ABS (end - before), FALSE);
  return g_strconcat (end > before ? "+" : "−", text, NULL);
}

void
il_run_heading_refresh (IlRunHeading *heading)
{
  const IlTrack *track = il_listed_run_get_track (heading->run);
  gboolean has_lanes = track && il_timeline_n_lanes (track->timeline) > 0;
  g_autofree char *difference = NULL, *end = NULL, *cpu = NULL, *switches = NULL;
  IlOutcome outcome = IL_OUTCOME_RUNNING;

  g_return_if_fail (IL_IS_RUN_HEADING (heading));

  if (has_lanes) {
    IlSwitches counts = il_timeline_switches (track->timeline);
    guint64 n = counts.voluntary + counts.involuntary;

    outcome = il_recording_outcome (track->recording);
    difference = difference_text (heading->run, track);
    end = il_format_time (il_timeline_end (track->timeline), FALSE);
    cpu = g_strdup_printf ("CPU %.0f%%", il_timeline_cpu_use (track->timeline) * 100);
    switches = g_strdup_printf ("%" G_GUINT64_FORMAT " switch%s", n, n == 1 ? "" : "es");
  }
  set_text (heading->outcome,
            outcome != IL_OUTCOME_RUNNING && outcome != IL_OUTCOME_FINISHED ? il_outcome_name (outcome) : NULL);
  set_text (heading->difference, difference);
  set_text (heading->end, end);
  set_text (heading->cpu, cpu);
  set_text (heading->switches, switches);
}

static void
update (IlRunHeading *heading)
{
  g_autofree char *title = il_visible_text (il_listed_run_get_title (heading->run));
  g_autofree char *whole = il_listed_run_dup_detail (heading->run), *detail = il_visible_text (whole ? whole : "");
  gboolean collapsed = il_listed_run_get_collapsed (heading->run);
  gboolean can_be_set = il_listed_run_get_source (heading->run) == IL_SOURCE_WORKLOAD;
  g_autofree char *label = NULL;

  set_text (heading->title, title);
  set_text (heading->detail, detail);
  il_tooltip_set (heading->title, title);
  il_tooltip_set (heading->detail, detail);
  gtk_button_set_icon_name (GTK_BUTTON (heading->triangle), collapsed ? "pan-end-symbolic" : "pan-down-symbolic");
  il_tooltip_set (heading->triangle, collapsed ? "Unfold" : "Collapse");
  label = g_strdup_printf ("%s %s", collapsed ? "Unfold" : "Collapse", title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (heading->triangle), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_free (label);
  label = g_strdup_printf ("Settings of %s", title);
  gtk_widget_set_visible (heading->settings, can_be_set);
  gtk_accessible_update_property (GTK_ACCESSIBLE (heading->settings), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_free (label);
  label = g_strdup_printf ("Menu of %s", title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (heading->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  il_run_heading_refresh (heading);
}

static void
triangle_cb (IlRunHeading *heading)
{
  il_listed_run_set_collapsed (heading->run, !il_listed_run_get_collapsed (heading->run));
}

static void
applied_cb (IlRunForm *form, IlRunHeading *heading)
{
  g_autoptr (IlRunSettings) settings = il_run_form_dup_settings (form);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (heading->settings));
  il_listed_run_set_settings (heading->run, settings);
  gtk_widget_activate_action (GTK_WIDGET (heading), "run.alone", NULL);
}

static void
create_settings_cb (GtkMenuButton *button, gpointer data)
{
  IlRunHeading *heading = data;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *form = il_run_form_new (il_listed_run_get_settings (heading->run), "_Apply and Run");

  g_signal_connect_object (form, "applied", G_CALLBACK (applied_cb), heading, 0);
  gtk_popover_set_child (GTK_POPOVER (popover), form);
  gtk_menu_button_set_popover (button, popover);
}

/* Once the menu that asked for it has closed and given the focus back. */
static gboolean
open_settings_cb (gpointer data)
{
  GtkMenuButton *button = GTK_MENU_BUTTON (((IlRunHeading *) data)->settings);

  if (!gtk_widget_get_mapped (GTK_WIDGET (button)))
    return G_SOURCE_REMOVE;
  gtk_menu_button_popup (button);
  return G_SOURCE_REMOVE;
}

void
il_run_heading_open_settings (IlRunHeading *heading)
{
  g_return_if_fail (IL_IS_RUN_HEADING (heading));

  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, open_settings_cb, g_object_ref (heading), g_object_unref);
}

static GMenuModel *
menu_model (gboolean of_workload)
{
  static const struct {
    const char *label, *action;
    gboolean of_workload; /* only for those */
    gboolean new_section;
  } items[] = {
    { "_Settings…", "run.settings", TRUE, FALSE },
    { "Run A_lone", "run.alone", TRUE, FALSE },
    { "S_top", "run.stop", TRUE, FALSE },
    { "_Duplicate", "run.duplicate", FALSE, TRUE },
    { "_Keep", "run.keep", FALSE, FALSE },
    { "Move _Up", "run.move-up", FALSE, TRUE },
    { "Move Do_wn", "run.move-down", FALSE, FALSE },
    { "_Collapse or Unfold", "run.collapse", FALSE, TRUE },
    { "Show _Only This", "run.show-alone", FALSE, FALSE },
    { "_Hide", "run.hide", FALSE, FALSE },
    { "_Remove", "run.remove", FALSE, TRUE },
  };
  GMenu *menu = g_menu_new (), *section = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (items); i++) {
    if (items[i].of_workload && !of_workload)
      continue;
    if (!section || items[i].new_section) {
      g_autoptr (GMenu) next = g_menu_new ();

      section = next;
      g_menu_append_section (menu, NULL, G_MENU_MODEL (next));
    }
    g_menu_append (section, items[i].label, items[i].action);
  }
  return G_MENU_MODEL (menu);
}

static void
il_run_heading_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  g_clear_object (&IL_RUN_HEADING (object)->run);
  G_OBJECT_CLASS (il_run_heading_parent_class)->dispose (object);
}

static void
il_run_heading_class_init (IlRunHeadingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_run_heading_dispose;
  GTK_WIDGET_CLASS (klass)->measure = measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = size_allocate;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "runheading");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
il_run_heading_init (IlRunHeading *heading)
{
}

static GtkWidget *
add (IlRunHeading *heading, GtkWidget *child)
{
  gtk_widget_set_valign (child, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (child, GTK_WIDGET (heading));
  return child;
}

static GtkWidget *
add_label (IlRunHeading *heading, const char *css_class, gboolean pill)
{
  GtkWidget *label = add (heading, gtk_label_new (""));

  gtk_widget_add_css_class (label, css_class);
  if (pill) {
    gtk_widget_add_css_class (label, "numeric");
    gtk_widget_set_visible (label, FALSE);
    return label;
  }
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return label;
}

static void
create_menu_cb (GtkMenuButton *button, gpointer data)
{
  IlRunHeading *heading = data;
  g_autoptr (GMenuModel) model = NULL;

  if (gtk_menu_button_get_menu_model (button))
    return;
  model = menu_model (il_listed_run_get_source (heading->run) == IL_SOURCE_WORKLOAD);
  gtk_menu_button_set_menu_model (button, model);
}

GtkWidget *
il_run_heading_new (IlListedRun *run)
{
  IlRunHeading *heading = g_object_new (IL_TYPE_RUN_HEADING, NULL);
  IlRunSource source = il_listed_run_get_source (run);

  heading->run = g_object_ref (run);
  heading->triangle = add (heading, gtk_button_new ());
  gtk_widget_add_css_class (heading->triangle, "flat");
  g_signal_connect_swapped (heading->triangle, "clicked", G_CALLBACK (triangle_cb), heading);
  heading->badge = add (heading, il_badge_new (il_listed_run_get_number (run), source != IL_SOURCE_WORKLOAD));
  heading->title = add_label (heading, "run-title", FALSE);
  heading->detail = add_label (heading, "dim-label", FALSE);
  heading->outcome = add_label (heading, "run-alarm", TRUE);
  heading->difference = add_label (heading, "run-difference", TRUE);
  il_tooltip_set (heading->difference, "Against the Run Before");
  heading->end = add_label (heading, "run-pill", TRUE);
  heading->cpu = add_label (heading, "run-pill", TRUE);
  heading->switches = add_label (heading, "run-pill", TRUE);
  heading->settings = add (heading, gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (heading->settings), "emblem-system-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (heading->settings), create_settings_cb, heading, NULL);
  il_tooltip_set (heading->settings, "Settings of This Run");
  gtk_widget_add_css_class (heading->settings, "flat");
  heading->menu = add (heading, gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (heading->menu), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (heading->menu), create_menu_cb, heading, NULL);
  il_tooltip_set (heading->menu, "Menu of This Run");
  gtk_widget_add_css_class (heading->menu, "flat");
  g_signal_connect_object (run, "notify::title", G_CALLBACK (update), heading, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::settings", G_CALLBACK (update), heading, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::track", G_CALLBACK (update), heading, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (update), heading, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::collapsed", G_CALLBACK (update), heading, G_CONNECT_SWAPPED);
  update (heading);
  return GTK_WIDGET (heading);
}
