/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record.h"

/* The memory that recordings are made of. Touching memory for the first time costs more than writing a
 * record into it, so chunks are kept for the next recording when one goes. The kernel may take what is in
 * those that are kept, if it is short of memory. A chunk is one huge page where the kernel has one: with small ones,
 * each first write to a page that the kernel may take costs a microcode assist, as much as 60 records. Any thread. */
enum { IL_CHUNK_RECORDS = 1 << 16 }; /* 2 MiB */

/* What is in the chunk is undefined. WHOLE: all of it will be needed, so it is better touched at one go. */
IlRecord *il_chunk_new (bool whole);
void il_chunk_free (IlRecord *records);
