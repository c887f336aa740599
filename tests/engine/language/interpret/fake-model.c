/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/language/interpret/fake-model.h"

#include "engine/coro/coro.h"
#include "engine/language/interpret/generator.h"
#include "engine/language/interpret/host.h"
#include "engine/language/text/duration.h"

#include <string.h>

struct _IlRun {
  IlHost host;
  FakeModel *fake;
};

static IlStep
more_steps (IlInstance *self)
{
  FakeModel *fake = self->run->fake;

  if (fake->grants == 0) {
    g_string_append_printf (fake->log, "%u: no more steps\n", self->line);
    return IL_STEP_STOPPED;
  }
  fake->grants--;
  self->steps_left = fake->steps;
  return IL_STEP_OK;
}

static gboolean
begin_generator (IlRun *run G_GNUC_UNUSED)
{
  return TRUE;
}

static void
end_generator (IlRun *run G_GNUC_UNUSED)
{
}

static guint32
add_generator (IlRun *run G_GNUC_UNUSED, const char *name, guint line G_GNUC_UNUSED, char **shown)
{
  *shown = g_strdup (name);
  return 1;
}

G_GNUC_PRINTF (2, 3)
static IlStep
step (IlInstance *self, const char *format, ...)
{
  FakeModel *fake = self->run->fake;
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_string_append_printf (fake->log, "%u: %s\n", self->line, text);
  if (fake->stopped)
    g_string_append (fake->log, "a step after the run was stopped\n");
  if (fake->stop_at && g_str_has_prefix (text, fake->stop_at)) {
    fake->stop_at = NULL;
    fake->stopped = fake->stop_with == IL_STEP_STOPPED;
    if (fake->stop_with == IL_STEP_ERROR)
      return il_instance_fail (self, self->line, 0, "the model failed");
    return fake->stop_with;
  }
  return IL_STEP_OK;
}

static IlStep
timed_step (IlInstance *self, const char *word, gint64 duration)
{
  g_autoptr (GString) text = g_string_new (NULL);

  il_duration_append (text, duration);
  self->run->fake->now += duration;
  return step (self, "%s %s", word, text->str);
}

static IlInstance *
make_instance (FakeModel *fake, const IlRoutine *routine, IlValue *arguments, guint n)
{
  IlInstance *instance = g_new0 (IlInstance, 1);

  instance->run = fake->model.run;
  instance->model = &fake->model;
  instance->routine = routine;
  instance->arguments = g_memdup2 (arguments, n * sizeof (IlValue));
  instance->n_arguments = n;
  instance->name = g_strdup (il_routine_name (routine));
  instance->steps_left = fake->steps;
  g_ptr_array_add (fake->instances, instance);
  return instance;
}

static void
free_instance (gpointer data)
{
  IlInstance *instance = data;

  for (guint i = 0; i < instance->n_arguments; i++)
    il_value_clear (&instance->arguments[i]);
  g_free (instance->arguments);
  il_value_clear (&instance->result);
  g_clear_pointer (&instance->error, il_run_error_unref);
  il_generators_free (instance);
  g_free (instance->name);
  g_free (instance);
}

static IlStep
spawn_step (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned)
{
  IlInstance *instance = make_instance (self->run->fake, routine, arguments, n);
  IlStep logged = step (self, "spawn %s", instance->name);

  if (logged != IL_STEP_OK)
    return logged;
  instance->end = il_interpret (instance);
  instance->ended = TRUE;
  *spawned = instance;
  return instance->end == IL_STEP_STOPPED ? IL_STEP_STOPPED : IL_STEP_OK;
}

static IlStep
await_step (IlInstance *self, IlInstance *other)
{
  IlStep logged = step (self, "await %s", other->name);

  if (logged == IL_STEP_OK && other->end == IL_STEP_ERROR) {
    g_clear_pointer (&self->error, il_run_error_unref);
    self->error = il_run_error_ref (other->error);
  }
  return logged == IL_STEP_OK ? other->end : logged;
}

static IlStep
cpu_step (IlInstance *self, gint64 duration)
{
  return timed_step (self, "cpu", duration);
}

static IlStep
sleep_step (IlInstance *self, gint64 duration)
{
  return timed_step (self, "sleep", duration);
}

static IlStep
io_step (IlInstance *self, gint64 duration)
{
  return timed_step (self, "io", duration);
}

static const char *
object_name (IlInstance *self, guint object)
{
  return il_program_object (self->run->fake->program, object)->name;
}

