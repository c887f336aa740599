/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/coro/coro.h"
#include "engine/coro/sanitizer.h"
#include "engine/coro/stack.h"

#if defined IL_ASAN || defined IL_TSAN
#define SANITIZED TRUE
#else
#define SANITIZED FALSE
#endif

static IlCoro *
new_coro (IlCoroFunction function, void *data)
{
  IlEngineError error = { "" };
  IlCoro *coro = il_coro_new (function, data, 0, &error);

  g_assert_cmpstr (error.message, ==, "");
  g_assert_nonnull (coro);
  return coro;
}

static void *
add_up (void *data)
{
  intptr_t sum = (intptr_t) data;

  for (;;) {
    intptr_t next = (intptr_t) il_coro_suspend ((void *) sum);

    if (next == 0)
      return (void *) -sum;
    sum += next;
  }
}

static void
test_values (void)
{
  IlCoro *coro = new_coro (add_up, (void *) 10);

  /* the first resume's value goes nowhere */
  g_assert_cmpint ((intptr_t) il_coro_resume (coro, (void *) 99), ==, 10);
  g_assert_cmpint ((intptr_t) il_coro_resume (coro, (void *) 5), ==, 15);
  g_assert_cmpint ((intptr_t) il_coro_resume (coro, (void *) 7), ==, 22);
  g_assert_false (il_coro_ended (coro));
  g_assert_cmpint ((intptr_t) il_coro_resume (coro, NULL), ==, -22);
  g_assert_true (il_coro_ended (coro));
  il_coro_free (coro);
}

typedef struct {
  IlCoro *outer, *inner;
  GString *log;
} Nest;

static void *
inner_main (void *data)
{
  Nest *nest = data;

  g_assert_true (il_coro_current () == nest->inner);
  g_string_append (nest->log, "c");
  il_coro_suspend (NULL); /* to outer, not to the test */
  g_string_append (nest->log, "e");
  return NULL;
}

static void *
outer_main (void *data)
{
  Nest *nest = data;

  g_string_append (nest->log, "b");
  il_coro_resume (nest->inner, NULL);
  g_assert_true (il_coro_current () == nest->outer);
  g_string_append (nest->log, "d");
  il_coro_resume (nest->inner, NULL);
  g_string_append (nest->log, "f");
  return NULL;
}

static void
test_nesting (void)
{
  Nest nest = { new_coro (outer_main, &nest), new_coro (inner_main, &nest), g_string_new ("a") };

  g_assert_null (il_coro_current ());
  il_coro_resume (nest.outer, NULL);
  g_assert_null (il_coro_current ());
  g_assert_cmpstr (nest.log->str, ==, "abcdef");
  g_assert_true (il_coro_ended (nest.outer) && il_coro_ended (nest.inner));
  il_coro_free (nest.outer);
  il_coro_free (nest.inner);
  g_string_free (nest.log, TRUE);
}

static void *
transfer_main (void *data)
{
  IlCoro *next = data;

  return next ? il_coro_transfer (next, NULL) : (void *) "the last";
}

static void
test_transfer (void)
{
  IlCoro *second = new_coro (transfer_main, NULL);
  IlCoro *first = new_coro (transfer_main, second);

  /* first leaves to second, whose end comes back here */
  g_assert_cmpstr (il_coro_resume (first, NULL), ==, "the last");
  g_assert_true (il_coro_ended (second));
  g_assert_false (il_coro_ended (first));
  g_assert_cmpstr (il_coro_resume (first, (void *) "goes on"), ==, "goes on");
  g_assert_true (il_coro_ended (first));
  il_coro_free (first);
  il_coro_free (second);
}

static void *
compute (void *data)
{
  volatile double start = *(int *) data;
  double a = start + 0.5, b = start * 3, c = a / 7;
  long i = (long) start, j = i * 31, k = j ^ 5, l = i - k;

  for (int round = 0; round < 5; round++) {
    il_coro_suspend (NULL);
    a += b;
    c *= 1.25;
    i += j;
    k ^= l;
  }
  return (void *) (intptr_t) (a + c > 0 && i == (long) start + 5 * j && k == ((j ^ 5) ^ l)
                              && a == start + 0.5 + b + b + b + b + b);
}

