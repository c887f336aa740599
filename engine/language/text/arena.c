/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/text/arena.h"

#include <string.h>

#define CHUNK_SIZE ((gsize) 16 * 1024)

typedef struct _Chunk Chunk;

struct _Chunk {
  Chunk *next;
  gsize used;
  gsize size;
  max_align_t memory[];
};

struct _IlArena {
  Chunk *chunks; /* the first is the one to take from */
};

IlArena *
il_arena_new (void)
{
  return g_new0 (IlArena, 1);
}

void
il_arena_free (IlArena *arena)
{
  while (arena->chunks) {
    Chunk *next = arena->chunks->next;

    g_free (arena->chunks);
    arena->chunks = next;
  }
  g_free (arena);
}

gpointer
il_arena_alloc (IlArena *arena, gsize size)
{
  Chunk *chunk = arena->chunks;

  size = (size + sizeof (max_align_t) - 1) / sizeof (max_align_t) * sizeof (max_align_t);
  if (chunk == NULL || chunk->size - chunk->used < size) {
    gsize chunk_size = MAX (size, CHUNK_SIZE);

    chunk = g_malloc0 (sizeof (Chunk) + chunk_size);
    chunk->size = chunk_size;
    chunk->next = arena->chunks;
    arena->chunks = chunk;
  }

  gpointer memory = (char *) chunk->memory + chunk->used;
  chunk->used += size;
  return memory;
}

gpointer
il_arena_copy (IlArena *arena, gconstpointer data, gsize size)
{
  gpointer copy = il_arena_alloc (arena, size);

  if (size > 0)
    memcpy (copy, data, size);
  return copy;
}
