/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/statements.h"

#define EVENT IL_KIND (IL_OBJECT_EVENT)
#define CONDITION IL_KIND (IL_OBJECT_CONDITION)
#define QUEUE IL_KIND (IL_OBJECT_QUEUE)

/* clang-format off */
const IlStatementTraits il_statement_traits[IL_N_STATEMENTS] = {
  /*                            word          begins             takes              kinds           suspends */
  [IL_STATEMENT_PASS]       = { "pass",       IL_WORD_PASS,      IL_TAKES_NOTHING },
  [IL_STATEMENT_BREAK]      = { "break",      IL_WORD_BREAK,     IL_TAKES_NOTHING },
  [IL_STATEMENT_CONTINUE]   = { "continue",   IL_WORD_CONTINUE,  IL_TAKES_NOTHING },
  [IL_STATEMENT_PRINT]      = { "print",      IL_WORD_PRINT,     IL_TAKES_VALUE,    0,              FALSE,
                                "a text, as in 'print \"hello\"'" },
  [IL_STATEMENT_RAISE]      = { "raise",      IL_WORD_RAISE,     IL_TAKES_VALUE },
  [IL_STATEMENT_RETURN]     = { "return",     IL_WORD_RETURN,    IL_TAKES_VALUE },
  [IL_STATEMENT_CPU]        = { "cpu",        IL_WORD_CPU,       IL_TAKES_DURATION, 0,              FALSE,
                                "a duration, as in 'cpu 5ms'" },
  [IL_STATEMENT_SLEEP]      = { "sleep",      IL_WORD_SLEEP,     IL_TAKES_DURATION, 0,              TRUE,
                                "a duration, as in 'sleep 5ms'" },
  [IL_STATEMENT_IO]         = { "io",         IL_WORD_IO,        IL_TAKES_DURATION, 0,              TRUE,
                                "a duration, as in 'io 5ms'" },
  [IL_STATEMENT_IO_DEVICE]  = { "io",         IL_WORD_NONE,      IL_TAKES_DURATION, 0,              TRUE },
  [IL_STATEMENT_ACQUIRE]    = { "acquire",    IL_WORD_ACQUIRE,   IL_TAKES_OBJECT,   IL_LOCK_KINDS,  TRUE,
                                "a semaphore, a mutex or a condition, as in 'acquire door'" },
  [IL_STATEMENT_RELEASE]    = { "release",    IL_WORD_RELEASE,   IL_TAKES_OBJECT,   IL_LOCK_KINDS,  FALSE,
                                "a semaphore, a mutex or a condition, as in 'release door'" },
  [IL_STATEMENT_WITH]       = { "with",       IL_WORD_NONE,      IL_TAKES_OBJECT,   IL_LOCK_KINDS,  TRUE },
  [IL_STATEMENT_WAIT]       = { "wait",       IL_WORD_WAIT,      IL_TAKES_OBJECT,   IL_WAIT_KINDS,  TRUE,
                                "an event, a condition or a barrier, as in 'wait open'" },
  [IL_STATEMENT_SET]        = { "set",        IL_WORD_SET,       IL_TAKES_OBJECT,   EVENT,          FALSE,
                                "an event, as in 'set open'" },
  [IL_STATEMENT_CLEAR]      = { "clear",      IL_WORD_CLEAR,     IL_TAKES_OBJECT,   EVENT,          FALSE,
                                "an event, as in 'clear open'" },
  [IL_STATEMENT_NOTIFY]     = { "notify",     IL_WORD_NOTIFY,    IL_TAKES_OBJECT,   CONDITION,      FALSE,
                                "a condition, as in 'notify room', 'notify 2 room' or 'notify all room'" },
  [IL_STATEMENT_NOTIFY_ALL] = { "notify",     IL_WORD_NONE,      IL_TAKES_OBJECT,   CONDITION },
  [IL_STATEMENT_JOIN]       = { "join",       IL_WORD_JOIN,      IL_TAKES_OBJECT,   QUEUE,          TRUE,
                                "a queue, as in 'join jobs'" },
  [IL_STATEMENT_TASK_DONE]  = { "task_done",  IL_WORD_TASK_DONE, IL_TAKES_OBJECT,   QUEUE,          FALSE,
                                "a queue, as in 'task_done jobs'" },
  [IL_STATEMENT_CLOSE]      = { "close",      IL_WORD_CLOSE,     IL_TAKES_OBJECT,   QUEUE | IL_KIND (IL_OBJECT_GENERATOR), FALSE,
                                "a queue or a generator, as in 'close jobs'" },
  [IL_STATEMENT_PUT]        = { "put",        IL_WORD_NONE,      IL_TAKES_OTHER,    QUEUE,          TRUE },
  [IL_STATEMENT_PUT_NOWAIT] = { "put_nowait", IL_WORD_NONE,      IL_TAKES_OTHER,    QUEUE },
  [IL_STATEMENT_CANCEL]     = { "cancel",     IL_WORD_CANCEL,    IL_TAKES_VALUE,    0,              FALSE,
                                "a task handle, as in 'cancel h'" },
  [IL_STATEMENT_REACH]      = { "reach",      IL_WORD_REACH,     IL_TAKES_VALUE,    0,              FALSE,
                                "a text, as in 'reach \"both are in\"'" },
  [IL_STATEMENT_GROUP]      = { "group",      IL_WORD_NONE,      IL_TAKES_OTHER,    0,              TRUE },
  [IL_STATEMENT_TIMEOUT]    = { "timeout",    IL_WORD_NONE,      IL_TAKES_DURATION, 0,              TRUE },
};
/* clang-format on */
