/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/check/checker.h"

/* Conditions of `always` and `ensure`. They are evaluated where no task is, so they only look. */

static void
check_property (IlChecker *checker, IlProperty *property)
{
  g_autoptr (GHashTable) reads = g_hash_table_new (NULL, NULL), shows = g_hash_table_new (NULL, NULL);
  IlProgram *program = checker->program;
  guint n = 0;

  checker->constants = property->kind == IL_PROPERTY_ALWAYS ? "'always' only looks at shared variables and objects"
                                                            : "'ensure' only looks at shared variables and objects";
  checker->reads = reads;
  il_check_expression (checker, (IlExpression *) property->condition);
  checker->reads = shows;
  il_check_expression (checker, (IlExpression *) property->text);
  checker->reads = NULL;

  g_autofree guint *all = g_new (guint, program->objects->len + 1);
  for (guint i = 0; i < program->objects->len; i++)
    if (g_hash_table_contains (reads, GUINT_TO_POINTER (i + 1)))
      all[n++] = i;
  property->objects = il_arena_copy (program->arena, all, n * sizeof *all);
  property->n_objects = n;
  program->properties_height =
      MAX (program->properties_height, MAX (property->condition->height, property->text->height));
}

void
il_check_properties (IlChecker *checker)
{
  for (guint i = 0; i < checker->program->properties->len; i++)
    check_property (checker, &g_array_index (checker->program->properties, IlProperty, i));
}
