/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/explore/graph.h"

#include "engine/explore/natural.h"

/* Of the schedules from a state on. The chance is a fraction over a power of COMMON, a multiple of all numbers of
 * choices: the height-th. */
typedef struct {
  guint8 mark; /* 1: on the path, 2: done */
  guint next;
  guint height;
  IlNatural *schedules;
  IlNatural *failing;
  IlNatural *chance;
} Count;

static const IlState *
state_at (const GArray *states, guint32 index)
{
  return &g_array_index (states, IlState, index);
}

static guint64
greatest_divisor (guint64 a, guint64 b)
{
  while (b > 0) {
    guint64 rest = a % b;

    a = b;
    b = rest;
  }
  return a;
}

/* 0: there is none that fits. */
static guint32
common_multiple (const GArray *states)
{
  guint64 common = 1;

  for (guint i = 0; i < states->len; i++) {
    guint64 n = MAX (state_at (states, i)->n_steps, 1);

    common *= n / greatest_divisor (common, n);
    if (common > G_MAXUINT32)
      return 0;
  }
  return (guint32) common;
}

static void
count_state (const IlState *state, Count *counts, Count *count, guint32 common)
{
  count->schedules = il_natural_new (state->n_steps == 0);
  count->failing = il_natural_new (state->n_steps == 0 && state->failure >= 0);
  count->chance = il_natural_copy (count->failing);
  for (guint i = 0; i < state->n_steps; i++)
    count->height = MAX (count->height, counts[state->steps[i].to].height + 1);
  for (guint i = 0; i < state->n_steps; i++) {
    const Count *to = &counts[state->steps[i].to];
    g_autoptr (GArray) chance = il_natural_copy (to->chance);

    il_natural_add (count->schedules, to->schedules);
    il_natural_add (count->failing, to->failing);
    if (common == 0 || il_natural_is_zero (chance))
      continue;
    il_natural_multiply (chance, common / state->n_steps);
    for (guint j = to->height + 1; j < count->height; j++)
      il_natural_multiply (chance, common);
    il_natural_add (count->chance, chance);
  }
  count->mark = 2;
}

/* Depth first, without recursion. FALSE: a loop. */
static gboolean
count_all (const GArray *states, Count *counts, guint32 common)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 at = 0;

  counts[0].mark = 1;
  g_array_append_val (path, at);
  while (path->len > 0) {
    at = g_array_index (path, guint32, path->len - 1);
    const IlState *state = state_at (states, at);

    if (counts[at].next == state->n_steps) {
      count_state (state, counts, &counts[at], common);
      g_array_set_size (path, path->len - 1);
      continue;
    }
    guint32 to = state->steps[counts[at].next++].to;
    if (counts[to].mark == 1)
      return FALSE;
    if (counts[to].mark == 0) {
      counts[to].mark = 1;
      g_array_append_val (path, to);
    }
  }
  return TRUE;
}

/* CHANCE over COMMON ^ HEIGHT, in its lowest terms. */
static char *
fraction (const IlNatural *chance, guint32 common, guint height)
{
  g_autoptr (GArray) above = il_natural_copy (chance), below = il_natural_new (1);

  if (il_natural_is_zero (chance))
    return g_strdup ("0/1");
  for (guint i = 0; i < height; i++)
    il_natural_multiply (below, common);
  for (guint32 prime = 2; common > 1; prime++) {
    if (common % prime != 0)
      continue;
    while (common % prime == 0)
      common /= prime;
    for (;;) {
      g_autoptr (GArray) one = il_natural_copy (above), other = il_natural_copy (below);

      if (il_natural_divide (one, prime) != 0 || il_natural_divide (other, prime) != 0)
        break;
      il_natural_divide (above, prime);
      il_natural_divide (below, prime);
    }
  }
  g_autofree char *p = il_natural_to_text (above), *q = il_natural_to_text (below);
  return g_strdup_printf ("%s/%s", p, q);
}

gboolean
il_graph_count (const GArray *states, char **schedules, char **failing, char **probability)
{
  guint32 common = common_multiple (states);
  Count *counts = g_new0 (Count, states->len);
  gboolean ends = count_all (states, counts, common);

  if (ends) {
    *schedules = il_natural_to_text (counts[0].schedules);
    *failing = il_natural_to_text (counts[0].failing);
    *probability = common > 0 ? fraction (counts[0].chance, common, counts[0].height) : NULL;
  }
  for (guint i = 0; i < states->len; i++) {
    g_clear_pointer (&counts[i].schedules, g_array_unref);
    g_clear_pointer (&counts[i].failing, g_array_unref);
    g_clear_pointer (&counts[i].chance, g_array_unref);
  }
  g_free (counts);
  return ends;
}
