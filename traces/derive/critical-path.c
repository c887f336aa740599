/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/critical-path.h"

/* Where the walk has come to: LANE's span INDEX, of which the time before TIME is not on the path yet. */
typedef struct {
  const IlTimeline *timeline;
  const IlTurns *turns;
  GArray *steps; /* the latest first */
  const IlLane *lane;
  gint64 index;
  gint64 time;
} Walk;

static void
add_step (Walk *walk, guint32 task, const IlSpan *span, guint index, gint64 start)
{
  IlPathStep step = { MIN (start, walk->time), walk->time, task, IL_STATE_NEW, IL_WHY_NONE, IL_NO_OBJECT, index };

  if (span) {
    step.state = span->state;
    step.why = span->state == IL_STATE_BLOCKED ? span->why : IL_WHY_NONE;
    step.object = span->object;
  }
  if (step.end > step.start)
    g_array_append_val (walk->steps, step);
  walk->time = step.start;
}

/* Goes to what TASK was running when it did event number SEQ at TIME. Returns FALSE, and stays, where it did not run.
 */
static gboolean
go_to_doer (Walk *walk, guint32 task, gint64 time, guint64 seq)
{
  const IlLane *lane =
      task != IL_BY_NOBODY && task <= IL_MAX_TASK_ID ? il_timeline_lane_of_task (walk->timeline, task) : NULL;
  guint index;
  IlSpan span;

  if (!lane || lane == walk->lane || !il_lane_find (lane, time, &index))
    return FALSE;
  for (gint64 i = index; i >= 0; i--) {
    il_lane_span (lane, (guint) i, &span);
    if (span.first_seq > seq)
      continue;
    if (span.state != IL_STATE_RUNNING || span.end < time)
      return FALSE;
    walk->lane = lane;
    walk->index = i;
    return TRUE;
  }
  return FALSE;
}

/* From the beginning of the lane to who spawned its task. Returns FALSE at the start of the run. */
static gboolean
leave_lane (Walk *walk)
{
  guint32 parent = il_lane_parent (walk->lane);
  gint64 arrival = il_lane_arrival (walk->lane);
  guint64 seq = il_lane_spawn_seq (walk->lane);

  add_step (walk, il_lane_task (walk->lane), NULL, G_MAXUINT, arrival);
  if (go_to_doer (walk, parent, arrival, seq))
    return TRUE;
  add_step (walk, parent == IL_BY_TIMER ? il_lane_task (walk->lane) : 0, NULL, G_MAXUINT, 0);
  return FALSE;
}

/* The task was ready in SPAN: to who or what made it so. */
static void
go_to_waker (Walk *walk, const IlSpan *span)
{
  if (span->why != IL_WHY_NONE || !go_to_doer (walk, span->by, span->start, span->first_seq))
    walk->index--;
}

/* The task ran in SPAN from its start on: to what had to be over before that. */
static void
go_to_what_was_before (Walk *walk, const IlSpan *span)
{
  guint32 task = il_lane_task (walk->lane);
  IlSpan before;
  guint turn_index;
  IlTurn turn;

  if (--walk->index < 0)
    return;
  il_lane_span (walk->lane, (guint) walk->index, &before);
  if (before.state == IL_STATE_SWITCHING) {
    add_step (walk, task, &before, (guint) walk->index, before.start);
    if (--walk->index < 0)
      return;
    il_lane_span (walk->lane, (guint) walk->index, &before);
  }
  if (before.state != IL_STATE_READY)
    return;
  if (il_turns_find_before (walk->turns, span->core, span->first_seq, &turn_index)) {
    il_turns_get (walk->turns, span->core, turn_index, &turn);
    if (turn.end > before.start && turn.lane != walk->lane) {
      add_step (walk, task, &before, (guint) walk->index, turn.end);
      walk->lane = turn.lane;
      walk->index = turn.span;
      return;
    }
  }
  add_step (walk, task, &before, (guint) walk->index, before.start);
  go_to_waker (walk, &before);
}

/* One step back. Returns FALSE when the start of the run is reached. */
static gboolean
step_back (Walk *walk)
{
  IlSpan span;

  if (walk->index < 0)
    return leave_lane (walk);
  il_lane_span (walk->lane, (guint) walk->index, &span);
  add_step (walk, il_lane_task (walk->lane), &span, (guint) walk->index, span.start);
  if (span.state == IL_STATE_RUNNING)
    go_to_what_was_before (walk, &span);
  else if (span.state == IL_STATE_READY)
    go_to_waker (walk, &span);
  else
    walk->index--;
  return TRUE;
}

