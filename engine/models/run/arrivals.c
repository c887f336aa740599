/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/arrivals.h"

#include "traces/record/time.h"

typedef struct {
  gint64 time;
  guint index; /* of the start line */
} Arrival;

struct _IlArrivals {
  const IlProgram *program;
  GSequence *next; /* of Arrival: one of each start line that has any left */
};

static int
compare (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  const Arrival *first = a, *second = b;

  if (first->time != second->time)
    return first->time < second->time ? -1 : 1;
  return first->index < second->index ? -1 : first->index > second->index;
}

/* Returns TIME, or G_MAXINT64 where that is too late. */
static gint64
add (IlArrivals *arrivals, gint64 time, guint index)
{
  Arrival arrival = { time, index };

  if (time >= il_program_start (arrivals->program, index)->until)
    return G_MAXINT64;
  g_sequence_insert_sorted (arrivals->next, g_memdup2 (&arrival, sizeof arrival), compare, NULL);
  return time;
}

IlArrivals *
il_arrivals_new (const IlProgram *program)
{
  IlArrivals *arrivals = g_new0 (IlArrivals, 1);

  arrivals->program = program;
  arrivals->next = g_sequence_new (g_free);
  for (guint i = 0; i < il_program_n_starts (program); i++) {
    const IlStart *start = il_program_start (program, i);

    if (start->at >= 0)
      add (arrivals, MIN (start->at, IL_CLOCK_END), i);
    else if (start->every > 0) /* its first one is there before time 0 */
      add (arrivals, MIN (start->every, IL_CLOCK_END), i);
  }
  return arrivals;
}

void
il_arrivals_free (IlArrivals *arrivals)
{
  g_sequence_free (arrivals->next);
  g_free (arrivals);
}

gint64
il_arrivals_next (const IlArrivals *arrivals)
{
  GSequenceIter *first = g_sequence_get_begin_iter (arrivals->next);

  return g_sequence_iter_is_end (first) ? G_MAXINT64 : ((Arrival *) g_sequence_get (first))->time;
}

const IlStart *
il_arrivals_take (IlArrivals *arrivals, gint64 *again)
{
  GSequenceIter *first = g_sequence_get_begin_iter (arrivals->next);
  Arrival arrival = *(Arrival *) g_sequence_get (first);
  const IlStart *start = il_program_start (arrivals->program, arrival.index);

  g_sequence_remove (first);
  gint64 next = G_MAXINT64;
  if (start->every > 0 && arrival.time < IL_CLOCK_END)
    next = add (arrivals, il_time_after (arrival.time, start->every), arrival.index);
  if (again)
    *again = next;
  return start;
}

void
il_arrivals_each (const IlArrivals *arrivals, void (*function) (gint64 time, gpointer data), gpointer data)
{
  for (GSequenceIter *i = g_sequence_get_begin_iter (arrivals->next); !g_sequence_iter_is_end (i);
       i = g_sequence_iter_next (i))
    function (((Arrival *) g_sequence_get (i))->time, data);
}
