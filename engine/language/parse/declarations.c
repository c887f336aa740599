/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/parse/parser.h"
#include "engine/language/text/bounds.h"
#include "engine/text/duration.h"

#include <string.h>

/* FALSE: the name is taken, which has been reported; the declaration is read all the same. */
static gboolean
declare (IlParser *parser, const IlToken *name, IlSymbolEntry entry)
{
  IlProgram *program = parser->program;
  const IlSymbolEntry *known = g_hash_table_lookup (program->symbols, name->text);

  if (known) {
    if (entry.kind != IL_SYMBOL_BROKEN)
      il_parser_fail (parser, name, "'%s' is declared already, in line %u", name->text, known->line);
    return FALSE;
  }

  IlSymbolEntry *copy = il_arena_new_node (program->arena, IlSymbolEntry);
  *copy = entry;
  copy->line = name->line;
  g_hash_table_insert (program->symbols, (gpointer) name->text, copy);
  return TRUE;
}

static void
declare_broken (IlParser *parser, const IlToken *name)
{
  if (name->kind == IL_TOKEN_NAME)
    declare (parser, name, (IlSymbolEntry) { .kind = IL_SYMBOL_BROKEN });
  else
    parser->program->broken = TRUE;
}

static gboolean
parse_parameters (IlParser *parser, IlRoutine *routine)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (!il_parser_accept_symbol (parser, '('))
    return TRUE;
  while (!il_parser_accept_symbol (parser, ')')) {
    const char *name = il_parser_expect_name (parser, "the name of a parameter");

    if (name == NULL)
      return FALSE;
    if (g_ptr_array_find (names, name, NULL)) {
      il_parser_fail (parser, &parser->previous, "'%s' is a parameter already", name);
      return FALSE;
    }
    if (names->len == IL_MAX_VARIABLES) {
      il_parser_fail (parser, &parser->previous, "too many parameters (limit %d)", IL_MAX_VARIABLES);
      return FALSE;
    }
    g_ptr_array_add (names, (gpointer) name);
    if (il_parser_at_symbol (parser, '=')) {
      il_parser_fail (parser, &parser->token, "parameters have no default values");
      return FALSE;
    }
    if (!il_parser_accept_symbol (parser, ',') && !il_parser_at_symbol (parser, ')')) {
      il_parser_fail_unexpected (parser, "',' or ')'");
      return FALSE;
    }
  }
  routine->parameters = il_arena_copy (parser->program->arena, names->pdata, names->len * sizeof (gpointer));
  routine->n_parameters = names->len;
  return TRUE;
}

static gboolean
parse_routine (IlParser *parser, IlRoutineKind kind)
{
  il_parser_advance (parser);

  IlToken name = parser->token;
  static const char *const whats[] = {
    [IL_ROUTINE_TASK] = "the name of a task",
    [IL_ROUTINE_FUNCTION] = "the name of a function",
    [IL_ROUTINE_GENERATOR] = "the name of a generator",
  };
  const char *what = whats[kind];
  if (il_parser_expect_name (parser, what) == NULL) {
    parser->program->broken = TRUE;
    return FALSE;
  }

  IlRoutine *routine = il_arena_new_node (parser->program->arena, IlRoutine);
  routine->kind = kind;
  routine->name = name.text;
  routine->line = name.line;
  routine->column = name.column;
  routine->program = parser->program;
  parser->routine = routine;

  if (!parse_parameters (parser, routine) || !il_parse_body (parser, &routine->body)) {
    declare_broken (parser, &name);
    return FALSE;
  }
  declare (parser, &name, (IlSymbolEntry) { .kind = IL_SYMBOL_ROUTINE, .routine = routine });
  g_ptr_array_add (parser->program->routines, routine);
  return TRUE;
}

