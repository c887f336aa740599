/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/engine/loop/script.h"

/* The rules of the cooperative model, one by one, as events on the virtual clock. */

typedef struct {
  const char *path;
  const char *script;
  const char *events;
  IlLoopOutcome outcome;
} Rule;

static const Rule rules[] = {
  { "/rules/spawn-appends",
    "task main: spawn a; spawn a; cpu 5\n"
    "task a: cpu 1\n"
    "start main\n",
    "0 spawn 1 by 0\n"
    "0 ready 1 by 0\n"
    "0 resume 1\n"
    "0 spawn 2 by 1\n"
    "0 ready 2 by 1\n"
    "0 spawn 3 by 1\n"
    "0 ready 3 by 1\n"
    "5 exit 1 return\n" /* the parent goes on until it ends */
    "5 resume 2\n"
    "6 exit 2 return\n"
    "6 resume 3\n"
    "7 exit 3 return\n" },

  { "/rules/await-runs-one-iteration-after-the-end",
    "task main: spawn a; spawn b; await 2; await 2; cpu 1\n"
    "task a: cpu 3\n"
    "task b: sleep 0\n"
    "start main\n",
    "0 spawn 1 by 0\n"
    "0 ready 1 by 0\n"
    "0 resume 1\n"
    "0 spawn 2 by 1\n"
    "0 ready 2 by 1\n"
    "0 spawn 3 by 1\n"
    "0 ready 3 by 1\n"
    "0 suspend 1 await 2\n"
    "0 resume 2\n"
    "3 exit 2 return\n"
    "3 ready 1 by 2\n" /* behind task 3 */
    "3 resume 3\n"
    "3 suspend 3 sleep\n"
    "3 ready 3 by 3\n"
    "3 resume 1\n" /* the second await does not switch */
    "4 exit 1 return\n"
    "4 resume 3\n"
    "4 exit 3 return\n" },

  { "/rules/awaiters-in-order",
    "task a: sleep 2\n"
    "task b: await 1\n"
    "start a\nstart b\nstart b\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n0 spawn 3 by 0\n0 ready 3 by 0\n"
    "0 resume 1\n"
    "0 suspend 1 sleep\n"
    "0 resume 2\n"
    "0 suspend 2 await 1\n"
    "0 resume 3\n"
    "0 suspend 3 await 1\n"
    "2 ready 1 by timer\n"
    "2 resume 1\n"
    "2 exit 1 return\n"
    "2 ready 2 by 1\n"
    "2 ready 3 by 1\n"
    "2 resume 2\n"
    "2 exit 2 return\n"
    "2 resume 3\n"
    "2 exit 3 return\n" },

  /* While 1 computes until 4, the timers of 2 (due at 3) and 3 (due at 1) pass. Nothing else is ready, so
   * an iteration completes both by deadline, and the next one runs them. */
  { "/rules/timers-by-deadline",
    "task a: sleep 0; cpu 4\n"
    "task b: sleep 3\n"
    "task c: sleep 1\n"
    "start a\nstart b\nstart c\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n0 spawn 3 by 0\n0 ready 3 by 0\n"
    "0 resume 1\n"
    "0 suspend 1 sleep\n"
    "0 ready 1 by 1\n"
    "0 resume 2\n"
    "0 suspend 2 sleep\n"
    "0 resume 3\n"
    "0 suspend 3 sleep\n"
    "0 resume 1\n"
    "4 exit 1 return\n"
    "4 ready 3 by timer\n"
    "4 ready 2 by timer\n"
    "4 resume 3\n"
    "4 exit 3 return\n"
    "4 resume 2\n"
    "4 exit 2 return\n" },

  { "/rules/equal-deadlines-in-order-of-setting",
    "task a: cpu 1; sleep 4\n"
    "task b: cpu 1; sleep 3\n"
    "start a\nstart b\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n"
    "0 resume 1\n"
    "1 suspend 1 sleep\n"
    "1 resume 2\n"
    "2 suspend 2 sleep\n"
    "5 ready 1 by timer\n"
    "5 ready 2 by timer\n"
    "5 resume 1\n"
    "5 exit 1 return\n"
    "5 resume 2\n"
    "5 exit 2 return\n" },

  /* A timer that fell due is completed in one iteration and runs its task in the next; a task that gives
   * way all the time (1) gets its turn in each of them. */
  { "/rules/sleep-takes-two-iterations",
    "task a: sleep 0; cpu 2; sleep 0; sleep 0\n"
    "task b: sleep 1\n"
    "start a\nstart b\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n"
    "0 resume 1\n"
    "0 suspend 1 sleep\n"
    "0 ready 1 by 1\n"
    "0 resume 2\n"
    "0 suspend 2 sleep\n"
    "0 resume 1\n" /* iteration 2 */
    "2 suspend 1 sleep\n"
    "2 ready 1 by 1\n"
    "2 resume 1\n" /* iteration 3: 1 stood before the timer */
    "2 suspend 1 sleep\n"
    "2 ready 1 by 1\n"
    "2 ready 2 by timer\n"
    "2 resume 1\n" /* iteration 4 */
    "2 exit 1 return\n"
    "2 resume 2\n"
    "2 exit 2 return\n" },

  { "/rules/io-before-timers",
    "task a: sleep 3\n"
    "task b: io 3\n"
    "start a\nstart b\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n"
    "0 resume 1\n"
    "0 suspend 1 sleep\n"
    "0 resume 2\n"
    "0 suspend 2 io\n"
    "3 ready 2 by io\n"
    "3 ready 1 by timer\n"
    "3 resume 2\n"
    "3 exit 2 return\n"
    "3 resume 1\n"
    "3 exit 1 return\n" },

  /* 1 hands its permit to 2, and wants it again before 2 has run: it queues behind. */
  { "/rules/semaphore-hands-over",
    "semaphore s 1\n"
    "task a: acquire s; sleep 0; release s; acquire s; release s\n"
    "task b: acquire s; release s\n"
    "start a\nstart b\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n"
    "0 resume 1\n"
    "0 op 1 acquire 1\n"
    "0 suspend 1 sleep\n"
    "0 ready 1 by 1\n"
    "0 resume 2\n"
    "0 suspend 2 semaphore 1\n"
    "0 resume 1\n"
    "0 op 1 release 1\n"
    "0 ready 2 by 1\n"
    "0 suspend 1 semaphore 1\n"
    "0 resume 2\n"
    "0 op 2 acquire 1\n"
    "0 op 2 release 1\n"
    "0 ready 1 by 2\n"
    "0 exit 2 return\n"
    "0 resume 1\n"
    "0 op 1 acquire 1\n"
    "0 op 1 release 1\n"
    "0 exit 1 return\n" },

  /* A woken waiter that has not run yet still counts: 1 gives two permits back, one goes to 2, one stays
   * free, but 1 has to wait behind 2, which passes the free one on. */
  { "/rules/semaphore-woken-waiters-count",
    "semaphore s 0\n"
    "task a: sleep 0; release s; release s; acquire s\n"
    "task b: acquire s\n"
    "start a\nstart b\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n"
    "0 resume 1\n"
    "0 suspend 1 sleep\n"
    "0 ready 1 by 1\n"
    "0 resume 2\n"
    "0 suspend 2 semaphore 1\n"
    "0 resume 1\n"
    "0 op 1 release 1\n"
    "0 ready 2 by 1\n"
    "0 op 1 release 1\n"
    "0 suspend 1 semaphore 1\n"
    "0 resume 2\n"
    "0 op 2 acquire 1\n"
    "0 ready 1 by 2\n"
    "0 exit 2 return\n"
    "0 resume 1\n"
    "0 op 1 acquire 1\n"
    "0 exit 1 return\n" },

  { "/rules/mutex-no-barging",
    "mutex m\n"
    "task a: acquire m; sleep 0; release m; acquire m\n"
    "task b: acquire m; cpu 1; release m; release m\n"
    "start a\nstart b\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n"
    "0 resume 1\n"
    "0 op 1 acquire 1\n"
    "0 suspend 1 sleep\n"
    "0 ready 1 by 1\n"
    "0 resume 2\n"
    "0 suspend 2 mutex 1\n"
    "0 resume 1\n"
    "0 op 1 release 1\n"
    "0 ready 2 by 1\n"
    "0 suspend 1 mutex 1\n"
    "0 resume 2\n"
    "0 op 2 acquire 1\n"
    "1 op 2 release 1\n"
    "1 ready 1 by 2\n"
    "1 exit 2 error\n" /* it released what nobody holds */
    "1 resume 1\n"
    "1 op 1 acquire 1\n"
    "1 exit 1 return\n" },

  /* The put wakes getter 1, but 2 takes the item first; 1 waits again. */
  { "/rules/queue-reserves-nothing",
    "queue q\n"
    "task a: get q\n"
    "task b: sleep 0; put q 7; get q\n"
    "task c: sleep 5; put q 8\n"
    "start a\nstart b\nstart c\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n0 spawn 3 by 0\n0 ready 3 by 0\n"
    "0 resume 1\n"
    "0 suspend 1 queue-get 1\n"
    "0 resume 2\n"
    "0 suspend 2 sleep\n"
    "0 ready 2 by 2\n"
    "0 resume 3\n"
    "0 suspend 3 sleep\n"
    "0 resume 2\n"
    "0 op 2 put 1 value 7\n"
    "0 ready 1 by 2\n"
    "0 op 2 get 1 value 7\n"
    "0 exit 2 return\n"
    "0 resume 1\n"
    "0 suspend 1 queue-get 1\n"
    "5 ready 3 by timer\n"
    "5 resume 3\n"
    "5 op 3 put 1 value 8\n"
    "5 ready 1 by 3\n"
    "5 exit 3 return\n"
    "5 resume 1\n"
    "5 op 1 get 1 value 8\n"
    "5 exit 1 return\n" },

  { "/rules/queue-bound",
    "queue q 1\n"
    "task a: put q 1; put q 2; put q 3\n"
    "task b: get q; get q; cpu 4; get q\n"
    "start a\nstart b\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n"
    "0 resume 1\n"
    "0 op 1 put 1 value 1\n"
    "0 suspend 1 queue-put 1\n"
    "0 resume 2\n"
    "0 op 2 get 1 value 1\n"
    "0 ready 1 by 2\n"
    "0 suspend 2 queue-get 1\n"
    "0 resume 1\n"
    "0 op 1 put 1 value 2\n"
    "0 ready 2 by 1\n"
    "0 suspend 1 queue-put 1\n"
    "0 resume 2\n"
    "0 op 2 get 1 value 2\n"
    "0 ready 1 by 2\n"
    "4 suspend 2 queue-get 1\n"
    "4 resume 1\n"
    "4 op 1 put 1 value 3\n"
    "4 ready 2 by 1\n"
    "4 exit 1 return\n"
    "4 resume 2\n"
    "4 op 2 get 1 value 3\n"
    "4 exit 2 return\n" },

  { "/rules/alone",
    "task a: sleep 0; io 0\n"
    "start a\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n"
    "0 resume 1\n"
    "0 suspend 1 sleep\n"
    "0 ready 1 by 1\n"
    "0 resume 1\n"
    "0 suspend 1 io\n"
    "0 ready 1 by io\n"
    "0 resume 1\n"
    "0 exit 1 return\n" },

  { "/rules/deadlock",
    "mutex l\nmutex r\n"
    "task a: acquire l; sleep 1; acquire r; release r\n"
    "task b: acquire r; sleep 1; acquire l; release l\n"
    "start a\nstart b\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n"
    "0 resume 1\n"
    "0 op 1 acquire 1\n"
    "0 suspend 1 sleep\n"
    "0 resume 2\n"
    "0 op 2 acquire 2\n"
    "0 suspend 2 sleep\n"
    "1 ready 1 by timer\n"
    "1 ready 2 by timer\n"
    "1 resume 1\n"
    "1 suspend 1 mutex 2\n"
    "1 resume 2\n"
    "1 suspend 2 mutex 1\n",
    IL_LOOP_DEADLOCK },

  /* 1 stops the loop and computes on until its next wait, of which nothing is told; 2 was ready, 3 slept. */
  { "/rules/stop",
    "semaphore s 5\n"
    "task a: sleep 0; stop; acquire s; cpu 5\n"
    "task b: sleep 0\n"
    "task c: sleep 9; release s\n"
    "start a\nstart b\nstart c\n",
    "0 spawn 1 by 0\n0 ready 1 by 0\n0 spawn 2 by 0\n0 ready 2 by 0\n0 spawn 3 by 0\n0 ready 3 by 0\n"
    "0 resume 1\n"
    "0 suspend 1 sleep\n"
    "0 ready 1 by 1\n"
    "0 resume 2\n"
    "0 suspend 2 sleep\n"
    "0 ready 2 by 2\n"
    "0 resume 3\n"
    "0 suspend 3 sleep\n"
    "0 resume 1\n",
    IL_LOOP_STOPPED },
};