/* Registers, the floating-point ones too, are each coroutine's own. */
static void
test_registers (void)
{
  enum { N = 50 };
  IlCoro *coros[N];
  int numbers[N];

  for (int i = 0; i < N; i++) {
    numbers[i] = i + 1;
    coros[i] = new_coro (compute, &numbers[i]);
  }
  for (int round = 0; round < 5; round++)
    for (int i = 0; i < N; i++)
      g_assert_null (il_coro_resume (coros[i], NULL));
  for (int i = 0; i < N; i++) {
    g_assert_cmpint ((intptr_t) il_coro_resume (coros[i], NULL), ==, 1);
    il_coro_free (coros[i]);
  }
}

static void *
check_alignment (void *data)
{
  char *aligned = __builtin_alloca_with_align (100, 256);
  g_autofree char *text = g_strdup_printf ("%.3f", 1.5); /* uses aligned vector stores */

  g_assert_cmpuint ((uintptr_t) __builtin_frame_address (0) % 16, ==, 0);
  g_assert_cmpuint ((uintptr_t) aligned % 32, ==, 0);
  g_assert_cmpstr (text, ==, "1.500");
  return NULL;
}

static void
test_alignment (void)
{
  IlCoro *coro = new_coro (check_alignment, NULL);

  il_coro_resume (coro, NULL);
  il_coro_free (coro);
}

static void
test_many (void)
{
#ifdef IL_TSAN
  enum { N = 2000 }; /* its fibers end at 8128 */
#else
  enum { N = 20000 };
#endif
  g_autofree IlCoro **coros = g_new (IlCoro *, N);

  for (int i = 0; i < N; i++) {
    coros[i] = new_coro (add_up, (void *) (intptr_t) i);
    g_assert_cmpint ((intptr_t) il_coro_resume (coros[i], NULL), ==, i);
  }
  for (int i = N - 1; i >= 0; i--) {
    g_assert_cmpint ((intptr_t) il_coro_resume (coros[i], (void *) 3), ==, i + 3);
    g_assert_cmpint ((intptr_t) il_coro_resume (coros[i], NULL), ==, -(i + 3));
    il_coro_free (coros[i]);
  }
}

/* The stack that was freed last is the first to be used again. */
static void
test_reuse (void)
{
  IlCoro *first = new_coro (add_up, NULL), *second = new_coro (add_up, NULL), *third;
  IlEngineError error;

  il_coro_free (first);
  il_coro_free (second);
  third = new_coro (add_up, NULL);
  g_assert_true (third == second);
  g_assert_false (il_coro_ended (third));
  il_coro_free (third);

  /* another size is another stack */
  third = il_coro_new (add_up, NULL, 1 << 20, &error);
  g_assert_true (third != first && third != second);
  il_coro_free (third);
}

static G_GNUC_NO_INLINE int
recurse_until (size_t left)
{
  volatile char frame[200];

  frame[0] = 1;
  if (il_coro_stack_left () < left)
    return 0;
  int depth = recurse_until (left) + 1;
  return depth + frame[0] - 1;
}

static void *
recurse_main (void *data)
{
  size_t before = il_coro_stack_left ();

  g_assert_cmpuint (before, >, IL_CORO_DEFAULT_STACK - 8192);
  g_assert_cmpuint (before, <, IL_CORO_DEFAULT_STACK);
  return (void *) (intptr_t) recurse_until (8192);
}

/* A coroutine can use its stack to near the end, and knows how near. */
static void
test_stack_left (void)
{
  IlCoro *coro = new_coro (recurse_main, NULL);
  intptr_t depth = (intptr_t) il_coro_resume (coro, NULL);

  g_assert_cmpint (depth, >, 100);
  g_assert_cmpint (depth, <, (IL_CORO_DEFAULT_STACK - 8192) / 200);
  il_coro_free (coro);
}

