/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/lane-groups.h"

#include "traces/derive/growing.h"
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
  guint32 group : 27, activity : 3;
  guint32 known : 1, ended : 1; /* it has arrived; it is gone */
} Task;

enum { IN_NONE = (1 << 27) - 1, UNKNOWN = IN_NONE - 1 }; /* for lane groups */

struct _IlLaneGroups {
  gatomicrefcount references;
  pthread_mutex_t lock;
  IlRecording *recording;
  IlRegion region;
  guint64 n_taken;
  GArray *tasks;  /* of Task, by id */
  GArray *groups; /* of LaneGroup */
};

IlLaneGroups *
il_lane_groups_new (IlRecording *recording)
{
  IlLaneGroups *groups = g_new0 (IlLaneGroups, 1);

  g_atomic_ref_count_init (&groups->references);
  pthread_mutex_init (&groups->lock, NULL);
  groups->recording = il_recording_ref (recording);
  groups->tasks = g_array_new (FALSE, TRUE, sizeof (Task));
  groups->groups = g_array_new (FALSE, TRUE, sizeof (LaneGroup));
  return groups;
}

IlLaneGroups *
il_lane_groups_ref (IlLaneGroups *groups)
{
  g_atomic_ref_count_inc (&groups->references);
  return groups;
}

void
il_lane_groups_unref (IlLaneGroups *groups)
{
  if (!groups || !g_atomic_ref_count_dec (&groups->references))
    return;
  il_recording_unref (groups->recording);
  g_array_unref (groups->tasks);
  g_array_unref (groups->groups);
  il_region_clear (&groups->region);
  pthread_mutex_destroy (&groups->lock);
  g_free (groups);
}

void
il_lane_groups_assign (IlLaneGroups *groups, guint32 task, guint group)
{
  g_auto (IlLocked) locked = il_lock (&groups->lock);
  guint n = groups->tasks->len;

  if (task >= n) {
    g_array_set_size (groups->tasks, task + 1);
    for (guint i = n; i <= task; i++)
      g_array_index (groups->tasks, Task, i) = (Task) { .group = UNKNOWN, .activity = NOT_THERE };
  }
  g_array_index (groups->tasks, Task, task).group = MIN (group, IN_NONE) & IN_NONE;
  if (group != IL_NO_LANE_GROUP && group >= groups->groups->len)
    g_array_set_size (groups->groups, group + 1);
}

/* Changes. */

/* How many bytes a time takes, by the two lowest bits of the byte before it. */
static const guint lengths[] = { 0, 1, 3, 8 };
enum { LENGTHS = G_N_ELEMENTS (lengths), PLACES = NOT_THERE + 1 };

G_STATIC_ASSERT (PLACES *PLACES *LENGTHS <= 256);

static guint8 *
byte_at (const LaneGroup *group, guint index)
{
  return il_growing_at (&group->bytes, FIRST_BYTES, index, 1);
}

static void
put_byte (LaneGroup *group, guint byte, IlRegion *region)
{
  *(guint8 *) il_growing_append (&group->bytes, FIRST_BYTES, group->n_bytes++, 1, region) = byte & 255;
}

static void
put_change (LaneGroup *group, const Change *change, guint64 delay, IlRegion *region)
{
  guint length = delay == 0 ? 0 : delay < 1 << 8 ? 1 : delay < 1 << 24 ? 2 : 3;

  put_byte (group, (change->from * PLACES + change->to) * LENGTHS + length, region);
  for (guint i = 0; i < lengths[length]; i++)
    put_byte (group, (guint) (delay >> 8 * i) & 255, region);
}

/* Reads the change at byte *PLACE, and goes on to the next. TIME: of the one before it. */
static Change
get_change (const LaneGroup *group, guint *place, gint64 time)
{
  guint code = *byte_at (group, (*place)++);
  guint64 delay = 0;

  for (guint i = 0; i < lengths[code % LENGTHS]; i++)
    delay |= (guint64) *byte_at (group, (*place)++) << 8 * i;
  code /= LENGTHS;
  return (Change) { time + (gint64) delay, code / PLACES, code % PLACES };
}

