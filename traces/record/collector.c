/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/collector.h"

#include "traces/record/lock.h"
#include "traces/record/time.h"

#include <string.h>

/* On the virtual clock records are written straight to where they stay, and counted so many at a time, while they
 * are in the first-level cache.
 * On the wall clock a ring has to last for as long as the collector may go without a core: one of the first, which
 * an event loop or a busy thread fills at full speed, for 20 ms and more. Its memory is touched only as it is needed.
 */
enum { VIRTUAL_BATCH = 1 << 8, FIRST_SLOTS = 1 << 20, FIRST_RINGS = 8, FURTHER_SLOTS = 1 << 16, BATCH = 1 << 12 };

enum { COLLECT_INTERVAL = 1000000 /* ns */ };
/* So many records at once, and more will have come meanwhile. */
#define MANY (1 << 14)
/* The kernel writes a context switch down while it is under way, so what other sources tell may be
 * this much late. */
#define LATENESS_NS 200000

struct _IlCollector {
  IlRecording *recording;
  IlCollectorNow now;
  gpointer now_data;
  IlCollectorFull full;
  gpointer full_data;
  IlCollectorFilter filter;
  gpointer filter_data;

  pthread_mutex_t lock; /* guards rings and finished */
  pthread_cond_t wake;
  GPtrArray *rings; /* of IlRing */
  gboolean finished;
  GThread *thread;

  /* the collecting thread's */
  GArray *held;    /* read from the rings, not yet appended, of IlRecord */
  GArray *batch;   /* being appended */
  guint64 dropped; /* already told to the recording */
  gint64 last;     /* time of the last record appended */
  gboolean is_full;
};

static void
ring_free (IlRing *ring)
{
  il_ring_clear (ring);
  free (ring);
}

static void
wake_init (pthread_cond_t *wake)
{
  pthread_condattr_t attributes;

  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (wake, &attributes);
  pthread_condattr_destroy (&attributes);
}

IlCollector *
il_collector_new (IlRecording *recording, IlCollectorNow now, gpointer now_data)
{
  IlCollector *collector = g_new0 (IlCollector, 1);

  collector->recording = il_recording_ref (recording);
  collector->now = now;
  collector->now_data = now_data;
  pthread_mutex_init (&collector->lock, NULL);
  wake_init (&collector->wake);
  collector->rings = g_ptr_array_new_with_free_func ((GDestroyNotify) ring_free);
  collector->held = g_array_new (FALSE, FALSE, sizeof (IlRecord));
  collector->batch = g_array_new (FALSE, FALSE, sizeof (IlRecord));
  return collector;
}

void
il_collector_set_full_func (IlCollector *collector, IlCollectorFull full, gpointer data)
{
  collector->full = full;
  collector->full_data = data;
}

void
il_collector_set_filter (IlCollector *collector, IlCollectorFilter filter, gpointer data)
{
  collector->filter = filter;
  collector->filter_data = data;
}

static void
set_full (IlCollector *collector)
{
  collector->is_full = TRUE;
  if (collector->full)
    collector->full (collector->full_data);
}

static void
append (IlCollector *collector, const IlRecord *records, gsize n)
{
  if (n > 0 && !collector->is_full && !il_recording_append (collector->recording, records, n))
    set_full (collector);
}

/* Virtual clock: counts what was written in place, and says where it goes on. */
static void
count_written (IlCollector *collector, IlRing *ring)
{
  gsize n = 0;

  il_recording_commit (collector->recording, (gsize) (ring->next - ring->slots));
  IlRecord *slots = il_recording_reserve (collector->recording, &n);
  il_ring_set_slots (ring, slots, MIN (n, VIRTUAL_BATCH));
}

static bool
ring_full_cb (IlRing *ring, void *data)
{
  IlCollector *collector = data;

  count_written (collector, ring);
  if (ring->slots)
    return true;
  if (!collector->is_full)
    set_full (collector);
  return false;
}

IlRing *
il_collector_add_ring (IlCollector *collector)
{
  g_auto (IlLocked) locked = il_lock (&collector->lock);
  gsize n_slots = !collector->now ? 0 : collector->rings->len < FIRST_RINGS ? FIRST_SLOTS : FURTHER_SLOTS;
  IlRing *ring = aligned_alloc (64, sizeof (IlRing));

  if (!ring)
    return NULL;
  if (!il_ring_init (ring, n_slots, collector->now ? NULL : ring_full_cb, collector)) {
    free (ring);
    return NULL;
  }
  g_ptr_array_add (collector->rings, ring);
  return ring;
}

static gint
compare_times (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  gint64 ta = ((const IlRecord *) a)->time, tb = ((const IlRecord *) b)->time;

  return (ta > tb) - (ta < tb);
}

/* g_array_sort is not stable; records with equal times must keep their order. */
static void
sort_stably (GArray *records)
{
  gboolean sorted = TRUE;

  for (guint i = 1; i < records->len && sorted; i++)
    sorted =
        compare_times (&g_array_index (records, IlRecord, i - 1), &g_array_index (records, IlRecord, i), NULL) <= 0;
  if (!sorted)
    g_qsort_with_data (records->data, (gint) records->len, sizeof (IlRecord), compare_times, NULL);
}

