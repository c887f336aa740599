/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/interpret/steps.h"

/* Choice points of the simulated machine: just before a thread does something that another one could see. */

typedef enum {
  IL_VISIBLE_READ, /* of a shared variable */
  IL_VISIBLE_WRITE,
  IL_VISIBLE_ACQUIRE, /* also where a `with` begins */
  IL_VISIBLE_RELEASE, /* also where it ends */
  IL_VISIBLE_PUT,
  IL_VISIBLE_GET,
  IL_VISIBLE_CLOSE,
  IL_VISIBLE_WAIT,   /* for an event or a barrier; for a condition, whose lock it gives back, */
  IL_VISIBLE_RETAKE, /* and after that takes again */
  IL_VISIBLE_SET,
  IL_VISIBLE_CLEAR,
  IL_VISIBLE_NOTIFY,
  IL_VISIBLE_JOIN, /* a queue */
  IL_VISIBLE_TASK_DONE,
  IL_VISIBLE_ASK, /* what is in an object, or whether a task has ended */
  IL_VISIBLE_SPAWN,
  IL_VISIBLE_AWAIT, /* and its kin: shield, gather, first, wait_all, each turn of as_completed, the end of a group,
                       thread, process */
  IL_VISIBLE_CANCEL,
  IL_VISIBLE_CPU,   /* of more than nothing */
  IL_VISIBLE_BEGIN, /* of a sleep, I/O or a timeout, */
  IL_VISIBLE_END,   /* and the end of it */
  IL_N_VISIBLE,
} IlVisible;

#define IL_VISIBLE_NO_OBJECT G_MAXUINT

/* THREAD is about to do OPERATION. OBJECT is an index into the program's objects or IL_VISIBLE_NO_OBJECT; OTHER whom a
 * cancel or an await of one is about, or NULL. Called on the thread's own coroutine, which may be suspended here. */
typedef void (*IlChoiceFunc) (IlInstance *thread, IlVisible operation, guint object, IlInstance *other, gpointer data);

/* From now on CHOICE is called, with DATA, before each visible operation in RUN, which has not been started and is on
 * the simulated machine. Without this, nothing is asked: the machine's table of steps is another one. */
void il_machine_set_choice_func (IlRun *run, IlChoiceFunc choice, gpointer data);
