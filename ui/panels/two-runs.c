/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/two-runs.h"

#include <string.h>

#include "traces/text/time-text.h"
#include "ui/panels/control-name.h"

struct _IlTwoRuns {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkStringList *titles;
  GtkDropDown *choices[2]; /* the one and the other */
  GArray *numbers;         /* of guint, in the order of the choices */
  GtkWidget *first_difference;
  GtkWidget *words, *makespans;
  IlDivergence found;
  gboolean filling; /* the choices change, and not by the user */
  gboolean chosen;  /* by the user */
};

enum { PAIR_CHOSEN, DIVERGENCE_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlTwoRuns, il_two_runs, GTK_TYPE_WIDGET)

static guint
number_of (IlTwoRuns *pair, guint side)
{
  guint selected = gtk_drop_down_get_selected (pair->choices[side]);

  return selected < pair->numbers->len ? g_array_index (pair->numbers, guint, selected) : 0;
}

gboolean
il_two_runs_get_pair (IlTwoRuns *pair, guint *one, guint *other)
{
  g_return_val_if_fail (IL_IS_TWO_RUNS (pair), FALSE);

  *one = number_of (pair, 0);
  *other = number_of (pair, 1);
  return *one != 0 && *other != 0 && *one != *other;
}

static void
ask (IlTwoRuns *pair)
{
  guint one, other;

  il_two_runs_show_divergence (pair, NULL, NULL, NULL);
  il_two_runs_show_makespans (pair, "");
  if (!il_two_runs_get_pair (pair, &one, &other))
    one = other = 0;
  g_signal_emit (pair, signals[PAIR_CHOSEN], 0, one, other);
}

static void
tell_choice (IlTwoRuns *pair)
{
  if (pair->filling)
    return;
  pair->chosen = TRUE;
  ask (pair);
}

void
il_two_runs_set_runs (IlTwoRuns *pair, const IlComparedRun *runs, guint n_runs)
{
  guint before[2] = { number_of (pair, 0), number_of (pair, 1) },
        selected[2] = { n_runs - MIN (n_runs, 2), n_runs - 1 };
  g_autoptr (GPtrArray) titles = g_ptr_array_new_null_terminated (n_runs, g_free, TRUE);
  gboolean both_there = pair->chosen;

  g_return_if_fail (IL_IS_TWO_RUNS (pair));

  for (guint side = 0; side < 2; side++) {
    gboolean there = FALSE;

    for (guint i = 0; i < n_runs; i++)
      there |= runs[i].number == before[side];
    both_there &= there;
  }
  g_array_set_size (pair->numbers, 0);
  for (guint i = 0; i < n_runs; i++) {
    g_array_append_val (pair->numbers, runs[i].number);
    g_ptr_array_add (titles, g_strdup_printf ("%u  %s", runs[i].number, runs[i].title));
    for (guint side = 0; both_there && side < 2; side++)
      if (runs[i].number == before[side])
        selected[side] = i;
  }
  pair->filling = TRUE;
  gtk_string_list_splice (pair->titles, 0, g_list_model_get_n_items (G_LIST_MODEL (pair->titles)),
                          (const char *const *) titles->pdata);
  for (guint side = 0; side < 2; side++)
    gtk_drop_down_set_selected (pair->choices[side], n_runs > 0 ? selected[side] : GTK_INVALID_LIST_POSITION);
  pair->filling = FALSE;
  pair->chosen &= both_there;
  gtk_widget_set_visible (GTK_WIDGET (pair), n_runs > 1);
  ask (pair);
}

/* What is chosen there, without the number before it. */
static const char *
title_of (IlTwoRuns *pair, guint side)
{
  const char *choice = gtk_string_list_get_string (pair->titles, gtk_drop_down_get_selected (pair->choices[side]));
  const char *space = choice ? strchr (choice, ' ') : NULL;

  return space ? space + strspn (space, " ") : "?";
}

void
il_two_runs_show_divergence (IlTwoRuns *pair, IlRecording *one, IlRecording *other, const IlDivergence *divergence)
{
  g_autofree char *time = NULL, *words = NULL, *label = NULL;
  GtkWidget *button = pair->first_difference;

  g_return_if_fail (IL_IS_TWO_RUNS (pair));

  gtk_widget_set_visible (button, one && other);
  gtk_widget_set_visible (pair->words, one && other && divergence);
  if (!one || !other)
    return;
  if (divergence) {
    pair->found = *divergence;
    time = il_format_time (divergence->time, FALSE);
    words = il_divergence_text_named (title_of (pair, 0), one, title_of (pair, 1), other, divergence);
  }
  label = divergence ? g_strdup_printf ("First difference: %s", time) : g_strdup ("No difference");
  gtk_widget_set_sensitive (button, divergence != NULL);
  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_label_set_text (GTK_LABEL (pair->words), words ? words : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words ? words : "", -1);
}

