/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command/choose.h"

#include <string.h>

#include "app/command/command.h"
#include "app/runs/list-trace.h"

void
il_choice_clear (IlChoice *choice)
{
  g_free (choice->model);
  g_strfreev (choice->runs);
}

static const char *
title_at (const IlTrace *trace, guint i)
{
  return il_trace_listing (trace, i)->title;
}

static guint
number_at (const IlTrace *trace, guint i)
{
  return il_trace_listing (trace, i)->number;
}

/* "1 Synchronous, 2 Threads" of all runs, or of those in PLACES. */
static char *
enumerate (const IlTrace *trace, const GArray *places)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < (places ? places->len : trace->runs->len); i++) {
    guint place = places ? g_array_index (places, guint, i) : i;

    g_string_append_printf (text, "%s%u “%s”", i > 0 ? ", " : "", number_at (trace, place), title_at (trace, place));
  }
  return g_string_free (text, FALSE);
}

/* The places of the runs whose title is WORDS, or else has them, in whatever case. */
static GArray *
find_title (const IlTrace *trace, const char *words)
{
  g_autofree char *wanted = g_utf8_casefold (words, -1);

  for (gboolean part = FALSE; part <= TRUE; part++) {
    GArray *places = g_array_new (FALSE, FALSE, sizeof (guint));

    for (guint i = 0; i < trace->runs->len; i++) {
      g_autofree char *title = g_utf8_casefold (title_at (trace, i), -1);

      if (part ? strstr (title, wanted) != NULL : g_str_equal (title, wanted))
        g_array_append_val (places, i);
    }
    if (places->len > 0 || part)
      return places;
    g_array_unref (places);
  }
  return NULL;
}

static gboolean
find_number (const IlTrace *trace, const char *words, guint *place)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (words, 10, 1, G_MAXUINT, &number, NULL))
    return FALSE;
  for (guint i = 0; i < trace->runs->len; i++)
    if (number_at (trace, i) == number) {
      *place = i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
find_run (const IlTrace *trace, const char *path, const char *words, guint *place)
{
  if (find_number (trace, words, place))
    return TRUE;

  g_autoptr (GArray) places = find_title (trace, words);
  g_autofree char *fitting = enumerate (trace, places->len > 0 ? places : NULL);
  if (places->len == 1) {
    *place = g_array_index (places, guint, 0);
    return TRUE;
  }
  if (places->len > 1)
    il_complain ("--run '%s' fits %u runs of %s: %s; say more of the title, or the number", words, places->len, path,
                 fitting);
  else
    il_complain ("%s has no run '%s'; it has %u %s: %s", path, words, trace->runs->len,
                 trace->runs->len == 1 ? "run" : "runs", fitting);
  return FALSE;
}

static void
add (IlTrace *chosen, const IlTrace *all, guint place)
{
  for (guint i = 0; i < chosen->runs->len; i++)
    if (il_trace_recording (chosen, i) == il_trace_recording (all, place))
      return;
  il_trace_add_listed_run (chosen, il_trace_recording (all, place), il_trace_listing (all, place));
}

/* All runs with titles and numbers: those of older files have none. */
static IlTrace *
load_with_titles (const char *path)
{
  g_autoptr (IlTrace) trace = il_command_load_trace (path);
  g_autoptr (IlRunList) list = il_run_list_new ();

  if (!trace)
    return NULL;
  if (!il_run_list_add_trace (list, NULL, trace, NULL, NULL) || trace->runs->len == 0)
    return g_steal_pointer (&trace);
  return il_run_list_to_trace (list, trace->name, trace->text);
}

IlTrace *
il_choice_load (const IlChoice *choice, const char *path)
{
  if (choice->model && il_model_from_name (choice->model) < 0) {
    il_complain ("there is no model '%s'; the models are: sync, threads, coop", choice->model);
    return NULL;
  }

  g_autoptr (IlTrace) all = load_with_titles (path);
  if (!all)
    return NULL;
  g_autoptr (IlTrace) of_model = il_trace_new (all->name, all->text);
  for (guint i = 0; i < all->runs->len; i++)
    if (!choice->model
        || (int) il_recording_info (il_trace_recording (all, i))->model == il_model_from_name (choice->model))
      add (of_model, all, i);
  if (choice->model && of_model->runs->len == 0) {
    il_complain ("%s holds no run of the model %s", path, choice->model);
    return NULL;
  }
  if (!choice->runs)
    return g_steal_pointer (&of_model);

  g_autoptr (IlTrace) chosen = il_trace_new (all->name, all->text);
  for (char **words = choice->runs; *words; words++) {
    guint place;

    if (!find_run (of_model, path, *words, &place))
      return NULL;
    add (chosen, of_model, place);
  }
  return g_steal_pointer (&chosen);
}
