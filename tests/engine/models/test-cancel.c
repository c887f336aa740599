/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

/* Cancelling and timeouts under sync and threads. */

static void
check_both_clocks (const char *text, const char *expected)
{
  check_threads (text, NULL, expected);
  check_run (IL_MODEL_THREADS, IL_CLOCK_WALL, text, NULL, IL_OUTCOME_FINISHED, expected);
}

/* It ends the wait that the task is in. */
static void
test_wakes (void)
{
  check_threads (
      "task t:\n    sleep 10ms\n"
      "task main:\n    h = spawn t()\n    sleep 1ms\n    cancel h\n    cancel h\n    try: await h\n    except Cancelled: print \"yes\"\n",
      "suspend ready cancel exit print",
      "0ms ready main by nobody\n0ms ready t by main\n0ms suspend main sleep\n0ms suspend t sleep\n"
      "1ms ready main by timer\n1ms cancel t by main\n1ms ready t by main\n1ms cancel t by main\n1ms suspend main await t\n"
      "1ms exit t cancelled\n1ms ready main by t\n1ms print main yes\n1ms exit main return\n");
}

static void
test_every_wait (void)
{
  check_both_clocks (
      "event e\nevent over\ncondition c\nbarrier b = 2\nmutex m\nsemaphore s = 0\nqueue q\nqueue full = 1\ndevice d = 1\n"
      "task t(n):\n"
      "    try:\n"
      "        if n == 0: sleep 10s\n"
      "        elif n == 1: io 10s\n"
      "        elif n == 2: io d 10s\n"
      "        elif n == 3: wait e\n"
      "        elif n == 4:\n"
      "            with c: wait c\n"
      "        elif n == 5: wait b\n"
      "        elif n == 6: acquire m\n"
      "        elif n == 7: acquire s\n"
      "        elif n == 8: x = get q\n"
      "        elif n == 9: put full 2\n"
      "        elif n == 10: x = await shield spawn long()\n"
      "        elif n == 11: x = first [spawn long()]\n"
      "        elif n == 12:\n"
      "            group: spawn long()\n"
      "        else: x = gather [spawn long()]\n"
      "        print \"not cancelled: {n}\"\n"
      "    except Cancelled: return n\n"
      "task long:\n    wait over\n"
      "task main:\n"
      "    acquire m\n    put full 1\n    sum = 0\n"
      "    hs = []\n    repeat 14 as i: hs = hs + [spawn t(i)]\n"
      "    sleep 50ms\n"
      "    for h in hs: cancel h\n"
      "    for h in hs: sum = sum + await h\n"
      "    print sum\n    set over\n",
      "91\n");
}

/* A task that has not begun runs no code. */
static void
test_before_it_began (void)
{
  check_threads (
      "task t:\n    print \"never\"\n"
      "task main:\n    h = spawn t()\n    cancel h\n    try: await h\n    except Cancelled: print \"cancelled\"\n",
      "resume cancel print exit",
      "0ms resume main\n0ms cancel t by main\n0ms resume t\n0ms exit t cancelled\n0ms resume main\n0ms print main cancelled\n"
      "0ms exit main return\n");
}

/* Computing goes on; the next step that waits is where it ends. */
static void
test_computes_on (void)
{
  check_run (
      IL_MODEL_THREADS, IL_CLOCK_VIRTUAL,
      "machine:\n    cores 2\n"
      "mutex m\n"
      "task t:\n    cpu 5ms\n    with m: print \"at {now()}\"\n    sleep 1ms\n    print \"never\"\n"
      "task main:\n    h = spawn t()\n    sleep 1ms\n    cancel h\n    try: await h\n    except Cancelled: print \"ended at {now()}\"\n",
      NULL, IL_OUTCOME_FINISHED, "at 5ms\nended at 5ms\n");
}

static void
test_oneself (void)
{
  static const char text[] = "shared me = none\n"
                             "task t:\n    cancel me\n    cpu 1ms\n    print \"on\"\n"
                             "    try: sleep 1ms\n    except Cancelled: print \"cancelled at {now()}\"\n"
                             "    sleep 1ms\n    print \"and on\"\n"
                             "start t() as me\n";

  check_threads (text, NULL, "on\ncancelled at 1ms\nand on\n");
  check_run (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, text, NULL, IL_OUTCOME_FINISHED, "on\ncancelled at 1ms\nand on\n");
}