static void
test_rule (gconstpointer data)
{
  const Rule *rule = data;
  g_autoptr (ScriptRun) run = script_run (rule->script, TRUE, FALSE);

  g_assert_cmpstr (run->events->str, ==, rule->events);
  g_assert_cmpint (run->outcome, ==, rule->outcome);
}

/* A record carries the line of who acts; a resume, of who is resumed; a timer's, of who slept. */
static void
test_lines (void)
{
  g_autoptr (ScriptRun) run = script_run ("semaphore s 1\n"
                                          "task a: acquire s; cpu 1; sleep 2; release s; cpu 1\n"
                                          "task b: acquire s\n"
                                          "start a\nstart b\n",
                                          TRUE, TRUE);

  g_assert_cmpstr (run->events->str, ==,
                   "0 spawn 1 by 0 line 0\n"
                   "0 ready 1 by 0 line 0\n"
                   "0 spawn 2 by 0 line 0\n"
                   "0 ready 2 by 0 line 0\n"
                   "0 resume 1 line 0\n"
                   "0 op 1 acquire 1 line 1\n"
                   "1 suspend 1 sleep line 3\n"
                   "1 resume 2 line 0\n"
                   "1 suspend 2 semaphore 1 line 1\n"
                   "3 ready 1 by timer line 3\n"
                   "3 resume 1 line 3\n"
                   "3 op 1 release 1 line 4\n"
                   "3 ready 2 by 1 line 4\n"
                   "4 exit 1 return line 5\n"
                   "4 resume 2 line 1\n"
                   "4 op 2 acquire 1 line 1\n"
                   "4 exit 2 return line 1\n");
}

