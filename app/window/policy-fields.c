/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/policy-fields.h"

#include <string.h>

#include "ui/panels/control-name.h"
typedef struct {
  const IlParameter *parameter; /* constant */
  GtkWidget *value;             /* a switch, a choice, or an entry */
  GtkLabel *words;              /* what it is, or what is wrong with it */
} Field;

struct _IlPolicyFields {
  GtkWidget parent_instance;

  const IlPolicyClass *class; /* constant */
  GtkGrid *grid;
  GArray *fields; /* of Field */
};

enum { CHANGED, ACTIVATE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (IlPolicyFields, il_policy_fields, GTK_TYPE_WIDGET)

static const Field *
field_at (IlPolicyFields *fields, guint i)
{
  return &g_array_index (fields->fields, Field, i);
}

/* As il_parameter_parse reads it. Free it. */
static char *
text_of (const Field *field)
{
  IlParameterValue value = { 0 };

  switch (field->parameter->kind) {
  case IL_PARAMETER_BOOLEAN: value.integer = gtk_switch_get_active (GTK_SWITCH (field->value)); break;
  case IL_PARAMETER_CHOICE: value.integer = gtk_drop_down_get_selected (GTK_DROP_DOWN (field->value)); break;
  default: return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (field->value))));
  }
  return il_parameter_text (field->parameter, value);
}

/* An empty one means the initial value. */
static gboolean
check (const Field *field, GError **error)
{
  g_autofree char *text = text_of (field);
  IlParameterValue value;

  return *text == '\0' || il_parameter_parse (field->parameter, text, &value, error);
}

static void
tell (const Field *field)
{
  g_autoptr (GError) error = NULL;
  gboolean right = check (field, &error);

  gtk_label_set_text (field->words, right ? field->parameter->help : error->message);
  if (right) {
    gtk_widget_remove_css_class (field->value, "error");
    gtk_widget_remove_css_class (GTK_WIDGET (field->words), "error");
    gtk_widget_add_css_class (GTK_WIDGET (field->words), "dim-label");
  } else {
    gtk_widget_add_css_class (field->value, "error");
    gtk_widget_add_css_class (GTK_WIDGET (field->words), "error");
    gtk_widget_remove_css_class (GTK_WIDGET (field->words), "dim-label");
  }
  gtk_accessible_update_state (GTK_ACCESSIBLE (field->value), GTK_ACCESSIBLE_STATE_INVALID,
                               right ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
changed_cb (IlPolicyFields *fields)
{
  for (guint i = 0; i < fields->fields->len; i++)
    tell (field_at (fields, i));
  g_signal_emit (fields, signals[CHANGED], 0);
}

static void
activate_cb (IlPolicyFields *fields)
{
  g_signal_emit (fields, signals[ACTIVATE], 0);
}

static GtkWidget *
new_value (IlPolicyFields *fields, const IlParameter *parameter, IlParameterValue value, gboolean given)
{
  g_autofree char *text = il_parameter_text (parameter, value);
  g_autofree char *initial = il_parameter_text (parameter, parameter->initial);
  const char *notify = "notify::text";
  GtkWidget *widget;

  if (parameter->kind == IL_PARAMETER_BOOLEAN) {
    widget = gtk_switch_new ();
    gtk_switch_set_active (GTK_SWITCH (widget), value.integer != 0);
    notify = "notify::active";
  } else if (parameter->kind == IL_PARAMETER_CHOICE) {
    widget = gtk_drop_down_new_from_strings (parameter->choices);
    gtk_drop_down_set_selected (GTK_DROP_DOWN (widget), (guint) value.integer);
    notify = "notify::selected";
  } else {
    widget = gtk_entry_new ();
    gtk_editable_set_width_chars (GTK_EDITABLE (widget), 9);
    gtk_entry_set_placeholder_text (GTK_ENTRY (widget), initial);
    gtk_editable_set_text (GTK_EDITABLE (widget), given ? text : "");
    g_signal_connect_swapped (widget, "activate", G_CALLBACK (activate_cb), fields);
  }
  g_signal_connect_swapped (widget, notify, G_CALLBACK (changed_cb), fields);
  gtk_widget_set_halign (widget, parameter->kind == IL_PARAMETER_BOOLEAN ? GTK_ALIGN_END : GTK_ALIGN_FILL);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  il_control_set_name (widget, parameter->name);
  return widget;
}

static void
add_field (IlPolicyFields *fields, const IlParameter *parameter, IlParameterValue value, gboolean given)
{
  g_autofree char *range = il_parameter_range_text (parameter);
  GtkWidget *name = gtk_label_new (parameter->name), *words = gtk_label_new (NULL);
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Field field = { parameter, new_value (fields, parameter, value, given), GTK_LABEL (words) };
  int row = (int) fields->fields->len;

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (words), 32);
  gtk_widget_add_css_class (words, "caption");
  gtk_widget_set_hexpand (titles, TRUE);
  gtk_box_append (GTK_BOX (titles), name);
  gtk_box_append (GTK_BOX (titles), words);
  gtk_widget_set_tooltip_text (field.value, range);
  gtk_grid_attach (fields->grid, titles, 0, row, 1, 1);
  gtk_grid_attach (fields->grid, field.value, 1, row, 1, 1);
  g_array_append_val (fields->fields, field);
  tell (&field);
}

void
il_policy_fields_set_policy (IlPolicyFields *fields, const IlPolicyClass *class, const IlPolicySettings *values)
{
  GtkWidget *child;

  g_return_if_fail (IL_IS_POLICY_FIELDS (fields));

  if (class == fields->class && !values)
    return;
  fields->class = class;
  g_array_set_size (fields->fields, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (fields->grid))))
    gtk_grid_remove (fields->grid, child);
  for (guint i = 0; class && i < il_policy_n_parameters (class); i++) {
    const IlParameter *parameter = &class->parameters[i];

    if (!g_str_equal (parameter->name, IL_QUANTUM))
      add_field (fields, parameter, values ? values->values[i] : parameter->initial, values && values->given[i]);
  }
  gtk_widget_set_visible (GTK_WIDGET (fields), fields->fields->len > 0);
}

