/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/task-facts.h"

#include "traces/record/lock.h"

/* Most tasks compute at one line: its mark needs no memory of its own. */
typedef struct {
  guint32 n, room; /* marks; room 0: the one */
  union {
    IlLineMark one;
    IlLineMark *many;
  };
} Marks;

enum { FIRST_ROOM = 4 };

struct _IlTaskFacts {
  pthread_mutex_t lock;  /* guards all below */
  GHashTable *deadlines; /* task -> gint64, owned */
  GArray *marks;         /* of Marks; index: task */
  gboolean complete;
};

IlTaskFacts *
il_task_facts_new (void)
{
  IlTaskFacts *facts = g_new0 (IlTaskFacts, 1);

  pthread_mutex_init (&facts->lock, NULL);
  facts->deadlines = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  facts->marks = g_array_new (FALSE, TRUE, sizeof (Marks));
  return facts;
}

void
il_task_facts_free (IlTaskFacts *facts)
{
  for (guint i = 0; i < facts->marks->len; i++) {
    Marks *marks = &g_array_index (facts->marks, Marks, i);

    if (marks->room > 0)
      g_free (marks->many);
  }
  pthread_mutex_destroy (&facts->lock);
  g_hash_table_unref (facts->deadlines);
  g_array_unref (facts->marks);
  g_free (facts);
}

void
il_task_facts_set_deadline (IlTaskFacts *facts, guint32 task, gint64 deadline)
{
  g_auto (IlLocked) locked = il_lock (&facts->lock);

  g_hash_table_insert (facts->deadlines, GUINT_TO_POINTER (task), g_memdup2 (&deadline, sizeof deadline));
}

gint64
il_task_facts_deadline (IlTaskFacts *facts, guint32 task)
{
  g_auto (IlLocked) locked = il_lock (&facts->lock);
  const gint64 *deadline = g_hash_table_lookup (facts->deadlines, GUINT_TO_POINTER (task));

  return deadline ? *deadline : -1;
}

gboolean
il_task_facts_have_deadlines (IlTaskFacts *facts)
{
  g_auto (IlLocked) locked = il_lock (&facts->lock);

  return g_hash_table_size (facts->deadlines) > 0;
}

static IlLineMark *
marks_of (Marks *marks)
{
  return marks->room > 0 ? marks->many : &marks->one;
}

static void
append (Marks *marks, const IlLineMark *mark)
{
  if (marks->n > 0 && marks->n >= marks->room) {
    guint32 room = MAX (FIRST_ROOM, marks->room * 2);
    IlLineMark *many = g_renew (IlLineMark, marks->room > 0 ? marks->many : NULL, room);

    if (marks->room == 0)
      many[0] = marks->one;
    marks->many = many;
    marks->room = room;
  }
  marks_of (marks)[marks->n++] = *mark;
}

void
il_task_facts_add_line (IlTaskFacts *facts, guint32 task, gint64 time, guint32 line)
{
  g_auto (IlLocked) locked = il_lock (&facts->lock);
  const IlLineMark mark = { time, line };
  const IlLineMark *last;
  Marks *marks;

  if (task >= facts->marks->len)
    g_array_set_size (facts->marks, task + 1);
  marks = &g_array_index (facts->marks, Marks, task);
  last = marks->n > 0 ? &marks_of (marks)[marks->n - 1] : NULL;
  if (last && (time < last->time || (facts->complete && line == last->line)))
    return;
  append (marks, &mark);
}

/* The first of MARKS at or after TIME. */
static guint
find (Marks *marks, gint64 time)
{
  guint low = 0, high = marks->n;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (marks_of (marks)[middle].time < time)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

GArray *
il_task_facts_lines (IlTaskFacts *facts, guint32 task, gint64 from, gint64 to, guint32 *before)
{
  g_auto (IlLocked) locked = il_lock (&facts->lock);
  Marks *marks = task < facts->marks->len ? &g_array_index (facts->marks, Marks, task) : NULL;
  GArray *found = NULL;
  guint first;

  *before = 0;
  if (!marks || marks->n == 0)
    return NULL;
  first = find (marks, from);
  if (first > 0)
    *before = marks_of (marks)[first - 1].line;
  for (guint i = first; i < marks->n && marks_of (marks)[i].time < to; i++) {
    if (!found)
      found = g_array_new (FALSE, FALSE, sizeof (IlLineMark));
    g_array_append_val (found, marks_of (marks)[i]);
  }
  return found;
}

void
il_task_facts_set_complete (IlTaskFacts *facts)
{
  g_auto (IlLocked) locked = il_lock (&facts->lock);

  facts->complete = TRUE;
}

gboolean
il_task_facts_are_complete (IlTaskFacts *facts)
{
  g_auto (IlLocked) locked = il_lock (&facts->lock);

  return facts->complete;
}
