/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/run-form.h"

#include <math.h>

#include "app/window/policy-fields.h"
#include "ui/panels/control-name.h"

enum { CLOCK_OF_WINDOW, CLOCK_VIRTUAL, CLOCK_WALL };

static const double MS = 1e6, US = 1e3; /* ns */

struct _IlRunForm {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkGrid *grid;
  GtkDropDown *model, *clock, *policy;
  IlPolicyFields *parameters; /* of the policy */
  GtkSpinButton *cores, *quantum, *switch_cost;
  GtkWidget *apply;
  GtkLabel *why_policy, *why_cores, *why_quantum, *why_switch_cost;
  guint64 seed;
  IlClockKind window_clock;
};

enum { APPLIED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlRunForm, il_run_form, GTK_TYPE_WIDGET)

static const char *
chosen_policy (IlRunForm *form)
{
  guint selected = gtk_drop_down_get_selected (form->policy);

  return selected > 0 ? il_policy_names ()[selected - 1] : NULL;
}

IlRunSettings *
il_run_form_dup_settings (IlRunForm *form)
{
  guint clock = gtk_drop_down_get_selected (form->clock);
  IlRunSettings *settings;
  const char *policy = chosen_policy (form);

  g_return_val_if_fail (IL_IS_RUN_FORM (form), NULL);

  settings = il_run_settings_new (IL_MODEL_SYNC + gtk_drop_down_get_selected (form->model), form->window_clock);
  settings->own_clock = clock != CLOCK_OF_WINDOW;
  if (settings->own_clock)
    settings->clock = clock == CLOCK_WALL ? IL_CLOCK_WALL : IL_CLOCK_VIRTUAL;
  if (policy)
    settings->policy = il_policy_fields_dup_text (form->parameters);
  if (policy && !settings->policy) /* a parameter is wrong */
    settings->policy = g_strdup (policy);
  settings->cores = (guint) gtk_spin_button_get_value_as_int (form->cores);
  if (gtk_spin_button_get_value (form->quantum) > 0)
    settings->quantum = (gint64) round (gtk_spin_button_get_value (form->quantum) * MS);
  if (gtk_spin_button_get_value (form->switch_cost) >= 0)
    settings->switch_cost = (gint64) round (gtk_spin_button_get_value (form->switch_cost) * US);
  settings->seed = form->seed;
  return settings;
}

static void
allow (GtkWidget *widget, GtkLabel *why, gboolean allowed, const char *reason)
{
  gtk_widget_set_sensitive (widget, allowed);
  gtk_label_set_text (why, allowed ? "" : reason);
  gtk_widget_set_visible (GTK_WIDGET (why), !allowed);
}

/* What is not looked at cannot be set. */
static void
update (IlRunForm *form)
{
  g_autoptr (IlRunSettings) settings = il_run_form_dup_settings (form);
  gboolean threads = settings->model == IL_MODEL_THREADS;
  gboolean machine = il_run_settings_use_machine (settings);
  const char *reason = threads ? "the system decides, on the wall clock" : "one thread only";
  g_autofree char *no_quantum =
      machine && settings->policy ? g_strdup_printf ("not used by %s", chosen_policy (form)) : g_strdup (reason);

  allow (GTK_WIDGET (form->policy), form->why_policy, machine, reason);
  gtk_widget_set_sensitive (GTK_WIDGET (form->parameters), machine);
  if (form->apply)
    gtk_widget_set_sensitive (form->apply, !machine || il_policy_fields_are_right (form->parameters));
  allow (GTK_WIDGET (form->cores), form->why_cores, il_run_settings_use_cores (settings), reason);
  allow (GTK_WIDGET (form->quantum), form->why_quantum, machine && il_run_settings_use_quantum (settings), no_quantum);
  allow (GTK_WIDGET (form->switch_cost), form->why_switch_cost, machine, reason);
}

