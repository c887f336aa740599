/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/kinds.h"

guint
il_builtin_kinds (IlBuiltin builtin)
{
  switch (builtin) {
  case IL_BUILTIN_LEN: return IL_KIND (IL_OBJECT_QUEUE);
  case IL_BUILTIN_FREE: return IL_KIND (IL_OBJECT_SEMAPHORE);
  case IL_BUILTIN_HELD: return IL_KIND (IL_OBJECT_MUTEX) | IL_KIND (IL_OBJECT_CONDITION);
  case IL_BUILTIN_IS_SET: return IL_KIND (IL_OBJECT_EVENT);
  default: return 0;
  }
}

const char *
il_object_kind_words (IlObjectKind kind)
{
  switch (kind) {
  case IL_OBJECT_SEMAPHORE: return "a semaphore";
  case IL_OBJECT_MUTEX: return "a mutex";
  case IL_OBJECT_QUEUE: return "a queue";
  case IL_OBJECT_EVENT: return "an event";
  case IL_OBJECT_CONDITION: return "a condition";
  case IL_OBJECT_BARRIER: return "a barrier";
  case IL_OBJECT_DEVICE: return "a device";
  case IL_OBJECT_SHARED: return "a shared variable";
  default: return "another object";
  }
}

const char *
il_object_kinds_words (guint kinds)
{
  switch (kinds) {
  case IL_KIND (IL_OBJECT_QUEUE): return "a queue";
  case IL_KIND (IL_OBJECT_QUEUE) | IL_KIND (IL_OBJECT_GENERATOR): return "a queue or a generator";
  case IL_KIND (IL_OBJECT_SEMAPHORE): return "a semaphore";
  case IL_KIND (IL_OBJECT_MUTEX) | IL_KIND (IL_OBJECT_CONDITION): return "a mutex or a condition";
  case IL_KIND (IL_OBJECT_DEVICE): return "a device";
  case IL_KIND (IL_OBJECT_EVENT): return "an event";
  case IL_KIND (IL_OBJECT_CONDITION): return "a condition";
  case IL_KIND (IL_OBJECT_EVENT) | IL_KIND (IL_OBJECT_CONDITION) | IL_KIND (IL_OBJECT_BARRIER):
    return "an event, a condition or a barrier";
  default: return "a semaphore, a mutex or a condition";
  }
}

const char *
il_routine_word (const IlRoutine *routine)
{
  static const char *const words[] = {
    [IL_ROUTINE_TASK] = "task",
    [IL_ROUTINE_FUNCTION] = "function",
    [IL_ROUTINE_GENERATOR] = "generator",
  };

  return words[routine->kind];
}

const char *
il_tasks_word (IlExpressionKind kind)
{
  switch (kind) {
  case IL_EXPRESSION_GATHER: return "gather";
  case IL_EXPRESSION_GATHER_ERRORS: return "gather_errors";
  case IL_EXPRESSION_WAIT_ALL: return "wait_all";
  case IL_EXPRESSION_AS_COMPLETED: return "as_completed";
  default: return "first";
  }
}
