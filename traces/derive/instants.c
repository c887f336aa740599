/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/instant.h"

#include "traces/record/lock.h"

/* Copies lie at least so many records apart, and so many more where a copy is large that they cost little. */
enum { RECORDS_APART = 1 << 15, BYTES_A_RECORD = 4 };

struct _IlInstants {
  gatomicrefcount references;
  IlRecording *recording; /* a reference */
  pthread_mutex_t lock;
  IlInstant *front; /* the furthest that anybody has come */
  GPtrArray *kept;  /* of IlInstant, by time */
};

IlInstants *
il_instants_new (IlRecording *recording)
{
  IlInstants *instants = g_new0 (IlInstants, 1);

  g_atomic_ref_count_init (&instants->references);
  instants->recording = il_recording_ref (recording);
  pthread_mutex_init (&instants->lock, NULL);
  instants->front = il_instant_new (recording);
  instants->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) il_instant_free);
  g_ptr_array_add (instants->kept, il_instant_new (recording));
  return instants;
}

IlInstants *
il_instants_ref (IlInstants *instants)
{
  g_atomic_ref_count_inc (&instants->references);
  return instants;
}

void
il_instants_unref (IlInstants *instants)
{
  if (!g_atomic_ref_count_dec (&instants->references))
    return;
  il_recording_unref (instants->recording);
  pthread_mutex_destroy (&instants->lock);
  il_instant_free (instants->front);
  g_ptr_array_unref (instants->kept);
  g_free (instants);
}

IlRecording *
il_instants_recording (const IlInstants *instants)
{
  return instants->recording;
}

static guint64
bytes_of (const IlInstant *instant)
{
  guint64 bytes = sizeof *instant + instant->tasks->len * sizeof (IlTaskAtInstant)
                  + instant->places->len * sizeof (guint32) + instant->objects->len * sizeof (IlObjectAtInstant);

  for (guint i = 0; i < instant->objects->len; i++)
    bytes += g_array_index (instant->objects, IlObjectAtInstant, i).holders->len * sizeof (guint32);
  return bytes;
}

/* Goes on to N_RECORDS, and keeps copies on the way. */
static void
extend (IlInstants *instants, guint64 n_records)
{
  while (instants->front->n_records < n_records) {
    const IlInstant *last = g_ptr_array_index (instants->kept, instants->kept->len - 1);
    guint64 apart = MAX (RECORDS_APART, bytes_of (instants->front) / BYTES_A_RECORD);
    guint64 next = MAX (last->n_records + apart, instants->front->n_records + 1);

    il_instant_extend_to (instants->front, MIN (n_records, next));
    if (instants->front->n_records == next)
      g_ptr_array_add (instants->kept, il_instant_copy (instants->front));
  }
}

/* The last one kept that is not beyond N_RECORDS. */
static const IlInstant *
kept_before (IlInstants *instants, guint64 n_records)
{
  guint low = 0, high = instants->kept->len;

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;

    if (((IlInstant *) g_ptr_array_index (instants->kept, middle))->n_records <= n_records)
      low = middle;
    else
      high = middle;
  }
  return g_ptr_array_index (instants->kept, low);
}

IlInstant *
il_instants_at (IlInstants *instants, gint64 time)
{
  const IlRecording *recording = instants->recording;
  guint64 n_records = time == G_MAXINT64 ? il_recording_n_records (recording) : il_recording_find (recording, time + 1);
  IlInstant *instant;

  {
    g_auto (IlLocked) locked = il_lock (&instants->lock);

    extend (instants, n_records);
    instant = il_instant_copy (kept_before (instants, n_records));
  }
  il_instant_extend_to (instant, n_records);
  il_instant_settle (instant, time);
  return instant;
}