static Block *
block_at (const LaneGroup *group, guint index)
{
  return il_growing_at (&group->blocks, FIRST_BLOCKS, index, sizeof (Block));
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
append (LaneGroup *group, const Change *change, IlRegion *region)
{
  Block *last = group->n_blocks > 0 ? block_at (group, group->n_blocks - 1) : NULL;

  if (!last || last->n >= BLOCK) {
    last = il_growing_append (&group->blocks, FIRST_BLOCKS, group->n_blocks++, sizeof (Block), region);
    *last = (Block) { group->now, group->n_bytes, 0 };
    move_on (&last->state, change->time);
  }
  put_change (group, change, last->n++ == 0 ? 0 : (guint64) (change->time - group->now.time), region);
  apply (&group->now, change);
}

/* Takes back all changes that are later than TIME; they are appended to LATER. */
static void
take_back (LaneGroup *group, gint64 time, GArray *later)
{
  guint block = group->n_blocks, n_bytes, n = 0;

  while (block > 0 && block_at (group, block - 1)->state.time > time)
    block--;
  block = block > 0 ? block - 1 : 0; /* the one that TIME lies in, if any */
  group->now = block_at (group, block)->state;
  n_bytes = block_at (group, block)->first;
  for (guint i = block; i < group->n_blocks; i++) {
    const Block *taken = block_at (group, i);
    Change change = { .time = taken->state.time };
    guint place = taken->first;

    for (guint k = 0; k < taken->n; k++) {
      change = get_change (group, &place, change.time);
      if (change.time > time)
        g_array_append_val (later, change);
      else {
        apply (&group->now, &change);
        n_bytes = place;
        n++;
      }
    }
  }
  block_at (group, block)->n = n;
  group->n_blocks = n > 0 ? block + 1 : block;
  group->n_bytes = n_bytes;
}

/* A switch to a task begins before the event that tells of it, and others may have changed since then. */
static void
insert (LaneGroup *group, const Change *change, IlRegion *region)
{
  g_autoptr (GArray) later = NULL;

  if (change->time >= group->now.time) {
    append (group, change, region);
    return;
  }
  later = g_array_new (FALSE, FALSE, sizeof (Change));
  take_back (group, change->time, later);
  append (group, change, region);
  for (guint i = 0; i < later->len; i++)
    append (group, &g_array_index (later, Change, i), region);
}

static void
set_activity (IlLaneGroups *groups, Task *task, guint activity, gint64 time)
{
  Change change = { time, task->activity, activity };

  task->activity = activity & 7;
  task->since = (guint32) groups->n_taken;
  if (task->group == IN_NONE)
    return;

  LaneGroup *group = &g_array_index (groups->groups, LaneGroup, task->group);

  insert (group, &change, &groups->region);
  group->n_there += (change.from == NOT_THERE) - (change.to == NOT_THERE);
  group->most = MAX (group->most, group->n_there);
}

/* As the timeline has it. */
static void
take_in (IlLaneGroups *groups, Task *task, const IlEvent *event)
{
  if (task->ended)
    return;
  if (!task->known)
    set_activity (groups, task, IL_ACTIVITY_PAUSED, event->time);
  task->known = TRUE;
  switch (event->kind) {
  case IL_EVENT_RESUME:
    if (event->cost > 0 && event->cost <= event->time - il_recording_record (groups->recording, task->since)->time)
      set_activity (groups, task, IL_ACTIVITY_SWITCHING, event->time - event->cost);
    set_activity (groups, task, IL_ACTIVITY_RUNNING, event->time);
    break;
  case IL_EVENT_READY:
  case IL_EVENT_PREEMPT: set_activity (groups, task, IL_ACTIVITY_READY, event->time); break;
  case IL_EVENT_SUSPEND: set_activity (groups, task, il_activity_of (IL_STATE_BLOCKED, event->why), event->time); break;
  case IL_EVENT_EXIT:
    set_activity (groups, task, NOT_THERE, event->time);
    task->ended = TRUE;
    break;
  default: break;
  }
}

/* FALSE: of a task that has not been assigned. */
static gboolean
take_in_record (IlLaneGroups *groups, const IlRecord *record)
{
  guint n = il_record_n_events (record);
  IlEvent events[4];

  g_return_val_if_fail (n <= G_N_ELEMENTS (events), FALSE);
  for (guint part = 0; part < n; part++) {
    guint32 task;

    il_record_unpack (record, part, &events[part]);
    task = events[part].task;
    if (task != 0 && (task >= groups->tasks->len || g_array_index (groups->tasks, Task, task).group == UNKNOWN))
      return FALSE;
  }
  for (guint part = 0; part < n; part++)
    if (events[part].task != 0)
      take_in (groups, &g_array_index (groups->tasks, Task, events[part].task), &events[part]);
  return TRUE;
}

void
il_lane_groups_extend (IlLaneGroups *groups, guint64 n_records)
{
  for (gboolean more = TRUE; more;) {
    g_auto (IlLocked) locked = il_lock (&groups->lock);
    guint64 last = MIN (n_records, groups->n_taken + RECORDS_AT_ONCE);

    while (groups->n_taken < last && take_in_record (groups, il_recording_record (groups->recording, groups->n_taken)))
      groups->n_taken++;
    more = groups->n_taken == last && last < n_records;
  }
}

/* Looking. */

void
il_lane_groups_look (IlLaneGroups *groups, guint lane_group_number, gint64 time, IlLaneGroupInstant *moment)
{
  g_auto (IlLocked) locked = il_lock (&groups->lock);
  const LaneGroup *group;
  const Block *block;
  guint low = 0, high, place;
  Change change;
  State state;

  *moment = (IlLaneGroupInstant) { { 0 } };
  if (lane_group_number >= groups->groups->len)
    return;
  group = &g_array_index (groups->groups, LaneGroup, lane_group_number);
  for (high = group->n_blocks; low < high;) { /* the first block that begins after TIME */
    guint middle = low + (high - low) / 2;

    if (block_at (group, middle)->state.time <= time)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0)
    return;
  block = block_at (group, low - 1);
  state = block->state;
  change.time = state.time;
  place = block->first;
  for (guint i = 0; i < block->n; i++) {
    change = get_change (group, &place, change.time);
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
il_lane_groups_most (IlLaneGroups *groups, guint group)
{
  g_auto (IlLocked) locked = il_lock (&groups->lock);

  return group < groups->groups->len ? g_array_index (groups->groups, LaneGroup, group).most : 0;
}
