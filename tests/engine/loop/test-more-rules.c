/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/engine/loop/script.h"

/* Cancels, timeouts, groups and the objects beyond semaphore, mutex and queue: the events of small programs. That
 * the rules are asyncio's is for test-asyncio.py to say; here, that the trace tells of it. */

typedef struct {
  const char *path;
  const char *script;
  const char *events; /* after the spawns of the start */
  IlLoopOutcome outcome;
} Rule;

static const Rule rules[] = {
  /* A cancel goes through who awaits to who is awaited, and comes back with its end. */
  { "/more-rules/cancel-reaches-what-is-awaited",
    "task a: sleep 9\ntask b: await 1\ntask c: cancel 2\nstart a\nstart b\nstart c\n",
    "0 resume 1\n0 suspend 1 sleep\n"
    "0 resume 2\n0 suspend 2 await 1\n"
    "0 resume 3\n0 cancel 2 by 3\n0 cancel 1 by 3\n0 ready 1 by 3\n0 exit 3 return\n"
    "0 resume 1\n0 exit 1 cancelled\n0 ready 2 by 1\n"
    "0 resume 2\n0 exit 2 cancelled\n" },

  /* 1 cancels itself, but has nothing left to wait for: it ends cancelled all the same. 3 never runs. */
  { "/more-rules/cancel-oneself-and-who-never-began",
    "task a: cpu 1\ntask b: cancel 1; cancel 3\nstart b\nstart a\nstart a\n",
    "0 resume 1\n0 cancel 1 by 1\n0 cancel 3 by 1\n0 exit 1 cancelled\n"
    "0 resume 2\n1 exit 2 return\n"
    "1 resume 3\n1 exit 3 cancelled\n" },

  { "/more-rules/cancel-oneself-at-the-next-wait", "task a: cancel 1; cpu 2; sleep 5\nstart a\n",
    "0 resume 1\n0 cancel 1 by 1\n2 suspend 1 sleep\n2 ready 1 by 1\n2 resume 1\n2 exit 1 cancelled\n" },

  /* The cleanup waits, and the task goes on. */
  { "/more-rules/cancel-and-wait-again", "task a: guard { sleep 9 }; sleep 2\ntask b: cancel 1\nstart a\nstart b\n",
    "0 resume 1\n0 suspend 1 sleep\n"
    "0 resume 2\n0 cancel 1 by 2\n0 ready 1 by 2\n0 exit 2 return\n"
    "0 resume 1\n0 suspend 1 sleep\n"
    "2 ready 1 by timer\n2 resume 1\n2 exit 1 return\n" },

  /* 1 is handed the permit, then cancelled: it hands it on to 2. */
  { "/more-rules/cancelled-semaphore-waiter-hands-on",
    "semaphore s 0\ntask a: acquire s\ntask b: release s; cancel 1\nstart a\nstart a\nstart b\n",
    "0 resume 1\n0 suspend 1 semaphore 1\n"
    "0 resume 2\n0 suspend 2 semaphore 1\n"
    "0 resume 3\n0 op 3 release 1\n0 ready 1 by 3\n0 cancel 1 by 3\n0 exit 3 return\n"
    "0 resume 1\n0 ready 2 by 1\n0 exit 1 cancelled\n"
    "0 resume 2\n0 op 2 acquire 1\n0 exit 2 return\n" },

  /* Both are due at 2; the timeout was set first, so the sleep is cancelled. */
  { "/more-rules/timeout-before-a-sleep-of-the-same-deadline",
    "task a: try { timeout 2 { sleep 2 } } catch { cpu 1 }\nstart a\n",
    "0 resume 1\n0 suspend 1 sleep\n"
    "2 cancel 1 by timer\n2 ready 1 by timer\n"
    "2 resume 1\n3 exit 1 return\n" },

  /* It fires in the next iteration, as 1 has given way: 1 is ready already, and gets it there. */
  { "/more-rules/timeout-of-nothing", "task a: timeout 0 { sleep 0; sleep 1 }\nstart a\n",
    "0 resume 1\n0 suspend 1 sleep\n0 ready 1 by 1\n0 cancel 1 by timer\n0 resume 1\n0 exit 1 error\n" },

  { "/more-rules/timeout-in-time", "task a: timeout 5 { sleep 2 }; sleep 9\nstart a\n",
    "0 resume 1\n0 suspend 1 sleep\n2 ready 1 by timer\n2 resume 1\n2 suspend 1 sleep\n"
    "11 ready 1 by timer\n11 resume 1\n11 exit 1 return\n" },

  /* The failure of 3 cancels 2, then the parent in its sleep; the parent waits for 2 to end. */
  { "/more-rules/group-fails",
    "task a: group { group-spawn b; group-spawn c; sleep 9 }\ntask b: sleep 9\ntask c: fail\nstart a\n",
    "0 resume 1\n0 spawn 2 by 1\n0 ready 2 by 1\n0 spawn 3 by 1\n0 ready 3 by 1\n0 suspend 1 sleep\n"
    "0 resume 2\n0 suspend 2 sleep\n"
    "0 resume 3\n0 exit 3 error\n"
    "0 cancel 2 by 3\n0 ready 2 by 3\n0 cancel 1 by 3\n0 ready 1 by 3\n"
    "0 resume 2\n0 exit 2 cancelled\n"
    "0 resume 1\n0 suspend 1 group\n0 ready 1 by 2\n0 resume 1\n0 exit 1 error\n" },

  { "/more-rules/group-waits", "task a: group { group-spawn b; group-spawn b }; cpu 1\ntask b: sleep 3\nstart a\n",
    "0 resume 1\n0 spawn 2 by 1\n0 ready 2 by 1\n0 spawn 3 by 1\n0 ready 3 by 1\n0 suspend 1 group\n"
    "0 resume 2\n0 suspend 2 sleep\n0 resume 3\n0 suspend 3 sleep\n"
    "3 ready 2 by timer\n3 ready 3 by timer\n"
    "3 resume 2\n3 exit 2 return\n3 resume 3\n3 exit 3 return\n"
    "3 ready 1 by 3\n3 resume 1\n4 exit 1 return\n" },

  /* The ends of 2 and 3 make calls in the next iteration, which wakes 1 for the one after: 4 comes before. */
  { "/more-rules/gather-takes-an-iteration-more",
    "task a: spawn b; spawn b; gather 3 4\ntask b: cpu 1\ntask c: sleep 0; sleep 0; sleep 0\nstart a\nstart c\n",
    "0 resume 1\n0 spawn 3 by 1\n0 ready 3 by 1\n0 spawn 4 by 1\n0 ready 4 by 1\n0 suspend 1 gather\n"
    "0 resume 2\n0 suspend 2 sleep\n0 ready 2 by 2\n"
    "0 resume 3\n1 exit 3 return\n1 resume 4\n2 exit 4 return\n"
    "2 resume 2\n2 suspend 2 sleep\n2 ready 2 by 2\n"
    "2 ready 1 by 4\n"
    "2 resume 2\n2 suspend 2 sleep\n2 ready 2 by 2\n"
    "2 resume 1\n2 exit 1 return\n"
    "2 resume 2\n2 exit 2 return\n" },

  { "/more-rules/cancel-reaches-gathered",
    "task a: spawn b; spawn b; gather 3 4\ntask b: sleep 9\ntask c: sleep 2; cancel 1\nstart a\nstart c\n",
    "0 resume 1\n0 spawn 3 by 1\n0 ready 3 by 1\n0 spawn 4 by 1\n0 ready 4 by 1\n0 suspend 1 gather\n"
    "0 resume 2\n0 suspend 2 sleep\n0 resume 3\n0 suspend 3 sleep\n0 resume 4\n0 suspend 4 sleep\n"
    "2 ready 2 by timer\n2 resume 2\n"
    "2 cancel 1 by 2\n2 cancel 3 by 2\n2 ready 3 by 2\n2 cancel 4 by 2\n2 ready 4 by 2\n2 exit 2 return\n"
    "2 resume 3\n2 exit 3 cancelled\n2 resume 4\n2 exit 4 cancelled\n"
    "2 ready 1 by 3\n2 resume 1\n2 exit 1 cancelled\n" },

  /* The cancel of 1 does not reach 3; the first of the two to end, 3, goes on to wake 1 at 5. */
  { "/more-rules/shield-and-first",
    "task a: spawn b; spawn c; guard { shield 3 }; first 4 3\ntask b: sleep 5\ntask c: sleep 9\n"
    "task d: cancel 1\nstart a\nstart d\n",
    "0 resume 1\n0 spawn 3 by 1\n0 ready 3 by 1\n0 spawn 4 by 1\n0 ready 4 by 1\n0 suspend 1 await 3\n"
    "0 resume 2\n0 cancel 1 by 2\n0 ready 1 by 2\n0 exit 2 return\n"
    "0 resume 3\n0 suspend 3 sleep\n0 resume 4\n0 suspend 4 sleep\n"
    "0 resume 1\n0 suspend 1 first\n"
    "5 ready 3 by timer\n5 resume 3\n5 exit 3 return\n"
    "5 ready 1 by 3\n5 resume 1\n5 exit 1 return\n"
    "9 ready 4 by timer\n9 resume 4\n9 exit 4 return\n" },

  /* They had waited for the event to be set, and go on although it is clear again. */
  { "/more-rules/event", "event e\ntask a: wait e; wait e\ntask b: set e; clear e\nstart a\nstart a\nstart b\n",
    "0 resume 1\n0 suspend 1 event 1\n0 resume 2\n0 suspend 2 event 1\n"
    "0 resume 3\n0 op 3 set 1\n0 ready 1 by 3\n0 ready 2 by 3\n0 op 3 clear 1\n0 exit 3 return\n"
    "0 resume 1\n0 suspend 1 event 1\n0 resume 2\n0 suspend 2 event 1\n",
    IL_LOOP_DEADLOCK },

  /* Both are notified; 1 takes the lock and keeps it for 1 ns, for which 2 waits. */
  { "/more-rules/condition",
    "condition c\ntask a: with c { wait c; sleep 1 }\ntask b: with c { notify c 0 }\nstart a\nstart a\nstart b\n",
    "0 resume 1\n0 op 1 acquire 1\n0 op 1 release 1\n0 suspend 1 condition 1\n"
    "0 resume 2\n0 op 2 acquire 1\n0 op 2 release 1\n0 suspend 2 condition 1\n"
    "0 resume 3\n0 op 3 acquire 1\n0 op 3 notify 1 value 2\n0 ready 1 by 3\n0 ready 2 by 3\n0 op 3 release 1\n0 exit 3 return\n"
    "0 resume 1\n0 op 1 acquire 1\n0 suspend 1 sleep\n"
    "0 resume 2\n0 suspend 2 mutex 1\n"
    "1 ready 1 by timer\n1 resume 1\n1 op 1 release 1\n1 ready 2 by 1\n1 exit 1 return\n"
    "1 resume 2\n1 op 2 acquire 1\n1 suspend 2 sleep\n"
    "2 ready 2 by timer\n2 resume 2\n2 op 2 release 1\n2 exit 2 return\n" },

  { "/more-rules/barrier", "barrier b 2\ntask a: wait b\nstart a\nstart a\n",
    "0 resume 1\n0 suspend 1 barrier 1\n"
    "0 resume 2\n0 ready 1 by 2\n0 exit 2 return\n"
    "0 resume 1\n0 exit 1 return\n" },

  /* One at a time: the second waits in line until 3, and is served until 6. */
  { "/more-rules/device", "device d 1\ntask a: use d 3\nstart a\nstart a\n",
    "0 resume 1\n0 op 1 acquire 1\n0 suspend 1 io 1\n"
    "0 resume 2\n0 suspend 2 io 1\n"
    "3 ready 1 by io\n3 resume 1\n3 op 1 release 1\n3 ready 2 by 1\n3 exit 1 return\n"
    "3 resume 2\n3 op 2 acquire 1\n3 suspend 2 io 1\n"
    "6 ready 2 by io\n6 resume 2\n6 op 2 release 1\n6 exit 2 return\n" },

  /* What is in it can still be got; then getting fails, also for who waits. */
  { "/more-rules/queue-close", "queue q\ntask a: get q; get q\ntask b: put q 7; close q\nstart a\nstart a\nstart b\n",
    "0 resume 1\n0 suspend 1 queue-get 1\n0 resume 2\n0 suspend 2 queue-get 1\n"
    "0 resume 3\n0 op 3 put 1 value 7\n0 ready 1 by 3\n0 op 3 close 1\n0 ready 2 by 3\n0 exit 3 return\n"
    "0 resume 1\n0 op 1 get 1 value 7\n0 exit 1 error\n"
    "0 resume 2\n0 exit 2 error\n" },

  /* The loop waits for tasks that do not exist yet. */
  { "/more-rules/start-at", "task a: cpu 1\nstart a 5\nstart a 3\n",
    "3 spawn 1 by timer\n3 ready 1 by timer\n3 resume 1\n4 exit 1 return\n"
    "5 spawn 2 by timer\n5 ready 2 by timer\n5 resume 2\n6 exit 2 return\n" },

  /* Each waits for the other: the cancel of 1 goes to 2 and back to 1, whose wait it ends. */
  { "/more-rules/cancel-in-a-circle",
    "task a: sleep 0; await 2\ntask b: await 1\ntask c: sleep 1; cancel 1\nstart a\nstart b\nstart c\n",
    "0 resume 1\n0 suspend 1 sleep\n0 ready 1 by 1\n0 resume 2\n0 suspend 2 await 1\n0 resume 3\n0 suspend 3 sleep\n"
    "0 resume 1\n0 suspend 1 await 2\n"
    "1 ready 3 by timer\n1 resume 3\n1 cancel 1 by 3\n1 cancel 2 by 3\n1 cancel 1 by 3\n1 ready 1 by 3\n1 exit 3 return\n"
    "1 resume 1\n1 exit 1 cancelled\n1 ready 2 by 1\n1 resume 2\n1 exit 2 cancelled\n" },
};

