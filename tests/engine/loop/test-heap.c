/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "engine/loop/heap.h"

typedef struct {
  gint64 when;
  gintptr number;
} Expected;

static gint
compare (gconstpointer a, gconstpointer b)
{
  const Expected *x = a, *y = b;

  return x->when != y->when ? (x->when > y->when) - (x->when < y->when)
                            : (x->number > y->number) - (x->number < y->number);
}

/* Random adding and taking, against an array that is sorted anew each time. */
static void
test_order (void)
{
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (Expected));
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  IlHeap heap = { 0 };

  for (gintptr number = 1; number <= 3000; number++) {
    Expected added = { g_rand_int_range (random, 0, 40), number };

    g_assert_true (il_heap_add (&heap, added.when, (IlTask *) number));
    g_array_append_val (expected, added);
    while (expected->len && g_rand_int_range (random, 0, number < 2000 ? 3 : 2) == 0) {
      g_array_sort (expected, compare);
      Expected first = g_array_index (expected, Expected, 0);

      g_assert_cmpint (il_heap_first (&heap), ==, first.when);
      g_assert_cmpint ((gintptr) il_heap_take (&heap).task, ==, first.number);
      g_array_remove_index (expected, 0);
    }
  }
  g_array_sort (expected, compare);
  for (guint i = 0; i < expected->len; i++)
    g_assert_cmpint ((gintptr) il_heap_take (&heap).task, ==, g_array_index (expected, Expected, i).number);
  g_assert_cmpint (il_heap_first (&heap), ==, G_MAXINT64);
  il_heap_clear (&heap);
}

static bool
is_odd (const IlDeadline *item, void *data)
{
  return (gintptr) item->task % 2 == 1;
}

/* What is filtered out leaves the others in their order. */
static void
test_filter (void)
{
  IlHeap heap = { 0 };

  for (gintptr number = 1; number <= 500; number++)
    g_assert_true (il_heap_add (&heap, number * 7919 % 97, (IlTask *) number));
  il_heap_filter (&heap, is_odd, NULL);
  g_assert_cmpuint (heap.n_items, ==, 250);

  gint64 when = -1;
  gintptr number = 0;
  while (heap.n_items) {
    IlDeadline item = il_heap_take (&heap);

    g_assert_cmpint ((gintptr) item.task % 2, ==, 0);
    g_assert_true (item.when > when || (item.when == when && (gintptr) item.task > number));
    when = item.when;
    number = (gintptr) item.task;
  }
  il_heap_clear (&heap);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/heap/order", test_order);
  g_test_add_func ("/heap/filter", test_filter);
  return g_test_run ();
}