/* The least value of a spin button means that nothing is chosen. */
static gboolean
output_cb (GtkSpinButton *spin, gpointer data)
{
  double least;

  gtk_spin_button_get_range (spin, &least, NULL);
  if (gtk_spin_button_get_value (spin) > least)
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (spin), "default");
  return TRUE;
}

static int
input_cb (GtkSpinButton *spin, double *value, gpointer data)
{
  double least;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));

  gtk_spin_button_get_range (spin, &least, NULL);
  if (*text && !g_str_has_prefix ("default", text))
    return FALSE;
  *value = least;
  return TRUE;
}

static GtkSpinButton *
spin (double least, double most, double step, guint digits)
{
  GtkWidget *spin = gtk_spin_button_new (gtk_adjustment_new (least, least, most, step, step * 10, 0), step, digits);

  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 7);
  g_signal_connect (spin, "output", G_CALLBACK (output_cb), NULL);
  g_signal_connect (spin, "input", G_CALLBACK (input_cb), NULL);
  return GTK_SPIN_BUTTON (spin);
}

static GtkLabel *
add_row (IlRunForm *form, int row, const char *title, GtkWidget *widget)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (title), *why = gtk_label_new ("");
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_auto (GStrv) parts = g_strsplit (title, "_", -1);
  g_autofree char *name = g_strjoinv (NULL, parts);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_xalign (GTK_LABEL (why), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
  gtk_widget_add_css_class (why, "dim-label");
  gtk_widget_add_css_class (why, "caption");
  gtk_widget_set_visible (why, FALSE);
  gtk_widget_set_hexpand (titles, TRUE);
  gtk_widget_set_valign (titles, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (titles), label);
  gtk_box_append (GTK_BOX (titles), why);
  gtk_grid_attach (form->grid, titles, 0, row, 1, 1);
  gtk_grid_attach (form->grid, widget, 1, row, 1, 1);
  il_control_set_name (widget, name);
  return GTK_LABEL (why);
}

static GtkDropDown *
choice_of_policies (void)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_null_terminated (0, g_free, TRUE);

  g_ptr_array_add (titles, g_strdup ("As the workload says"));
  for (const char *const *name = il_policy_names (); *name; name++)
    g_ptr_array_add (titles, g_strdup_printf ("%s: %s", *name, il_policy_find (*name)->title));
  return GTK_DROP_DOWN (gtk_drop_down_new_from_strings ((const char *const *) titles->pdata));
}

static void
policy_cb (IlRunForm *form)
{
  const char *policy = chosen_policy (form);

  il_policy_fields_set_policy (form->parameters, policy ? il_policy_find (policy) : NULL, NULL);
  update (form);
}

/* What is still being typed counts: a mnemonic takes no focus from the field. */
static void
apply_cb (IlRunForm *form)
{
  if (form->apply && !gtk_widget_get_sensitive (form->apply))
    return;
  gtk_spin_button_update (form->cores);
  gtk_spin_button_update (form->quantum);
  gtk_spin_button_update (form->switch_cost);
  g_signal_emit (form, signals[APPLIED], 0);
}

