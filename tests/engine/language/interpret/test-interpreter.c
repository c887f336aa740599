/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/load.h"
#include "tests/engine/language/interpret/fake-model.h"

#include <string.h>

static IlProgram *
read_program (const char *text)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  IlProgram *program = il_program_new ("test", text, strlen (text), diagnostics);

  if (program == NULL) {
    g_autofree char *wrong = il_diagnostics_format (diagnostics, "test", text);

    g_error ("%s", wrong);
  }
  return program;
}

/* Runs TEXT on the fake model and compares the whole log. */
static void
check (const char *text, const char *expected)
{
  g_autoptr (IlProgram) program = read_program (text);
  FakeModel fake;

  fake_model_init (&fake, program);
  fake_model_run (&fake);
  g_assert_cmpstr (fake.log->str, ==, expected);
  fake_model_clear (&fake);
}

/* What `return EXPRESSION` shows; or "! " and the message. */
static void
check_value (const char *expression, const char *expected)
{
  g_autofree char *text = g_strdup_printf ("queue q\nmutex m\n"
                                           "function double(x): return 2 * x\n"
                                           "task echo(x): return x\n"
                                           "task main:\n    zero = 0\n    return [%s]\n",
                                           expression);
  g_autoptr (IlProgram) program = read_program (text);
  FakeModel fake;

  fake_model_init (&fake, program);
  fake_model_run (&fake);

  const char *last = fake.log->str;
  while (strchr (last, '\n') && strchr (last, '\n')[1])
    last = strchr (last, '\n') + 1;
  g_autofree char *line = g_strndup (last, strcspn (last, "\n"));
  if (g_str_has_prefix (line, "! "))
    g_assert_cmpstr (strchr (line, ':') + 1 + strcspn (strchr (line, ':') + 1, " ") + strlen (" main: "), ==,
                     expected + 2);
  else {
    g_autofree char *bracketed = g_strdup_printf ("= [%s]", expected);

    g_assert_cmpstr (line, ==, bracketed);
  }
  fake_model_clear (&fake);
}

