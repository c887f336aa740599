/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/kinds.h"

/* What of the language a program uses, as far as its export depends on it: what snippets it needs, and in which of
 * several forms a statement is written. A snippet asks for a feature by its name here. */
#define IL_PYTHON_FEATURES(X)                                                                                          \
  /* Which model. */                                                                                                   \
  X (sync)                                                                                                             \
  X (threads)                                                                                                          \
  X (coop)                                                                                                             \
  /* Statements, expressions, objects. */                                                                              \
  X (cpu)                                                                                                              \
  X (io)                                                                                                               \
  X (sleep)                                                                                                            \
  X (print)                                                                                                            \
  X (now)                                                                                                              \
  X (random)                                                                                                           \
  X (spawn) /* of a task of its own, not by a call */                                                                  \
  X (gather)                                                                                                           \
  X (first)                                                                                                            \
  X (gather_errors)                                                                                                    \
  X (wait_all)                                                                                                         \
  X (as_completed)                                                                                                     \
  X (attempts)     /* sync: starts tasks for one of these three, whose errors are not raised there */                  \
  X (none_handles) /* sync: what one of several takes for a handle can be none */                                      \
  X (joins)        /* a queue, or says task_done */                                                                    \
  X (thread)                                                                                                           \
  X (process)                                                                                                          \
  X (group)                                                                                                            \
  X (timeout)                                                                                                          \
  X (with)                                                                                                             \
  X (release)                                                                                                          \
  X (semaphores)                                                                                                       \
  X (mutexes)                                                                                                          \
  X (queues)                                                                                                           \
  X (events)                                                                                                           \
  X (conditions)                                                                                                       \
  X (barriers)                                                                                                         \
  X (devices)                                                                                                          \
  X (arrivals)                                                                                                         \
  X (try)                                                                                                              \
  X (catches_cancelled)                                                                                                \
  X (tells_errors)     /* the errors' messages can be shown */                                                         \
  X (can_fail)         /* by an error that can be foreseen */                                                          \
  X (steps_generators) /* with next, send */                                                                           \
  X (closes)           /* a queue, or goes through one with `for` */                                                   \
  X (does_not_wait)    /* put_nowait, get_nowait */                                                                    \
  X (bounded)          /* semaphores */                                                                                \
  X (priority)         /* queues; so for the next */                                                                   \
  X (lifo)                                                                                                             \
  X (asks_locks) /* whether they are held */                                                                           \
  X (asks_tasks) /* whether and how they have ended */                                                                 \
  X (failed)     /* one of them; so for the next */                                                                    \
  X (was_cancelled)                                                                                                    \
  X (always) /* one at least, that is looked at */                                                                     \
  X (ensure)                                                                                                           \
  X (io_can_be_0)                                                                                                      \
  X (offloads_tasks) /* in threads or processes */                                                                     \
  X (quotient)       /* divisions by functions whose errors are the workload's; so for the next two */                 \
  X (remainder)                                                                                                        \
  X (item)                                                                                                             \
  /* What values can be where they are used. */                                                                        \
  X (durations) /* they are shown or calculated with, so they are Durations, not seconds */                            \
  X (calculates)                                                                                                       \
  X (counts_down)  /* something is subtracted or negated */                                                            \
  X (equals_truth) /* compares booleans and integers */                                                                \
  X (shows_names)  /* of tasks and generators */                                                                       \
  X (shows_handles)                                                                                                    \
  X (compares_handles) /* or does with what can be a handle what more than awaits and keeps it */                      \
  X (shows_generators)                                                                                                 \
  X (shows_values)     /* of which Python's own text is not the workload's */                                          \
  X (goes_through_any) /* asyncio: `for` over what can be a list or something else */                                  \
  /* What follows from the above. */                                                                                   \
  X (io_function) /* asyncio: io waits for a file descriptor; see il_features_find */                                  \
  X (queue_class) /* of the program's own. So for the next three */                                                    \
  X (mutex_class) /* as their error can be shown; so for the next */                                                   \
  X (bounded_class)                                                                                                    \
  X (generator_class) /* as their names or errors can be shown */                                                      \
  X (task_class)      /* sync: spawn gives handles that have a name and a result */                                    \
  X (own_tasks)       /* handles are not Python's own, but have a result() */                                          \
  X (ordered_groups)  /* asyncio: a group's order of cancelling can be seen, so that it is not left to asyncio */      \
  X (turns)           /* sync: a task of a start line has a handle, or a name that is seen, before its turn comes */   \
  X (comes)           /* sync: so while another runs */                                                                \
  X (starts_apart)    /* sync: a task that fails is not the end of those that are started after it */                  \
  X (tells_lost)      /* sync: the errors of those attempts of which nobody learnt */                                  \
  X (exit_status)     /* else: a task that fails, and that nobody awaits, makes it 1 */

#define IL_FEATURE_FIELD(name) gboolean name;

typedef struct {
  IL_PYTHON_FEATURES (IL_FEATURE_FIELD)

  /* asyncio: the tasks that run in a thread or process, where nothing can be awaited, in the order in which they are
   * written once more, as they are there. */
  GPtrArray *blocking;
} IlFeatures;

/* What PROGRAM uses as MODEL runs it. Clear it. */
void il_features_find (IlFeatures *features, const IlProgram *program, IlModelKind model, IlKindTable *kinds);
void il_features_clear (IlFeatures *features);

/* Whether FEATURES has what CONDITION names: words, all of which must hold; '!' in front: must not. */
gboolean il_features_match (const IlFeatures *features, const char *condition);

/* The text of what is known now of an item of a string, or NULL. */
const char *il_constant_text (const IlProgram *program, const IlExpression *item);

/* Whether a value is written as it is where a string shows it. */
gboolean il_kinds_are_plain (IlKinds kinds);

/* Whether a value, or an item of it if it is a list, can be none. */
gboolean il_kinds_have_none (IlKinds kinds);

/* Whether a divisor can. */
gboolean il_can_be_zero (const IlExpression *expression);

/* Names that begin so are those of the functions that look at an `always`. */
#define IL_EXPORT_CHECK_PREFIX "check_always_"

/* Whether PROPERTY is an `always` that is looked at: one that reads shared variables only. */
gboolean il_export_checks (const IlProgram *program, const IlProperty *property);