static IlStep
acquire_step (IlInstance *self, guint object)
{
  return step (self, "acquire %s", object_name (self, object));
}

static IlStep
release_step (IlInstance *self, guint object)
{
  return step (self, "release %s", object_name (self, object));
}

static IlStep
put_step (IlInstance *self, guint object, IlValue value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  il_value_append (text, value);
  g_queue_push_tail (&self->run->fake->queue, g_memdup2 (&value, sizeof value));
  return step (self, "put %s %s", object_name (self, object), text->str);
}

static IlStep
get_step (IlInstance *self, guint object, IlValue *value)
{
  IlStep logged = step (self, "get %s", object_name (self, object));
  g_autofree IlValue *first = NULL;

  if (logged != IL_STEP_OK)
    return logged;
  first = g_queue_pop_head (&self->run->fake->queue);
  if (first == NULL) { /* as if it were closed */
    il_instance_fail (self, self->line, 0, "nothing in the queue");
    self->error->kind = IL_ERROR_CLOSED;
    return IL_STEP_ERROR;
  }
  *value = *first;
  return IL_STEP_OK;
}

static IlStep
put_nowait_step (IlInstance *self, guint object, IlValue value)
{
  g_queue_push_tail (&self->run->fake->queue, g_memdup2 (&value, sizeof value));
  return step (self, "put_nowait %s", object_name (self, object));
}

static IlStep
get_nowait_step (IlInstance *self, guint object, IlValue *value)
{
  step (self, "get_nowait %s", object_name (self, object));
  return get_step (self, object, value);
}

static IlStep
close_step (IlInstance *self, guint object)
{
  return step (self, "close %s", object_name (self, object));
}

static IlStep
wait_step (IlInstance *self, guint object)
{
  return step (self, "wait %s", object_name (self, object));
}

static IlStep
set_step (IlInstance *self, guint object)
{
  return step (self, "set %s", object_name (self, object));
}

static IlStep
clear_step (IlInstance *self, guint object)
{
  return step (self, "clear %s", object_name (self, object));
}

static IlStep
notify_step (IlInstance *self, guint object, guint n)
{
  if (n == G_MAXUINT)
    return step (self, "notify all %s", object_name (self, object));
  return n == 1 ? step (self, "notify %s", object_name (self, object))
                : step (self, "notify %u %s", n, object_name (self, object));
}

static IlStep
cancel_step (IlInstance *self, IlInstance *other)
{
  return step (self, "cancel %s", other->name);
}

static IlStep
gather_step (IlInstance *self, IlInstance *const *others, guint n, gboolean errors)
{
  IlStep logged = step (self, errors ? "gather_errors %u" : "gather %u", n);

  for (guint i = 0; logged == IL_STEP_OK && !errors && i < n; i++)
    logged = await_step (self, others[i]);
  return logged;
}

static IlStep
wait_all_step (IlInstance *self, IlInstance *const *others G_GNUC_UNUSED, guint n)
{
  return step (self, "wait_all %u", n);
}

struct _IlModelCompletions {
  IlInstance *const *others;
  guint n_told;
};

static IlStep
completions_begin_step (IlInstance *self, IlInstance *const *others, guint n, IlModelCompletions **completions)
{
  IlStep logged = step (self, "as_completed %u", n);

  if (logged == IL_STEP_OK) {
    *completions = g_new0 (IlModelCompletions, 1);
    (*completions)->others = others;
  }
  return logged;
}

static IlStep
completions_next_step (IlInstance *self, IlModelCompletions *completions, IlInstance **other)
{
  *other = completions->others[completions->n_told++];
  return step (self, "next %u", completions->n_told);
}

static void
completions_end_step (IlInstance *self, IlModelCompletions *completions)
{
  step (self, "end of %u", completions->n_told);
  g_free (completions);
}

static IlStep
ended_step (IlInstance *self, IlInstance *other, gboolean learn, gboolean *ended)
{
  *ended = other->ended;
  return step (self, learn ? "ended, learn" : "ended");
}

static IlStep
count_step (IlInstance *self, guint object, gint64 *count)
{
  *count = 1;
  return step (self, "count %s", object_name (self, object));
}

static IlStep
join_step (IlInstance *self, guint object)
{
  return step (self, "join %s", object_name (self, object));
}

static IlStep
task_done_step (IlInstance *self, guint object)
{
  return step (self, "task_done %s", object_name (self, object));
}

static IlStep
first_step (IlInstance *self, IlInstance *const *others G_GNUC_UNUSED, guint n, guint *first)
{
  *first = n - 1;
  return step (self, "first of %u", n);
}