/* The N of `semaphore NAME = N`. */
static gboolean
parse_capacity (IlParser *parser, const char *what, gint64 *capacity)
{
  if (parser->token.kind != IL_TOKEN_INTEGER) {
    if (il_parser_at_symbol (parser, '-'))
      il_parser_fail (parser, &parser->token, "%s cannot be negative", what);
    else {
      g_autofree char *expected = g_strdup_printf ("%s, a whole number,", what);

      il_parser_fail_unexpected (parser, expected);
    }
    return FALSE;
  }
  *capacity = parser->token.number;
  il_parser_advance (parser);
  return TRUE;
}

/* A word that is one only behind an object's number; TEXT: `bounded`. */
static gboolean
at_variety (const IlParser *parser, const char *text)
{
  return parser->token.kind == IL_TOKEN_NAME && strcmp (parser->token.text, text) == 0;
}

static gboolean
accept_variety (IlParser *parser, const char *text)
{
  gboolean there = at_variety (parser, text);

  if (there)
    il_parser_advance (parser);
  return there;
}

static gboolean
parse_queue (IlParser *parser, IlObjectDeclaration *object)
{
  if (il_parser_accept_symbol (parser, '=') && !at_variety (parser, "priority") && !at_variety (parser, "lifo")
      && !parse_capacity (parser, "the room in a queue", &object->capacity))
    return FALSE;
  if (accept_variety (parser, "priority"))
    object->variety = IL_VARIETY_PRIORITY;
  else if (accept_variety (parser, "lifo"))
    object->variety = IL_VARIETY_LIFO;
  else if (parser->token.kind == IL_TOKEN_NAME) {
    il_parser_fail (parser, &parser->token,
                    "a queue has its number, then 'priority' or 'lifo', or nothing: 'queue %s = 3 lifo'", object->name);
    return FALSE;
  }
  return TRUE;
}

static gboolean
parse_object (IlParser *parser)
{
  IlToken word = parser->token;
  IlObjectDeclaration object = { 0 };

  il_parser_advance (parser);
  IlToken name = parser->token;
  g_autofree char *what = g_strdup_printf ("the name of %s %s", word.word == IL_WORD_EVENT ? "an" : "a", word.text);
  if (il_parser_expect_name (parser, what) == NULL) {
    parser->program->broken = TRUE;
    return FALSE;
  }
  object.name = (char *) name.text;
  object.line = name.line;

  gboolean good = TRUE;
  switch (word.word) {
  case IL_WORD_SEMAPHORE:
    object.kind = IL_OBJECT_SEMAPHORE;
    if (parser->token.kind == IL_TOKEN_NEWLINE) {
      il_parser_fail (parser, &parser->previous, "a semaphore needs a number of permits: 'semaphore %s = 1'",
                      name.text);
      good = FALSE;
    } else
      good =
          il_parser_expect_symbol (parser, '=') && parse_capacity (parser, "the number of permits", &object.capacity);
    if (good && accept_variety (parser, "bounded"))
      object.variety = IL_VARIETY_BOUNDED;
    break;
  case IL_WORD_MUTEX:
    object.kind = IL_OBJECT_MUTEX;
    object.capacity = 1;
    if (il_parser_at_symbol (parser, '=')) {
      il_parser_fail (parser, &parser->token, "a mutex has no number: write 'mutex %s', or make it a semaphore",
                      name.text);
      good = FALSE;
    }
    break;
  case IL_WORD_EVENT:
  case IL_WORD_CONDITION:
    object.kind = word.word == IL_WORD_EVENT ? IL_OBJECT_EVENT : IL_OBJECT_CONDITION;
    if (il_parser_at_symbol (parser, '=')) {
      il_parser_fail (parser, &parser->token, "%s %s has no number: write '%s %s'",
                      word.word == IL_WORD_EVENT ? "an" : "a", word.text, word.text, name.text);
      good = FALSE;
    }
    break;
  case IL_WORD_BARRIER:
    object.kind = IL_OBJECT_BARRIER;
    if (parser->token.kind == IL_TOKEN_NEWLINE) {
      il_parser_fail (parser, &parser->previous,
                      "a barrier needs a number of tasks that pass it together: 'barrier %s = 2'", name.text);
      good = FALSE;
    } else
      good = il_parser_expect_symbol (parser, '=')
             && parse_capacity (parser, "the number of tasks that pass together", &object.capacity);
    if (good && object.capacity == 0) {
      il_parser_fail (parser, &parser->previous, "at least one task passes a barrier at a time");
      good = FALSE;
    }
    break;
  case IL_WORD_DEVICE:
    object.kind = IL_OBJECT_DEVICE;
    if (parser->token.kind == IL_TOKEN_NEWLINE) {
      il_parser_fail (parser, &parser->previous,
                      "a device needs a number of requests that it serves at once: 'device %s = 1'", name.text);
      good = FALSE;
    } else
      good = il_parser_expect_symbol (parser, '=')
             && parse_capacity (parser, "the number of requests at once", &object.capacity);
    if (good && object.capacity == 0) {
      il_parser_fail (parser, &parser->previous, "a device serves at least one request at once");
      good = FALSE;
    }
    break;
  default:
    object.kind = IL_OBJECT_QUEUE;
    good = parse_queue (parser, &object);
    break;
  }
  if (!good || !il_parser_expect_line_end (parser)) {
    declare_broken (parser, &name);
    return FALSE;
  }
  if (declare (parser, &name, (IlSymbolEntry) { .kind = IL_SYMBOL_OBJECT, .index = parser->program->objects->len }))
    g_array_append_val (parser->program->objects, object);
  return TRUE;
}