/* What was handed over is not lost, though the cancel comes in the same moment. */
static void
test_keeps_its_permit (void)
{
  check_threads (
      "semaphore s = 1\n"
      "task t:\n    acquire s\n    print \"has it\"\n    release s\n"
      "    try: sleep 1ms\n    except Cancelled: print \"cancelled at {now()}\"\n"
      "task main:\n    acquire s\n    h = spawn t()\n    sleep 1ms\n    release s\n    cancel h\n    await h\n"
      "    acquire s\n    print \"free\"\n",
      NULL, "has it\ncancelled at 1ms\nfree\n");
}

/* Who leaves its line leaves no trace in the object. */
static void
test_leaves_its_line (void)
{
  check_both_clocks ("queue q\nqueue full = 1\nmutex m\n"
                     "task getter:\n    print \"got {get q}\"\n"
                     "task putter:\n    put full 2\n"
                     "task locker:\n    with m: print \"never\"\n"
                     "task main:\n"
                     "    put full 1\n    acquire m\n"
                     "    hs = [spawn getter(), spawn putter(), spawn locker()]\n"
                     "    sleep 10ms\n"
                     "    for h in hs: cancel h\n"
                     "    for h in hs:\n        try: await h\n        except Cancelled: pass\n"
                     "    put q 7\n    print get q\n    print get full\n"
                     "    try: get_nowait full\n    except Error as e: print e\n"
                     "    release m\n    with m: print \"locked\"\n",
                     "7\n1\nqueue full is empty\nlocked\n");
}

/* It goes through whom the task awaits, and back as each of them ends. */
static void
test_passes_through (void)
{
  check_threads (
      "task c:\n    sleep 10ms\n"
      "task b:\n    h = spawn c()\n    await h\n"
      "task a:\n    h = spawn b()\n    await h\n"
      "task main:\n    h = spawn a()\n    sleep 1ms\n    cancel h\n    try: await h\n    except Cancelled: print \"back\"\n",
      "cancel exit print",
      "1ms cancel a by main\n1ms cancel b by main\n1ms cancel c by main\n"
      "1ms exit c cancelled\n1ms exit b cancelled\n1ms exit a cancelled\n1ms print main back\n1ms exit main return\n");
}

/* One that catches it ends as it likes, and so does who awaits it. */
static void
test_swallowed_on_the_way (void)
{
  check_both_clocks ("task b:\n    try: sleep 1s\n    except Cancelled: return 7\n"
                     "task a:\n    h = spawn b()\n    return await h\n"
                     "task main:\n    h = spawn a()\n    sleep 50ms\n    cancel h\n    print await h\n",
                     "7\n");
}

static void
test_circle (void)
{
  check_both_clocks ("shared x = none\nshared y = none\n"
                     "task a:\n    sleep 5ms\n    await y\n"
                     "task b:\n    sleep 5ms\n    await x\n"
                     "task main:\n    x = spawn a()\n    y = spawn b()\n    sleep 20ms\n    cancel x\n"
                     "    try: await y\n    except Cancelled: print \"b\"\n"
                     "    try: await x\n    except Cancelled: print \"a\"\n",
                     "b\na\n");
}

static void
test_shield (void)
{
  check_both_clocks (
      "event e\ntask b:\n    wait e\n    return 7\n"
      "task a(h):\n    try: await shield h\n    except Cancelled: print \"a is cancelled\"\n"
      "task main:\n    h = spawn b()\n    k = spawn a(h)\n    sleep 50ms\n    cancel k\n    await k\n    set e\n    print await h\n"
      "    print await shield h\n",
      "a is cancelled\n7\n7\n");
}

/* A condition's lock is taken again, in line. */
static void
test_condition (void)
{
  check_threads (
      "condition c\n"
      "task w:\n    try:\n        with c: wait c\n    except Cancelled: print \"cancelled at {now()}\"\n"
      "task main:\n    h = spawn w()\n    sleep 1ms\n    with c:\n        cancel h\n        sleep 2ms\n    await h\n"
      "    with c: print \"free\"\n",
      NULL, "cancelled at 3ms\nfree\n");
}

