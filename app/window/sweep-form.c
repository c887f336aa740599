/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/sweep-form.h"

#include "app/sweeps/literal.h"

enum { AXES = 2, MODELS = 3 };

/* One thing that is varied. */
typedef struct {
  GtkDropDown *name;
  GtkEditable *values;
} Axis;

struct _IlSweepForm {
  GtkWidget parent_instance;

  GtkWidget *grid;
  char *text;
  Axis axes[AXES];
  GtkCheckButton *models[MODELS];
};

enum { APPLIED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlSweepForm, il_sweep_form, GTK_TYPE_WIDGET)

static const char *
name_of (const Axis *axis)
{
  GObject *item = gtk_drop_down_get_selected_item (axis->name);

  return item ? gtk_string_object_get_string (GTK_STRING_OBJECT (item)) : "";
}

static gboolean
is_nothing (const char *name)
{
  return *name == '\0' || g_str_equal (name, "nothing");
}

/* To begin with. */
static const char *
usual_values (const char *text, const char *name)
{
  static const struct {
    const char *name, *values;
  } of[] = {
    { "@cores", "1..4" },           { "@policy", "fcfs sjf srtf rr" },
    { "@quantum", "1ms..8ms/1ms" }, { "@switch", "0us..1ms/100us" },
    { "@seed", "1..10" },
  };
  IlLiteral literal;

  for (guint i = 0; i < G_N_ELEMENTS (of); i++)
    if (g_str_equal (of[i].name, name))
      return of[i].values;
  if (is_nothing (name) || !il_literal_find (text, name, &literal, NULL))
    return "";
  return literal.duration ? "1ms..10ms/1ms" : "1..8";
}

char **
il_sweep_form_dup_vary (IlSweepForm *form)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; i < AXES; i++) {
    const char *name = name_of (&form->axes[i]), *values = gtk_editable_get_text (form->axes[i].values);
    g_auto (GStrv) policies = g_str_equal (name, "@policy") ? g_strsplit_set (values, " ;", -1) : NULL;

    if (is_nothing (name))
      continue;
    for (char **policy = policies; policy && *policy; policy++)
      if (**policy) {
        g_autofree char *word = g_strconcat (name, "=", *policy, NULL);
        g_strv_builder_add (words, word);
      }
    if (!policies) {
      g_autofree char *word = g_strconcat (name, "=", values, NULL);
      g_strv_builder_add (words, word);
    }
  }
  return g_strv_builder_end (words);
}

GArray *
il_sweep_form_dup_models (IlSweepForm *form)
{
  GArray *models = g_array_new (FALSE, FALSE, sizeof (IlModelKind));

  for (guint i = 0; i < MODELS; i++) {
    IlModelKind model = IL_MODEL_SYNC + i;

    if (gtk_check_button_get_active (form->models[i]))
      g_array_append_val (models, model);
  }
  return models;
}

static void
name_cb (GtkDropDown *name, GParamSpec *pspec, IlSweepForm *form)
{
  for (guint i = 0; i < AXES; i++)
    if (form->axes[i].name == name) {
      gtk_editable_set_text (form->axes[i].values, usual_values (form->text, name_of (&form->axes[i])));
      gtk_widget_set_sensitive (GTK_WIDGET (form->axes[i].values), !is_nothing (name_of (&form->axes[i])));
    }
}

static void
applied_cb (IlSweepForm *form)
{
  g_signal_emit (form, signals[APPLIED], 0);
}

static void
il_sweep_form_dispose (GObject *object)
{
  g_clear_pointer (&IL_SWEEP_FORM (object)->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (il_sweep_form_parent_class)->dispose (object);
}

static void
il_sweep_form_finalize (GObject *object)
{
  g_free (IL_SWEEP_FORM (object)->text);
  G_OBJECT_CLASS (il_sweep_form_parent_class)->finalize (object);
}

static void
il_sweep_form_class_init (IlSweepFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_sweep_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_sweep_form_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[APPLIED] =
      g_signal_new ("applied", IL_TYPE_SWEEP_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
il_sweep_form_init (IlSweepForm *form)
{
  form->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (form->grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (form->grid), 8);
  gtk_widget_set_parent (form->grid, GTK_WIDGET (form));
}

static GtkWidget *
label_new (const char *text, GtkWidget *of)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), of);
  return label;
}

static void
add_axis (IlSweepForm *form, guint i, const char *const *names)
{
  static const char *const labels[AXES] = { "_Vary", "_And" };
  Axis *axis = &form->axes[i];
  GtkWidget *name = gtk_drop_down_new_from_strings (names), *values = gtk_entry_new ();

  axis->name = GTK_DROP_DOWN (name);
  axis->values = GTK_EDITABLE (values);
  gtk_drop_down_set_enable_search (axis->name, TRUE);
  gtk_widget_set_hexpand (values, TRUE);
  gtk_widget_set_tooltip_text (values,
                               "A range (1..8, 1ms..9ms/2ms) or values between commas; policies between spaces");
  gtk_accessible_update_property (GTK_ACCESSIBLE (name), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  i == 0 ? "What is varied" : "What else is varied", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (values), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  i == 0 ? "Its values" : "Values of that", -1);
  gtk_grid_attach (GTK_GRID (form->grid), label_new (labels[i], name), 0, (int) i, 1, 1);
  gtk_grid_attach (GTK_GRID (form->grid), name, 1, (int) i, 1, 1);
  gtk_grid_attach (GTK_GRID (form->grid), values, 2, (int) i, 1, 1);
  g_signal_connect (name, "notify::selected", G_CALLBACK (name_cb), form);
  g_signal_connect_swapped (values, "activate", G_CALLBACK (applied_cb), form);
  name_cb (axis->name, NULL, form);
}

static void
add_models (IlSweepForm *form)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  for (guint i = 0; i < MODELS; i++) {
    form->models[i] = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (il_model_title (IL_MODEL_SYNC + i)));
    gtk_check_button_set_active (form->models[i], i > 0);
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (form->models[i]));
  }
  gtk_grid_attach (GTK_GRID (form->grid), label_new ("Models", NULL), 0, AXES, 1, 1);
  gtk_grid_attach (GTK_GRID (form->grid), box, 1, AXES, 2, 1);
}

GtkWidget *
il_sweep_form_new (const char *text)
{
  static const char *const settings[] = { "@cores", "@policy", "@quantum", "@switch", "@seed" };
  IlSweepForm *form = g_object_new (IL_TYPE_SWEEP_FORM, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) literals = il_literal_names (text);

  form->text = g_strdup (text);
  g_strv_builder_addv (builder, (const char **) literals);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    g_strv_builder_add (builder, settings[i]);
  g_auto (GStrv) first = g_strv_builder_end (builder);
  g_strv_builder_add (builder, "nothing");
  g_strv_builder_addv (builder, (const char **) first);
  g_auto (GStrv) second = g_strv_builder_end (builder);

  add_axis (form, 0, (const char *const *) first);
  add_axis (form, 1, (const char *const *) second);
  add_models (form);
  return GTK_WIDGET (form);
}