static void *
thread_stack_left_cb (void *data)
{
  return (void *) il_coro_stack_left ();
}

static void
test_stack_left_of_threads (void)
{
  pthread_attr_t attributes;
  pthread_t thread;
  void *left;

  g_assert_cmpuint (il_coro_stack_left (), >, 64 * 1024);
  pthread_attr_init (&attributes);
  pthread_attr_setstacksize (&attributes, 4096 * 1024);
  g_assert_cmpint (pthread_create (&thread, &attributes, thread_stack_left_cb, NULL), ==, 0);
  pthread_join (thread, &left);
  pthread_attr_destroy (&attributes);
  g_assert_cmpuint ((size_t) left, >, 2048 * 1024);
  g_assert_cmpuint ((size_t) left, <=, 4096 * 1024);
}

static void *
resume_cb (void *data)
{
  return il_coro_resume (data, (void *) 4);
}

/* A coroutine may go on on another thread. */
static void
test_other_thread (void)
{
  IlCoro *coro = new_coro (add_up, (void *) 1);
  pthread_t thread;
  void *result;

  il_coro_resume (coro, NULL);
  pthread_create (&thread, NULL, resume_cb, coro);
  pthread_join (thread, &result);
  g_assert_cmpint ((intptr_t) result, ==, 5);
  g_assert_cmpint ((intptr_t) il_coro_resume (coro, NULL), ==, -5);
  il_coro_free (coro);
}

static uint32_t line = 7;

static G_GNUC_NO_INLINE int
recurse_for_ever (int depth)
{
  volatile int frame[50];

  if (depth < 0)
    return 0; /* never, but the compiler wants an end */
  frame[depth % 50] = depth;
  return recurse_for_ever (depth + 1) + frame[depth % 50];
}

static void *
overflow_main (void *data)
{
  return (void *) (intptr_t) recurse_for_ever (0);
}

static void
overflow_stack_of (size_t size)
{
  IlEngineError error;
  IlCoro *coro = il_coro_new (overflow_main, NULL, size, &error);

  il_coro_set_owner (coro, "deep", &line);
  il_coro_resume (coro, NULL);
}

static void
overflow (void)
{
  overflow_stack_of (0);
}

static void *
overflow_cb (void *data)
{
  overflow ();
  return NULL;
}

static void
overflow_on_thread (void)
{
  pthread_t thread;

  pthread_create (&thread, NULL, overflow_cb, NULL);
  pthread_join (thread, NULL);
}

static void
overflow_under_mprotect (void)
{
  il_stack_use_mprotect (true);
  overflow_stack_of (300 * 1024); /* not one that is there already, with the other guard */
}

static void *
crash_main (void *data)
{
  *(volatile int *) data = 1;
  return NULL;
}

static void
crash (void)
{
  il_coro_resume (new_coro (crash_main, (void *) 16), NULL);
}

static void
own_handler_cb (int number)
{
  _exit (42);
}

static void
crash_with_own_handler (void)
{
  signal (SIGSEGV, own_handler_cb);
  crash ();
}

/* Runs FUNCTION in a child process: what it says on standard error, and how it ends. */
static char *
run_child (void (*function) (void), int *status)
{
  int ends[2];
  char text[4096] = "";
  gsize length = 0;
  gssize n;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid_t child = fork ();
  if (child == 0) {
    dup2 (ends[1], STDERR_FILENO);
    close (ends[0]);
    close (ends[1]);
    function ();
    _exit (0);
  }
  close (ends[1]);
  while ((n = read (ends[0], text + length, sizeof text - 1 - length)) > 0)
    length += (gsize) n;
  close (ends[0]);
  g_assert_cmpint (waitpid (child, status, 0), ==, child);
  return g_strndup (text, length);
}

static void
test_overflow (gconstpointer data)
{
  int status;
  g_autofree char *said = run_child ((void (*) (void)) data, &status);

  g_assert_cmpstr (said, ==, "interlane: task deep overflowed its stack (line 7)\n");
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGSEGV);
}

