/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/crowds.h"

#include "traces/growing.h"
#include "traces/lock.h"

enum {
  NOT_THERE = IL_N_ACTIVITIES, /* the activity of a task before its arrival and after its end */
  BLOCK = 128,           /* changes at most */
  FIRST_CHANGES = 64,
  FIRST_BLOCKS = 2,
  RECORDS_AT_ONCE = 1024, /* taken in while others wait: well below a millisecond */
  UNKNOWN = IL_NO_CROWD - 1,
};

/* Of one task's state. */
typedef struct {
  gint64 time;
  guint from, to;
} Change;

/* The same as it is kept: DELAY after the first change of its block, ns. A block ends before a longer delay. */
enum { LONGEST_DELAY = (1 << 26) - 1 };
typedef struct {
  guint32 from : 3, to : 3, delay : 26;
} Mark;

typedef struct {
  gint64 time;
  guint counts[IL_N_ACTIVITIES];
  guint64 times[IL_N_ACTIVITIES];
} State;

/* What is true right before change number FIRST, at that change's time. */
typedef struct {
  State state;
  guint first;
} Block;

typedef struct {
  IlGrowing marks;  /* in order of time */
  IlGrowing blocks;
  guint n_marks, n_blocks;
  State now;        /* after the last change */
  guint n_there, most;
} Crowd;

typedef struct {
  guint crowd;
  guint8 activity;
  gboolean known, ended; /* it has arrived; it is gone */
  gint64 since;          /* its last change of state, or its arrival */
} Task;

struct _IlCrowds {
  gatomicrefcount references;
  pthread_mutex_t lock;
  IlRecording *recording;
  IlRegion region;
  guint64 n_taken;
  GArray *tasks;  /* of Task, by id */
  GArray *crowds; /* of Crowd */
};

IlCrowds *
il_crowds_new (IlRecording *recording)
{
  IlCrowds *crowds = g_new0 (IlCrowds, 1);

  g_atomic_ref_count_init (&crowds->references);
  pthread_mutex_init (&crowds->lock, NULL);
  crowds->recording = il_recording_ref (recording);
  crowds->tasks = g_array_new (FALSE, TRUE, sizeof (Task));
  crowds->crowds = g_array_new (FALSE, TRUE, sizeof (Crowd));
  return crowds;
}

IlCrowds *
il_crowds_ref (IlCrowds *crowds)
{
  g_atomic_ref_count_inc (&crowds->references);
  return crowds;
}

void
il_crowds_unref (IlCrowds *crowds)
{
  if (!crowds || !g_atomic_ref_count_dec (&crowds->references))
    return;
  il_recording_unref (crowds->recording);
  g_array_unref (crowds->tasks);
  g_array_unref (crowds->crowds);
  il_region_clear (&crowds->region);
  pthread_mutex_destroy (&crowds->lock);
  g_free (crowds);
}

void
il_crowds_assign (IlCrowds *crowds, guint32 task, guint crowd)
{
  g_auto (IlLocked) locked = il_lock (&crowds->lock);
  guint n = crowds->tasks->len;

  if (task >= n) {
    g_array_set_size (crowds->tasks, task + 1);
    for (guint i = n; i <= task; i++)
      g_array_index (crowds->tasks, Task, i) = (Task) { .crowd = UNKNOWN, .activity = NOT_THERE };
  }
  g_array_index (crowds->tasks, Task, task).crowd = crowd;
  if (crowd != IL_NO_CROWD && crowd >= crowds->crowds->len)
    g_array_set_size (crowds->crowds, crowd + 1);
}

/* Changes. */

static Mark *
mark_at (const Crowd *crowd, guint index)
{
  return il_growing_at (&crowd->marks, FIRST_CHANGES, index, sizeof (Mark));
}

static Block *
block_at (const Crowd *crowd, guint index)
{
  return il_growing_at (&crowd->blocks, FIRST_BLOCKS, index, sizeof (Block));
}

