/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/timeline.h"

/* The same spans the other way round: not by task, but by core. A turn is the time for which a task keeps a core,
 * with the switch to it before. 4 bytes a turn. */
typedef struct _IlTurns IlTurns;

typedef struct {
  IlLane *lane;
  guint span;        /* of the lane: the running one */
  gint64 switching;  /* ns: where the switch to it begins; START where there was none */
  gint64 start, end; /* ns: of the running span */
  guint64 seq;       /* of the resume */
} IlTurn;

/* TIMELINE must be complete, and outlive this. Read by any thread. */
IlTurns *il_turns_new (const IlTimeline *timeline);
void il_turns_free (IlTurns *turns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlTurns, il_turns_free)

guint il_turns_n (const IlTurns *turns, guint core);
void il_turns_get (const IlTurns *turns, guint core, guint index, IlTurn *turn);

/* The last turn on CORE whose resume is not after TIME; FALSE: there is none. */
gboolean il_turns_find (const IlTurns *turns, guint core, gint64 time, guint *index);

/* The last turn on CORE whose resume comes before event number SEQ. */
gboolean il_turns_find_before (const IlTurns *turns, guint core, guint64 seq, guint *index);
