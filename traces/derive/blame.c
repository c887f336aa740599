/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/blame.h"

struct _IlCauses {
  const IlTimeline *timeline;
  IlTurns *turns;
  GPtrArray *releases; /* of GArray of guint32: records; index: object */
  GArray *last_holder; /* of guint32: who still has it at the end, or 0; index: object */
};

/* Indexing. */

static void
note_op (const IlEvent *op, guint32 record, IlCauses *causes, GPtrArray *holders)
{
  GArray *of_object;
  guint place;

  if (op->object == IL_NO_OBJECT || op->object >= holders->len)
    return;
  of_object = g_ptr_array_index (holders, op->object);
  if (op->op == IL_OP_ACQUIRE)
    g_array_append_val (of_object, op->task);
  if (op->op != IL_OP_RELEASE)
    return;
  for (place = of_object->len; place > 0 && g_array_index (of_object, guint32, place - 1) != op->task;)
    place--;
  if (of_object->len > 0) /* who has not acquired it releases it for the one who has held it longest */
    g_array_remove_index (of_object, place > 0 ? place - 1 : 0);
  g_array_append_val ((GArray *) g_ptr_array_index (causes->releases, op->object), record);
}

IlCauses *
il_causes_new (const IlTimeline *timeline)
{
  IlCauses *causes = g_new0 (IlCauses, 1);
  const IlRecording *recording = il_timeline_recording (timeline);
  guint n_objects = il_recording_n_objects (recording);
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  causes->timeline = timeline;
  causes->turns = il_turns_new (timeline);
  causes->releases = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  causes->last_holder = g_array_new (FALSE, TRUE, sizeof (guint32));
  for (guint i = 0; i <= n_objects; i++) {
    g_ptr_array_add (causes->releases, g_array_new (FALSE, FALSE, sizeof (guint32)));
    g_ptr_array_add (holders, g_array_new (FALSE, FALSE, sizeof (guint32)));
  }
  for (guint64 i = 0; i < il_timeline_n_records (timeline); i++) {
    const IlRecord *record = il_recording_record (recording, i);
    IlEvent event;

    if (il_record_kind (record) != IL_EVENT_OP)
      continue;
    il_record_unpack (record, 0, &event);
    note_op (&event, (guint32) i, causes, holders);
  }
  g_array_set_size (causes->last_holder, n_objects + 1);
  for (guint i = 0; i <= n_objects; i++) {
    const GArray *left = g_ptr_array_index (holders, i);

    if (left->len > 0)
      g_array_index (causes->last_holder, guint32, i) = g_array_index (left, guint32, 0);
  }
  return causes;
}

void
il_causes_free (IlCauses *causes)
{
  il_turns_free (causes->turns);
  g_ptr_array_unref (causes->releases);
  g_array_unref (causes->last_holder);
  g_free (causes);
}

const IlTurns *
il_causes_turns (const IlCauses *causes)
{
  return causes->turns;
}

/* Following a chain. */

typedef struct {
  const IlCauses *causes;
  GCancellable *cancellable;
  guint n_steps;
  gboolean cancelled;
  IlBlame head; /* how the waiting task itself waits */
  guint n_links;
  guint32 links[IL_BLAME_MAX_LINKS + 1]; /* the tasks from it on */
  GHashTable *sums;                      /* of IlBlame, by all but its time */
  IlBlame *last;
} Walk;

static gboolean
same_key (const IlBlame *a, const IlBlame *b)
{
  return a->state == b->state && a->why == b->why && a->object == b->object && a->via == b->via && a->cause == b->cause
         && a->task == b->task && a->cause_object == b->cause_object;
}

static guint
hash_key (gconstpointer data)
{
  const IlBlame *key = data;
  guint hash = key->state * 31 + key->why;

  hash = hash * 16777619 ^ key->object;
  hash = hash * 16777619 ^ key->via;
  hash = hash * 16777619 ^ key->cause;
  hash = hash * 16777619 ^ key->task;
  return hash * 16777619 ^ key->cause_object;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  return same_key (a, b);
}

