/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/program.h"
#include "engine/language/tree/ast.h"

IlProgram *
il_program_new_empty (const char *name, const char *text, gsize length)
{
  IlProgram *program = g_new0 (IlProgram, 1);

  g_atomic_ref_count_init (&program->references);
  program->name = g_strdup (name);
  program->text = g_strndup (text, length);
  program->arena = il_arena_new ();
  program->names = g_string_chunk_new (1024);
  program->literals = g_array_new (FALSE, FALSE, sizeof (IlValue));
  program->symbols = g_hash_table_new (NULL, NULL);
  program->routines = g_ptr_array_new ();
  program->objects = g_array_new (FALSE, FALSE, sizeof (IlObjectDeclaration));
  program->starts = g_array_new (FALSE, FALSE, sizeof (IlStart));
  program->start_lines = g_array_new (FALSE, FALSE, sizeof (IlStartLine));
  program->properties = g_array_new (FALSE, FALSE, sizeof (IlProperty));
  program->reaches = g_array_new (FALSE, FALSE, sizeof (IlReach));
  program->machine = (IlMachineDeclaration) { .switch_cost = -1 };
  return program;
}

IlProgram *
il_program_ref (IlProgram *program)
{
  g_atomic_ref_count_inc (&program->references);
  return program;
}

void
il_program_unref (IlProgram *program)
{
  if (!g_atomic_ref_count_dec (&program->references))
    return;
  for (guint i = 0; i < program->literals->len; i++)
    il_value_clear (&g_array_index (program->literals, IlValue, i));
  g_array_unref (program->literals);
  g_hash_table_unref (program->symbols);
  g_ptr_array_unref (program->routines);
  g_array_unref (program->objects);
  g_array_unref (program->starts);
  g_array_unref (program->start_lines);
  g_array_unref (program->properties);
  g_array_unref (program->reaches);
  g_clear_pointer (&program->machine.parameters, g_array_unref);
  g_string_chunk_free (program->names);
  il_arena_free (program->arena);
  g_free (program->text);
  g_free (program->name);
  g_free (program);
}

const char *
il_program_name (const IlProgram *program)
{
  return program->name;
}

const char *
il_program_text (const IlProgram *program)
{
  return program->text;
}

guint
il_program_n_objects (const IlProgram *program)
{
  return program->objects->len;
}

const IlObjectDeclaration *
il_program_object (const IlProgram *program, guint index)
{
  g_return_val_if_fail (index < program->objects->len, NULL);
  return &g_array_index (program->objects, IlObjectDeclaration, index);
}

const IlMachineDeclaration *
il_program_machine (const IlProgram *program)
{
  return &program->machine;
}

guint
il_program_n_starts (const IlProgram *program)
{
  return program->starts->len;
}

const IlStart *
il_program_start (const IlProgram *program, guint index)
{
  g_return_val_if_fail (index < program->starts->len, NULL);
  return &g_array_index (program->starts, IlStart, index);
}

guint
il_program_n_properties (const IlProgram *program)
{
  return program->properties->len;
}

const IlProperty *
il_program_property (const IlProgram *program, guint index)
{
  g_return_val_if_fail (index < program->properties->len, NULL);
  return &g_array_index (program->properties, IlProperty, index);
}

guint
il_program_n_reaches (const IlProgram *program)
{
  return program->reaches->len;
}

const IlReach *
il_program_reach (const IlProgram *program, guint index)
{
  g_return_val_if_fail (index < program->reaches->len, NULL);
  return &g_array_index (program->reaches, IlReach, index);
}

const char *
il_routine_name (const IlRoutine *routine)
{
  return routine->name;
}

guint
il_routine_line (const IlRoutine *routine)
{
  return routine->line;
}