/* To the task about which the last event is that changes a state. */
static gboolean
begin (Walk *walk)
{
  guint64 latest = 0;

  for (guint i = 0; i < il_timeline_n_lanes (walk->timeline); i++) {
    const IlLane *lane = il_timeline_lane (walk->timeline, i);
    guint n = il_lane_n_spans (lane);
    guint64 seq;
    IlSpan span;

    if (n == 0)
      continue;
    il_lane_span (lane, n - 1, &span);
    seq = span.open ? span.first_seq : span.last_seq;
    if (seq < latest)
      continue;
    latest = seq;
    walk->lane = lane;
    walk->index = (gint64) n - 1;
  }
  if (latest == 0)
    return FALSE;
  if (il_lane_end (walk->lane) >= 0)
    add_step (walk, 0, NULL, G_MAXUINT, il_lane_end (walk->lane));
  return TRUE;
}

GArray *
il_critical_path (const IlTimeline *timeline, const IlTurns *turns, GCancellable *cancellable)
{
  Walk walk = { .timeline = timeline,
                .turns = turns,
                .steps = g_array_new (FALSE, FALSE, sizeof (IlPathStep)),
                .time = il_timeline_end (timeline) };
  guint n = 0;

  if (begin (&walk))
    while (walk.time > 0 && step_back (&walk))
      if (++n % 1024 == 0 && g_cancellable_is_cancelled (cancellable)) {
        g_array_unref (walk.steps);
        return NULL;
      }
  add_step (&walk, 0, NULL, G_MAXUINT, 0);
  for (guint i = 0; i < walk.steps->len / 2; i++) {
    IlPathStep *a = &g_array_index (walk.steps, IlPathStep, i);
    IlPathStep *b = &g_array_index (walk.steps, IlPathStep, walk.steps->len - 1 - i), other = *a;

    *a = *b;
    *b = other;
  }
  return walk.steps;
}

guint
il_critical_path_find (const GArray *steps, gint64 time)
{
  guint low = 0, high = steps->len;

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (steps, IlPathStep, middle).start <= time)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* What the steps are summed up by. */
static guint
hash_share (gconstpointer data)
{
  const IlPathShare *share = data;

  return ((share->task * 31 + share->object) * 31 + share->why) * 31 + share->state;
}

static gboolean
equal_shares (gconstpointer a, gconstpointer b)
{
  const IlPathShare *first = a, *second = b;

  return first->task == second->task && first->state == second->state && first->why == second->why
         && first->object == second->object;
}

static int
longest_first (gconstpointer a, gconstpointer b)
{
  const IlPathShare *first = a, *second = b;

  if (first->time != second->time)
    return first->time > second->time ? -1 : 1;
  if (first->task != second->task)
    return first->task < second->task ? -1 : 1;
  return (int) hash_share (first) < (int) hash_share (second) ? -1 : 1;
}

GArray *
il_critical_path_shares (const GArray *steps)
{
  GArray *shares = g_array_new (FALSE, FALSE, sizeof (IlPathShare));
  g_autoptr (GHashTable) sums = g_hash_table_new_full (hash_share, equal_shares, g_free, NULL);
  GHashTableIter iterator;
  gpointer item;

  for (guint i = 0; i < steps->len; i++) {
    const IlPathStep *step = &g_array_index (steps, IlPathStep, i);
    IlPathShare key = { step->task, step->state, step->why, step->object, 0 };
    IlPathShare *share = g_hash_table_lookup (sums, &key);

    if (!share) {
      share = g_memdup2 (&key, sizeof key);
      g_hash_table_add (sums, share);
    }
    share->time += step->end - step->start;
  }
  g_hash_table_iter_init (&iterator, sums);
  while (g_hash_table_iter_next (&iterator, &item, NULL))
    g_array_append_vals (shares, item, 1);
  g_array_sort (shares, longest_first);
  return shares;
}

char *
il_path_share_text (const IlRecording *recording, const IlPathShare *share)
{
  const char *task = il_recording_task_name (recording, share->task);
  IlObjectInfo object;

  if (share->task == 0)
    return g_strdup ("nothing recorded");
  switch (share->state) {
  case IL_STATE_RUNNING: return g_strdup_printf ("%s running", task);
  case IL_STATE_SWITCHING: return g_strdup_printf ("switch to %s", task);
  case IL_STATE_READY: return g_strdup_printf ("%s ready", task);
  case IL_STATE_NEW:
  case IL_STATE_IDLE: return g_strdup_printf ("%s not due yet", task);
  default: break;
  }
  if (share->why == IL_WHY_SLEEP)
    return g_strdup_printf ("%s asleep", task);
  if (share->why == IL_WHY_IO)
    return il_recording_object (recording, share->object, &object)
               ? g_strdup_printf ("%s in I/O on %s", task, object.name)
               : g_strdup_printf ("%s in I/O", task);
  if (il_recording_object (recording, share->object, &object))
    return g_strdup_printf ("%s waiting for %s %s", task, il_why_name (share->why), object.name);
  return g_strdup_printf ("%s waiting: %s", task, il_why_name (share->why));
}