/* The number of changes before that which ends BLOCK. */
static guint
block_end (const Crowd *crowd, guint block)
{
  return block + 1 < crowd->n_blocks ? block_at (crowd, block + 1)->first : crowd->n_marks;
}

static Change
change_at (const Crowd *crowd, guint index, const Block *block)
{
  const Mark *mark = mark_at (crowd, index);

  return (Change) { block->state.time + mark->delay, mark->from, mark->to };
}

/* A time before that of STATE is right as well, as long as nothing changed between them. */
static void
move_on (State *state, gint64 time)
{
  guint64 length = (guint64) time - (guint64) state->time;

  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    state->times[i] += state->counts[i] * length;
  state->time = time;
}

static void
apply (State *state, const Change *change)
{
  move_on (state, change->time);
  if (change->from != NOT_THERE)
    state->counts[change->from]--;
  if (change->to != NOT_THERE)
    state->counts[change->to]++;
}

static void
append (Crowd *crowd, const Change *change, IlRegion *region)
{
  const Block *last = crowd->n_blocks > 0 ? block_at (crowd, crowd->n_blocks - 1) : NULL;
  Mark *mark;

  if (!last || crowd->n_marks - last->first >= BLOCK || change->time - last->state.time > LONGEST_DELAY) {
    Block *block = il_growing_append (&crowd->blocks, FIRST_BLOCKS, crowd->n_blocks++, sizeof (Block), region);

    *block = (Block) { crowd->now, crowd->n_marks };
    move_on (&block->state, change->time);
    last = block;
  }
  mark = il_growing_append (&crowd->marks, FIRST_CHANGES, crowd->n_marks++, sizeof (Mark), region);
  *mark = (Mark) { change->from & 7, change->to & 7, (guint32) (change->time - last->state.time) & LONGEST_DELAY };
  apply (&crowd->now, change);
}

/* Takes back all changes that are later than TIME; they are appended to LATER. */
static void
take_back (Crowd *crowd, gint64 time, GArray *later)
{
  guint block = crowd->n_blocks, n;
  Change change;

  while (block > 0 && block_at (crowd, block - 1)->state.time > time)
    block--;
  block = block > 0 ? block - 1 : 0; /* the one that TIME lies in, if any */
  crowd->now = block_at (crowd, block)->state;
  n = block_at (crowd, block)->first;
  for (guint i = block; i < crowd->n_blocks; i++)
    for (guint k = block_at (crowd, i)->first; k < block_end (crowd, i); k++) {
      change = change_at (crowd, k, block_at (crowd, i));
      if (change.time > time)
        g_array_append_val (later, change);
      else {
        apply (&crowd->now, &change);
        n = k + 1;
      }
    }
  crowd->n_blocks = n > block_at (crowd, block)->first ? block + 1 : block;
  crowd->n_marks = n;
}

/* A switch to a task begins before the event that tells of it, and others may have changed since then. */
static void
insert (Crowd *crowd, const Change *change, IlRegion *region)
{
  g_autoptr (GArray) later = NULL;

  if (change->time >= crowd->now.time) {
    append (crowd, change, region);
    return;
  }
  later = g_array_new (FALSE, FALSE, sizeof (Change));
  take_back (crowd, change->time, later);
  append (crowd, change, region);
  for (guint i = 0; i < later->len; i++)
    append (crowd, &g_array_index (later, Change, i), region);
}

static void
set_activity (IlCrowds *crowds, Task *task, guint activity, gint64 time)
{
  Change change = { time, task->activity, activity };

  task->activity = (guint8) activity;
  task->since = time;
  if (task->crowd == IL_NO_CROWD)
    return;

  Crowd *crowd = &g_array_index (crowds->crowds, Crowd, task->crowd);

  insert (crowd, &change, &crowds->region);
  crowd->n_there += (change.from == NOT_THERE) - (change.to == NOT_THERE);
  crowd->most = MAX (crowd->most, crowd->n_there);
}

