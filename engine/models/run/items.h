/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/program.h"
#include "traces/record/record.h"

/* What is in a queue: in the order in which it came, the last first, or by size as Python's heapq has it. Any one
 * thread at a time. */

typedef struct {
  IlValue value;
  IlTraceValue shown; /* in the records of its put and get */
} IlItem;

typedef struct {
  IlVariety variety;
  GArray *heap; /* of IlItem: by size */
  GQueue line;  /* of IlItem: the others */
} IlItems;

void il_items_init (IlItems *items, IlVariety variety);
void il_items_clear (IlItems *items);
guint il_items_length (const IlItems *items);

/* Takes the item over, whatever comes of it. FALSE, with a MESSAGE to be freed: it cannot be compared with another one.
 * As under Python, it is in the queue all the same. */
gboolean il_items_add (IlItems *items, IlItem item, char **message);

/* The next to leave; there is one. FALSE: what is left cannot be compared, and the item is lost, as under Python. */
gboolean il_items_take (IlItems *items, IlItem *item, char **message);
