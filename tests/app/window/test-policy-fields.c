/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "app/window/policy-fields.h"

/* The fields of a policy's parameters, as somebody fills them in. */

static IlPolicyFields *
fields_of (const char *policy)
{
  g_autoptr (IlPolicySettings) settings = il_policy_settings_parse (policy, NULL);
  IlPolicyFields *fields = IL_POLICY_FIELDS (g_object_ref_sink (il_policy_fields_new ()));

  il_policy_fields_set_policy (fields, settings->class, settings);
  return fields;
}

/* The N-th entry below WIDGET. */
static GtkWidget *
entry_of (GtkWidget *widget, guint *n)
{
  if (GTK_IS_ENTRY (widget) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = entry_of (child, n);

    if (found)
      return found;
  }
  return NULL;
}

static void
type (IlPolicyFields *fields, guint n, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (entry_of (GTK_WIDGET (fields), &n)), text);
}

static gboolean
tells (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "error")
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (tells (child, text))
      return TRUE;
  return FALSE;
}

static void
assert_text (IlPolicyFields *fields, const char *expected)
{
  g_autofree char *text = il_policy_fields_dup_text (fields);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_values (void)
{
  g_autoptr (IlPolicyFields) fields = fields_of ("mlfq");

  assert_text (fields, "mlfq");
  type (fields, 0, "4");
  assert_text (fields, "mlfq:levels=4");
  type (fields, 1, " 20ms ");
  assert_text (fields, "mlfq:levels=4,boost=20ms");
  type (fields, 0, "3"); /* the initial one, which the workload may say otherwise */
  assert_text (fields, "mlfq:levels=3,boost=20ms");
  type (fields, 0, "");
  assert_text (fields, "mlfq:boost=20ms");
}

static void
test_as_they_were (void)
{
  g_autoptr (IlPolicyFields) fields = fields_of ("mlfq:levels=3,boost=5ms");

  assert_text (fields, "mlfq:levels=3,boost=5ms");
}

/* A wrong value is told beside its field, and there is no text to run with. */
static void
test_wrong (void)
{
  static const char *const wrong[] = { "0", "65", "many", "4 levels", "-1", "99999999999999999999" };
  g_autoptr (IlPolicyFields) fields = fields_of ("mlfq");

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    type (fields, 0, wrong[i]);
    g_assert_false (il_policy_fields_are_right (fields));
    g_assert_true (tells (GTK_WIDGET (fields), "64"));
    assert_text (fields, NULL);
  }
  type (fields, 0, "64");
  g_assert_true (il_policy_fields_are_right (fields));
  g_assert_false (tells (GTK_WIDGET (fields), ""));
  type (fields, 1, "20");
  g_assert_true (tells (GTK_WIDGET (fields), "20"));
  assert_text (fields, NULL);
}

static void
test_no_parameters (void)
{
  g_autoptr (IlPolicyFields) fields = fields_of ("fcfs");

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fields)));
  assert_text (fields, "fcfs");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/policy-fields/values", test_values);
  g_test_add_func ("/policy-fields/as-they-were", test_as_they_were);
  g_test_add_func ("/policy-fields/wrong", test_wrong);
  g_test_add_func ("/policy-fields/no-parameters", test_no_parameters);
  return g_test_run ();
}
