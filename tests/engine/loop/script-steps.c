/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tests/engine/loop/script-private.h"

/* The steps of a script's task. */

/* How a step came out. What is not OK ends the blocks around it, until one of them catches it. */
typedef enum { OK, FAILED, TIMED_OUT, GROUP_FAILED, CANCELLED, STOPPED } Outcome;

typedef struct {
  guint number;
  GStrv words;
  GPtrArray *body;         /* of Step; or NULL */
  const char *second_word; /* catch, finally; or NULL */
  GPtrArray *second;
} Step;

typedef struct {
  Script *script;
  IlTask *self;
  IlGroup *group; /* the innermost */
  GString *said;  /* by the step that runs, for the log */
} Run;

static void
step_free (void *data)
{
  Step *step = data;

  g_strfreev (step->words);
  g_clear_pointer (&step->body, g_ptr_array_unref);
  g_clear_pointer (&step->second, g_ptr_array_unref);
  g_free (step);
}

static void
skip_spaces (const char **text)
{
  while (**text == ' ' || **text == ';')
    ++*text;
}

/* STEP; STEP { ... } catch { ... }; ... up to a closing brace. */
static GPtrArray *
parse (const char **text, guint *number)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (step_free);

  for (skip_spaces (text); **text && **text != '}'; skip_spaces (text)) {
    Step *step = g_new0 (Step, 1);
    gsize length = strcspn (*text, ";{}");
    g_autofree char *line = g_strndup (*text, length);

    step->number = ++*number;
    step->words = g_strsplit (g_strstrip (line), " ", -1);
    *text += length;
    if (**text == '{') {
      ++*text;
      step->body = parse (text, number);
      ++*text;
      while (**text == ' ')
        ++*text;
      for (guint i = 0; i < 2; i++) {
        const char *word = ((const char *[]) { "catch", "finally" })[i];

        if (g_str_has_prefix (*text, word)) {
          *text = strchr (*text, '{') + 1;
          step->second_word = word;
          step->second = parse (text, number);
          ++*text;
        }
      }
    }
    g_ptr_array_add (steps, step);
  }
  return steps;
}

static Outcome
from_wake (IlWake wake)
{
  switch (wake) {
  case IL_WAKE_OK: return OK;
  case IL_WAKE_CANCELLED: return CANCELLED;
  case IL_WAKE_STOPPED: return STOPPED;
  default: return FAILED;
  }
}

static Outcome
from_bool (gboolean done)
{
  return done ? OK : FAILED;
}

/* What the end of a task means for who learns of it. */
static Outcome
from_end (IlTaskEnd end)
{
  return end.how == IL_HOW_CANCELLED ? CANCELLED : (Outcome) GPOINTER_TO_INT (end.result);
}

static IlTask *
task_of (Script *script, const char *number)
{
  guint n = (guint) atoi (number);

  return n <= script->tasks->len ? g_ptr_array_index (script->tasks, n - 1) : NULL;
}

/* The tasks named by WORDS that there are and that are younger, so that nobody waits in a circle. */
static GPtrArray *
younger (Run *run, char **words)
{
  GPtrArray *tasks = g_ptr_array_new ();

  for (; *words; words++)
    if (task_of (run->script, *words) && (guint) atoi (*words) > il_task_id (run->self))
      g_ptr_array_add (tasks, task_of (run->script, *words));
  return tasks;
}

static Outcome
wait_for_tasks (Run *run, const char *verb, char **words)
{
  IlLoop *loop = run->script->loop;
  g_autoptr (GPtrArray) tasks = younger (run, words);
  IlTask *const *array = (IlTask *const *) tasks->pdata;
  IlTask *failed = NULL;
  IlTaskEnd end = { 0 };
  Outcome outcome = OK;
  size_t first;

  if (strcmp (verb, "gather") == 0) {
    outcome = from_wake (il_gather (loop, array, tasks->len, &failed));
    return outcome == OK && failed ? from_end (il_task_end (failed)) : outcome;
  }
  if (tasks->len == 0)
    return OK;
  if (strcmp (verb, "first") == 0) {
    outcome = from_wake (il_first (loop, array, tasks->len, &first));
    if (outcome == OK)
      g_string_append_printf (run->said, " %u", il_task_id (array[first]));
    return outcome;
  }
  outcome = from_wake (strcmp (verb, "shield") == 0 ? il_task_shield (array[0], &end) : il_task_await (array[0], &end));
  return outcome == OK ? from_end (end) : outcome;
}

