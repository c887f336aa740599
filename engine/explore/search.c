/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/explore/search.h"

#include "engine/explore/graph.h"

/* A way to a state: after whose step, with how many preemptions and steps. */
typedef struct {
  guint32 state;
  guint32 last;   /* who could go on without a preemption; 0: nobody */
  guint32 before; /* the way that it prolongs */
  guint32 task;   /* by whose step */
  guint preemptions;
  guint steps;
} Way;

/* Failures that are one. */
typedef struct {
  IlFailure failure; /* the first, its texts owned */
  gboolean found;
} Kind;

typedef struct {
  const IlSearchOptions *options;
  IlExplored *explored;
  IlSearchResult *result;
  gint64 end; /* monotonic, us */
  char **message;

  GArray *states;    /* of IlState */
  GHashTable *known; /* what an execution says of its state -> index + 1 */
  GArray *ways;      /* of Way */
  GArray *levels[2]; /* by steps: GArray of indices of ways, with the preemptions of now, and one more */
  GHashTable *gone;  /* state and last of the ways that were gone already */
  GPtrArray *kinds;  /* of Kind */
  guint64 reached;
  gboolean grown;
  gboolean stopped; /* over budget, or cancelled */
} Search;

static IlState *
state_at (Search *search, guint32 index)
{
  return &g_array_index (search->states, IlState, index);
}

static void
free_kind (gpointer data)
{
  Kind *kind = data;

  g_free (kind->failure.task);
  g_free (kind->failure.message);
  g_free (kind);
}

static gint
kind_of (Search *search, const IlFailure *failure)
{
  if (failure->kind == IL_FAILURE_NONE)
    return -1;
  for (guint i = 0; i < search->kinds->len; i++) {
    const IlFailure *other = &((Kind *) g_ptr_array_index (search->kinds, i))->failure;

    if (other->kind == failure->kind && other->line == failure->line && !g_strcmp0 (other->task, failure->task)
        && (failure->kind != IL_FAILURE_DEADLOCK || g_str_equal (other->message, failure->message)))
      return (gint) i;
  }
  Kind *copy = g_new0 (Kind, 1);
  copy->failure = (IlFailure) { failure->kind, failure->line, g_strdup (failure->task), g_strdup (failure->message) };
  g_ptr_array_add (search->kinds, copy);
  return (gint) search->kinds->len - 1;
}

/* The state that EXECUTION is in. */
static guint32
note_state (Search *search, IlExecution *execution, guint32 parent, guint32 task)
{
  g_autoptr (GBytes) bytes = il_execution_state (execution);
  guint32 index = GPOINTER_TO_UINT (g_hash_table_lookup (search->known, bytes));

  if (index > 0)
    return index - 1;
  g_autoptr (GArray) enabled = il_execution_enabled (execution);
  IlState state = { .parent = parent,
                    .task = task,
                    .failure = kind_of (search, il_execution_failure (execution)),
                    .n_steps = enabled->len,
                    .steps = g_new0 (IlStateStep, enabled->len + 1) };

  for (guint i = 0; i < enabled->len; i++)
    state.steps[i] = (IlStateStep) { .task = g_array_index (enabled, guint32, i), .to = IL_NO_STATE };
  g_array_append_val (search->states, state);
  index = search->states->len;
  g_hash_table_insert (search->known, g_steal_pointer (&bytes), GUINT_TO_POINTER (index));
  return index - 1;
}

/* FALSE: the search is over. */
static gboolean
note_end (Search *search, const IlExecution *execution)
{
  if (il_execution_has_grown (execution))
    search->grown = TRUE;
  else
    *search->message = g_strdup_printf ("it has %s, which cannot be explored yet", il_execution_refused (execution));
  return FALSE;
}

static gboolean
has_budget (Search *search)
{
  const IlSearchOptions *options = search->options;

  if (search->states->len < options->max_states && g_get_monotonic_time () < search->end
      && !(options->cancelled && g_atomic_int_get (options->cancelled)))
    return TRUE;
  search->stopped = TRUE;
  return FALSE;
}

/* An execution from the start to state INDEX, or NULL. */
static IlExecution *
execute_to (Search *search, guint32 index)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (guint32));
  IlExecution *execution = il_execution_new (search->explored, search->message);

  if (!execution)
    return NULL;
  for (; index != 0; index = state_at (search, index)->parent)
    g_array_append_val (tasks, state_at (search, index)->task);
  for (guint i = tasks->len; i-- > 0;) {
    search->result->n_steps++;
    il_execution_step (execution, g_array_index (tasks, guint32, i));
  }
  return execution;
}

static IlStateStep *
step_not_taken (IlState *state, guint32 preferred)
{
  IlStateStep *found = NULL;

  for (guint i = 0; i < state->n_steps; i++)
    if (state->steps[i].to == IL_NO_STATE && (!found || state->steps[i].task == preferred))
      found = &state->steps[i];
  return found;
}

