/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "engine/coro/generator.h"
#include "engine/loop/loop.h"

/* Generators in tasks: their bodies wait as the task itself. */

static GString *said;
static IlLoop *loop;

static void
ticks (IlGenerator *self, void *data)
{
  for (intptr_t i = 0; i < 3; i++) {
    IlWake wake = i == 1 ? il_loop_sleep (loop, 0) : il_loop_sleep (loop, (intptr_t) data);

    if (wake != IL_WAKE_OK) {
      g_string_append_printf (said, "inner wake %d; ", wake);
      return;
    }
    if (!il_generator_yield (self, (void *) i, NULL)) {
      g_string_append (said, "inner closed; ");
      return;
    }
  }
}

static void
outer_ticks (IlGenerator *self, void *inner)
{
  void *value;

  while (il_generator_next (inner, &value))
    if (!il_generator_yield (self, value, NULL))
      break;
  g_string_append (said, "outer end; ");
  il_generator_free (inner);
}

static IlTaskEnd
task_main (IlTask *self, void *data)
{
  IlEngineError error;
  IlGenerator *inner = il_generator_new (ticks, data, 0, &error);
  IlGenerator *outer = il_generator_new (outer_ticks, inner, 0, &error);
  void *value;

  while (il_generator_next (outer, &value))
    g_string_append_printf (said, "%d %u %d; ", (int) il_loop_now (loop), il_task_id (self), GPOINTER_TO_INT (value));
  il_generator_free (outer);
  return (IlTaskEnd) { .how = IL_HOW_RETURN };
}

static IlTask *
spawn (IlTaskFunction function, void *data)
{
  IlEngineError error;
  IlTask *task = il_loop_spawn (loop, function, data, 0, &error);

  g_assert_nonnull (task);
  return task;
}

static void
begin (void)
{
  IlEngineError error;

  said = g_string_new ("");
  loop = il_loop_new (&(IlLoopOptions) { .virtual_clock = true }, &error);
  g_assert_nonnull (loop);
}

static void
end (const char *expected)
{
  il_loop_free (loop);
  g_assert_cmpstr (said->str, ==, expected);
  g_string_free (said, TRUE);
}

/* Two tasks whose waits, two generators deep, interleave: of 3 ns in 1, of 2 ns in 2. */
static void
test_interleave (void)
{
  begin ();
  il_task_unref (spawn (task_main, (void *) 3));
  il_task_unref (spawn (task_main, (void *) 2));
  g_assert_cmpint (il_loop_run (loop), ==, IL_LOOP_FINISHED);
  end ("2 2 0; 2 2 1; 3 1 0; 3 1 1; 4 2 2; outer end; 6 1 2; outer end; ");
}

static IlTaskEnd
cancel_main (IlTask *self, void *task)
{
  il_loop_sleep (loop, 4);
  g_assert_true (il_task_cancel (task));
  return (IlTaskEnd) { .how = IL_HOW_RETURN };
}

static void
test_cancel (void)
{
  begin ();
  IlTask *task = spawn (task_main, (void *) 3);
  il_task_unref (spawn (cancel_main, task));
  g_assert_cmpint (il_loop_run (loop), ==, IL_LOOP_FINISHED);
  il_task_unref (task);
  end ("3 1 0; 3 1 1; inner wake 1; outer end; ");
}

static IlTaskEnd
stop_main (IlTask *self, void *data)
{
  il_loop_sleep (loop, 4);
  il_loop_stop (loop);
  return (IlTaskEnd) { .how = IL_HOW_RETURN };
}

/* What is left when the loop is freed is unwound from inside out. */
static void
test_stop (void)
{
  begin ();
  il_task_unref (spawn (task_main, (void *) 3));
  il_task_unref (spawn (stop_main, NULL));
  g_assert_cmpint (il_loop_run (loop), ==, IL_LOOP_STOPPED);
  g_string_append (said, "stopped; ");
  end ("3 1 0; 3 1 1; stopped; inner wake 2; outer end; ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generators/interleave", test_interleave);
  g_test_add_func ("/generators/cancel", test_cancel);
  g_test_add_func ("/generators/stop", test_stop);
  return g_test_run ();
}