static void
il_run_form_dispose (GObject *object)
{
  g_clear_pointer (&IL_RUN_FORM (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (il_run_form_parent_class)->dispose (object);
}

static void
il_run_form_class_init (IlRunFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_run_form_dispose;
  signals[APPLIED] = g_signal_new ("applied", IL_TYPE_RUN_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "runform");
}

static void
il_run_form_init (IlRunForm *form)
{
  static const char *const clocks[] = { "The window’s", "Virtual clock", "Wall clock", NULL };
  const char *models[] = { il_model_title (IL_MODEL_SYNC), il_model_title (IL_MODEL_THREADS),
                           il_model_title (IL_MODEL_COOP), NULL };

  form->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (form->box, GTK_WIDGET (form));
  g_object_set (form->box, "margin-top", 6, "margin-bottom", 6, "margin-start", 6, "margin-end", 6, NULL);
  form->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_row_spacing (form->grid, 6);
  gtk_grid_set_column_spacing (form->grid, 18);
  gtk_box_append (GTK_BOX (form->box), GTK_WIDGET (form->grid));
  form->model = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (models));
  form->clock = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (clocks));
  form->policy = choice_of_policies ();
  form->parameters = IL_POLICY_FIELDS (il_policy_fields_new ());
  form->cores = spin (0, 64, 1, 0);
  form->quantum = spin (0, 1e6, 1, 3);
  form->switch_cost = spin (-1, 1e6, 10, 0);
  add_row (form, 0, "_Model", GTK_WIDGET (form->model));
  add_row (form, 1, "C_lock", GTK_WIDGET (form->clock));
  form->why_policy = add_row (form, 2, "_Policy", GTK_WIDGET (form->policy));
  gtk_grid_attach (form->grid, GTK_WIDGET (form->parameters), 0, 3, 2, 1);
  form->why_quantum = add_row (form, 4, "_Quantum, ms", GTK_WIDGET (form->quantum));
  form->why_cores = add_row (form, 5, "_Cores", GTK_WIDGET (form->cores));
  form->why_switch_cost = add_row (form, 6, "S_witch cost, µs", GTK_WIDGET (form->switch_cost));
  g_signal_connect_swapped (form->model, "notify::selected", G_CALLBACK (update), form);
  g_signal_connect_swapped (form->clock, "notify::selected", G_CALLBACK (update), form);
  g_signal_connect_swapped (form->policy, "notify::selected", G_CALLBACK (policy_cb), form);
  g_signal_connect_swapped (form->parameters, "changed", G_CALLBACK (update), form);
  g_signal_connect_swapped (form->parameters, "activate", G_CALLBACK (apply_cb), form);
  GtkSpinButton *numbers[] = { form->cores, form->quantum, form->switch_cost };
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_signal_connect_swapped (gtk_editable_get_delegate (GTK_EDITABLE (numbers[i])), "activate", G_CALLBACK (apply_cb),
                              form);
}

/* "mlfq:levels=4" in its choice and its fields. */
static void
show_policy (IlRunForm *form, const char *policy)
{
  g_autoptr (IlPolicySettings) values = il_policy_settings_parse (policy, NULL);
  const char *const *names = il_policy_names ();

  for (guint i = 0; values && names[i]; i++)
    if (g_str_equal (names[i], values->class->name))
      gtk_drop_down_set_selected (form->policy, i + 1);
  if (values)
    il_policy_fields_set_policy (form->parameters, values->class, values);
}

GtkWidget *
il_run_form_new (const IlRunSettings *settings, const char *label)
{
  IlRunForm *form = g_object_new (IL_TYPE_RUN_FORM, NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autofree char *name = g_strdup (label);

  form->window_clock = settings->clock;
  form->seed = settings->seed;
  gtk_drop_down_set_selected (form->model, settings->model - IL_MODEL_SYNC);
  gtk_drop_down_set_selected (form->clock, !settings->own_clock                  ? CLOCK_OF_WINDOW
                                           : settings->clock == IL_CLOCK_VIRTUAL ? CLOCK_VIRTUAL
                                                                                 : CLOCK_WALL);
  if (settings->policy)
    show_policy (form, settings->policy);
  gtk_spin_button_set_value (form->cores, settings->cores);
  gtk_spin_button_set_value (form->quantum, settings->quantum > 0 ? (double) settings->quantum / MS : 0);
  gtk_spin_button_set_value (form->switch_cost, settings->switch_cost >= 0 ? (double) settings->switch_cost / US : -1);
  form->apply = button;
  gtk_widget_add_css_class (button, "suggested-action");
  g_strdelimit (name, "_", '\n');
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, g_strstrip (name), -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (apply_cb), form);
  gtk_box_append (GTK_BOX (form->box), button);
  update (form);
  return GTK_WIDGET (form);
}
