/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/lane-groups.h"

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
} LaneGroup;

typedef struct {
  guint32 since; /* the record of its last change of state, or of its arrival */
  guint32 lane_group : 27, activity : 3;
  guint32 known : 1, ended : 1; /* it has arrived; it is gone */
} Task;

enum { IN_NONE = (1 << 27) - 1, UNKNOWN = IN_NONE - 1 }; /* for lane groups */

struct _IlLaneGroups {
  gatomicrefcount references;
  pthread_mutex_t lock;
  IlRecording *recording;
  IlRegion region;
  guint64 n_taken;
  GArray *tasks;       /* of Task, by id */
  GArray *lane_groups; /* of LaneGroup */
};

IlLaneGroups *
il_lane_groups_new (IlRecording *recording)
{
  IlLaneGroups *lane_groups = g_new0 (IlLaneGroups, 1);

  g_atomic_ref_count_init (&lane_groups->references);
  pthread_mutex_init (&lane_groups->lock, NULL);
  lane_groups->recording = il_recording_ref (recording);
  lane_groups->tasks = g_array_new (FALSE, TRUE, sizeof (Task));
  lane_groups->lane_groups = g_array_new (FALSE, TRUE, sizeof (LaneGroup));
  return lane_groups;
}

IlLaneGroups *
il_lane_groups_ref (IlLaneGroups *lane_groups)
{
  g_atomic_ref_count_inc (&lane_groups->references);
  return lane_groups;
}

void
il_lane_groups_unref (IlLaneGroups *lane_groups)
{
  if (!lane_groups || !g_atomic_ref_count_dec (&lane_groups->references))
    return;
  il_recording_unref (lane_groups->recording);
  g_array_unref (lane_groups->tasks);
  g_array_unref (lane_groups->lane_groups);
  il_region_clear (&lane_groups->region);
  pthread_mutex_destroy (&lane_groups->lock);
  g_free (lane_groups);
}

void
il_lane_groups_assign (IlLaneGroups *lane_groups, guint32 task, guint lane_group)
{
  g_auto (IlLocked) locked = il_lock (&lane_groups->lock);
  guint n = lane_groups->tasks->len;

  if (task >= n) {
    g_array_set_size (lane_groups->tasks, task + 1);
    for (guint i = n; i <= task; i++)
      g_array_index (lane_groups->tasks, Task, i) = (Task) { .lane_group = UNKNOWN, .activity = NOT_THERE };
  }
  g_array_index (lane_groups->tasks, Task, task).lane_group = MIN (lane_group, IN_NONE) & IN_NONE;
  if (lane_group != IL_NO_LANE_GROUP && lane_group >= lane_groups->lane_groups->len)
    g_array_set_size (lane_groups->lane_groups, lane_group + 1);
}

/* Changes. */

/* How many bytes a time takes, by the two lowest bits of the byte before it. */
static const guint lengths[] = { 0, 1, 3, 8 };
enum { LENGTHS = G_N_ELEMENTS (lengths), PLACES = NOT_THERE + 1 };

G_STATIC_ASSERT (PLACES *PLACES *LENGTHS <= 256);

static guint8 *
byte_at (const LaneGroup *lane_group, guint index)
{
  return il_growing_at (&lane_group->bytes, FIRST_BYTES, index, 1);
}

static void
put_byte (LaneGroup *lane_group, guint byte, IlRegion *region)
{
  *(guint8 *) il_growing_append (&lane_group->bytes, FIRST_BYTES, lane_group->n_bytes++, 1, region) = byte & 255;
}

static void
put_change (LaneGroup *lane_group, const Change *change, guint64 delay, IlRegion *region)
{
  guint length = delay == 0 ? 0 : delay < 1 << 8 ? 1 : delay < 1 << 24 ? 2 : 3;

  put_byte (lane_group, (change->from * PLACES + change->to) * LENGTHS + length, region);
  for (guint i = 0; i < lengths[length]; i++)
    put_byte (lane_group, (guint) (delay >> 8 * i) & 255, region);
}