/* The spawns of the start go without saying. */
static const char *
skip_starts (const char *events)
{
  for (guint task = 1;; task++) {
    g_autofree char *start = g_strdup_printf ("0 spawn %u by 0\n0 ready %u by 0\n", task, task);

    if (!g_str_has_prefix (events, start))
      return events;
    events += strlen (start);
  }
}

static void
test_rule (gconstpointer data)
{
  const Rule *rule = data;
  g_autoptr (ScriptRun) run = script_run (rule->script, TRUE, FALSE);

  g_assert_cmpstr (skip_starts (run->events->str), ==, rule->events);
  g_assert_cmpint (run->outcome, ==, rule->outcome);
}

/* An error of which nobody learns is told at the end; one that is awaited, gathered or a group's is not. */
static void
test_lost (void)
{
  g_autoptr (ScriptRun) run =
      script_run ("task a: spawn b; try { await 2 } catch { cpu 1 }; spawn b; try { gather 3 } catch { cpu 1 }; "
                  "try { group { group-spawn b } } catch { cpu 1 }; spawn b; spawn b; fail\n"
                  "task b: fail\nstart a\n",
                  TRUE, FALSE);

  g_assert_true (g_str_has_suffix (run->steps->str, "lost 1\nlost 5\nlost 6\n"));
  g_assert_null (strstr (run->steps->str, "lost 2"));
}