/* A notified one that is cancelled while it waits for the lock has been notified all the same. */
static void
test_notified_condition (void)
{
  check_threads (
      "condition c\n"
      "task w:\n    with c:\n        wait c\n        print \"notified at {now()}\"\n        sleep 1ms\n"
      "task main:\n    h = spawn w()\n    sleep 1ms\n    with c:\n        notify c\n        sleep 1ms\n        cancel h\n        sleep 1ms\n"
      "    try: await h\n    except Cancelled: print \"cancelled at {now()}\"\n",
      NULL, "notified at 3ms\ncancelled at 3ms\n");
}

static void
test_timeout (void)
{
  static const char text[] =
      "task main:\n    timeout 5ms:\n        sleep 2ms\n        io 20ms\n        print \"never\"\n"
      "    except Timeout as t: print t\n";

  check_threads (text, "suspend ready cancel print",
                 "0ms ready main by nobody\n0ms suspend main sleep\n2ms ready main by timer\n2ms suspend main io\n"
                 "5ms cancel main by timer\n5ms ready main by timer\n5ms print main timed out after 5ms\n");
  check_run (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, text, "suspend ready cancel print", IL_OUTCOME_FINISHED,
             "0ms ready main by nobody\n0ms suspend main sleep\n2ms ready main by timer\n2ms suspend main io\n"
             "5ms cancel main by timer\n5ms ready main by timer\n5ms print main timed out after 5ms\n");
  for (guint model = IL_MODEL_SYNC; model <= IL_MODEL_THREADS; model++)
    check_run ((IlModelKind) model, IL_CLOCK_WALL, text, NULL, IL_OUTCOME_FINISHED, "timed out after 5ms\n");
}

/* On the real clock too, the trace says that it was the timer: as it woke the thread, not before the deadline. */
static void
test_timeout_is_due (void)
{
  IlRunOptions options = run_options (IL_MODEL_THREADS);
  IlCursor cursor = { 0 };
  IlEvent event;
  gint64 woken = 0;
  guint n = 0;

  options.clock = IL_CLOCK_WALL;
  g_autoptr (IlRun) run =
      run_text ("task main:\n    try:\n        timeout 5ms:\n            sleep 1s\n    except Timeout: pass\n",
                &options);
  while (il_recording_next (il_run_recording (run), &cursor, &event)) {
    if (event.kind == IL_EVENT_CANCEL)
      woken = event.time;
    if (event.kind == IL_EVENT_CANCEL || (event.kind == IL_EVENT_READY && event.by == IL_BY_TIMER)) {
      g_assert_cmpint (event.time, ==, woken);
      g_assert_cmpint (event.time, >=, 5000000);
      g_assert_cmpuint (event.by, ==, IL_BY_TIMER);
      n++;
    }
  }
  g_assert_cmpuint (n, ==, 2);
}

/* Computing is not cut: the timeout shows at the next step that waits, or not at all. */
static void
check_simple_clock (const char *text, const char *expected)
{
  check_threads (text, NULL, expected);
  check_run (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL, text, NULL, IL_OUTCOME_FINISHED, expected);
}

static void
test_timeout_and_cpu (void)
{
  check_simple_clock (
      "task main:\n"
      "    try:\n        timeout 5ms:\n            cpu 8ms\n            print \"computed\"\n            sleep 1ms\n            print \"never\"\n"
      "    except Timeout: print \"timed out at {now()}\"\n"
      "    timeout 5ms: cpu 8ms\n"
      "    print \"{now()}\"\n"
      "    sleep 1ms\n    print \"{now()}\"\n",
      "computed\ntimed out at 8ms\n16ms\n17ms\n");
}

static void
test_timeout_of_nothing (void)
{
  check_simple_clock (
      "task main:\n"
      "    try:\n        timeout 0ms:\n            print \"in\"\n            sleep 0\n            print \"never\"\n"
      "    except Timeout as t: print \"{t} at {now()}\"\n",
      "in\ntimed out after 0s at 0s\n");
}

/* Of a timeout and a sleep of the same length, the timeout wins. */
static void
test_timeout_wins (void)
{
  check_simple_clock (
      "task main:\n    try:\n        timeout 5ms: sleep 5ms\n        print \"slept\"\n    except Timeout: print \"timed out\"\n",
      "timed out\n");
}

