/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/interpret/host.h"
#include "engine/language/interpret/interpreter.h"
#include "engine/language/tree/ast.h"

/* One routine that runs. Lives on the stack of whoever runs it, or in a generator. Then whoever uses that lends it
 * their instance and steps: after a `yield`, and so after anything evaluated or executed, they may be others. */
typedef struct {
  IlInstance *instance;
  const IlModelSteps *steps;
  const IlProgram *program;
  const IlRoutine *routine;
  IlModelGroup *group; /* the innermost block `group` that it is in, whose the tasks are that it spawns; or NULL */
  IlValue *locals;     /* one a slot; of IL_TYPE_UNSET before the first assignment */
  IlValue result;
  const struct _IlCaught *caught; /* by the innermost `except` block that it is in; or NULL */
} IlFrame;

#define IL_TYPE_UNSET ((IlType) 255)

/* evaluate.c. *VALUE is a new reference where IL_STEP_OK is returned, and untouched otherwise. */
IlStep il_evaluate (IlFrame *frame, const IlExpression *expression, IlValue *value);
IlStep
il_evaluate_object (IlFrame *frame, const IlExpression *expression, guint kinds, const char *word, guint *object);
IlStep il_evaluate_arguments (IlFrame *frame, const IlExpression *call, IlValue *arguments);
IlStep il_make_list (IlFrame *frame, const IlExpression *expression, const IlValue *values, guint n, IlValue *value);
IlStep il_fail_at (IlFrame *frame, const IlExpression *expression, char *message); /* frees MESSAGE */
IlStep il_fail_type (IlFrame *frame, const IlExpression *expression, const char *needs, IlValue value);

/* evaluate-tasks.c: `spawn`, `await` and their kin. */
IlStep il_evaluate_tasks (IlFrame *frame, const IlExpression *expression, IlValue *value);

/* The tasks of `as_completed`, each once, which are *N; free *HANDLES. */
IlStep il_evaluate_different_handles (IlFrame *frame, const IlExpression *tasks, IlInstance ***handles, guint *n);

/* Runs FRAME's routine on this stack. The first of its locals, the parameters, are set; all are cleared in the end. */
IlStep il_run_frame (IlFrame *frame, IlValue *result);

/* interpreter.c: whether one more call of ROUTINE fits, by the run's limit and by the room on this stack. */
IlStep il_check_depth (IlInstance *instance, const IlRoutine *routine, guint line, guint column);

/* interpreter.c: runs the routine of CALL, `f(x)` or `await f(x)`, on this stack. */
IlStep il_call (IlFrame *frame, const IlExpression *call, IlValue *value);

/* How a statement ended: as a step (IlStep), or by leaving the normal order of statements. */
typedef enum {
  IL_FLOW_OK = IL_STEP_OK,
  IL_FLOW_ERROR = IL_STEP_ERROR,
  IL_FLOW_CANCELLED = IL_STEP_CANCELLED,
  IL_FLOW_STOPPED = IL_STEP_STOPPED,
  IL_FLOW_CLOSED = 8, /* a generator: it is being closed */
  IL_FLOW_BREAK = 16,
  IL_FLOW_CONTINUE,
  IL_FLOW_RETURN,
} IlFlow;

/* As a step: what `yield` comes to where the generator is being closed. */
#define IL_STEP_CLOSED ((IlStep) IL_FLOW_CLOSED)

/* execute.c */
IlFlow il_execute_block (IlFrame *frame, const IlBlock *block);
IlFlow il_frame_assign (IlFrame *frame, guint32 slot, IlValue value); /* takes VALUE over */
IlStep il_execute (IlFrame *frame, const IlBlock *body);              /* leaves its `return` in frame->result */
IlFlow il_evaluate_duration (IlFrame *frame, const IlExpression *expression, const char *word, gint64 *duration);

/* execute-blocks.c */
IlFlow il_execute_with (IlFrame *frame, const IlStatement *statement);
IlFlow il_execute_group (IlFrame *frame, const IlStatement *statement);
IlFlow il_execute_timeout (IlFrame *frame, const IlStatement *statement);

/* execute-wait.c */
IlFlow il_execute_on_object (IlFrame *frame, const IlStatement *statement); /* acquire release wait set clear notify */
IlFlow il_execute_cancel (IlFrame *frame, const IlStatement *statement);

/* execute-try.c */
IlFlow il_execute_try (IlFrame *frame, const IlTry *try);
IlFlow il_raise_again (IlFrame *frame); /* `raise` alone */