/* Up to CLEAR nothing had been lost. */
static void
tell_dropped (IlCollector *collector, guint64 dropped, gint64 clear, gint64 time)
{
  if (dropped == collector->dropped)
    return;

  guint64 n = dropped - collector->dropped;
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT " events were lost because a ring was full", n);
  gint64 end = MAX (time, collector->last);
  IlRecord note = il_record_dropped (end, (guint32) CLAMP (end - clear, 0, G_MAXUINT32),
                                     il_recording_add_text (collector->recording, text));
  append (collector, &note, 1);
  il_recording_add_dropped (collector->recording, n);
  collector->dropped = dropped;
}

/* Appends N records, which are in order. */
static void
append_collected (IlCollector *collector, IlRecord *records, gsize n)
{
  for (gsize i = 0; i < n; i++)
    collector->last = records[i].time = MAX (records[i].time, collector->last);
  append (collector, records, n);
}

/* Moves everything that is certainly in order (all of it if LAST) into the recording. Returns how many
 * records the rings had. */
static gsize
collect (IlCollector *collector, gboolean last)
{
  gint64 until = last ? G_MAXINT64 : collector->now (collector->now_data) - LATENESS_NS;
  gint64 clear = collector->last;
  guint64 dropped = 0;
  gsize n_read = 0;

  pthread_mutex_lock (&collector->lock);
  for (guint i = 0; i < collector->rings->len; i++) {
    IlRing *ring = g_ptr_array_index (collector->rings, i);
    gint64 horizon = atomic_load (&ring->horizon);
    gsize n;

    if (!last && horizon != IL_NO_HORIZON)
      until = MIN (until, horizon);
    do {
      guint old_length = collector->held->len;

      g_array_set_size (collector->held, old_length + BATCH);
      n = il_ring_read (ring, &g_array_index (collector->held, IlRecord, old_length), BATCH);
      g_array_set_size (collector->held, old_length + (guint) n);
      n_read += n;
    } while (n == BATCH);
    dropped += atomic_load_explicit (&ring->dropped, memory_order_relaxed);
  }
  pthread_mutex_unlock (&collector->lock);

  sort_stably (collector->held);
  guint n_ready = collector->held->len;
  while (n_ready > 0 && g_array_index (collector->held, IlRecord, n_ready - 1).time >= until)
    n_ready--;

  if (collector->filter) {
    g_array_set_size (collector->batch, 0);
    g_array_append_vals (collector->batch, collector->held->data, n_ready);
    collector->filter (collector->batch, until, collector->filter_data);
    append_collected (collector, (IlRecord *) collector->batch->data, collector->batch->len);
  } else {
    append_collected (collector, (IlRecord *) collector->held->data, n_ready);
  }
  g_array_remove_range (collector->held, 0, n_ready);
  tell_dropped (collector, dropped, clear, MIN (until, collector->last));
  if (!last && until > collector->last)
    il_recording_advance (collector->recording, until);
  return n_read;
}

static void
wait_a_while (IlCollector *collector)
{
  gint64 until = il_monotonic_time () + COLLECT_INTERVAL;
  struct timespec deadline = { .tv_sec = until / 1000000000, .tv_nsec = until % 1000000000 };

  pthread_cond_timedwait (&collector->wake, &collector->lock, &deadline);
}

static gpointer
collector_thread (gpointer data)
{
  IlCollector *collector = data;

  pthread_mutex_lock (&collector->lock);
  while (!collector->finished) {
    pthread_mutex_unlock (&collector->lock);
    gsize n_read = collect (collector, FALSE);
    pthread_mutex_lock (&collector->lock);
    if (!collector->finished && n_read < MANY)
      wait_a_while (collector);
  }
  pthread_mutex_unlock (&collector->lock);
  return NULL;
}

gboolean
il_collector_start (IlCollector *collector)
{
  if (collector->now)
    collector->thread = g_thread_try_new ("il-collector", collector_thread, collector, NULL);
  return !collector->now || collector->thread;
}

void
il_collector_flush (IlCollector *collector)
{
  for (guint i = 0; i < collector->rings->len; i++)
    count_written (collector, g_ptr_array_index (collector->rings, i));
}

void
il_collector_finish (IlCollector *collector)
{
  pthread_mutex_lock (&collector->lock);
  collector->finished = TRUE;
  pthread_cond_signal (&collector->wake);
  pthread_mutex_unlock (&collector->lock);
  g_clear_pointer (&collector->thread, g_thread_join);

  if (collector->now)
    collect (collector, TRUE);
  else
    il_collector_flush (collector);
}

void
il_collector_free (IlCollector *collector)
{
  il_recording_unref (collector->recording);
  pthread_mutex_destroy (&collector->lock);
  pthread_cond_destroy (&collector->wake);
  g_ptr_array_unref (collector->rings);
  g_array_unref (collector->held);
  g_array_unref (collector->batch);
  g_free (collector);
}