/* As the timeline has it. */
static void
take_in (IlCrowds *crowds, Task *task, const IlEvent *event)
{
  if (task->ended)
    return;
  if (!task->known)
    set_activity (crowds, task, IL_ACTIVITY_PAUSED, event->time);
  task->known = TRUE;
  switch (event->kind) {
  case IL_EVENT_RESUME:
    if (event->cost > 0 && event->cost <= event->time - task->since)
      set_activity (crowds, task, IL_ACTIVITY_SWITCHING, event->time - event->cost);
    set_activity (crowds, task, IL_ACTIVITY_RUNNING, event->time);
    break;
  case IL_EVENT_READY:
  case IL_EVENT_PREEMPT:
    set_activity (crowds, task, IL_ACTIVITY_READY, event->time);
    break;
  case IL_EVENT_SUSPEND:
    set_activity (crowds, task, il_activity_of (IL_STATE_BLOCKED, event->why), event->time);
    break;
  case IL_EVENT_EXIT:
    set_activity (crowds, task, NOT_THERE, event->time);
    task->ended = TRUE;
    break;
  default:
    break;
  }
}

/* FALSE: of a task that has not been assigned. */
static gboolean
take_in_record (IlCrowds *crowds, const IlRecord *record)
{
  guint n = il_record_n_events (record);
  IlEvent events[4];

  g_return_val_if_fail (n <= G_N_ELEMENTS (events), FALSE);
  for (guint part = 0; part < n; part++) {
    guint32 task;

    il_record_unpack (record, part, &events[part]);
    task = events[part].task;
    if (task != 0 && (task >= crowds->tasks->len || g_array_index (crowds->tasks, Task, task).crowd == UNKNOWN))
      return FALSE;
  }
  for (guint part = 0; part < n; part++)
    if (events[part].task != 0)
      take_in (crowds, &g_array_index (crowds->tasks, Task, events[part].task), &events[part]);
  return TRUE;
}

void
il_crowds_extend (IlCrowds *crowds, guint64 n_records)
{
  for (gboolean more = TRUE; more;) {
    g_auto (IlLocked) locked = il_lock (&crowds->lock);
    guint64 last = MIN (n_records, crowds->n_taken + RECORDS_AT_ONCE);

    while (crowds->n_taken < last && take_in_record (crowds, il_recording_record (crowds->recording, crowds->n_taken)))
      crowds->n_taken++;
    more = crowds->n_taken == last && last < n_records;
  }
}

/* Looking. */

void
il_crowds_look (IlCrowds *crowds, guint crowd_number, gint64 time, IlCrowdMoment *moment)
{
  g_auto (IlLocked) locked = il_lock (&crowds->lock);
  const Crowd *crowd;
  const Block *block;
  guint low = 0, high;
  State state;

  *moment = (IlCrowdMoment) { { 0 } };
  if (crowd_number >= crowds->crowds->len)
    return;
  crowd = &g_array_index (crowds->crowds, Crowd, crowd_number);
  for (high = crowd->n_blocks; low < high;) { /* the first block that begins after TIME */
    guint middle = low + (high - low) / 2;

    if (block_at (crowd, middle)->state.time <= time)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0)
    return;
  block = block_at (crowd, low - 1);
  state = block->state;
  for (guint i = block->first; i < block_end (crowd, low - 1); i++) {
    Change change = change_at (crowd, i, block);

    if (change.time > time)
      break;
    apply (&state, &change);
  }
  move_on (&state, time);
  for (guint i = 0; i < IL_N_ACTIVITIES; i++) {
    moment->counts[i] = state.counts[i];
    moment->times[i] = state.times[i];
  }
}

guint
il_crowds_most (IlCrowds *crowds, guint crowd)
{
  g_auto (IlLocked) locked = il_lock (&crowds->lock);

  return crowd < crowds->crowds->len ? g_array_index (crowds->crowds, Crowd, crowd).most : 0;
}