static void
test_expressions (void)
{
  static const struct {
    const char *expression, *value;
  } cases[] = {
    { "1 + 2 * 3", "7" },
    { "(1 + 2) * 3", "9" },
    { "10 - 4 - 3", "3" },
    { "-7 // 2", "-4" },
    { "-7 % 3", "2" },
    { "7 % -3", "-2" },
    { "--3", "3" },
    { "1 < 2 < 3", "true" },
    { "1 < 3 < 2", "false" },
    { "3 > 2 == 2", "true" },
    { "not 1 == 2", "true" },
    { "1 or 1 // zero", "1" },
    { "0 and 1 // zero", "0" },
    { "none or \"x\"", "\"x\"" },
    { "not not none", "false" },
    { "2 == 2ms", "false" },
    { "2 != 2ms", "true" },
    { "1 == true", "false" },
    { "[1, [2]] == [1, [2]]", "true" },
    { "5ms + 300us", "5.3ms" },
    { "5ms - 6ms", "-1ms" },
    { "3 * 5ms", "15ms" },
    { "5ms * 3", "15ms" },
    { "10ms // 4", "2.5ms" },
    { "10ms // 4ms", "2" },
    { "10ms % 4ms", "2ms" },
    { "-5ms", "-5ms" },
    { "1s > 999ms", "true" },
    { "\"a\" + \"b\" * 3", "\"abbb\"" },
    { "3 * \"ab\"", "\"ababab\"" },
    { "\"ab\" * -1", "\"\"" },
    { "[1] + [2] * 2", "[1, 2, 2]" },
    { "\"abc\" < \"abd\"", "true" },
    { "[10, 20, 30][1]", "20" },
    { "[10, 20, 30][-1]", "30" },
    { "\"aé漢\"[-1]", "\"漢\"" },
    { "len(\"aé漢\"), len([])", "3, 0" },
    { "min(3, 1, 2), max([4, 9, 2])", "1, 9" },
    { "max(5ms, 1s)", "1s" },
    { "range(3), range(1, 3), range(5, 0, -2)", "[0, 1, 2], [1, 2], [5, 3, 1]" },
    { "now()", "0s" },
    { "double(double(3)) + 1", "13" },
    { "await echo(3) + 1", "4" },
    { "-await echo(3)", "-3" },
    { "await spawn echo(\"x\")", "\"x\"" },
    { "\"{1 + 1}{{}}{\"in {\"deep\"}\"}\"", "\"2{}in deep\"" },
    { "\"{[\"a\", 5ms, none]} {m} {true}\"", "\"[\\\"a\\\", 5ms, none] m true\"" },
    { "(1 +\n  # a comment\n\n 2)", "3" },
    { "9223372036854775807", "9223372036854775807" },
    { "-9223372036854775807 - 1", "-9223372036854775808" },

    { "9223372036854775807 + 1", "! 9223372036854775807 + 1 is too large: numbers have 64 bits" },
    { "(-9223372036854775807 - 1) // -1", "! -9223372036854775808 // -1 is too large: numbers have 64 bits" },
    { "(-9223372036854775807 - 1) % -1", "0" },
    { "-(-9223372036854775807 - 1)", "! the negated number is too large: numbers have 64 bits" },
    { "3037000500 * 3037000500", "! 3037000500 * 3037000500 is too large: numbers have 64 bits" },
    { "292min * 1000000000000", "! 292min * 1000000000000 is too large: numbers have 64 bits" },
    { "1 // zero", "! cannot divide 1 by 0" },
    { "5ms % 0ms", "! cannot divide 5ms by 0" },
    { "3 + \"x\"", "! cannot add 3 and \"x\": an integer and a string" },
    { "5ms + 3", "! cannot add 5ms and 3: a duration and an integer" },
    { "3 - 5ms", "! cannot subtract 5ms from 3: a duration from an integer" },
    { "5ms * 5ms", "! cannot multiply 5ms and 5ms: a duration and a duration" },
    { "3 // 5ms", "! cannot divide 3 by 5ms: an integer by a duration" },
    { "none + 1", "! cannot add none and 1: none and an integer" },
    { "1 < 2ms", "! cannot compare 1 and 2ms with <: an integer and a duration" },
    { "[1] < [2]", "true" },
    { "max(1, \"a\")", "! cannot compare \"a\" and 1 with >: a string and an integer" },
    { "min([])", "! min() of an empty list" },
    { "min(3)", "! min() of one value needs a list, not 3, an integer" },
    { "-\"x\"", "! '-' needs a number, not \"x\", a string" },
    { "[1, 2][2]", "! there is no item 2: the list has 2, from 0 to 1" },
    { "[1, 2][-3]", "! there is no item -3: the list has 2, from 0 to 1" },
    { "\"ab\"[5]", "! there is no item 5: the string has 2, from 0 to 1" },
    { "[1][\"a\"]", "! an index is an integer, not \"a\", a string" },
    { "3[0]", "! '[...]' needs a list or a string before it, not 3, an integer" },
    { "len(3)", "! len() needs a list, a string or a queue, not the integer 3" },
    { "range(\"a\")", "! range() takes integers, not \"a\", a string" },
    { "range(1, 2, 0)", "! the step of range() cannot be 0" },
    { "range(10000000)", "! this range() is too large for a list (limit 1000000 items)" },
    { "\"ab\" * 100000000", "! the string becomes too long (limit 64 MiB)" },
    { "[1, 2] * 1000000", "! the list becomes too large (limit 1000000 items, 100 lists deep)" },
    { "uniform(2, 2), uniform(3ms, 3ms), exponential(0), exponential(0ms), choice([\"a\"])", "2, 3ms, 0, 0s, \"a\"" },
    { "uniform(1, 2ms)", "! uniform() needs two integers or two durations, not 1 and 2ms" },
    { "uniform(2, 1)", "! uniform() goes from the smaller to the larger, and 2 is larger than 1" },
    { "exponential(-1ms)", "! exponential() needs a mean of 0 or more, a duration or an integer, not -1ms" },
    { "exponential(\"a\")", "! exponential() needs a mean of 0 or more, a duration or an integer, not \"a\"" },
    { "choice([])", "! choice() of an empty list" },
    { "choice(\"ab\")", "! choice() needs a list, not \"ab\", a string" },
    { "await 5", "! await needs a task handle, as 'spawn' returns it, not the integer 5" },
    { "await none", "! await needs a task handle, as 'spawn' returns it, not none" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_value (cases[i].expression, cases[i].value);
}

static void
test_espresso (void)
{
  check ("semaphore machine = 1\n"
         "task order(name, grind):\n"
         "    print \"{name}: grinding\"\n"
         "    cpu grind\n"
         "    with machine:\n"
         "        io 30ms\n"
         "    return name\n"
         "task main:\n"
         "    orders = [spawn order(\"latte\", 4ms), spawn order(\"mocha\", 6ms)]\n"
         "    for o in orders:\n"
         "        print \"served {await o}\"\n",
         "9: spawn order\n"
         "3: print latte: grinding\n"
         "4: cpu 4ms\n"
         "5: acquire machine\n"
         "6: io 30ms\n"
         "5: release machine\n"
         "9: spawn order\n"
         "3: print mocha: grinding\n"
         "4: cpu 6ms\n"
         "5: acquire machine\n"
         "6: io 30ms\n"
         "5: release machine\n"
         "11: await order\n"
         "11: print served latte\n"
         "11: await order\n"
         "11: print served mocha\n");
}

static void
test_loops (void)
{
  check ("task main:\n"
         "    repeat 3 as i:\n"
         "        if i == 1: continue\n"
         "        print \"r{i}\"\n"
         "    for x in [7, 8, 9]:\n"
         "        if x == 9:\n"
         "            break\n"
         "        elif x == 7:\n"
         "            print \"seven\"\n"
         "        else:\n"
         "            print \"eight\"\n"
         "    for x in range(0, -4, -2): print x\n"
         "    n = 3\n"
         "    while n > 0:\n"
         "        n = n - 1\n"
         "        if n == 1: break\n"
         "    repeat -1: print \"never\"\n"
         "    return [i, x, n]\n",
         "4: print r0\n4: print r2\n9: print seven\n11: print eight\n12: print 0\n12: print -2\n= [2, -2, 1]\n");
  check ("task main:\n"
         "    for i in range(9223372036854775806, 9223372036854775807):\n"
         "        print i\n",
         "3: print 9223372036854775806\n");
}

/* Every way out of a `with` leaves the lock. */
static void
test_with (void)
{
  static const char declarations[] = "mutex a\nsemaphore b = 2\n"
                                     "task inner(x):\n"
                                     "    repeat 2:\n"
                                     "        with a:\n"
                                     "            with b:\n"
                                     "                if x == 1: return \"r\"\n"
                                     "                if x == 2: break\n"
                                     "                if x == 3: continue\n"
                                     "                if x == 4: cpu 1 // 0\n"
                                     "                sleep 1ms\n";
  static const struct {
    int x;
    const char *log;
  } cases[] = {
    { 1, "5: acquire a\n6: acquire b\n6: release b\n5: release a\n= \"r\"\n" },
    { 2, "5: acquire a\n6: acquire b\n6: release b\n5: release a\n" },
    { 3, "5: acquire a\n6: acquire b\n6: release b\n5: release a\n"
         "5: acquire a\n6: acquire b\n6: release b\n5: release a\n" },
    { 4, "5: acquire a\n6: acquire b\n6: release b\n5: release a\n! 10:34 inner: cannot divide 1 by 0\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("%sstart inner(%d)\n", declarations, cases[i].x);
    g_autofree char *expected = cases[i].x == 1
                                    ? g_strdup ("5: acquire a\n6: acquire b\n6: release b\n5: release a\n= r\n")
                                    : g_strdup (cases[i].log);

    check (text, expected);
  }
}

/* What the model says at a step inside two `with`: cancelled leaves both, stopped leaves at once. */
static void
test_model_says (void)
{
  static const char text[] = "mutex a\nmutex b\n"
                             "task main:\n"
                             "    with a:\n"
                             "        with b:\n"
                             "            await one()\n"
                             "task one:\n"
                             "    print \"{helper()}\"\n"
                             "function helper:\n"
                             "    repeat 2:\n"
                             "        cpu 2ms\n";
  static const struct {
    const char *at;
    IlStep with;
    const char *log;
  } cases[] = {
    { "cpu", IL_STEP_CANCELLED, "4: acquire a\n5: acquire b\n11: cpu 2ms\n5: release b\n4: release a\ncancelled\n" },
    { "cpu", IL_STEP_STOPPED, "4: acquire a\n5: acquire b\n11: cpu 2ms\nstopped\n" },
    { "cpu", IL_STEP_ERROR,
      "4: acquire a\n5: acquire b\n11: cpu 2ms\n5: release b\n4: release a\n! 11:0 main: the model failed\n" },
    { "acquire b", IL_STEP_CANCELLED, "4: acquire a\n5: acquire b\n4: release a\ncancelled\n" },
    { "release b", IL_STEP_ERROR,
      "4: acquire a\n5: acquire b\n11: cpu 2ms\n11: cpu 2ms\n8: print none\n5: release b\n4: release a\n"
      "! 5:0 main: the model failed\n" },
  };
  g_autoptr (IlProgram) program = read_program (text);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    FakeModel fake;

    fake_model_init (&fake, program);
    fake.stop_at = cases[i].at;
    fake.stop_with = cases[i].with;
    fake_model_run (&fake);
    g_assert_cmpstr (fake.log->str, ==, cases[i].log);
    fake_model_clear (&fake);
  }
}

/* Every way into and out of `try`. */
static void
test_try (void)
{
  static const char text[] = "task inner(x):\n"
                             "    repeat 2 as i:\n"
                             "        try:\n"
                             "            if x == 1: return \"body\"\n"
                             "            if x == 2: break\n"
                             "            if x == 3: continue\n"
                             "            if x == 4: raise \"r{i}\"\n"
                             "            if x == 5: y = 1 // 0\n"
                             "            cpu 1ms\n"
                             "        except Error as e:\n"
                             "            print \"e {e}\"\n"
                             "            if x == 5: raise \"again\"\n"
                             "        except Cancelled:\n"
                             "            print \"cancelled\"\n"
                             "        finally:\n"
                             "            print \"f{i}\"\n"
                             "            if x == 6: return \"finally\"\n"
                             "    return \"end\"\n"
                             "start inner(%d)\n";
  static const char *const logs[] = {
    "9: cpu 1ms\n16: print f0\n9: cpu 1ms\n16: print f1\n= end\n",
    "16: print f0\n= body\n",
    "16: print f0\n= end\n",
    "16: print f0\n16: print f1\n= end\n",
    "11: print e r0\n16: print f0\n11: print e r1\n16: print f1\n= end\n",
    "11: print e cannot divide 1 by 0\n16: print f0\n! 12:24 inner: again\n",
    "9: cpu 1ms\n16: print f0\n= finally\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (logs); i++) {
    g_autofree char *numbered = g_strdup_printf (text, (int) i);

    check (numbered, logs[i]);
  }

  /* A return that `finally` turns down, an error that it swallows. */
  check ("task main:\n"
         "    repeat 2 as i:\n"
         "        try:\n"
         "            if i == 0: return [1]\n"
         "            raise \"x\"\n"
         "        finally:\n"
         "            if i == 0: continue\n"
         "            break\n"
         "    return 2\n",
         "= 2\n");
  check ("task main:\n    try:\n        raise [1, \"a\"]\n    except Timeout: pass\n    print \"no\"\n",
         "! 3:9 main: [1, \"a\"]\n");
  check (
      "function f:\n    try: raise \"in f\"\n    finally: print \"f\"\ntask main:\n    try: f()\n    except Error as e: return e\n",
      "3: print f\n= in f\n");
}

/* What the model says inside a `try`: an error and a cancel can be caught, the end of the run cannot. */
static void
test_try_model_says (void)
{
  static const char text[] = "task main:\n"
                             "    try:\n"
                             "        try:\n"
                             "            sleep 1ms\n"
                             "        except Error as e:\n"
                             "            print e\n"
                             "        finally:\n"
                             "            print \"inner\"\n"
                             "    except Cancelled as c:\n"
                             "        print \"cancelled {c}\"\n"
                             "    print \"on\"\n";
  static const struct {
    IlStep with;
    const char *log;
  } cases[] = {
    { IL_STEP_ERROR, "4: sleep 1ms\n6: print the model failed\n8: print inner\n11: print on\n" },
    { IL_STEP_CANCELLED, "4: sleep 1ms\n8: print inner\n10: print cancelled \n11: print on\n" },
    { IL_STEP_STOPPED, "4: sleep 1ms\nstopped\n" },
  };
  g_autoptr (IlProgram) program = read_program (text);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    FakeModel fake;

    fake_model_init (&fake, program);
    fake.stop_at = "sleep";
    fake.stop_with = cases[i].with;
    fake_model_run (&fake);
    g_assert_cmpstr (fake.log->str, ==, cases[i].log);
    fake_model_clear (&fake);
  }
}

static void
test_objects (void)
{
  check ("mutex left\nqueue q = 3\n"
         "task grab(lock, box):\n"
         "    with lock: cpu 1us\n"
         "    acquire lock\n"
         "    release lock\n"
         "    put box [1, 2]\n"
         "    put [q, box][0] -3\n"
         "    return get box + [get q]\n"
         "start grab(left, q)\n",
         "4: acquire left\n4: cpu 1us\n4: release left\n5: acquire left\n6: release left\n"
         "7: put q [1, 2]\n8: put q -3\n9: get q\n9: get q\n= [1, 2, -3]\n");
  check ("mutex left\ntask t(x):\n    put x 1\nstart t(left)\n",
         "! 3:9 t: 'put' needs a queue, and 'left' is a mutex\n");
  check ("queue q\ntask t(x):\n    with x:\n        pass\nstart t(q)\n",
         "! 3:10 t: 'with' needs a semaphore, a mutex or a condition, and 'q' is a queue\n");
  check ("task t(x):\n    y = get x\nstart t(3)\n", "! 2:13 t: 'get' needs a queue, not the integer 3\n");
  check ("queue q\ntask t(x):\n    for y in x: pass\nstart t(q)\n", "3: get q\n");
  check ("queue q\ndevice disk = 2\ntask main:\n"
         "    put_nowait q 1\n    put q 2\n    print get_nowait q\n    put q 3\n    put q 4\n    close q\n"
         "    for x in q:\n        if x == 3: continue\n        io disk 1ms * x\n    return x\n",
         "4: put_nowait q\n5: put q 2\n6: get_nowait q\n6: get q\n6: print 1\n7: put q 3\n8: put q 4\n9: close q\n"
         "10: get q\n12: device disk\n12: io 2ms\n10: get q\n10: get q\n12: device disk\n12: io 4ms\n10: get q\n= 4\n");
  check ("queue q\nfunction f(x):\n    for y in x: pass\ntask main: f(q)\n",
         "! 3:14 main: 'for' over a queue can suspend, and a function must run to its end\n");
}

/* Each access of a shared variable is a step of the model; what a routine assigns is the shared one. */
static void
test_shared (void)
{
  check ("shared n = 2 * 3\nshared list = [1, \"a\"]\n"
         "function f(x):\n    n = x\n    return n\n"
         "task main:\n"
         "    n = n + 1\n"
         "    f(list)\n"
         "    for n in [8]: pass\n"
         "    repeat 1 as n: pass\n"
         "    try: raise \"e\"\n"
         "    except Error as n: pass\n"
         "    return n\n",
         "7: read n\n7: write n 7\n8: read list\n4: write n [1, \"a\"]\n5: read n\n9: write n 8\n10: write n 0\n"
         "12: write n e\n13: read n\n= e\n");
  /* A parameter of that name is the routine's own. */
  check ("shared n = 1\ntask t(n):\n    n = n + 1\n    return n\nstart t(4)\n", "= 5\n");
  check ("shared n = 1 // 0\ntask main: pass\n", "! 1:14 n: cannot divide 1 by 0\n");
  check ("shared n = 1\ntask main:\n    with n: pass\n",
         "3: read n\n! 3:10 main: 'with' needs a semaphore, a mutex or a condition, not the integer 1\n");
}

static void
test_errors (void)
{
  check ("task main:\n    if 1 == 2: x = 1\n    print x\n",
         "! 3:11 main: the variable 'x' has no value yet: nothing has been assigned to it\n");
  check ("task main:\n    d = 5\n    cpu d\n", "! 3:9 main: cpu needs a duration such as 5ms, not the integer 5\n");
  check ("task main:\n    cpu 0\n    sleep 0\n    sleep -1ms\n    io -5ms\n",
         "2: cpu 0s\n3: sleep 0s\n4: sleep -1ms\n! 5:8 main: io cannot take a negative time: -5ms\n");
  check ("task main:\n    d = \"1s\"\n    sleep d\n",
         "! 3:11 main: sleep needs a duration such as 5ms, not the string \"1s\"\n");
  check ("task main:\n    t = 5ms\n    repeat t: pass\n",
         "! 3:12 main: repeat needs an integer, not the duration 5ms\n");
  check ("task main:\n    n = 3\n    for x in n: pass\n",
         "! 3:14 main: 'for' needs a list, a range(), a queue or a generator, not the integer 3\n");
  check ("task main:\n    x = 3\n    assert x == 3\n    assert x == 4, \"x is {x}\"\n",
         "! 4:5 main: assertion failed: x is 3\n");
  check ("task main:\n    assert false\n", "! 2:5 main: assertion failed\n");
  check ("task t(x): pass\nstart t(1 // 0)\n", "! 2:11 t: cannot divide 1 by 0\n");
  check ("task bad:\n    x = 1 + none\ntask main:\n    h = spawn bad()\n    sleep 1ms\n    await h\n",
         "4: spawn bad\n5: sleep 1ms\n6: await bad\n! 2:11 bad: cannot add 1 and none: an integer and none\n");
}

/* The line is the caller's again once a call has returned. */
static void
test_lines (void)
{
  check ("function f(x):\n"
         "    print \"in f\"\n"
         "    return x\n"
         "task g(x):\n"
         "    cpu 1ms\n"
         "    return x\n"
         "task main:\n"
         "    print [f(1),\n"
         "      await g(2)]\n"
         "    while f(0) == 1: pass\n"
         "    io 1ms * await g(3)\n",
         "2: print in f\n5: cpu 1ms\n8: print [1, 2]\n2: print in f\n5: cpu 1ms\n11: io 3ms\n");
}

static void
test_limits (void)
{
  static const char recursion[] = "function down(n):\n"
                                  "    if n == 0: return 0\n"
                                  "    return 1 + down(n - 1)\n"
                                  "task main:\n"
                                  "    print down(%d)\n";
  g_autofree char *fits = g_strdup_printf (recursion, 98);
  g_autofree char *too_deep = g_strdup_printf (recursion, 100);
  FakeModel fake;

  {
    g_autoptr (IlProgram) program = read_program (fits);

    fake_model_init (&fake, program);
    fake.max_depth = 100;
    fake_model_run (&fake);
    g_assert_cmpstr (fake.log->str, ==, "5: print 98\n");
    fake_model_clear (&fake);
  }
  {
    g_autoptr (IlProgram) program = read_program (too_deep);

    fake_model_init (&fake, program);
    fake.max_depth = 100;
    fake_model_run (&fake);
    g_assert_cmpstr (fake.log->str, ==, "! 3:16 main: calls nest too deeply (limit 100, see --max-depth)\n");
    fake_model_clear (&fake);

    fake_model_init (&fake, program);
    fake.stack_size = (gsize) 16 * 1024;
    fake_model_run (&fake);
    g_assert_cmpstr (fake.log->str, ==, "! 4:6 main: calls nest too deeply: 0 calls have used up the task's stack\n");
    fake_model_clear (&fake);
  }
  {
    g_autoptr (IlProgram) program = read_program ("task main:\n    while true: pass\n");

    fake_model_init (&fake, program);
    fake_model_run (&fake);
    g_assert_cmpstr (fake.log->str, ==, "2: no more steps\nstopped\n");
    fake_model_clear (&fake);
  }
  {
    g_autoptr (IlProgram) program = read_program ("task main:\n    repeat 1000000000: pass\n");

    fake_model_init (&fake, program);
    fake.grants = 3;
    fake_model_run (&fake);
    g_assert_cmpuint (fake.grants, ==, 0);
    fake_model_clear (&fake);
  }
  check ("task main:\n    x = []\n    repeat 200: x = [x]\n",
         "! 3:21 main: the list becomes too large (limit 1000000 items, 100 lists deep)\n");
  check ("task main:\n    x = [1]\n    repeat 60: x = [x, x]\n",
         "! 3:20 main: the list becomes too large (limit 1000000 items, 100 lists deep)\n");
  check ("task main:\n    x = \"0123456789\"\n    repeat 60: x = \"{x}{x}\"\n",
         "! 3:20 main: the string becomes too long (limit 64 MiB)\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/interpreter/expressions", test_expressions);
  g_test_add_func ("/language/interpreter/espresso", test_espresso);
  g_test_add_func ("/language/interpreter/loops", test_loops);
  g_test_add_func ("/language/interpreter/with", test_with);
  g_test_add_func ("/language/interpreter/model-says", test_model_says);
  g_test_add_func ("/language/interpreter/try", test_try);
  g_test_add_func ("/language/interpreter/try-model-says", test_try_model_says);
  g_test_add_func ("/language/interpreter/objects", test_objects);
  g_test_add_func ("/language/interpreter/shared", test_shared);
  g_test_add_func ("/language/interpreter/errors", test_errors);
  g_test_add_func ("/language/interpreter/lines", test_lines);
  g_test_add_func ("/language/interpreter/limits", test_limits);
  return g_test_run ();
}