static void
blame (Walk *walk, IlCause cause, guint32 task, guint32 object, gint64 time)
{
  IlBlame key = walk->head;

  key.cause = cause;
  key.task = task;
  key.cause_object = object;
  key.via = walk->n_links > 1 ? walk->links[1] : 0;
  key.time = 0;
  if (!walk->last || !same_key (walk->last, &key))
    walk->last = g_hash_table_lookup (walk->sums, &key);
  if (!walk->last) {
    walk->last = g_memdup2 (&key, sizeof key);
    g_hash_table_add (walk->sums, walk->last);
  }
  walk->last->time += time;
}

static gboolean
is_cancelled (Walk *walk)
{
  enum { STEPS_BETWEEN_LOOKS = 256 };

  if (++walk->n_steps % STEPS_BETWEEN_LOOKS == 0)
    walk->cancelled = g_cancellable_is_cancelled (walk->cancellable);
  return walk->cancelled;
}

static void walk_task (Walk *walk, guint32 waiter, guint32 waiter_object, guint32 task, gint64 from, gint64 to);

/* Who has CORE at the moment FROM, up to which moment at most. */
static void
walk_core (Walk *walk, guint32 waiter, guint core, gint64 from, gint64 to)
{
  const IlTurns *turns = walk->causes->turns;
  guint index, n = il_turns_n (turns, core);

  while (from < to && !is_cancelled (walk)) {
    gboolean found = il_turns_find (turns, core, from, &index);
    IlTurn turn, next;
    gint64 until = to;

    if (found)
      il_turns_get (turns, core, index, &turn);
    if ((found ? index + 1 : 0) < n)
      il_turns_get (turns, core, found ? index + 1 : 0, &next);
    else
      next = (IlTurn) { .switching = G_MAXINT64, .start = G_MAXINT64 };
    if (found && from < turn.end) {
      until = MIN (to, MIN (turn.end, next.start));
      blame (walk, IL_CAUSE_RUNNING, il_lane_task (turn.lane), 0, until - from);
    } else if (next.lane && next.switching <= from) {
      until = MIN (to, next.start);
      blame (walk, IL_CAUSE_SWITCHING, il_lane_task (next.lane), 0, until - from);
    } else {
      until = MIN (to, next.switching);
      blame (walk, IL_CAUSE_UNKNOWN, waiter, 0, until - from);
    }
    from = until;
  }
}

static void
walk_ready (Walk *walk, const IlLane *lane, guint index, gint64 from, gint64 to)
{
  IlSpan next = { .state = IL_STATE_NEW };

  if (index + 1 < il_lane_n_spans (lane))
    il_lane_span (lane, index + 1, &next);
  if (next.state == IL_STATE_RUNNING || next.state == IL_STATE_SWITCHING)
    walk_core (walk, il_lane_task (lane), next.core, from, to);
  else
    blame (walk, IL_CAUSE_UNKNOWN, il_lane_task (lane), 0, to - from);
}

/* The first release of OBJECT after TIME. */
static gboolean
next_release (const IlCauses *causes, guint32 object, gint64 time, gint64 *when, guint32 *task)
{
  const IlRecording *recording = il_timeline_recording (causes->timeline);
  const GArray *releases = g_ptr_array_index (causes->releases, object);
  const IlRecord *record;
  guint low = 0, high = releases->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (il_recording_record (recording, g_array_index (releases, guint32, middle))->time <= time)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == releases->len)
    return FALSE;
  record = il_recording_record (recording, g_array_index (releases, guint32, low));
  *when = record->time;
  *task = record->task;
  return TRUE;
}

static void
walk_held (Walk *walk, guint32 waiter, guint32 object, gint64 from, gint64 to)
{
  while (from < to && !is_cancelled (walk)) {
    gint64 until;
    guint32 task;

    if (!next_release (walk->causes, object, from, &until, &task)) {
      until = to;
      task = g_array_index (walk->causes->last_holder, guint32, object);
    }
    until = MIN (until, to);
    walk_task (walk, waiter, object, task, from, until);
    from = until;
  }
}

