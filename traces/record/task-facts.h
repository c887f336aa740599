/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What is known of tasks beside their events: their deadlines, and which line takes their time. Any thread. */
typedef struct _IlTaskFacts IlTaskFacts;

/* From TIME, ns, on the task computes at LINE. */
typedef struct {
  gint64 time;
  guint32 line;
} IlLineMark;

IlTaskFacts *il_task_facts_new (void);
void il_task_facts_free (IlTaskFacts *facts);

/* DEADLINE: ns after its arrival by which TASK should have ended. */
void il_task_facts_set_deadline (IlTaskFacts *facts, guint32 task, gint64 deadline);
gint64 il_task_facts_deadline (IlTaskFacts *facts, guint32 task); /* -1: it has none */
gboolean il_task_facts_have_deadlines (IlTaskFacts *facts);

/* TASK begins to compute at LINE. The times of a task must not go back; what is too early is not taken in. */
void il_task_facts_add_line (IlTaskFacts *facts, guint32 task, gint64 time, guint32 line);

/* The marks of TASK at or after FROM and before TO, with *BEFORE set to the line of the last one before (0: none). Of
 * IlLineMark; NULL: there are none. Free it with g_array_unref. */
GArray *il_task_facts_lines (IlTaskFacts *facts, guint32 task, gint64 from, gint64 to, guint32 *before);

/* All time that a task computes is that of a line with a mark: of two equal marks in a row the second is left out, and
 * the first counts beyond the span it lies in. So it is where only `cpu` takes time. */
void il_task_facts_set_complete (IlTaskFacts *facts);
gboolean il_task_facts_are_complete (IlTaskFacts *facts);