static gboolean
parse_shared (IlParser *parser)
{
  IlObjectDeclaration object = { .kind = IL_OBJECT_SHARED };

  il_parser_advance (parser);
  IlToken name = parser->token;
  if (il_parser_expect_name (parser, "the name of a shared variable") == NULL) {
    parser->program->broken = TRUE;
    return FALSE;
  }
  object.name = (char *) name.text;
  object.line = name.line;
  if (parser->token.kind == IL_TOKEN_NEWLINE)
    il_parser_fail (parser, &name, "a shared variable needs a first value: 'shared %s = 0'", name.text);
  else if (il_parser_expect_symbol (parser, '='))
    object.value = il_parse_expression (parser);
  if (object.value == NULL || !il_parser_expect_line_end (parser)) {
    declare_broken (parser, &name);
    return FALSE;
  }
  if (declare (parser, &name, (IlSymbolEntry) { .kind = IL_SYMBOL_OBJECT, .index = parser->program->objects->len }))
    g_array_append_val (parser->program->objects, object);
  return TRUE;
}

gboolean
il_parse_setting_time (IlParser *parser, const IlToken *setting, gint64 *time)
{
  if (parser->token.kind != IL_TOKEN_DURATION
      && !(parser->token.kind == IL_TOKEN_INTEGER && parser->token.number == 0)) {
    g_autofree char *expected = g_strdup_printf ("a duration, as in '%s 5ms',", setting->text);

    il_parser_fail_unexpected (parser, expected);
    return FALSE;
  }
  *time = parser->token.number;
  il_parser_advance (parser);
  return TRUE;
}