/* A chain of 20,000 tasks, each awaiting the next, is cancelled from its end, and ends from its other one. */
static void
test_deep_cancel (void)
{
  GString *text = g_string_new ("task end: sleep 5\ntask c: sleep 1; cancel 20000\n");

  for (int i = 1; i < 20000; i++)
    g_string_append_printf (text, "task t%d: await %d\n", i, i);
  g_string_append (text, "start end\n");
  for (int i = 1; i < 20000; i++)
    g_string_append_printf (text, "start t%d\n", i);
  g_string_append (text, "start c\n");

  g_autoptr (ScriptRun) run = script_run (text->str, TRUE, FALSE);
  g_assert_cmpint (run->outcome, ==, IL_LOOP_FINISHED);
  g_assert_cmpint (run->end, ==, 1);
  g_assert_true (g_str_has_suffix (run->events->str, "1 exit 20000 cancelled\n"));
  g_string_free (text, TRUE);
}

/* Deadlines that are given up again and again do not pile up, nor delay the end. */
static void
test_stale_deadlines (void)
{
  GString *text = g_string_new ("task a:");

  for (int i = 0; i < 1000; i++)
    g_string_append (text, " timeout 1000000 { sleep 1 };");
  g_string_append (text, "\nstart a\nstart a\n");
  g_autoptr (ScriptRun) run = script_run (text->str, TRUE, FALSE);
  g_assert_cmpint (run->end, ==, 1000);
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    g_test_add_data_func (rules[i].path, &rules[i], test_rule);
  g_test_add_func ("/more-rules/lost-errors", test_lost);
  g_test_add_func ("/more-rules/deep-cancel", test_deep_cancel);
  g_test_add_func ("/more-rules/stale-deadlines", test_stale_deadlines);
  return g_test_run ();
}