/* Reads the change at byte *PLACE, and goes on to the next. TIME: of the one before it. */
static Change
get_change (const LaneGroup *lane_group, guint *place, gint64 time)
{
  guint code = *byte_at (lane_group, (*place)++);
  guint64 delay = 0;

  for (guint i = 0; i < lengths[code % LENGTHS]; i++)
    delay |= (guint64) *byte_at (lane_group, (*place)++) << 8 * i;
  code /= LENGTHS;
  return (Change) { time + (gint64) delay, code / PLACES, code % PLACES };
}

static Block *
block_at (const LaneGroup *lane_group, guint index)
{
  return il_growing_at (&lane_group->blocks, FIRST_BLOCKS, index, sizeof (Block));
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
append (LaneGroup *lane_group, const Change *change, IlRegion *region)
{
  Block *last = lane_group->n_blocks > 0 ? block_at (lane_group, lane_group->n_blocks - 1) : NULL;

  if (!last || last->n >= BLOCK) {
    last = il_growing_append (&lane_group->blocks, FIRST_BLOCKS, lane_group->n_blocks++, sizeof (Block), region);
    *last = (Block) { lane_group->now, lane_group->n_bytes, 0 };
    move_on (&last->state, change->time);
  }
  put_change (lane_group, change, last->n++ == 0 ? 0 : (guint64) (change->time - lane_group->now.time), region);
  apply (&lane_group->now, change);
}

/* Takes back all changes that are later than TIME; they are appended to LATER. */
static void
take_back (LaneGroup *lane_group, gint64 time, GArray *later)
{
  guint block = lane_group->n_blocks, n_bytes, n = 0;

  while (block > 0 && block_at (lane_group, block - 1)->state.time > time)
    block--;
  block = block > 0 ? block - 1 : 0; /* the one that TIME lies in, if any */
  lane_group->now = block_at (lane_group, block)->state;
  n_bytes = block_at (lane_group, block)->first;
  for (guint i = block; i < lane_group->n_blocks; i++) {
    const Block *taken = block_at (lane_group, i);
    Change change = { .time = taken->state.time };
    guint place = taken->first;

    for (guint k = 0; k < taken->n; k++) {
      change = get_change (lane_group, &place, change.time);
      if (change.time > time)
        g_array_append_val (later, change);
      else {
        apply (&lane_group->now, &change);
        n_bytes = place;
        n++;
      }
    }
  }
  block_at (lane_group, block)->n = n;
  lane_group->n_blocks = n > 0 ? block + 1 : block;
  lane_group->n_bytes = n_bytes;
}

/* A switch to a task begins before the event that tells of it, and others may have changed since then. */
static void
insert (LaneGroup *lane_group, const Change *change, IlRegion *region)
{
  g_autoptr (GArray) later = NULL;

  if (change->time >= lane_group->now.time) {
    append (lane_group, change, region);
    return;
  }
  later = g_array_new (FALSE, FALSE, sizeof (Change));
  take_back (lane_group, change->time, later);
  append (lane_group, change, region);
  for (guint i = 0; i < later->len; i++)
    append (lane_group, &g_array_index (later, Change, i), region);
}

static void
set_activity (IlLaneGroups *lane_groups, Task *task, guint activity, gint64 time)
{
  Change change = { time, task->activity, activity };

  task->activity = activity & 7;
  task->since = (guint32) lane_groups->n_taken;
  if (task->lane_group == IN_NONE)
    return;

  LaneGroup *lane_group = &g_array_index (lane_groups->lane_groups, LaneGroup, task->lane_group);

  insert (lane_group, &change, &lane_groups->region);
  lane_group->n_there += (change.from == NOT_THERE) - (change.to == NOT_THERE);
  lane_group->most = MAX (lane_group->most, lane_group->n_there);
}

/* As the timeline has it. */
static void
take_in (IlLaneGroups *lane_groups, Task *task, const IlEvent *event)
{
  if (task->ended)
    return;
  if (!task->known)
    set_activity (lane_groups, task, IL_ACTIVITY_PAUSED, event->time);
  task->known = TRUE;
  switch (event->kind) {
  case IL_EVENT_RESUME:
    if (event->cost > 0 && event->cost <= event->time - il_recording_record (lane_groups->recording, task->since)->time)
      set_activity (lane_groups, task, IL_ACTIVITY_SWITCHING, event->time - event->cost);
    set_activity (lane_groups, task, IL_ACTIVITY_RUNNING, event->time);
    break;
  case IL_EVENT_READY:
  case IL_EVENT_PREEMPT: set_activity (lane_groups, task, IL_ACTIVITY_READY, event->time); break;
  case IL_EVENT_SUSPEND:
    set_activity (lane_groups, task, il_activity_of (IL_STATE_BLOCKED, event->why), event->time);
    break;
  case IL_EVENT_EXIT:
    set_activity (lane_groups, task, NOT_THERE, event->time);
    task->ended = TRUE;
    break;
  default: break;
  }
}

/* FALSE: of a task that has not been assigned. */
static gboolean
take_in_record (IlLaneGroups *lane_groups, const IlRecord *record)
{
  guint n = il_record_n_events (record);
  IlEvent events[4];

  g_return_val_if_fail (n <= G_N_ELEMENTS (events), FALSE);
  for (guint part = 0; part < n; part++) {
    guint32 task;

    il_record_unpack (record, part, &events[part]);
    task = events[part].task;
    if (task != 0
        && (task >= lane_groups->tasks->len || g_array_index (lane_groups->tasks, Task, task).lane_group == UNKNOWN))
      return FALSE;
  }
  for (guint part = 0; part < n; part++)
    if (events[part].task != 0)
      take_in (lane_groups, &g_array_index (lane_groups->tasks, Task, events[part].task), &events[part]);
  return TRUE;
}

void
il_lane_groups_extend (IlLaneGroups *lane_groups, guint64 n_records)
{
  for (gboolean more = TRUE; more;) {
    g_auto (IlLocked) locked = il_lock (&lane_groups->lock);
    guint64 last = MIN (n_records, lane_groups->n_taken + RECORDS_AT_ONCE);

    while (lane_groups->n_taken < last
           && take_in_record (lane_groups, il_recording_record (lane_groups->recording, lane_groups->n_taken)))
      lane_groups->n_taken++;
    more = lane_groups->n_taken == last && last < n_records;
  }
}

/* Looking. */

void
il_lane_groups_look (IlLaneGroups *lane_groups, guint lane_group_number, gint64 time, IlLaneGroupInstant *moment)
{
  g_auto (IlLocked) locked = il_lock (&lane_groups->lock);
  const LaneGroup *lane_group;
  const Block *block;
  guint low = 0, high, place;
  Change change;
  State state;

  *moment = (IlLaneGroupInstant) { { 0 } };
  if (lane_group_number >= lane_groups->lane_groups->len)
    return;
  lane_group = &g_array_index (lane_groups->lane_groups, LaneGroup, lane_group_number);
  for (high = lane_group->n_blocks; low < high;) { /* the first block that begins after TIME */
    guint middle = low + (high - low) / 2;

    if (block_at (lane_group, middle)->state.time <= time)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0)
    return;
  block = block_at (lane_group, low - 1);
  state = block->state;
  change.time = state.time;
  place = block->first;
  for (guint i = 0; i < block->n; i++) {
    change = get_change (lane_group, &place, change.time);
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
il_lane_groups_most (IlLaneGroups *lane_groups, guint lane_group)
{
  g_auto (IlLocked) locked = il_lock (&lane_groups->lock);

  return lane_group < lane_groups->lane_groups->len
             ? g_array_index (lane_groups->lane_groups, LaneGroup, lane_group).most
             : 0;
}