/* Any other bad access does what it does without us. */
static void
test_other_fault (void)
{
  int status;

  if (SANITIZED) {
    g_test_skip ("the sanitizer has its own way to report it");
    return;
  }
  g_autofree char *said = run_child (crash, &status);
  g_assert_cmpstr (said, ==, "");
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGSEGV);

  g_autofree char *said_with_handler = run_child (crash_with_own_handler, &status);
  g_assert_cmpstr (said_with_handler, ==, "");
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 42);
}

/* Under mprotect each guard takes two mappings, of which the kernel grants 65530. */
static void
test_guard_ceiling (void)
{
  g_autoptr (GPtrArray) coros = g_ptr_array_new ();
  IlEngineError error = { "" };
  g_autofree char *limit = NULL;
  IlCoro *coro;

#ifdef IL_TSAN
  g_test_skip ("ThreadSanitizer has no fibers for so many");
  return;
#endif
  if (!g_file_get_contents ("/proc/sys/vm/max_map_count", &limit, NULL, NULL) || atoi (limit) > 200000) {
    g_test_skip ("the kernel's number of mappings is too high to reach");
    return;
  }
  il_stack_use_mprotect (true);
  /* a size of their own, so that none with the other guard is used again */
  while (coros->len < 200000 && (coro = il_coro_new (add_up, NULL, 20 * 1024, &error)))
    g_ptr_array_add (coros, coro);
  il_stack_use_mprotect (false);
  g_assert_cmpuint (coros->len, >, 1000);
  g_assert_cmpuint (coros->len, <, 200000);
  g_assert_nonnull (strstr (error.message, "vm.max_map_count"));

  /* those that there are work on */
  coro = g_ptr_array_index (coros, coros->len - 1);
  g_assert_cmpint ((intptr_t) il_coro_resume (coro, NULL), ==, 0);
  g_assert_cmpint ((intptr_t) il_coro_resume (coro, (void *) 2), ==, 2);
  for (guint i = 0; i < coros->len; i++)
    il_coro_free (g_ptr_array_index (coros, i));
  il_coro_free (new_coro (add_up, NULL)); /* of another size: those kept for reuse go */
}

static void
test_no_address_space (void)
{
  IlEngineError error = { "" };
  IlCoro *coros[20000];
  guint n = 0;

  if (SANITIZED) {
    g_test_skip ("the sanitizer's shadow of so much address space would fill the memory");
    return;
  }
  while (n < G_N_ELEMENTS (coros) && (coros[n] = il_coro_new (add_up, NULL, (size_t) 16 << 30, &error)))
    n++;
  g_assert_cmpuint (n, <, G_N_ELEMENTS (coros)); /* 47 bits are 8192 stacks of 16 GiB */
  g_assert_nonnull (strstr (error.message, "no address space is left"));
  while (n > 0)
    il_coro_free (coros[--n]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coro/values", test_values);
  g_test_add_func ("/coro/nesting", test_nesting);
  g_test_add_func ("/coro/transfer", test_transfer);
  g_test_add_func ("/coro/registers", test_registers);
  g_test_add_func ("/coro/alignment", test_alignment);
  g_test_add_func ("/coro/many", test_many);
  g_test_add_func ("/coro/reuse", test_reuse);
  g_test_add_func ("/coro/stack-left", test_stack_left);
  g_test_add_func ("/coro/stack-left-of-threads", test_stack_left_of_threads);
  g_test_add_func ("/coro/other-thread", test_other_thread);
  g_test_add_data_func ("/coro/overflow", overflow, test_overflow);
  g_test_add_data_func ("/coro/overflow-on-thread", overflow_on_thread, test_overflow);
  g_test_add_data_func ("/coro/overflow-under-mprotect", overflow_under_mprotect, test_overflow);
  g_test_add_func ("/coro/other-fault", test_other_fault);
  g_test_add_func ("/coro/guard-ceiling", test_guard_ceiling);
  g_test_add_func ("/coro/no-address-space", test_no_address_space);
  return g_test_run ();
}
