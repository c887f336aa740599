/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/ast.h"

/* Kinds of objects and routines, and sets of them, as messages name them. */

#define IL_KIND(kind) (1u << (kind))
#define IL_LOCK_KINDS (IL_KIND (IL_OBJECT_SEMAPHORE) | IL_KIND (IL_OBJECT_MUTEX) | IL_KIND (IL_OBJECT_CONDITION))
#define IL_WAIT_KINDS (IL_KIND (IL_OBJECT_EVENT) | IL_KIND (IL_OBJECT_CONDITION) | IL_KIND (IL_OBJECT_BARRIER))

/* The objects that a built-in function can be asked of; 0: none. */
guint il_builtin_kinds (IlBuiltin builtin);

const char *il_object_kind_words (IlObjectKind kind);   /* "a mutex" */
const char *il_object_kinds_words (guint kinds);        /* the same for a set of IL_KIND */
const char *il_tasks_word (IlExpressionKind kind);      /* "gather" */
const char *il_routine_word (const IlRoutine *routine); /* "task" */