static IlStep
shield_step (IlInstance *self, IlInstance *other)
{
  IlStep logged = step (self, "shield");

  return logged == IL_STEP_OK ? await_step (self, other) : logged;
}

/* How a block ended, told as it ends. */
static IlStep
end_step (IlInstance *self, const char *what, IlStep body)
{
  static const char *const names[] = { "ok", "error", "cancelled", "stopped" };
  IlStep logged = body;

  if (body == IL_STEP_STOPPED)
    g_string_append_printf (self->run->fake->log, "%u: %s stopped\n", self->line, what);
  else
    logged = step (self, "%s %s", what, names[body]);
  return logged == IL_STEP_OK ? body : logged;
}

static IlStep
timeout_begin_step (IlInstance *self, gint64 duration, IlModelTimeout **timeout)
{
  IlStep logged = timed_step (self, "timeout", duration);

  if (logged == IL_STEP_OK)
    *timeout = g_malloc (1); /* a leak tells of one that was never ended */
  return logged;
}

static IlStep
timeout_end_step (IlInstance *self, IlModelTimeout *timeout, IlStep body)
{
  g_free (timeout);
  return end_step (self, "timeout ends", body);
}

static IlStep
group_begin_step (IlInstance *self, IlModelGroup **group)
{
  IlStep logged = step (self, "group");

  if (logged == IL_STEP_OK)
    *group = g_malloc (1);
  return logged;
}

static IlStep
group_spawn_step (IlInstance *self, IlModelGroup *group G_GNUC_UNUSED, const IlRoutine *routine, IlValue *arguments,
                  guint n, IlInstance **spawned)
{
  step (self, "in the group");
  return spawn_step (self, routine, arguments, n, spawned);
}

static IlStep
group_end_step (IlInstance *self, IlModelGroup *group, IlStep body)
{
  g_free (group);
  return end_step (self, "group ends", body);
}

static IlStep
offload_step (IlInstance *self, const char *word, const IlRoutine *routine, IlValue *arguments, guint n,
              IlValue *result)
{
  IlStep logged = step (self, "%s", word);
  IlInstance *spawned = NULL;

  if (logged == IL_STEP_OK && (logged = spawn_step (self, routine, arguments, n, &spawned)) == IL_STEP_OK
      && (logged = await_step (self, spawned)) == IL_STEP_OK)
    *result = il_value_ref (spawned->result);
  return logged;
}

static IlStep
thread_step (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return offload_step (self, "thread", routine, arguments, n, result);
}

static IlStep
process_step (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result)
{
  return offload_step (self, "process", routine, arguments, n, result);
}

static IlStep
io_device_step (IlInstance *self, guint object, gint64 duration)
{
  step (self, "device %s", object_name (self, object));
  return io_step (self, duration);
}

static IlStep
read_step (IlInstance *self, guint object, IlValue *value)
{
  IlStep logged = step (self, "read %s", object_name (self, object));

  if (logged == IL_STEP_OK)
    *value = il_value_ref (g_array_index (self->run->fake->shared, IlValue, object));
  return logged;
}

static IlStep
write_step (IlInstance *self, guint object, IlValue value)
{
  IlValue *shared = &g_array_index (self->run->fake->shared, IlValue, object);
  g_autoptr (GString) text = g_string_new (NULL);

  il_value_append (text, value);
  il_value_clear (shared);
  *shared = value;
  return step (self, "write %s %s", object_name (self, object), text->str);
}

static void
op_step (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value G_GNUC_UNUSED)
{
  step (self, "op %d on %u", (int) op, traced);
}

static void
print_step (IlInstance *self, const char *text)
{
  step (self, "print %s", text);
}

static gint64
now_step (IlInstance *self)
{
  return self->run->fake->now;
}

static const IlModelSteps steps = {
  .spawn = spawn_step,
  .await = await_step,
  .cpu = cpu_step,
  .sleep = sleep_step,
  .io = io_step,
  .acquire = acquire_step,
  .release = release_step,
  .put = put_step,
  .get = get_step,
  .put_nowait = put_nowait_step,
  .get_nowait = get_nowait_step,
  .close = close_step,
  .wait = wait_step,
  .set = set_step,
  .clear = clear_step,
  .notify = notify_step,
  .cancel = cancel_step,
  .gather = gather_step,
  .wait_all = wait_all_step,
  .completions_begin = completions_begin_step,
  .completions_next = completions_next_step,
  .completions_end = completions_end_step,
  .ended = ended_step,
  .count = count_step,
  .join = join_step,
  .task_done = task_done_step,
  .first = first_step,
  .shield = shield_step,
  .timeout_begin = timeout_begin_step,
  .timeout_end = timeout_end_step,
  .group_begin = group_begin_step,
  .group_spawn = group_spawn_step,
  .group_end = group_end_step,
  .thread = thread_step,
  .process = process_step,
  .io_device = io_device_step,
  .read = read_step,
  .write = write_step,
  .op = op_step,
  .print = print_step,
  .now = now_step,
};