/* Takes all steps from state INDEX. Each execution goes on, as far as there is something new. */
static gboolean
expand (Search *search, guint32 index)
{
  while (step_not_taken (state_at (search, index), 0)) {
    IlExecution *execution = execute_to (search, index);
    guint32 at = index, last = 0;
    gboolean goes_on = execution != NULL;

    if (!execution)
      return FALSE;
    for (IlStateStep *step; goes_on && (step = step_not_taken (state_at (search, at), last));) {
      guint32 task = last = step->task;
      gsize place = (gsize) (step - state_at (search, at)->steps);

      search->result->n_steps++;
      goes_on = il_execution_step (execution, task) || note_end (search, execution);
      if (!goes_on)
        break;
      guint32 to = note_state (search, execution, at, task);
      state_at (search, at)->steps[place].to = to;
      state_at (search, at)->steps[place].reached = il_execution_reached (execution);
      at = to;
      if (search->states->len >= search->options->max_states)
        break;
    }
    il_execution_free (execution);
    if (!goes_on || !has_budget (search))
      return FALSE;
  }
  return TRUE;
}

static void
add_way (Search *search, Way way, guint level)
{
  guint32 index = search->ways->len;

  g_array_append_val (search->ways, way);
  while (search->levels[level]->len <= way.steps) {
    GArray *none = g_array_new (FALSE, FALSE, sizeof (guint32));

    g_array_append_val (search->levels[level], none);
  }
  g_array_append_val (g_array_index (search->levels[level], GArray *, way.steps), index);
}

static void
free_step (gpointer data)
{
  IlScheduleStep *step = data;

  g_free (step->task);
  g_free (step->op);
  g_free (step);
}

static void
free_finding (gpointer data)
{
  IlFinding *finding = data;

  g_free (finding->task);
  g_free (finding->message);
  g_ptr_array_unref (finding->schedule);
  g_free (finding);
}

/* Executes WAY again, to tell its steps. FAILURE: a copy of how it ends. */
static IlFinding *
tell_way (Search *search, Way way)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (guint32));
  IlFinding *finding = g_new0 (IlFinding, 1);
  IlExecution *execution = il_execution_new (search->explored, search->message);

  finding->preemptions = way.preemptions;
  finding->schedule = g_ptr_array_new_with_free_func (free_step);
  for (; way.task != 0; way = g_array_index (search->ways, Way, way.before))
    g_array_append_val (tasks, way.task);
  for (guint i = tasks->len; i-- > 0;) {
    guint32 task = g_array_index (tasks, guint32, i);
    IlScheduleStep *step = g_new0 (IlScheduleStep, 1);
    const char *name;

    il_execution_describe (execution, task, &name, &step->line, &step->op);
    step->task = g_strdup (name);
    g_ptr_array_add (finding->schedule, step);
    il_execution_step (execution, task);
  }
  const IlFailure *failure = il_execution_failure (execution);
  finding->kind = failure->kind;
  finding->line = failure->line;
  finding->task = g_strdup (failure->task);
  finding->message = g_strdup (failure->message);
  il_execution_free (execution);
  return finding;
}

static void
find_reached (Search *search, Way way, guint64 reached)
{
  for (guint i = 0; i < il_program_n_reaches (search->explored->program); i++) {
    guint64 bit = G_GUINT64_CONSTANT (1) << i;

    if (!(reached & bit) || search->reached & bit)
      continue;
    search->reached |= bit;
    IlFinding *finding = tell_way (search, way);
    const IlReach *reach = il_program_reach (search->explored->program, i);
    g_free (finding->message);
    finding->kind = IL_FAILURE_NONE;
    finding->message = g_strdup (reach->text);
    finding->line = reach->line;
    g_ptr_array_add (search->result->reached, finding);
  }
}

static void
find_failure (Search *search, Way way)
{
  Kind *kind = g_ptr_array_index (search->kinds, (guint) state_at (search, way.state)->failure);

  if (kind->found)
    return;
  g_ptr_array_add (search->result->failures, tell_way (search, way));
  kind->found = TRUE;
}

/* Goes on from WAY in all ways. FALSE: the search is over. */
static gboolean
go_on (Search *search, guint32 index)
{
  Way way = g_array_index (search->ways, Way, index);
  gint64 key = (gint64) ((guint64) way.state << 32 | way.last);

  if (g_hash_table_contains (search->gone, &key))
    return TRUE;
  if (way.before != IL_NO_STATE) {
    const Way *before = &g_array_index (search->ways, Way, way.before);
    const IlState *from = state_at (search, before->state);

    for (guint i = 0; i < from->n_steps; i++)
      if (from->steps[i].task == way.task && from->steps[i].reached & ~search->reached)
        find_reached (search, way, from->steps[i].reached);
  }
  g_hash_table_add (search->gone, g_memdup2 (&key, sizeof key));
  if (state_at (search, way.state)->failure >= 0) {
    find_failure (search, way);
    return TRUE;
  }
  if (!expand (search, way.state))
    return FALSE;

  const IlState *state = state_at (search, way.state);
  for (guint i = 0; i < state->n_steps; i++) {
    guint32 task = state->steps[i].task, to = state->steps[i].to;
    const IlState *next = state_at (search, to);
    gboolean preempts = way.last != 0 && task != way.last;
    guint32 last = 0;

    for (guint j = 0; j < next->n_steps; j++)
      if (next->steps[j].task == task)
        last = task;
    add_way (search, (Way) { to, last, index, task, way.preemptions + preempts, way.steps + 1 }, preempts);
  }
  return TRUE;
}