static void
test_timeouts_nest (void)
{
  check_simple_clock ("task main:\n"
                      "    try:\n"
                      "        timeout 10ms:\n"
                      "            try:\n"
                      "                timeout 3ms: sleep 5ms\n"
                      "            except Timeout: print \"inner at {now()}\"\n"
                      "            timeout 50ms: sleep 20ms\n"
                      "            print \"never\"\n"
                      "    except Timeout as t: print \"{t} at {now()}\"\n"
                      /* both are over: the outer one is told */
                      "    try:\n"
                      "        timeout 3ms:\n"
                      "            try:\n"
                      "                timeout 2ms:\n                    cpu 5ms\n                    sleep 1ms\n"
                      "            except Timeout: print \"never\"\n"
                      "    except Timeout as t: print t\n",
                      "inner at 3ms\ntimed out after 10ms at 10ms\ntimed out after 3ms\n");
}

/* It comes once: what cleans up may wait. */
static void
test_clean_up_after_timeout (void)
{
  check_simple_clock ("task main:\n"
                      "    try:\n"
                      "        timeout 5ms:\n"
                      "            try: sleep 10ms\n"
                      "            finally:\n                io 2ms\n                print \"cleaned up at {now()}\"\n"
                      "    except Timeout: print \"timed out at {now()}\"\n",
                      "cleaned up at 7ms\ntimed out at 7ms\n");
}

/* An error on its way out is told, not the time that was over; a cancel that was swallowed once is past. */
static void
test_timeout_and_others (void)
{
  check_simple_clock ("shared me = none\n"
                      "task main:\n"
                      "    try:\n"
                      "        timeout 1ms:\n            try: sleep 2ms\n            finally: raise \"mine\"\n"
                      "    except Error as e: print e\n"
                      "    cancel me\n    try: sleep 1ms\n    except Cancelled: print \"swallowed\"\n"
                      "    try:\n        timeout 1ms: sleep 2ms\n    except Timeout: print \"as usual\"\n"
                      "start main() as me\n",
                      "mine\nswallowed\nas usual\n");
}

/* The timeout reaches the awaited task, as a cancel does. */
static void
test_timeout_of_await (void)
{
  check_both_clocks (
      "task t:\n    try: sleep 1s\n    except Cancelled: print \"t is cancelled\"\n"
      "task main:\n    h = spawn t()\n"
      "    try:\n        timeout 50ms: await h\n        print \"t caught it\"\n    except Timeout: print \"never\"\n"
      "    k = spawn u()\n"
      "    try:\n        timeout 50ms: await k\n    except Timeout as over: print over\n"
      "task u:\n    sleep 1s\n",
      "t is cancelled\nt caught it\ntimed out after 50ms\n");
}

static void
test_timeout_in_line (void)
{
  check_both_clocks ("mutex m\nqueue q\n"
                     "task main:\n    acquire m\n"
                     "    try:\n        timeout 5ms: acquire m\n    except Timeout as t: print t\n"
                     "    try:\n        timeout 6ms: get q\n    except Timeout as t: print t\n"
                     "    release m\n    put q 1\n    with m: print get q\n",
                     "timed out after 5ms\ntimed out after 6ms\n1\n");
}

/* Synchronously, what nobody else can end ends at the deadline; and a call is part of the block. */
static void
test_sync (void)
{
  check_run (
      IL_MODEL_SYNC, IL_CLOCK_VIRTUAL,
      "mutex m\ncondition c\n"
      "task f:\n    sleep 10ms\n"
      "task main:\n    acquire m\n"
      "    try:\n        timeout 5ms: acquire m\n    except Timeout as t: print \"{t} at {now()}\"\n"
      "    try:\n        timeout 2ms:\n            with c: wait c\n    except Timeout as t: print \"{t} at {now()}\"\n"
      "    with c: pass\n"
      "    try:\n        timeout 1ms: spawn f()\n    except Timeout as t: print \"{t} at {now()}\"\n"
      "    h = spawn f()\n    cancel h\n    print \"{await h} at {now()}\"\n",
      "print", IL_OUTCOME_FINISHED,
      "5ms print main timed out after 5ms at 5ms\n7ms print main timed out after 2ms at 7ms\n8ms print main timed out after 1ms at 8ms\n"
      "18ms print main none at 18ms\n");
  check_run (IL_MODEL_SYNC, IL_CLOCK_VIRTUAL,
             "shared top = none\n"
             "task f:\n    cancel top\n    print \"called\"\n"
             "task main:\n    spawn f()\n    try: sleep 1ms\n    except Cancelled: print \"cancelled\"\n"
             "start main() as top\n",
             NULL, IL_OUTCOME_FINISHED, "called\ncancelled\n");
}

