/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/chunk.h"

#include <glib.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "traces/record/lock.h"

#define CHUNK_SIZE (IL_CHUNK_RECORDS * sizeof (IlRecord))

enum { KEPT_MOST = 32 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* guards what follows */
static IlRecord *kept[KEPT_MOST];
static guint n_kept;

static IlRecord *
take_kept (void)
{
  g_auto (IlLocked) locked = il_lock (&lock);

  return n_kept > 0 ? kept[--n_kept] : NULL;
}

static gboolean
keep (IlRecord *records)
{
  g_auto (IlLocked) locked = il_lock (&lock);

  if (n_kept == KEPT_MOST)
    return FALSE;
  kept[n_kept++] = records;
  return TRUE;
}

IlRecord *
il_chunk_new (bool *fresh)
{
  IlRecord *records = take_kept ();

  *fresh = !records;
  if (!records)
    records = aligned_alloc (CHUNK_SIZE, CHUNK_SIZE);
  if (!records)
    g_error ("no memory is left for a recording");
  return records;
}

void
il_chunk_touch (IlRecord *records, size_t n)
{
#ifdef MADV_POPULATE_WRITE
  madvise (records, n * sizeof *records, MADV_POPULATE_WRITE);
#endif
}

void
il_chunk_free (IlRecord *records)
{
  if (!keep (records))
    free (records);
}
