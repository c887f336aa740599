/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/explore/execution-private.h"

#include <string.h>

#include "engine/language/tree/ast.h"

/* A task's part of the state is its place and locals where these say all: in the body of what it was spawned as,
 * outside of blocks that keep more (a loop's counter, a `finally`'s pending error); elsewhere, and within a statement,
 * what it has learnt since then, which together with them decides where it is. So nothing is left out. */

void
il_state_add_number (GByteArray *bytes, gint64 number)
{
  g_byte_array_append (bytes, (const guint8 *) &number, sizeof number);
}

static void
add_text (GByteArray *bytes, const char *text)
{
  gsize length = strlen (text);

  il_state_add_number (bytes, (gint64) length);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
}

void
il_state_add_value (GByteArray *bytes, IlValue value)
{
  guint8 type = (guint8) value.type;

  g_byte_array_append (bytes, &type, 1);
  switch (value.type) {
  case IL_TYPE_INTEGER:
  case IL_TYPE_DURATION:
  case IL_TYPE_BOOLEAN: il_state_add_number (bytes, value.number); break;
  case IL_TYPE_ERROR: il_state_add_number (bytes, value.object); G_GNUC_FALLTHROUGH;
  case IL_TYPE_STRING: add_text (bytes, il_value_text (value)); break;
  case IL_TYPE_LIST:
    il_state_add_number (bytes, il_value_length (value));
    for (guint i = 0; i < il_value_length (value); i++) {
      IlValue item = il_value_item (value, i);

      il_state_add_value (bytes, item);
      il_value_clear (&item);
    }
    break;
  case IL_TYPE_HANDLE: il_state_add_number (bytes, ((IlActor *) value.handle)->number); break;
  case IL_TYPE_OBJECT: il_state_add_number (bytes, value.object); break;
  default: break;
  }
}

void
il_state_stands (IlInstance *self, const IlStatement *statement, const IlRoutine *routine, const IlValue *locals)
{
  IlActor *actor = (IlActor *) self;

  if (self->depth > 0 || !g_hash_table_contains (actor->execution->explored->places, statement))
    return;
  g_byte_array_set_size (actor->past, 0);
  il_state_add_number (actor->past, (gint64) (gintptr) statement);
  il_state_add_number (actor->past, (gint64) self->random);
  for (guint i = 0; i < routine->n_slots; i++)
    il_state_add_value (actor->past, locals[i]);
}

static void
add_places (GHashTable *places, const IlBlock *block)
{
  for (guint i = 0; i < block->n; i++) {
    IlStatement *statement = block->statements[i];

    g_hash_table_add (places, statement);
    if (statement->kind == IL_STATEMENT_IF)
      for (guint j = 0; j < statement->n_branches; j++)
        add_places (places, &statement->branches[j].block);
    else if (statement->kind == IL_STATEMENT_WHILE
             || (statement->kind == IL_STATEMENT_WITH && statement->value->kind == IL_EXPRESSION_OBJECT))
      add_places (places, &statement->block);
  }
}

/* Of the blocks that keep something only the beginning counts, but their first turn and the next are told apart by what
 * they keep: so loops with a counter are none. */
static gboolean
keeps_more (gpointer key, gpointer value, gpointer data)
{
  const IlStatement *statement = key;

  switch ((IlStatementKind) statement->kind) {
  case IL_STATEMENT_REPEAT:
  case IL_STATEMENT_FOR:
  case IL_STATEMENT_FOR_RANGE: return TRUE;
  default: return FALSE;
  }
}

GHashTable *
il_state_places (const IlProgram *program)
{
  GHashTable *places = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < program->routines->len; i++) {
    const IlRoutine *routine = g_ptr_array_index (program->routines, i);

    if (routine->kind == IL_ROUTINE_TASK)
      add_places (places, &routine->body);
  }
  g_hash_table_foreach_remove (places, keeps_more, NULL);
  return places;
}

static int
compare_actors (gconstpointer a, gconstpointer b)
{
  const IlActor *one = *(IlActor *const *) a, *other = *(IlActor *const *) b;

  return (one->number > other->number) - (one->number < other->number);
}

static void
add_actor (GByteArray *bytes, const IlActor *actor)
{
  const IlInstance *instance = &actor->instance;

  il_state_add_number (bytes, actor->number);
  il_state_add_number (bytes, instance->ended ? (gint64) instance->end : -1);
  il_state_add_number (bytes, instance->noticed << 1 | actor->woken);
  if (!instance->ended) {
    il_state_add_number (bytes, actor->n_children);
    il_state_add_number (bytes, actor->past->len);
    g_byte_array_append (bytes, actor->past->data, actor->past->len);
  } else if (instance->end == IL_STEP_OK)
    il_state_add_value (bytes, instance->result);
  else if (instance->error)
    add_text (bytes, instance->error->message);
}

static void
add_line (GByteArray *bytes, const GQueue *line)
{
  il_state_add_number (bytes, line->length);
  for (const GList *i = line->head; i; i = i->next)
    il_state_add_number (bytes, ((IlActor *) i->data)->number);
}

static void
add_object (GByteArray *bytes, const IlExploredObject *object, IlObjectKind kind)
{
  if (kind == IL_OBJECT_SHARED) {
    il_state_add_value (bytes, object->value);
    return;
  }
  il_state_add_number (bytes, object->free);
  il_state_add_number (bytes, object->holder ? object->holder->number : 0);
  il_state_add_number (bytes, (gint64) object->n_unfinished << 2 | object->set << 1 | object->closed);
  add_line (bytes, &object->waiters);
  if (kind != IL_OBJECT_QUEUE)
    return;
  il_state_add_number (bytes, il_items_length (&object->items));
  for (guint i = 0; i < object->items.heap->len; i++)
    il_state_add_value (bytes, g_array_index (object->items.heap, IlItem, i).value);
  for (const GList *i = object->items.line.head; i; i = i->next)
    il_state_add_value (bytes, ((IlItem *) i->data)->value);
}

GBytes *
il_execution_state (IlExecution *execution)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GPtrArray) actors = g_ptr_array_copy (execution->actors, NULL, NULL);

  g_ptr_array_set_free_func (actors, NULL);
  g_ptr_array_sort (actors, compare_actors);
  for (guint i = 0; i < actors->len; i++)
    add_actor (bytes, g_ptr_array_index (actors, i));
  for (guint i = 0; i < il_program_n_objects (execution->run.program); i++)
    add_object (bytes, &execution->objects[i], il_program_object (execution->run.program, i)->kind);
  for (const GList *i = execution->timers.head; i; i = i->next) {
    il_state_add_number (bytes, ((IlActor *) i->data)->number);
    il_state_add_number (bytes, ((IlActor *) i->data)->duration);
  }
  il_state_add_number (bytes, execution->failure.kind);
  il_state_add_number (bytes, execution->failure.line);
  add_text (bytes, execution->failure.task ? execution->failure.task : "");
  return g_byte_array_free_to_bytes (bytes);
}