static Outcome
acquire (ScriptObject *object)
{
  if (object->mutex)
    return from_wake (il_mutex_acquire (object->mutex));
  if (object->condition)
    return from_wake (il_condition_acquire (object->condition));
  return from_wake (il_semaphore_acquire (object->semaphore));
}

static Outcome
release (ScriptObject *object)
{
  if (object->mutex)
    return from_bool (il_mutex_release (object->mutex));
  if (object->condition)
    return from_bool (il_condition_release (object->condition));
  il_semaphore_release (object->semaphore);
  return OK;
}

static Outcome
do_object_step (Run *run, const char *verb, ScriptObject *object, long number)
{
  IlTraceValue shown = { IL_VALUE_INTEGER, number };
  Outcome outcome;
  int64_t index;
  void *item = NULL;

  if (strcmp (verb, "acquire") == 0)
    return acquire (object);
  if (strcmp (verb, "release") == 0)
    return release (object);
  if (strcmp (verb, "put") == 0)
    return from_wake (il_queue_put (object->queue, GINT_TO_POINTER (number), shown));
  if (strcmp (verb, "put-nowait") == 0)
    return from_bool (il_queue_put_nowait (object->queue, GINT_TO_POINTER (number), shown));
  if (strcmp (verb, "get") == 0 || strcmp (verb, "get-nowait") == 0) {
    outcome = strcmp (verb, "get") == 0 ? from_wake (il_queue_get (object->queue, &item))
                                        : from_bool (il_queue_get_nowait (object->queue, &item));
    if (outcome == OK)
      g_string_append_printf (run->said, " %d", GPOINTER_TO_INT (item));
    return outcome;
  }
  if (strcmp (verb, "close") == 0)
    il_queue_close (object->queue);
  else if (strcmp (verb, "set") == 0)
    il_flag_set (object->flag);
  else if (strcmp (verb, "clear") == 0)
    il_flag_clear (object->flag);
  else if (strcmp (verb, "notify") == 0)
    return from_bool (il_condition_notify (object->condition, number > 0 ? (size_t) number : SIZE_MAX));
  else if (strcmp (verb, "use") == 0)
    return from_wake (il_device_io (object->device, number));
  else if (strcmp (verb, "wait") == 0 && object->flag)
    return from_wake (il_flag_wait (object->flag));
  else if (strcmp (verb, "wait") == 0 && object->condition)
    return from_wake (il_condition_wait (object->condition));
  else if (strcmp (verb, "wait") == 0) {
    outcome = from_wake (il_barrier_wait (object->barrier, &index));
    if (outcome == OK)
      g_string_append_printf (run->said, " %d", (int) index);
    return outcome;
  } else
    g_error ("unknown step %s", verb);
  return OK;
}

static IlHow
how_of (Outcome outcome)
{
  return outcome == OK ? IL_HOW_RETURN : outcome == CANCELLED ? IL_HOW_CANCELLED : IL_HOW_ERROR;
}

static Outcome do_steps (Run *run, GPtrArray *steps);

static Outcome
do_block (Run *run, Step *step, const char *verb, const char *argument)
{
  IlLoop *loop = run->script->loop;
  Outcome outcome, end;

  if (strcmp (verb, "timeout") == 0) {
    IlTimeout *timeout = il_timeout_begin (loop, atol (argument));

    outcome = do_steps (run, step->body);
    return il_timeout_end (timeout, outcome == CANCELLED) ? TIMED_OUT : outcome;
  }
  if (strcmp (verb, "group") == 0) {
    IlGroup *outer = run->group;
    IlHow how = IL_HOW_RETURN;

    run->group = il_group_new (loop);
    outcome = do_steps (run, step->body);
    if (outcome != STOPPED)
      outcome = from_wake (il_group_end (run->group, how_of (outcome), &how));
    il_group_free (run->group);
    run->group = outer;
    return outcome != OK ? outcome : how == IL_HOW_ERROR ? GROUP_FAILED : how == IL_HOW_CANCELLED ? CANCELLED : OK;
  }
  if (strcmp (verb, "with") == 0) {
    outcome = acquire (script_object (run->script, *argument));
    if (outcome != OK)
      return outcome;
    outcome = do_steps (run, step->body);
    if (outcome == STOPPED)
      return outcome;
    end = release (script_object (run->script, *argument));
    return end == OK ? outcome : end;
  }
  if (strcmp (verb, "guard") == 0) {
    outcome = do_steps (run, step->body);
    return outcome == CANCELLED ? OK : outcome;
  }
  outcome = do_steps (run, step->body);
  if (outcome == STOPPED)
    return outcome;
  if (step->second_word && strcmp (step->second_word, "finally") == 0) {
    end = do_steps (run, step->second);
    return end == OK ? outcome : end;
  }
  if (step->second && (outcome == FAILED || outcome == TIMED_OUT || outcome == GROUP_FAILED))
    return do_steps (run, step->second);
  return outcome;
}

