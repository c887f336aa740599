/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/run-list.h"

#include "app/runs/run-titles.h"

static const gint64 MS = 1000000;

/* A short way to write settings: fields that are 0 are unset. */
typedef struct {
  IlModelKind model;
  IlClockKind clock;
  const char *policy;
  guint cores;
  gint64 quantum, switch_cost; /* ms */
  guint64 seed;
  IlRunSource source;
  const char *name;
} Short;

static IlRunSettings *
settings_of (const Short *given)
{
  IlRunSettings *settings = il_run_settings_new (given->model, given->clock);

  settings->policy = g_strdup (given->policy);
  settings->cores = given->cores;
  if (given->quantum > 0)
    settings->quantum = given->quantum * MS;
  if (given->switch_cost > 0)
    settings->switch_cost = given->switch_cost * MS;
  if (given->seed > 0)
    settings->seed = given->seed;
  return settings;
}

static IlListedRun *
run_of (const Short *given)
{
  g_autoptr (IlRunSettings) settings = settings_of (given);

  return il_listed_run_new (given->source, settings, given->name);
}

static void
add (IlRunList *list, const Short *given)
{
  g_autoptr (IlListedRun) run = run_of (given);

  g_assert_true (il_run_list_add (list, run, NULL));
}

static char *
titles_of (IlRunList *list)
{
  GString *titles = g_string_new (NULL);

  for (guint i = 0; i < il_run_list_length (list); i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? "|" : "", il_listed_run_get_title (il_run_list_get (list, i)));
  return g_string_free (titles, FALSE);
}

#define assert_titles(list, expected)                                                                                  \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *of_list = titles_of (list);                                                                       \
    g_assert_cmpstr (of_list, ==, expected);                                                                           \
  }                                                                                                                    \
  G_STMT_END

#define SYNC IL_MODEL_SYNC
#define THREADS IL_MODEL_THREADS
#define COOP IL_MODEL_COOP
#define WALL IL_CLOCK_WALL