/* A generator that has begun a timeout and does not go on. */
static void
test_timeout_in_a_generator (void)
{
  check_simple_clock (
      "generator g:\n    timeout 50ms:\n        yield 1\n        yield 2\n"
      "task main:\n    x = g()\n    print next x\n"
      "    try:\n        timeout 1ms:\n            print next x\n            try: next x\n            except Error: print \"over\"\n            sleep 2ms\n"
      "    except Timeout as t: print t\n",
      "1\n2\nover\ntimed out after 1ms\n");
}

/* Many, at the same time, with everything contended: nothing is lost, nobody is left behind. */
static void
test_many (void)
{
  check_both_clocks ("semaphore s = 2\nmutex m\nqueue q = 2\ncondition c\nshared done = 0\n"
                     "task worker(n):\n"
                     "    repeat 10:\n"
                     "        try:\n"
                     "            timeout n * 150us:\n"
                     "                with s:\n                    with m: io 200us\n"
                     "                put q n\n                x = get q\n"
                     "                with c:\n                    notify c\n                    wait c\n"
                     "        except Timeout: pass\n"
                     "task main:\n"
                     "    hs = []\n    repeat 12 as i: hs = hs + [spawn worker(i + 1)]\n"
                     "    sleep 4ms\n"
                     "    cancel hs[3]\n    cancel hs[7]\n"
                     "    n = 0\n"
                     "    for h in hs:\n        try: await h\n        except Cancelled: n = n + 1\n"
                     "    acquire s\n    acquire s\n    acquire m\n    acquire c\n"
                     "    print \"all free\"\n",
                     "all free\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cancel/wakes", test_wakes);
  g_test_add_func ("/cancel/every-wait", test_every_wait);
  g_test_add_func ("/cancel/before-it-began", test_before_it_began);
  g_test_add_func ("/cancel/computes-on", test_computes_on);
  g_test_add_func ("/cancel/oneself", test_oneself);
  g_test_add_func ("/cancel/keeps-its-permit", test_keeps_its_permit);
  g_test_add_func ("/cancel/leaves-its-line", test_leaves_its_line);
  g_test_add_func ("/cancel/passes-through", test_passes_through);
  g_test_add_func ("/cancel/swallowed-on-the-way", test_swallowed_on_the_way);
  g_test_add_func ("/cancel/circle", test_circle);
  g_test_add_func ("/cancel/shield", test_shield);
  g_test_add_func ("/cancel/condition", test_condition);
  g_test_add_func ("/cancel/notified-condition", test_notified_condition);
  g_test_add_func ("/cancel/timeout", test_timeout);
  g_test_add_func ("/cancel/timeout-is-due", test_timeout_is_due);
  g_test_add_func ("/cancel/timeout-and-cpu", test_timeout_and_cpu);
  g_test_add_func ("/cancel/timeout-of-nothing", test_timeout_of_nothing);
  g_test_add_func ("/cancel/timeout-wins", test_timeout_wins);
  g_test_add_func ("/cancel/timeouts-nest", test_timeouts_nest);
  g_test_add_func ("/cancel/clean-up-after-timeout", test_clean_up_after_timeout);
  g_test_add_func ("/cancel/timeout-and-others", test_timeout_and_others);
  g_test_add_func ("/cancel/timeout-of-await", test_timeout_of_await);
  g_test_add_func ("/cancel/timeout-in-line", test_timeout_in_line);
  g_test_add_func ("/cancel/sync", test_sync);
  g_test_add_func ("/cancel/timeout-in-a-generator", test_timeout_in_a_generator);
  g_test_add_func ("/cancel/many", test_many);
  return g_test_run ();
}