static gboolean
parse_policy (IlParser *parser)
{
  g_autoptr (GString) name = g_string_new (NULL);
  IlToken first = parser->token;
  IlSuggestion suggestion;

  do {
    if (parser->token.kind != IL_TOKEN_NAME && parser->token.kind != IL_TOKEN_WORD) {
      il_parser_fail_unexpected (parser, "the name of a policy");
      return FALSE;
    }
    g_string_append_printf (name, "%s%s", name->len ? "-" : "", parser->token.text);
    il_parser_advance (parser);
  } while (il_parser_accept_symbol (parser, '-'));
  parser->program->machine.policy = g_string_chunk_insert (parser->program->names, name->str);
  if (g_strv_contains (parser->words->policies (), name->str))
    return TRUE;

  il_suggestion_init (&suggestion, name->str);
  for (const char *const *known = parser->words->policies (); *known; known++)
    il_suggestion_offer (&suggestion, *known);
  g_autofree char *hint = il_suggestion_text (&suggestion);
  g_autofree char *all = g_strjoinv (", ", (char **) parser->words->policies ());
  il_parser_fail (parser, &first, "there is no policy '%s'%s%s", name->str,
                  *hint ? hint : "; the policies are: ", *hint ? "" : all);
  return FALSE;
}

static const IlMachineParameter *
find_machine_parameter (const IlMachineDeclaration *machine, const char *name)
{
  for (guint i = 0; machine->parameters && i < machine->parameters->len; i++) {
    const IlMachineParameter *parameter = &g_array_index (machine->parameters, IlMachineParameter, i);

    if (strcmp (parameter->name, name) == 0)
      return parameter;
  }
  return NULL;
}

static const IlParameter *
parameter_of (const IlParser *parser, const char *policy, const char *name)
{
  const IlParameter *parameter = parser->words->parameters (policy);

  while (parameter && parameter->name && strcmp (parameter->name, name) != 0)
    parameter++;
  return parameter && parameter->name ? parameter : NULL;
}

/* The parameter NAME of the policy that the block has named so far, else of any: another one may be asked for when the
 * workload is run. NULL: there is none such. */
static const IlParameter *
find_parameter (const IlParser *parser, const char *name)
{
  const char *policy = parser->program->machine.policy;
  const IlParameter *parameter = policy ? parameter_of (parser, policy, name) : NULL;

  for (const char *const *any = parser->words->policies (); !parameter && *any; any++)
    parameter = parameter_of (parser, *any, name);
  return parameter;
}

/* Appends what stands for the parameter's value to VALUE. */
static gboolean
parse_parameter_value (IlParser *parser, const IlParameter *parameter, const IlToken *setting, GString *value)
{
  const IlToken *token = &parser->token;
  gboolean word = token->kind == IL_TOKEN_NAME || token->kind == IL_TOKEN_WORD;
  gint64 time;

  if (parameter->kind == IL_PARAMETER_DURATION && !word) {
    if (!il_parse_setting_time (parser, setting, &time))
      return FALSE;
    if (time == 0 && parameter->least.integer > 0) {
      il_parser_fail (parser, &parser->previous, "the %s must be longer than 0", setting->text);
      return FALSE;
    }
    il_duration_append (value, time);
    return TRUE;
  }
  if (il_parser_accept_symbol (parser, '-'))
    g_string_append_c (value, '-');
  if (word)
    g_string_append (value, token->text);
  else if (token->kind == IL_TOKEN_INTEGER)
    g_string_append_printf (value, "%" G_GINT64_FORMAT, token->number);
  else {
    g_autofree char *range = il_parameter_range_text (parameter);

    il_parser_fail_unexpected (parser, range);
    return FALSE;
  }
  il_parser_advance (parser);
  return TRUE;
}

static IlMachineParameter *
add_machine_parameter (IlMachineDeclaration *machine, const char *name, guint line)
{
  IlMachineParameter parameter = { name, NULL, line };

  if (!machine->parameters)
    machine->parameters = g_array_new (FALSE, FALSE, sizeof parameter);
  g_array_append_val (machine->parameters, parameter);
  return &g_array_index (machine->parameters, IlMachineParameter, machine->parameters->len - 1);
}