static const struct {
  const char *titles;
  Short runs[8];
} cases[] = {
  { "Cooperative", { { COOP } } },
  { "Cooperative", { { COOP, WALL } } },
  { "Synchronous|Threads|Cooperative", { { SYNC }, { THREADS }, { COOP } } },
  { "Synchronous|Threads|Cooperative", { { SYNC, WALL }, { THREADS, WALL }, { COOP, WALL } } },
  /* what a model does not look at, its title does not say */
  { "Synchronous|Threads|Cooperative", { { SYNC }, { THREADS, .policy = "srtf", .cores = 2 }, { COOP, .cores = 3 } } },
  { "Threads · rr|Threads · srtf", { { THREADS, .policy = "rr" }, { THREADS, .policy = "srtf" } } },
  { "Threads|Threads · srtf", { { THREADS }, { THREADS, .policy = "srtf" } } },
  { "Threads · srtf · 2 cores|Threads · rr · 1 core",
    { { THREADS, .policy = "srtf", .cores = 2 }, { THREADS, .policy = "rr", .cores = 1 } } },
  { "Threads · 1 core|Threads · 2 cores", { { THREADS, .cores = 1 }, { THREADS, .cores = 2 } } },
  { "Threads · 1 core|Threads · 2 cores", { { THREADS, WALL, .cores = 1 }, { THREADS, WALL, .cores = 2 } } },
  /* a policy that has no quantum does not say one, nor does one that is there once */
  { "Threads · fcfs|Threads · rr 1 ms|Threads · rr 4 ms|Threads · mlfq",
    { { THREADS, .policy = "fcfs", .quantum = 9 },
      { THREADS, .policy = "rr", .quantum = 1 },
      { THREADS, .policy = "rr", .quantum = 4 },
      { THREADS, .policy = "mlfq", .quantum = 2 } } },
  { "Threads · rr 1 ms|Threads · rr 4 ms",
    { { THREADS, .policy = "rr", .quantum = 1 }, { THREADS, .policy = "rr", .quantum = 4 } } },
  { "Threads · quantum 1 ms|Threads · quantum 4 ms", { { THREADS, .quantum = 1 }, { THREADS, .quantum = 4 } } },
  { "Threads|Threads (2)",
    { { THREADS, .policy = "srtf", .quantum = 1 }, { THREADS, .policy = "srtf", .quantum = 4 } } },
  { "Threads · mlfq levels=4, boost=20ms|Threads · mlfq levels=2",
    { { THREADS, .policy = "mlfq:levels=4,boost=20ms" }, { THREADS, .policy = "mlfq:levels=2" } } },
  { "Threads|Threads (2)", { { THREADS, .policy = "mlfq:levels=3" }, { THREADS, .policy = "mlfq" } } },
  { "Threads · switch 1 ms|Threads · switch 2 ms", { { THREADS, .switch_cost = 1 }, { THREADS, .switch_cost = 2 } } },
  { "Cooperative · seed 1|Cooperative · seed 2|Synchronous", { { COOP, .seed = 1 }, { COOP, .seed = 2 }, { SYNC } } },
  /* clocks: the virtual one is the usual one */
  { "Synchronous|Threads|Cooperative, virtual clock|Cooperative, wall clock",
    { { SYNC }, { THREADS }, { COOP }, { COOP, WALL } } },
  { "Synchronous|Threads, wall clock", { { SYNC }, { THREADS, WALL } } },
  { "Threads, virtual clock · 1 core|Threads, wall clock · 2 cores",
    { { THREADS, .cores = 1 }, { THREADS, WALL, .policy = "rr", .cores = 2 } } },
  /* alike */
  { "Cooperative|Cooperative (2)|Cooperative (3)", { { COOP }, { COOP }, { COOP } } },
  { "Synchronous|Cooperative|Synchronous (2)", { { SYNC }, { COOP }, { SYNC } } },
  { "a (2)|a|a (3)",
    { { COOP, .source = IL_SOURCE_KEPT, .name = "a (2)" },
      { COOP, .source = IL_SOURCE_KEPT, .name = "a" },
      { COOP, .source = IL_SOURCE_KEPT, .name = "a" } } },
  /* with names of their own */
  { "Cooperative|before: machine = 1",
    { { COOP }, { COOP, .source = IL_SOURCE_KEPT, .name = "before: machine = 1" } } },
  { "Cooperative|old.json · Synchronous|old.json · Cooperative",
    { { COOP },
      { SYNC, .source = IL_SOURCE_RECORDED, .name = "old.json" },
      { COOP, .source = IL_SOURCE_RECORDED, .name = "old.json" } } },
  { "Threads|old.json · rr|old.json · srtf",
    { { THREADS },
      { THREADS, .policy = "rr", .source = IL_SOURCE_RECORDED, .name = "old.json" },
      { THREADS, .policy = "srtf", .source = IL_SOURCE_RECORDED, .name = "old.json" } } },
  { "Cooperative|old.json, wall clock",
    { { COOP }, { COOP, WALL, .source = IL_SOURCE_RECORDED, .name = "old.json" } } },
};

static void
test_titles (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (IlRunList) list = il_run_list_new ();

    for (guint j = 0; j < G_N_ELEMENTS (cases[i].runs) && cases[i].runs[j].model; j++)
      add (list, &cases[i].runs[j]);
    assert_titles (list, cases[i].titles);
  }
}