static Outcome
do_step (Run *run, Step *step)
{
  Script *script = run->script;
  IlLoop *loop = script->loop;
  const char *verb = step->words[0], *argument = step->words[1] ? step->words[1] : "";
  IlTask *task;
  IlTaskEnd end;

  if (step->body)
    return do_block (run, step, verb, argument);
  if (strcmp (verb, "cpu") == 0)
    return from_wake (il_loop_cpu (loop, atol (argument)));
  if (strcmp (verb, "sleep") == 0)
    return from_wake (il_loop_sleep (loop, atol (argument)));
  if (strcmp (verb, "io") == 0)
    return from_wake (il_loop_io (loop, atol (argument)));
  if (strcmp (verb, "fail") == 0)
    return FAILED;
  if (strcmp (verb, "stop") == 0) {
    il_loop_stop (loop);
    return OK;
  }
  if (strcmp (verb, "spawn") == 0 || strcmp (verb, "group-spawn") == 0)
    return from_bool (script_spawn (script, argument, *verb == 'g' ? run->group : NULL) != NULL);
  if (strcmp (verb, "await") == 0) {
    task = task_of (script, argument);
    if (!task || task == run->self)
      return OK;
    Outcome outcome = from_wake (il_task_await (task, &end));
    return outcome == OK ? from_end (end) : outcome;
  }
  if (strcmp (verb, "cancel") == 0) {
    task = task_of (script, argument);
    if (task)
      g_string_append (run->said, il_task_cancel (task) ? " yes" : " no");
    return OK;
  }
  if (strcmp (verb, "count") == 0) {
    g_string_append_printf (run->said, " %u", il_task_cancelling (run->self));
    return OK;
  }
  if (g_strv_contains ((const char *const[]) { "join", "shield", "gather", "first", NULL }, verb))
    return wait_for_tasks (run, verb, step->words + 1);
  return do_object_step (run, verb, script_object (script, *argument),
                         *argument && step->words[2] ? atol (step->words[2]) : 0);
}

static Outcome
do_steps (Run *run, GPtrArray *steps)
{
  static const char *const names[] = { "", " error", " timeout", " group", " cancelled" };
  GString *log = run->script->run->steps;

  for (guint i = 0; i < steps->len; i++) {
    Step *step = g_ptr_array_index (steps, i);

    il_task_set_line (run->self, step->number);
    g_string_truncate (run->said, 0);
    Outcome outcome = do_step (run, step);
    if (outcome == STOPPED) {
      if (!step->body)
        g_string_append_printf (log, "stopped %u %u\n", il_task_id (run->self), step->number);
      return outcome;
    }
    if (run->script->virtual_clock)
      g_string_append_printf (log, "%" G_GINT64_FORMAT " ", il_loop_now (run->script->loop));
    g_string_append_printf (log, "%u %u%s%s\n", il_task_id (run->self), step->number,
                            outcome == OK && !step->body ? run->said->str : "", names[outcome]);
    if (outcome != OK)
      return outcome;
  }
  return OK;
}

void
script_dropped_cb (IlTask *self, void *body)
{
  g_free (body);
}

IlTaskEnd
script_task_main (IlTask *self, void *body)
{
  Script *script = ((ScriptBody *) body)->script;
  const char *text = ((ScriptBody *) body)->body;
  guint number = 0;
  g_autoptr (GPtrArray) steps = parse (&text, &number);
  Run run = { script, self, NULL, g_string_new ("") };
  Outcome outcome;

  g_free (body);
  outcome = do_steps (&run, steps);
  g_string_free (run.said, TRUE);
  return (IlTaskEnd) {
    .how = outcome == OK || outcome == STOPPED ? IL_HOW_RETURN
           : outcome == CANCELLED              ? IL_HOW_CANCELLED
                                               : IL_HOW_ERROR,
    .result = GINT_TO_POINTER (outcome),
  };
}