/* After the parameter's name, which is SETTING. */
static gboolean
parse_parameter (IlParser *parser, const IlParameter *parameter, const IlToken *setting)
{
  IlMachineDeclaration *machine = &parser->program->machine;
  IlToken first = parser->token;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  IlParameterValue value;

  IlMachineParameter *given = add_machine_parameter (machine, parameter->name, setting->line);
  if (!parse_parameter_value (parser, parameter, setting, text))
    return FALSE;
  given->value = g_string_chunk_insert (parser->program->names, text->str);
  if (!il_parameter_parse (parameter, text->str, &value, &error)) {
    il_parser_fail (parser, &first, "%s", error->message);
    return FALSE;
  }
  return TRUE;
}

/* One line of a machine block. */
static gboolean
parse_machine_setting (IlParser *parser)
{
  static const char *const known[] = { "cores", "policy", "switch", "workers" };
  IlMachineDeclaration *machine = &parser->program->machine;
  IlToken setting = parser->token;

  if (setting.kind == IL_TOKEN_INDENT) {
    il_parser_fail (parser, &setting, "unexpected indentation: no line above opens a block here");
    return FALSE;
  }
  if (setting.kind != IL_TOKEN_NAME) {
    il_parser_fail_unexpected (parser, "cores, policy, quantum, switch, workers or a parameter of a policy");
    return FALSE;
  }
  il_parser_advance (parser);

  const char *text = setting.text;
  const IlParameter *parameter = find_parameter (parser, text);
  gboolean twice = (strcmp (text, "cores") == 0 && machine->cores) || (strcmp (text, "policy") == 0 && machine->policy)
                   || (strcmp (text, "switch") == 0 && machine->switch_cost >= 0)
                   || (strcmp (text, "workers") == 0 && machine->workers) || find_machine_parameter (machine, text);
  if (twice) {
    il_parser_fail (parser, &setting, "'%s' is set twice", text);
    return FALSE;
  }

  if (strcmp (text, "cores") == 0 || strcmp (text, "workers") == 0) {
    if (parser->token.kind != IL_TOKEN_INTEGER || parser->token.number < 1 || parser->token.number > 1024) {
      il_parser_fail (parser, &parser->token, "the number of %s is a whole number from 1 to 1024", text);
      return FALSE;
    }
    *(text[0] == 'c' ? &machine->cores : &machine->workers) = (guint) parser->token.number;
    il_parser_advance (parser);
  } else if (strcmp (text, "policy") == 0) {
    if (!parse_policy (parser))
      return FALSE;
  } else if (strcmp (text, "switch") == 0) {
    if (!il_parse_setting_time (parser, &setting, &machine->switch_cost))
      return FALSE;
  } else if (parameter) {
    if (!parse_parameter (parser, parameter, &setting))
      return FALSE;
  } else {
    IlSuggestion suggestion;

    il_suggestion_init (&suggestion, text);
    for (guint i = 0; i < G_N_ELEMENTS (known); i++)
      il_suggestion_offer (&suggestion, known[i]);
    for (const char *const *policy = parser->words->policies (); *policy; policy++)
      for (const IlParameter *each = parser->words->parameters (*policy); each && each->name; each++)
        il_suggestion_offer (&suggestion, each->name);
    g_autofree char *hint = il_suggestion_text (&suggestion);
    il_parser_fail (parser, &setting, "a machine has no '%s'%s", text, hint);
    return FALSE;
  }
  return il_parser_expect_line_end (parser);
}

/* From the colon of `machine:` on. */
static gboolean
parse_machine (IlParser *parser, const IlToken *word)
{
  il_parser_advance (parser);
  if (parser->machine) {
    il_parser_fail (parser, word, "there is a machine block already");
    return FALSE;
  }
  parser->machine = TRUE;
  if (parser->token.kind != IL_TOKEN_NEWLINE) {
    il_parser_fail_unexpected (parser, "the end of the line");
    return FALSE;
  }
  il_parser_advance (parser);
  if (parser->token.kind != IL_TOKEN_INDENT) {
    il_parser_fail (parser, word, "an indented block must follow 'machine:'");
    return TRUE;
  }
  il_parser_advance (parser);

  guint indent = il_lexer_indent (&parser->lexer);
  while (parser->token.kind != IL_TOKEN_DEDENT && parser->token.kind != IL_TOKEN_END)
    if (!parse_machine_setting (parser))
      il_parser_recover (parser, indent);
  if (parser->token.kind == IL_TOKEN_DEDENT)
    il_parser_advance (parser);
  return TRUE;
}