/* Titles follow the list. */
static void
test_titles_change (void)
{
  g_autoptr (IlRunList) list = il_run_list_new_default (IL_CLOCK_VIRTUAL);

  assert_titles (list, "Synchronous|Threads|Cooperative");
  add (list, &(Short) { THREADS, .policy = "srtf", .cores = 2 });
  assert_titles (list, "Synchronous|Threads|Cooperative|Threads · srtf · 2 cores");
  g_autoptr (IlRunSettings) changed = settings_of (&(Short) { THREADS, .policy = "rr", .cores = 2 });
  il_listed_run_set_settings (il_run_list_get (list, 1), changed);
  assert_titles (list, "Synchronous|Threads · rr|Cooperative|Threads · srtf");
  g_autoptr (IlListedRun) removed = il_run_list_remove (list, 3);
  assert_titles (list, "Synchronous|Threads|Cooperative");
  il_run_list_set_clock (list, IL_CLOCK_WALL);
  assert_titles (list, "Synchronous|Threads|Cooperative");

  il_run_list_freeze (list);
  add (list, &(Short) { COOP });
  assert_titles (list, "Synchronous|Threads|Cooperative|");
  il_run_list_thaw (list);
  assert_titles (list,
                 "Synchronous, wall clock|Threads, wall clock|Cooperative, wall clock|Cooperative, virtual clock");
}

