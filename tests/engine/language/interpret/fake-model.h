/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/interpret/interpreter.h"

/* A model that does nothing but write down what it is asked to do: "cpu 4ms", "acquire lock", one step a
 * line, with the source line first: "5: cpu 4ms". A spawned task is run there and then, and logs as well. */

typedef struct {
  IlModel model;
  const IlProgram *program;
  GString *log;
  GQueue queue;   /* of IlValue *: what was put, whatever the queue */
  GArray *shared; /* of IlValue, one an object */
  GPtrArray *instances;
  gint64 now;
  gint64 steps; /* granted each time more are asked for */
  guint grants; /* how often, before the run is stopped */
  guint max_depth;
  guint64 max_memory;
  gsize stack_size;    /* of the coroutine that the starts are run in; 0: they are run in none */
  const char *stop_at; /* the step that begins so returns STOP_WITH instead */
  IlStep stop_with;
  gboolean stopped; /* STOP_WITH was IL_STEP_STOPPED: a step after it is a fault, and logged */
} FakeModel;

void fake_model_init (FakeModel *fake, const IlProgram *program);
void fake_model_clear (FakeModel *fake);

/* Runs the program's starts; the log says all. An error ends it with "! 3:5 task: message". */
void fake_model_run (FakeModel *fake);
