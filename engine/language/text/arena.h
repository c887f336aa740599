/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Memory for the nodes of a syntax tree: given out piece by piece, given back all at once. */
typedef struct _IlArena IlArena;

IlArena *il_arena_new (void);
void il_arena_free (IlArena *arena);

/* SIZE bytes of zeros, aligned for any type. */
gpointer il_arena_alloc (IlArena *arena, gsize size);
gpointer il_arena_copy (IlArena *arena, gconstpointer data, gsize size);

#define il_arena_new_node(arena, Type) ((Type *) il_arena_alloc ((arena), sizeof (Type)))