/* A line at the top level that begins no declaration. */
static gboolean
parse_stray (IlParser *parser)
{
  IlToken token = parser->token;
  IlSuggestion suggestion;

  if (token.kind == IL_TOKEN_INDENT) {
    il_parser_fail (parser, &token, "unexpected indentation: no line above opens a block here");
    return FALSE;
  }
  if (token.kind == IL_TOKEN_ERROR) {
    parser->program->broken = TRUE;
    return FALSE;
  }
  il_parser_advance (parser);
  if (token.kind == IL_TOKEN_NAME) {
    if (strcmp (token.text, "machine") == 0 && il_parser_at_symbol (parser, ':'))
      return parse_machine (parser, &token);
    if (strcmp (token.text, "def") == 0 || strcmp (token.text, "async") == 0) {
      il_parser_fail (parser, &token, "there is no '%s': write 'task NAME(...):' or 'function NAME(...):'", token.text);
      parser->program->broken = TRUE;
      return FALSE;
    }
    il_suggestion_init (&suggestion, token.text);
    il_words_suggest (&suggestion, IL_PLACE_DECLARATION);
    if (suggestion.nearest && (parser->token.kind == IL_TOKEN_NAME || strcmp (token.text, "machine") == 0)) {
      il_parser_fail (parser, &token, "unknown declaration '%s', did you mean '%s'?", token.text, suggestion.nearest);
      declare_broken (parser, &parser->token);
      return FALSE;
    }
  }

  /* Said once: a program without any task would have it on every line. */
  if (!parser->stray)
    il_parser_fail (parser, &token, "this stands outside of any task: statements go into a 'task main:', indented");
  parser->stray = TRUE;
  parser->program->broken = TRUE;
  return FALSE;
}

static gboolean
parse_declaration (IlParser *parser)
{
  if (parser->token.kind == IL_TOKEN_WORD) {
    switch (parser->token.word) {
    case IL_WORD_TASK: return parse_routine (parser, IL_ROUTINE_TASK);
    case IL_WORD_FUNCTION: return parse_routine (parser, IL_ROUTINE_FUNCTION);
    case IL_WORD_GENERATOR: return parse_routine (parser, IL_ROUTINE_GENERATOR);
    case IL_WORD_SEMAPHORE:
    case IL_WORD_MUTEX:
    case IL_WORD_QUEUE:
    case IL_WORD_DEVICE:
    case IL_WORD_EVENT:
    case IL_WORD_CONDITION:
    case IL_WORD_BARRIER: return parse_object (parser);
    case IL_WORD_SHARED: return parse_shared (parser);
    case IL_WORD_START: return il_parse_start (parser);
    default: break;
    }
  }
  if (parser->token.kind == IL_TOKEN_NAME && parser->token.word == IL_WORD_ALWAYS)
    return il_parse_property (parser, IL_PROPERTY_ALWAYS);
  if (parser->token.kind == IL_TOKEN_NAME && parser->token.word == IL_WORD_ENSURE)
    return il_parse_property (parser, IL_PROPERTY_ENSURE);
  return parse_stray (parser);
}

void
il_parse_declarations (IlParser *parser)
{
  while (parser->token.kind != IL_TOKEN_END) {
    if (parser->token.kind == IL_TOKEN_DEDENT)
      il_parser_advance (parser);
    else if (!parse_declaration (parser))
      il_parser_recover (parser, 0);
    parser->routine = NULL;
    parser->depth = 0;
  }
}
