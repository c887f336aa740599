/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/gather.h"
#include "engine/loop/group.h"
#include "engine/loop/objects.h"
#include "engine/loop/timeout.h"
#include "tests/engine/loop/script.h"

/* One of them is there, by the object's kind. */
typedef struct {
  char letter;
  IlSemaphore *semaphore;
  IlMutex *mutex;
  IlQueue *queue;
  IlFlag *flag;
  IlCondition *condition;
  IlBarrier *barrier;
  IlDevice *device;
} ScriptObject;

typedef struct {
  IlLoop *loop;
  GPtrArray *bodies; /* name, body, name, body, ... */
  GArray *objects;
  GPtrArray *tasks; /* of IlTask, by id */
  ScriptRun *run;
  gboolean virtual_clock;
  gboolean lines;
} Script;

typedef struct {
  Script *script;
  const char *body;
} ScriptBody;

ScriptObject *script_object (Script *script, char letter);

/* NULL where GROUP takes no more. */
IlTask *script_spawn (Script *script, const char *name, IlGroup *group);

/* What a task does with its body. */
IlTaskEnd script_task_main (IlTask *self, void *body);
void script_dropped_cb (IlTask *self, void *body);