gboolean
il_policy_fields_are_right (IlPolicyFields *fields)
{
  g_return_val_if_fail (IL_IS_POLICY_FIELDS (fields), FALSE);

  for (guint i = 0; i < fields->fields->len; i++)
    if (!check (field_at (fields, i), NULL))
      return FALSE;
  return TRUE;
}

/* What stands in a field is given, even where it is the initial value: the workload's machine block may say another. */
char *
il_policy_fields_dup_text (IlPolicyFields *fields)
{
  GString *text;

  g_return_val_if_fail (IL_IS_POLICY_FIELDS (fields), NULL);

  if (!fields->class || !il_policy_fields_are_right (fields))
    return NULL;
  text = g_string_new (fields->class->name);
  for (guint i = 0; i < fields->fields->len; i++) {
    const Field *field = field_at (fields, i);
    g_autofree char *value = text_of (field);

    if (*value)
      g_string_append_printf (text, "%c%s=%s", strchr (text->str, ':') ? ',' : ':', field->parameter->name, value);
  }
  return g_string_free (text, FALSE);
}

static void
il_policy_fields_dispose (GObject *object)
{
  IlPolicyFields *fields = IL_POLICY_FIELDS (object);
  GtkWidget *grid = GTK_WIDGET (fields->grid);

  fields->grid = NULL;
  g_clear_pointer (&grid, gtk_widget_unparent);
  G_OBJECT_CLASS (il_policy_fields_parent_class)->dispose (object);
}

static void
il_policy_fields_finalize (GObject *object)
{
  g_array_unref (IL_POLICY_FIELDS (object)->fields);
  G_OBJECT_CLASS (il_policy_fields_parent_class)->finalize (object);
}

static void
il_policy_fields_class_init (IlPolicyFieldsClass *klass)
{
  static const char *const names[N_SIGNALS] = { "changed", "activate" };

  G_OBJECT_CLASS (klass)->dispose = il_policy_fields_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_policy_fields_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], IL_TYPE_POLICY_FIELDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
il_policy_fields_init (IlPolicyFields *fields)
{
  GtkWidget *grid = gtk_grid_new ();

  fields->fields = g_array_new (FALSE, FALSE, sizeof (Field));
  fields->grid = GTK_GRID (grid);
  gtk_grid_set_row_spacing (fields->grid, 6);
  gtk_grid_set_column_spacing (fields->grid, 18);
  gtk_widget_set_parent (grid, GTK_WIDGET (fields));
  gtk_widget_set_visible (GTK_WIDGET (fields), FALSE);
}

GtkWidget *
il_policy_fields_new (void)
{
  return g_object_new (IL_TYPE_POLICY_FIELDS, NULL);
}