/* The task or other cause that ended a wait by making LANE's task ready. */
static void
walk_waker (Walk *walk, const IlLane *lane, guint index, guint32 object, gint64 from, gint64 to)
{
  guint32 task = il_lane_task (lane);
  IlSpan next = { .state = IL_STATE_NEW };

  if (index + 1 < il_lane_n_spans (lane))
    il_lane_span (lane, index + 1, &next);
  if (next.state != IL_STATE_READY || next.why != IL_WHY_NONE || next.by == IL_BY_NOBODY)
    blame (walk, IL_CAUSE_UNKNOWN, task, object, to - from);
  else if (next.by == IL_BY_TIMER)
    blame (walk, IL_CAUSE_TIMER, task, 0, to - from);
  else if (next.by == IL_BY_IO)
    blame (walk, IL_CAUSE_IO, task, object, to - from);
  else if (next.by == IL_BY_WORKER)
    blame (walk, IL_CAUSE_WORKER, task, 0, to - from);
  else
    walk_task (walk, task, object, next.by, from, to);
}

static gboolean
can_be_held (const IlCauses *causes, guint32 object)
{
  return object != IL_NO_OBJECT && object < causes->releases->len
         && (g_array_index (causes->last_holder, guint32, object) != 0
             || ((GArray *) g_ptr_array_index (causes->releases, object))->len > 0);
}

/* A wait at a device is a turn in its line where another task ends it, and else the I/O itself. */
static gboolean
is_in_line (const IlLane *lane, guint index)
{
  IlSpan next;

  if (index + 1 >= il_lane_n_spans (lane))
    return FALSE;
  il_lane_span (lane, index + 1, &next);
  return next.state == IL_STATE_READY && next.by != IL_BY_NOBODY && next.by <= IL_MAX_TASK_ID;
}

static void
walk_blocked (Walk *walk, const IlLane *lane, guint index, const IlSpan *span, gint64 from, gint64 to)
{
  guint32 task = il_lane_task (lane);
  gboolean held = can_be_held (walk->causes, span->object);

  if (span->awaited != 0)
    walk_task (walk, task, 0, span->awaited, from, to);
  else if (span->why == IL_WHY_SLEEP)
    blame (walk, IL_CAUSE_TIMER, task, 0, to - from);
  else if (span->why == IL_WHY_IO && !(held && is_in_line (lane, index)))
    blame (walk, IL_CAUSE_IO, task, span->object, to - from);
  else if (held && (span->why == IL_WHY_SEMAPHORE || span->why == IL_WHY_MUTEX || span->why == IL_WHY_IO))
    walk_held (walk, task, span->object, from, to);
  else
    walk_waker (walk, lane, index, span->object, from, to);
}

/* What a task does in span INDEX, of which [FROM, TO) is a part. */
static void
walk_span (Walk *walk, const IlLane *lane, guint index, gint64 from, gint64 to)
{
  IlSpan span;

  il_lane_span (lane, index, &span);
  switch (span.state) {
  case IL_STATE_RUNNING: blame (walk, IL_CAUSE_RUNNING, il_lane_task (lane), 0, to - from); break;
  case IL_STATE_SWITCHING: blame (walk, IL_CAUSE_SWITCHING, il_lane_task (lane), 0, to - from); break;
  case IL_STATE_READY: walk_ready (walk, lane, index, from, to); break;
  case IL_STATE_BLOCKED: walk_blocked (walk, lane, index, &span, from, to); break;
  default: walk_waker (walk, lane, index, 0, from, to); break;
  }
}

/* What a task does from FROM to TO, in which it is there all the time. */
static void
walk_lane (Walk *walk, const IlLane *lane, gint64 from, gint64 to)
{
  guint index;

  if (!il_lane_find (lane, from, &index)) {
    blame (walk, IL_CAUSE_UNKNOWN, il_lane_task (lane), 0, to - from);
    return;
  }
  for (; from < to && !is_cancelled (walk); index++) {
    gint64 until = to;
    IlState state;
    IlWhy why;

    if (index + 1 < il_lane_n_spans (lane))
      until = MIN (to, il_lane_peek (lane, index + 1, &state, &why));
    if (until > from)
      walk_span (walk, lane, index, from, until);
    from = MAX (from, until);
  }
}