/* What is left is told to clean up, in the order of spawning; a task that never ran runs no code. */
static void
test_leftovers (void)
{
  g_autoptr (ScriptRun) run = script_run ("mutex m\nqueue q\n"
                                          "task a: acquire m; spawn d; sleep 9\n"
                                          "task b: acquire m\n"
                                          "task c: sleep 0; stop; get q\n"
                                          "task d: cpu 1; await 1; sleep 1\n"
                                          "task e: sleep 3; spawn b\n"
                                          "start a\nstart b\nstart c\nstart e\n",
                                          TRUE, FALSE);

  g_assert_cmpint (run->outcome, ==, IL_LOOP_STOPPED);
  g_assert_cmpstr (run->steps->str, ==,
                   "0 1 1\n" /* a has the mutex */
                   "0 1 2\n" /* and spawns d, number 5 */
                   "1 5 1\n" /* d was ready before c gave way */
                   "1 3 1\n"
                   "1 3 2\n"
                   "stopped 1 3\n"
                   "stopped 2 1\n"
                   "stopped 3 3\n"
                   "stopped 4 1\n"
                   "stopped 5 2\n");
}

/* 4,000 tasks, each woken by a queue and a timer. */
static void
test_many (void)
{
  GString *text = g_string_new ("queue q 3\ntask a: sleep 7; put q 1\ntask b: get q; io 2\n");

  for (int i = 0; i < 2000; i++)
    g_string_append (text, "start a\nstart b\n");
  g_autoptr (ScriptRun) run = script_run (text->str, TRUE, FALSE);
  g_assert_cmpint (run->outcome, ==, IL_LOOP_FINISHED);
  g_assert_cmpint (run->end, ==, 9);
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    g_test_add_data_func (rules[i].path, &rules[i], test_rule);
  g_test_add_func ("/rules/lines", test_lines);
  g_test_add_func ("/rules/leftovers", test_leftovers);
  g_test_add_func ("/rules/many", test_many);
  return g_test_run ();
}
