/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/queue.h>

#include "engine/loop/loop.h"

/* A source of wake-ups besides timers, devices and file descriptors: something that works beside the loop and puts
 * tasks into its ready queue, such as a pool of workers. Whoever has a source registers it with the loop, which knows
 * it by these functions only: the loop goes on until no source has work under way, and asks those only that have. The
 * loop's thread. */
typedef struct IlSource IlSource;

typedef struct {
  /* On the virtual clock: the time (ns) at which what is under way goes on next; and its going on by one step, once the
   * loop's time is there. */
  int64_t (*due) (const IlSource *source);
  void (*go_on) (IlSource *source);

  /* On the wall clock: puts the tasks whose work is done into the ready queue. The loop calls it each time that it has
   * looked at its file descriptors; il_poller_interrupt ends a wait for them. */
  void (*collect) (IlSource *source);

  /* The loop is being freed: ends what is under way, and frees the source. */
  void (*free) (IlSource *source);
} IlSourceClass;

struct IlSource {
  const IlSourceClass *source_class;
  IlLoop *loop;
  size_t n_under_way;
  STAILQ_ENTRY (IlSource) link;
};

typedef STAILQ_HEAD (IlSources, IlSource) IlSources;

/* Registers SOURCE, whose class is set, and which the loop now owns. */
void il_loop_add_source (IlLoop *loop, IlSource *source);

/* The loop's source of that class, or NULL. */
IlSource *il_loop_find_source (const IlLoop *loop, const IlSourceClass *source_class);

/* One more piece of work is under way, or one less. */
void il_source_begin_work (IlSource *source);
void il_source_end_work (IlSource *source);

/* Virtual clock, where something is under way: when the first of the sources goes on; and its going on, with the loop's
 * time moved there. Of two that are due at once, the one that was registered first. */
int64_t il_sources_due (const IlLoop *loop);
void il_sources_go_on (IlLoop *loop);

/* Wall clock. */
void il_sources_collect (IlLoop *loop);

void il_sources_free (IlLoop *loop);