/* WAITER waits for TASK from FROM to TO. */
static void
walk_task (Walk *walk, guint32 waiter, guint32 waiter_object, guint32 task, gint64 from, gint64 to)
{
  const IlLane *lane = task != 0 ? il_timeline_lane_of_task (walk->causes->timeline, task) : NULL;
  gint64 end, there;

  if (!lane || walk->n_links > IL_BLAME_MAX_LINKS) {
    blame (walk, IL_CAUSE_UNKNOWN, waiter, waiter_object, to - from);
    return;
  }
  for (guint i = 0; i < walk->n_links; i++)
    if (walk->links[i] == task) {
      blame (walk, IL_CAUSE_CIRCLE, waiter, waiter_object, to - from);
      return;
    }
  walk->links[walk->n_links++] = task;
  there = CLAMP (il_lane_arrival (lane), from, to);
  if (there > from) {
    if (il_lane_parent (lane) == IL_BY_TIMER)
      blame (walk, IL_CAUSE_TIMER, task, 0, there - from);
    else
      walk_task (walk, waiter, waiter_object, il_lane_parent (lane), from, there);
  }
  end = il_lane_end (lane);
  if (end >= 0 && end < to) {
    end = MAX (end, there);
    blame (walk, IL_CAUSE_UNKNOWN, task, 0, to - end);
    to = end;
  }
  if (to > there)
    walk_lane (walk, lane, there, to);
  walk->n_links--;
}

static void
blame_one (Walk *walk, const IlLane *lane, guint index)
{
  IlSpan span;

  il_lane_span (lane, index, &span);
  if (span.state == IL_STATE_RUNNING || span.end <= span.start)
    return;
  walk->head = (IlBlame) { .state = span.state,
                           .why = span.state == IL_STATE_BLOCKED ? span.why : IL_WHY_NONE,
                           .object = span.object };
  walk->links[0] = il_lane_task (lane);
  walk->n_links = 1;
  walk_span (walk, lane, index, span.start, span.end);
}

static int
compare (gint64 a, gint64 b)
{
  return a < b ? -1 : a > b;
}

/* Equal times in some order that is always the same. */
static int
longest_first (gconstpointer a, gconstpointer b)
{
  const IlBlame *first = a, *second = b;
  int order = compare (second->time, first->time);

  order = order ? order : compare (first->task, second->task);
  order = order ? order : compare (first->via, second->via);
  order = order ? order : compare (first->object, second->object);
  order = order ? order : compare (first->why, second->why);
  order = order ? order : compare (first->state, second->state);
  order = order ? order : compare (first->cause_object, second->cause_object);
  return order ? order : compare (first->cause, second->cause);
}

static GArray *
finish (Walk *walk)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (IlBlame));
  GHashTableIter iterator;
  gpointer part;

  g_hash_table_iter_init (&iterator, walk->sums);
  while (g_hash_table_iter_next (&iterator, &part, NULL))
    g_array_append_vals (parts, part, 1);
  g_hash_table_unref (walk->sums);
  if (walk->cancelled) {
    g_array_unref (parts);
    return NULL;
  }
  g_array_sort (parts, longest_first);
  return parts;
}

static Walk
walk_new (const IlCauses *causes, GCancellable *cancellable)
{
  return (Walk) { .causes = causes,
                  .cancellable = cancellable,
                  .sums = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL) };
}

GArray *
il_blame_span (const IlCauses *causes, const IlLane *lane, guint span, GCancellable *cancellable)
{
  Walk walk = walk_new (causes, cancellable);

  blame_one (&walk, lane, span);
  return finish (&walk);
}

GArray *
il_blame_task (const IlCauses *causes, const IlLane *lane, GCancellable *cancellable)
{
  Walk walk = walk_new (causes, cancellable);
  guint n = il_lane_n_spans (lane);

  for (guint i = 0; i < n && !walk.cancelled; i++)
    blame_one (&walk, lane, i);
  if (n == 0 && il_lane_end (lane) < 0
      && il_timeline_end (causes->timeline) > il_lane_arrival (lane)) { /* it is new to the end */
    walk.links[0] = il_lane_task (lane);
    walk.n_links = 1;
    walk.head = (IlBlame) { .state = IL_STATE_NEW };
    blame (&walk, IL_CAUSE_UNKNOWN, il_lane_task (lane), 0,
           il_timeline_end (causes->timeline) - il_lane_arrival (lane));
  }
  return finish (&walk);
}