void
fake_model_init (FakeModel *fake, const IlProgram *program)
{
  *fake =
      (FakeModel) { .program = program, .steps = 1000, .grants = 1000, .max_depth = 1000, .max_memory = G_MAXUINT64 };
  fake->log = g_string_new (NULL);
  g_queue_init (&fake->queue);
  fake->shared = g_array_new (FALSE, TRUE, sizeof (IlValue));
  fake->instances = g_ptr_array_new_with_free_func (free_instance);
  fake->model.steps = &steps;
  fake->model.run = g_new0 (IlRun, 1);
  fake->model.run->host = (IlHost) { .more_steps = more_steps,
                                     .add_generator = add_generator,
                                     .begin_generator = begin_generator,
                                     .end_generator = end_generator };
  fake->model.run->fake = fake;
}

static void
free_queued (gpointer data)
{
  il_value_clear (data);
  g_free (data);
}

void
fake_model_clear (FakeModel *fake)
{
  g_queue_clear_full (&fake->queue, free_queued);
  for (guint i = 0; i < fake->shared->len; i++)
    il_value_clear (&g_array_index (fake->shared, IlValue, i));
  g_array_unref (fake->shared);
  g_ptr_array_unref (fake->instances);
  g_free (fake->model.run);
  g_string_free (fake->log, TRUE);
}

static void
run_starts (FakeModel *fake)
{
  g_array_set_size (fake->shared, il_program_n_objects (fake->program));
  for (guint i = 0; i < fake->shared->len; i++) {
    IlRunError *error = NULL;

    if (il_program_object (fake->program, i)->kind == IL_OBJECT_SHARED
        && !il_interpret_shared (fake->program, i, &g_array_index (fake->shared, IlValue, i), &error)) {
      g_string_append_printf (fake->log, "! %u:%u %s: %s\n", error->line, error->column, error->task, error->message);
      il_run_error_unref (error);
      return;
    }
  }
  for (guint i = 0; i < il_program_n_starts (fake->program); i++) {
    const IlStart *start = il_program_start (fake->program, i);
    g_autofree IlValue *arguments = g_new0 (IlValue, start->n_arguments + 1);
    IlRunError *error = NULL;

    if (!il_interpret_start (fake->program, start, arguments, &error)) {
      g_string_append_printf (fake->log, "! %u:%u %s: %s\n", error->line, error->column, error->task, error->message);
      il_run_error_unref (error);
      return;
    }

    IlInstance *instance = make_instance (fake, start->routine, arguments, start->n_arguments);
    instance->end = il_interpret (instance);
    instance->ended = TRUE;
    if (instance->end == IL_STEP_ERROR)
      g_string_append_printf (fake->log, "! %u:%u %s: %s\n", instance->error->line, instance->error->column,
                              instance->error->task, instance->error->message);
    else if (instance->end == IL_STEP_OK && instance->result.type != IL_TYPE_NONE) {
      g_string_append (fake->log, "= ");
      il_value_append (fake->log, instance->result);
      g_string_append_c (fake->log, '\n');
    } else if (instance->end == IL_STEP_CANCELLED)
      g_string_append (fake->log, "cancelled\n");
    else if (instance->end == IL_STEP_STOPPED)
      g_string_append (fake->log, "stopped\n");
    g_assert_cmpuint (instance->depth, ==, 0);
  }
}

static void *
run_in_coroutine (void *fake)
{
  run_starts (fake);
  return NULL;
}

void
fake_model_run (FakeModel *fake)
{
  IlEngineError error;

  fake->model.run->host.max_memory = fake->max_memory;
  fake->model.run->host.max_depth = fake->max_depth;
  if (fake->stack_size == 0) {
    run_starts (fake);
    return;
  }

  IlCoro *coro = il_coro_new (run_in_coroutine, fake, fake->stack_size, &error);
  g_assert_nonnull (coro);
  il_coro_resume (coro, NULL);
  g_assert_true (il_coro_ended (coro));
  il_coro_free (coro);
}