static void
test_detail (void)
{
  static const struct {
    const char *detail;
    Short run;
  } details[] = {
    { "one thread", { SYNC } },
    { "one event loop", { COOP } },
    { "wall clock · one event loop", { COOP, WALL } },
    { "rr 2 ms · 1 core", { THREADS, .policy = "rr", .quantum = 2, .cores = 1 } },
    { "srtf · 2 cores · switch 1 ms", { THREADS, .policy = "srtf", .quantum = 2, .cores = 2, .switch_cost = 1 } },
    { "Cooperative · one event loop · kept", { COOP, .source = IL_SOURCE_KEPT, .name = "before" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (details); i++) {
    g_autoptr (IlListedRun) run = run_of (&details[i].run);
    g_autofree char *detail = il_listed_run_dup_detail (run);

    g_assert_cmpstr (detail, ==, details[i].detail);
  }
}

/* In a list, a heading says nothing twice, and a line beside a badge only what tells the run from others. */
static void
test_said_once (void)
{
  static const struct {
    const char *details, *short_titles;
    Short runs[3];
  } lists[] = {
    { "quantum 2 ms · 1 core|1 core|one event loop",
      "rr|srtf|Cooperative",
      { { THREADS, .policy = "rr", .quantum = 2, .cores = 1 }, { THREADS, .policy = "srtf", .cores = 1 }, { COOP } } },
    { "1 core|1 core|1 core",
      "rr 1 ms|rr 4 ms|rr 4 ms (2)",
      { { THREADS, .policy = "rr", .quantum = 1, .cores = 1 },
        { THREADS, .policy = "rr", .quantum = 4, .cores = 1 },
        { THREADS, .policy = "rr", .quantum = 4, .cores = 1 } } },
    { "rr 2 ms|rr 2 ms|",
      "virtual clock · 1 core|virtual clock · 2 cores|wall clock · 2 cores",
      { { THREADS, .policy = "rr", .quantum = 2, .cores = 1 },
        { THREADS, .policy = "rr", .quantum = 2, .cores = 2 },
        { THREADS, WALL, .cores = 2 } } },
    { "one event loop|Cooperative · one event loop · kept|one thread",
      "Cooperative|before|Synchronous",
      { { COOP }, { COOP, .source = IL_SOURCE_KEPT, .name = "before" }, { SYNC } } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (IlRunList) list = il_run_list_new ();
    g_autoptr (GPtrArray) details = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) short_titles = g_ptr_array_new ();

    for (guint k = 0; k < 3; k++)
      add (list, &lists[i].runs[k]);
    for (guint k = 0; k < 3; k++) {
      g_ptr_array_add (details, il_listed_run_dup_detail (il_run_list_get (list, k)));
      g_ptr_array_add (short_titles, (gpointer) il_run_short_title (il_run_list_get (list, k)));
    }
    g_ptr_array_add (details, NULL);
    g_ptr_array_add (short_titles, NULL);
    g_autofree char *all_details = g_strjoinv ("|", (char **) details->pdata),
                    *all_short = g_strjoinv ("|", (char **) short_titles->pdata);
    g_assert_cmpstr (all_details, ==, lists[i].details);
    g_assert_cmpstr (all_short, ==, lists[i].short_titles);
  }
}

static void
test_equal (void)
{
  static const struct {
    gboolean equal;
    Short one, other;
  } pairs[] = {
    { TRUE, { COOP }, { COOP } },
    { TRUE, { COOP, .policy = "rr", .cores = 2, .quantum = 1, .switch_cost = 1 }, { COOP, .policy = "srtf" } },
    { TRUE, { SYNC, .cores = 2 }, { SYNC, .cores = 3 } },
    { TRUE, { THREADS, WALL, .policy = "rr", .cores = 2 }, { THREADS, WALL, .policy = "srtf", .cores = 2 } },
    { TRUE, { THREADS, .policy = "mlfq" }, { THREADS, .policy = "mlfq:levels=3" } },
    { TRUE, { THREADS, .policy = "mlfq:boost=20ms,levels=4" }, { THREADS, .policy = "mlfq:levels=4,boost=20000us" } },
    { TRUE, { THREADS, .policy = "rr:quantum=2ms" }, { THREADS, .policy = "rr", .quantum = 2 } },
    { FALSE, { THREADS, .policy = "mlfq" }, { THREADS, .policy = "mlfq:levels=4" } },
    { FALSE, { THREADS, .policy = "rr:quantum=1ms" }, { THREADS, .policy = "rr", .quantum = 2 } },
    { TRUE, { THREADS, .policy = "srtf", .quantum = 1 }, { THREADS, .policy = "srtf", .quantum = 2 } },
    { FALSE, { COOP }, { SYNC } },
    { FALSE, { COOP }, { COOP, WALL } },
    { FALSE, { COOP, .seed = 1 }, { COOP, .seed = 2 } },
    { FALSE, { THREADS, .policy = "rr", .quantum = 1 }, { THREADS, .policy = "rr", .quantum = 2 } },
    { FALSE, { THREADS, .policy = "rr" }, { THREADS, .policy = "srtf" } },
    { FALSE, { THREADS }, { THREADS, .policy = "rr" } },
    { FALSE, { THREADS, WALL, .cores = 1 }, { THREADS, WALL, .cores = 2 } },
    { FALSE, { THREADS, .switch_cost = 1 }, { THREADS, .switch_cost = 2 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autoptr (IlRunSettings) one = settings_of (&pairs[i].one), other = settings_of (&pairs[i].other);

    g_assert_cmpint (il_run_settings_equal (one, other), ==, pairs[i].equal);
    g_assert_cmpint (il_run_settings_equal (other, one), ==, pairs[i].equal);
  }
}

static char *
numbers_of (IlRunList *list)
{
  GString *numbers = g_string_new (NULL);

  for (guint i = 0; i < il_run_list_length (list); i++)
    g_string_append_printf (numbers, "%u ", il_listed_run_get_number (il_run_list_get (list, i)));
  return g_string_free (numbers, FALSE);
}

#define assert_numbers(list, expected)                                                                                 \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *numbers = numbers_of (list);                                                                      \
    g_assert_cmpstr (numbers, ==, expected);                                                                           \
  }                                                                                                                    \
  G_STMT_END

/* A view that follows the changes that the list tells has what the list has. */
static void
follow_cb (GListModel *model, guint position, guint removed, guint added, GPtrArray *mirror)
{
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (model, i);

    g_ptr_array_insert (mirror, (gint) i, item);
  }
}

static void
test_order (void)
{
  g_autoptr (IlRunList) list = il_run_list_new ();
  g_autoptr (GPtrArray) mirror = g_ptr_array_new ();

  g_signal_connect (list, "items-changed", G_CALLBACK (follow_cb), mirror);
  il_run_list_add_models (list);
  add (list, &(Short) { THREADS, .policy = "srtf" });
  assert_numbers (list, "1 2 3 4 ");
  il_run_list_move (list, 0, 2);
  assert_numbers (list, "2 3 1 4 ");
  il_run_list_move (list, 3, 1);
  assert_numbers (list, "2 4 3 1 ");
  il_run_list_move (list, 1, 1);
  assert_numbers (list, "2 4 3 1 ");

  g_autoptr (IlListedRun) removed = il_run_list_remove (list, 1);
  assert_numbers (list, "2 3 1 ");
  g_assert_null (il_run_list_find (list, 4));
  add (list, &(Short) { COOP, WALL });
  assert_numbers (list, "2 3 1 5 "); /* 4 may come back */
  g_assert_true (il_run_list_insert (list, 1, removed, NULL));
  assert_numbers (list, "2 4 3 1 5 ");
  g_assert_true (il_run_list_find (list, 4) == removed);

  g_assert_cmpuint (mirror->len, ==, il_run_list_length (list));
  for (guint i = 0; i < mirror->len; i++)
    g_assert_true (g_ptr_array_index (mirror, i) == il_run_list_get (list, i));
  il_run_list_clear (list);
  g_assert_cmpuint (mirror->len, ==, 0);
  add (list, &(Short) { COOP });
  assert_numbers (list, "1 ");
}

static void
test_limit (void)
{
  g_autoptr (IlRunList) list = il_run_list_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (IlListedRun) one_more = run_of (&(Short) { COOP });

  for (guint i = 0; i < IL_RUN_LIST_MAX; i++)
    add (list, &(Short) { COOP, .seed = i + 1 });
  g_assert_cmpstr (il_listed_run_get_title (il_run_list_get (list, 127)), ==, "Cooperative · seed 128");
  g_assert_false (il_run_list_add (list, one_more, &error));
  g_assert_error (error, IL_RUN_LIST_ERROR, IL_RUN_LIST_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, "128"));
  g_assert_cmpuint (il_run_list_length (list), ==, IL_RUN_LIST_MAX);
}

/* The chosen clock is that of all runs but those with one of their own. */
static void
test_clock (void)
{
  g_autoptr (IlRunList) list = il_run_list_new_default (IL_CLOCK_VIRTUAL);
  g_autoptr (IlRunSettings) own = il_run_settings_new (IL_MODEL_COOP, IL_CLOCK_VIRTUAL);
  own->own_clock = TRUE;
  g_autoptr (IlListedRun) run = il_listed_run_new (IL_SOURCE_WORKLOAD, own, NULL);

  g_assert_true (il_run_list_add (list, run, NULL));
  add (list, &(Short) { COOP, .source = IL_SOURCE_RECORDED, .name = "old" });
  il_run_list_set_clock (list, IL_CLOCK_WALL);
  for (guint i = 0; i < il_run_list_length (list); i++)
    g_assert_cmpint (il_listed_run_get_settings (il_run_list_get (list, i))->clock, ==,
                     i < 3 ? IL_CLOCK_WALL : IL_CLOCK_VIRTUAL);
}

static void
changed_cb (GListModel *list, guint position, guint removed, guint added, guint *n)
{
  ++*n;
  g_assert_cmpuint (removed, ==, 0);
  g_assert_cmpuint (added, ==, 3);
  for (guint i = 0; i < added; i++) /* they have their titles by then */
    g_assert_cmpstr (il_listed_run_get_title (il_run_list_get (IL_RUN_LIST (list), position + i)), !=, "");
}

/* Views have much to do for each change of the list. */
static void
test_models_at_once (void)
{
  g_autoptr (IlRunList) list = il_run_list_new ();
  guint n = 0;

  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), &n);
  il_run_list_add_models (list);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (il_run_list_length (list), ==, 3);
  g_assert_cmpuint (il_listed_run_get_number (il_run_list_get (list, 2)), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-list/titles", test_titles);
  g_test_add_func ("/run-list/titles-change", test_titles_change);
  g_test_add_func ("/run-list/detail", test_detail);
  g_test_add_func ("/run-list/said-once", test_said_once);
  g_test_add_func ("/run-list/equal", test_equal);
  g_test_add_func ("/run-list/order", test_order);
  g_test_add_func ("/run-list/limit", test_limit);
  g_test_add_func ("/run-list/models-at-once", test_models_at_once);
  g_test_add_func ("/run-list/clock", test_clock);
  return g_test_run ();
}
