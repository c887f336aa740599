/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "engine/loop/loop.h"

/* A loop whose tasks and workers tell in order what comes to pass. */

static IlLoop *loop;
static GString *said;

static inline void
begin (bool virtual_clock, size_t n_workers)
{
  IlEngineError error;

  said = g_string_new ("");
  loop = il_loop_new (&(IlLoopOptions) { .virtual_clock = virtual_clock, .n_workers = n_workers }, &error);
  g_assert_nonnull (loop);
}

static inline void
finish (IlLoopOutcome outcome, const char *expected)
{
  g_assert_cmpint (il_loop_run (loop), ==, outcome);
  il_loop_free (loop);
  g_assert_cmpstr (said->str, ==, expected);
  g_string_free (said, TRUE);
}

static inline IlTask *
spawn (IlTaskFunction function, void *data)
{
  IlEngineError error;
  IlTask *task = il_loop_spawn (loop, function, data, 0, &error);

  g_assert_nonnull (task);
  return task;
}

static const IlTaskEnd returned = { .how = IL_HOW_RETURN };
