/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/language/interpret/fake-steps.h"

#include "engine/text/duration.h"

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

static IlStep
spawn_step (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned)
{
  IlInstance *instance = fake_model_add_instance (self->run->fake, routine, arguments, n);
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

const IlModelSteps fake_steps = {
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