void
il_two_runs_show_makespans (IlTwoRuns *pair, const char *text)
{
  g_return_if_fail (IL_IS_TWO_RUNS (pair));

  gtk_label_set_text (GTK_LABEL (pair->makespans), text);
  gtk_widget_set_visible (pair->makespans, *text != '\0');
}

static void
clicked_cb (IlTwoRuns *pair)
{
  g_signal_emit (pair, signals[DIVERGENCE_CHOSEN], 0, &pair->found);
}

static void
il_two_runs_dispose (GObject *object)
{
  IlTwoRuns *pair = IL_TWO_RUNS (object);

  for (guint side = 0; side < 2; side++)
    if (pair->choices[side])
      g_signal_handlers_disconnect_by_data (pair->choices[side], pair);
  pair->choices[0] = pair->choices[1] = NULL;
  g_clear_pointer (&pair->box, gtk_widget_unparent);
  g_clear_object (&pair->titles);
  G_OBJECT_CLASS (il_two_runs_parent_class)->dispose (object);
}

static void
il_two_runs_finalize (GObject *object)
{
  g_array_unref (IL_TWO_RUNS (object)->numbers);
  G_OBJECT_CLASS (il_two_runs_parent_class)->finalize (object);
}

static void
il_two_runs_class_init (IlTwoRunsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_two_runs_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_two_runs_finalize;
  signals[PAIR_CHOSEN] = g_signal_new ("pair-chosen", IL_TYPE_TWO_RUNS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[DIVERGENCE_CHOSEN] = g_signal_new ("divergence-chosen", IL_TYPE_TWO_RUNS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "tworuns");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
text_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_visible (label, FALSE);
  return label;
}

static const char row_template[] =
    "<interface><template class='GtkListItem'><property name='child'><object class='GtkLabel'>"
    "<property name='xalign'>0</property><property name='ellipsize'>end</property>"
    "<property name='width-chars'>5</property><property name='hexpand'>True</property>"
    "<binding name='label'><lookup name='string' type='GtkStringObject'><lookup name='item'>GtkListItem</lookup>"
    "</lookup></binding></object></property></template></interface>";

/* A choice is as wide as there is room, and what does not fit in is in its list. */
static GtkDropDown *
choice (IlTwoRuns *pair, const char *name)
{
  GtkWidget *choice = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (pair->titles)), NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (row_template, strlen (row_template));
  g_autoptr (GtkListItemFactory) factory = gtk_builder_list_item_factory_new_from_bytes (NULL, bytes);

  gtk_drop_down_set_factory (GTK_DROP_DOWN (choice), factory);
  gtk_widget_set_hexpand (choice, TRUE);
  gtk_widget_add_css_class (choice, "compact");
  il_control_set_name (choice, name);
  g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (tell_choice), pair);
  return GTK_DROP_DOWN (choice);
}

static void
il_two_runs_init (IlTwoRuns *pair)
{
  GtkWidget *title = gtk_label_new ("Two Runs"), *choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  pair->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  pair->titles = gtk_string_list_new (NULL);
  pair->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (pair->box, GTK_WIDGET (pair));
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "row-heading");
  pair->choices[0] = choice (pair, "One run");
  pair->choices[1] = choice (pair, "The other run");
  gtk_box_append (GTK_BOX (choices), GTK_WIDGET (pair->choices[0]));
  gtk_box_append (GTK_BOX (choices), gtk_label_new ("and"));
  gtk_box_append (GTK_BOX (choices), GTK_WIDGET (pair->choices[1]));
  pair->first_difference = gtk_button_new_with_label ("");
  gtk_widget_add_css_class (pair->first_difference, "base");
  gtk_widget_set_halign (pair->first_difference, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (pair->first_difference, "Go to the First Event That Is Not the Same in Both");
  g_signal_connect_swapped (pair->first_difference, "clicked", G_CALLBACK (clicked_cb), pair);
  pair->words = text_label ("row-title");
  pair->makespans = text_label ("numeric");
  gtk_box_append (GTK_BOX (pair->box), title);
  gtk_box_append (GTK_BOX (pair->box), choices);
  gtk_box_append (GTK_BOX (pair->box), pair->first_difference);
  gtk_box_append (GTK_BOX (pair->box), pair->words);
  gtk_box_append (GTK_BOX (pair->box), pair->makespans);
  gtk_widget_set_visible (GTK_WIDGET (pair), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (pair), GTK_ACCESSIBLE_PROPERTY_LABEL, "Two runs", -1);
}

GtkWidget *
il_two_runs_new (void)
{
  return g_object_new (IL_TYPE_TWO_RUNS, NULL);
}
