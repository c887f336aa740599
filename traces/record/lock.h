/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <pthread.h>

/* A mutex held until the end of the block:
 *
 *   g_auto (IlLocked) locked = il_lock (&lock);
 *
 * POSIX's and not GLib's, because ThreadSanitizer does not see into GLib's. */
typedef pthread_mutex_t *IlLocked;

static inline IlLocked
il_lock (pthread_mutex_t *lock)
{
  pthread_mutex_lock (lock);
  return lock;
}

static inline void
il_unlock (IlLocked lock)
{
  pthread_mutex_unlock (lock);
}

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (IlLocked, il_unlock, NULL)