static gboolean
has_ways (const GArray *level)
{
  return level->len > 0;
}

static void
clear_level (GArray *level)
{
  for (guint i = 0; i < level->len; i++)
    g_array_unref (g_array_index (level, GArray *, i));
  g_array_set_size (level, 0);
}

/* With the fewest preemptions first, then with the fewest steps. */
static void
go_all_ways (Search *search)
{
  IlSearchResult *result = search->result;

  for (guint preemptions = 0;; preemptions++) {
    if (preemptions > search->options->preemptions)
      return;
    for (guint i = 0; i < search->levels[0]->len; i++)
      for (guint j = 0; j < g_array_index (search->levels[0], GArray *, i)->len; j++)
        if (!go_on (search, g_array_index (g_array_index (search->levels[0], GArray *, i), guint32, j)))
          return;
    result->bound = (gint) preemptions;
    clear_level (search->levels[0]);
    GArray *done = search->levels[0];
    search->levels[0] = search->levels[1];
    search->levels[1] = done;
    if (!has_ways (search->levels[0])) {
      result->complete = TRUE;
      return;
    }
  }
}

static IlSearchResult *
result_new (void)
{
  IlSearchResult *result = g_new0 (IlSearchResult, 1);

  result->bound = -1;
  result->failures = g_ptr_array_new_with_free_func (free_finding);
  result->reached = g_ptr_array_new_with_free_func (free_finding);
  return result;
}

void
il_search_result_free (IlSearchResult *result)
{
  g_free (result->schedules);
  g_free (result->failing);
  g_free (result->probability);
  g_ptr_array_unref (result->failures);
  g_ptr_array_unref (result->reached);
  g_free (result);
}

/* With the objects visible that are known to be. */
static void
search_once (Search *search)
{
  search->result = result_new ();
  search->states = g_array_new (FALSE, FALSE, sizeof (IlState));
  search->known = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  search->ways = g_array_new (FALSE, FALSE, sizeof (Way));
  search->levels[0] = g_array_new (FALSE, FALSE, sizeof (GArray *));
  search->levels[1] = g_array_new (FALSE, FALSE, sizeof (GArray *));
  search->gone = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  search->kinds = g_ptr_array_new_with_free_func (free_kind);
  search->reached = 0;
  search->grown = search->stopped = FALSE;

  IlExecution *execution = il_execution_new (search->explored, search->message);
  if (execution) {
    gboolean begins =
        !(il_execution_refused (execution) || il_execution_has_grown (execution)) || note_end (search, execution);

    if (begins) {
      note_state (search, execution, 0, 0);
      find_reached (search, (Way) { .before = IL_NO_STATE }, il_execution_reached (execution));
      add_way (search, (Way) { .before = IL_NO_STATE }, 0);
    }
    il_execution_free (execution);
    if (begins)
      go_all_ways (search);
  }
  if (search->result->complete)
    search->result->has_loops = !il_graph_count (search->states, &search->result->schedules, &search->result->failing,
                                                 &search->result->probability);
  search->result->n_states = search->states->len;

  for (guint i = 0; i < search->states->len; i++)
    g_free (state_at (search, i)->steps);
  g_array_unref (search->states);
  g_hash_table_unref (search->known);
  g_array_unref (search->ways);
  for (guint i = 0; i < 2; i++) {
    clear_level (search->levels[i]);
    g_array_unref (search->levels[i]);
  }
  g_hash_table_unref (search->gone);
  g_ptr_array_unref (search->kinds);
}

IlSearchResult *
il_search (IlProgram *program, const IlSearchOptions *options, char **message)
{
  Search search = { .options = options,
                    .explored = il_explored_new (program),
                    .end = options->max_time / 1000 > G_MAXINT64 - g_get_monotonic_time ()
                               ? G_MAXINT64
                               : g_get_monotonic_time () + options->max_time / 1000,
                    .message = message };

  *message = NULL;
  do {
    g_clear_pointer (&search.result, il_search_result_free);
    search_once (&search);
  } while (search.grown);
  il_explored_free (search.explored);
  if (*message)
    g_clear_pointer (&search.result, il_search_result_free);
  return search.result;
}
