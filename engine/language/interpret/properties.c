/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/properties.h"

#include "engine/language/interpret/interpreter-private.h"
#include "engine/language/text/diagnostics.h"

enum { MOST_SHOWN = 16 }; /* values in a message */

/* Evaluates as an instance does whose only steps are looks. */
typedef struct {
  IlInstance instance; /* the first */
  const IlPropertyState *state;
  gpointer data;
  gboolean notes; /* what is read now is noted */
  guint n_noted;
  guint noted[MOST_SHOWN];
  GString values; /* "x = 1, len(q) = 2" */
} Looker;

static void
note (Looker *looker, const IlProgram *program, guint object, IlValue value)
{
  static const char *const asked[] = { [IL_OBJECT_QUEUE] = "len",
                                       [IL_OBJECT_SEMAPHORE] = "free",
                                       [IL_OBJECT_MUTEX] = "held",
                                       [IL_OBJECT_CONDITION] = "held",
                                       [IL_OBJECT_EVENT] = "is_set" };
  const IlObjectDeclaration *declaration = il_program_object (program, object);

  if (!looker->notes || looker->n_noted == MOST_SHOWN)
    return;
  for (guint i = 0; i < looker->n_noted; i++)
    if (looker->noted[i] == object)
      return;
  looker->noted[looker->n_noted++] = object;

  const char *quote = value.type == IL_TYPE_STRING ? "\"" : "";
  g_string_append (&looker->values, looker->values.len > 0 ? ", " : "");
  if (declaration->kind == IL_OBJECT_SHARED)
    g_string_append (&looker->values, declaration->name);
  else
    g_string_append_printf (&looker->values, "%s(%s)", asked[declaration->kind], declaration->name);
  g_string_append_printf (&looker->values, " = %s", quote);
  il_value_append (&looker->values, value);
  g_string_append (&looker->values, quote);
}

static IlStep
look_read (IlInstance *self, guint object, IlValue *value)
{
  Looker *looker = (Looker *) self;

  looker->state->read (looker->data, object, value);
  note (looker, self->routine->program, object, *value);
  return IL_STEP_OK;
}

static IlStep
look_count (IlInstance *self, guint object, gint64 *count)
{
  Looker *looker = (Looker *) self;
  const IlProgram *program = self->routine->program;

  looker->state->count (looker->data, object, count);
  switch (il_program_object (program, object)->kind) {
  case IL_OBJECT_QUEUE:
  case IL_OBJECT_SEMAPHORE: note (looker, program, object, il_value_integer (*count)); break;
  default: note (looker, program, object, il_value_boolean (*count != 0)); break;
  }
  return IL_STEP_OK;
}

static const IlModelSteps look_steps = { .read = look_read, .count = look_count };

/* What the text says; where it cannot be computed, why. Free it. */
static char *
text_of (Looker *looker, IlFrame *frame, const IlExpression *expression)
{
  IlValue value;

  looker->notes = FALSE;
  if (il_evaluate (frame, expression, &value) != IL_STEP_OK)
    return g_strdup (looker->instance.error->message);
  char *text = il_value_to_text (value);
  il_value_clear (&value);
  return text;
}

static IlRunError *
fail (Looker *looker, IlFrame *frame, const IlProperty *property, IlStep step, guint line)
{
  const char *word = property->kind == IL_PROPERTY_ALWAYS ? "always" : "ensure";
  g_autofree char *why = step == IL_STEP_OK ? NULL : g_strdup (looker->instance.error->message);
  g_autofree char *text = text_of (looker, frame, property->text);
  g_autoptr (GString) message = g_string_new (NULL);

  g_string_append_printf (message, "%s %s: %s", word, why ? "cannot be computed" : "failed", text);
  if (why)
    g_string_append_printf (message, ": %s", why);
  if (looker->values.len > 0)
    g_string_append_printf (message, " (%s)", looker->values.str);
  if (looker->instance.name)
    g_string_append_printf (message, ", broken in line %u", line);

  g_autofree char *shortened = il_message_shorten (g_string_free (g_steal_pointer (&message), FALSE));
  return il_run_error_new (looker->instance.name, property->line, property->column, shortened);
}

IlRunError *
il_property_check (const IlProgram *program, const IlProperty *property, const IlPropertyState *state, gpointer data,
                   const char *task, guint line)
{
  IlRoutine nothing = { .program = (IlProgram *) program };
  Looker looker = { .instance = { .name = (char *) task, .line = line, .routine = &nothing },
                    .state = state,
                    .data = data,
                    .notes = TRUE,
                    .values = il_text_new (0) };
  IlFrame frame = { .instance = &looker.instance, .steps = &look_steps, .program = program, .routine = &nothing };
  IlRunError *error = NULL;
  IlValue value = IL_NONE_VALUE;

  IlStep step = il_evaluate (&frame, property->condition, &value);
  if (step != IL_STEP_OK || !il_value_truth (value))
    error = fail (&looker, &frame, property, step, line);
  il_value_clear (&value);
  g_clear_pointer (&looker.instance.error, il_run_error_unref);
  g_free (looker.values.str);
  return error;
}
