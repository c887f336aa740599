/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/crowds.h"

#include "traces/record/growing.h"
#include "traces/record/lock.h"

enum {
  NOT_THERE = IL_N_ACTIVITIES, /* the activity of a task before its arrival and after its end */
  BLOCK = 512,                 /* changes */
  FIRST_BYTES = 128,
  FIRST_BLOCKS = 2,
  RECORDS_AT_ONCE = 1024, /* taken in while others wait: well below a millisecond */
};

/* Of one task's state. */
typedef struct {
  gint64 time;
  guint from, to;
} Change;

typedef struct {
  gint64 time;
  guint counts[IL_N_ACTIVITIES];
  guint64 times[IL_N_ACTIVITIES];
} State;

/* Some changes, and what is true right before the first of them, at its time. */
typedef struct {
  State state;
  guint first; /* byte of its changes */
  guint n;     /* changes */
} Block;

/* Changes are kept in order of time, a byte each: from what to what, and how many bytes follow that say how long after
 * the change before it is. */
typedef struct {
  IlGrowing bytes;
  IlGrowing blocks;
  guint n_bytes, n_blocks;
  State now; /* after the last change */
  guint n_there, most;
} Crowd;

typedef struct {
  guint32 since; /* the record of its last change of state, or of its arrival */
  guint32 crowd : 27, activity : 3;
  guint32 known : 1, ended : 1; /* it has arrived; it is gone */
} Task;

enum { IN_NONE = (1 << 27) - 1, UNKNOWN = IN_NONE - 1 }; /* for crowds */

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
  g_array_index (crowds->tasks, Task, task).crowd = MIN (crowd, IN_NONE) & IN_NONE;
  if (crowd != IL_NO_CROWD && crowd >= crowds->crowds->len)
    g_array_set_size (crowds->crowds, crowd + 1);
}

/* Changes. */

/* How many bytes a time takes, by the two lowest bits of the byte before it. */
static const guint lengths[] = { 0, 1, 3, 8 };
enum { LENGTHS = G_N_ELEMENTS (lengths), PLACES = NOT_THERE + 1 };

G_STATIC_ASSERT (PLACES *PLACES *LENGTHS <= 256);

static guint8 *
byte_at (const Crowd *crowd, guint index)
{
  return il_growing_at (&crowd->bytes, FIRST_BYTES, index, 1);
}

static void
put_byte (Crowd *crowd, guint byte, IlRegion *region)
{
  *(guint8 *) il_growing_append (&crowd->bytes, FIRST_BYTES, crowd->n_bytes++, 1, region) = byte & 255;
}

static void
put_change (Crowd *crowd, const Change *change, guint64 delay, IlRegion *region)
{
  guint length = delay == 0 ? 0 : delay < 1 << 8 ? 1 : delay < 1 << 24 ? 2 : 3;

  put_byte (crowd, (change->from * PLACES + change->to) * LENGTHS + length, region);
  for (guint i = 0; i < lengths[length]; i++)
    put_byte (crowd, (guint) (delay >> 8 * i) & 255, region);
}

/* Reads the change at byte *PLACE, and goes on to the next. TIME: of the one before it. */
static Change
get_change (const Crowd *crowd, guint *place, gint64 time)
{
  guint code = *byte_at (crowd, (*place)++);
  guint64 delay = 0;

  for (guint i = 0; i < lengths[code % LENGTHS]; i++)
    delay |= (guint64) *byte_at (crowd, (*place)++) << 8 * i;
  code /= LENGTHS;
  return (Change) { time + (gint64) delay, code / PLACES, code % PLACES };
}

static Block *
block_at (const Crowd *crowd, guint index)
{
  return il_growing_at (&crowd->blocks, FIRST_BLOCKS, index, sizeof (Block));
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
  Block *last = crowd->n_blocks > 0 ? block_at (crowd, crowd->n_blocks - 1) : NULL;

  if (!last || last->n >= BLOCK) {
    last = il_growing_append (&crowd->blocks, FIRST_BLOCKS, crowd->n_blocks++, sizeof (Block), region);
    *last = (Block) { crowd->now, crowd->n_bytes, 0 };
    move_on (&last->state, change->time);
  }
  put_change (crowd, change, last->n++ == 0 ? 0 : (guint64) (change->time - crowd->now.time), region);
  apply (&crowd->now, change);
}

/* Takes back all changes that are later than TIME; they are appended to LATER. */
static void
take_back (Crowd *crowd, gint64 time, GArray *later)
{
  guint block = crowd->n_blocks, n_bytes, n = 0;

  while (block > 0 && block_at (crowd, block - 1)->state.time > time)
    block--;
  block = block > 0 ? block - 1 : 0; /* the one that TIME lies in, if any */
  crowd->now = block_at (crowd, block)->state;
  n_bytes = block_at (crowd, block)->first;
  for (guint i = block; i < crowd->n_blocks; i++) {
    const Block *taken = block_at (crowd, i);
    Change change = { .time = taken->state.time };
    guint place = taken->first;

    for (guint k = 0; k < taken->n; k++) {
      change = get_change (crowd, &place, change.time);
      if (change.time > time)
        g_array_append_val (later, change);
      else {
        apply (&crowd->now, &change);
        n_bytes = place;
        n++;
      }
    }
  }
  block_at (crowd, block)->n = n;
  crowd->n_blocks = n > 0 ? block + 1 : block;
  crowd->n_bytes = n_bytes;
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

  task->activity = activity & 7;
  task->since = (guint32) crowds->n_taken;
  if (task->crowd == IN_NONE)
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
    if (event->cost > 0 && event->cost <= event->time - il_recording_record (crowds->recording, task->since)->time)
      set_activity (crowds, task, IL_ACTIVITY_SWITCHING, event->time - event->cost);
    set_activity (crowds, task, IL_ACTIVITY_RUNNING, event->time);
    break;
  case IL_EVENT_READY:
  case IL_EVENT_PREEMPT: set_activity (crowds, task, IL_ACTIVITY_READY, event->time); break;
  case IL_EVENT_SUSPEND: set_activity (crowds, task, il_activity_of (IL_STATE_BLOCKED, event->why), event->time); break;
  case IL_EVENT_EXIT:
    set_activity (crowds, task, NOT_THERE, event->time);
    task->ended = TRUE;
    break;
  default: break;
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
  guint low = 0, high, place;
  Change change;
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
  change.time = state.time;
  place = block->first;
  for (guint i = 0; i < block->n; i++) {
    change = get_change (crowd, &place, change.time);
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
