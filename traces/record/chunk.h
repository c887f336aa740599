/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

#include "traces/record/record.h"

/* The memory that recordings are made of. Touching memory for the first time costs more than writing a
 * record into it, so 64 MiB are kept for the next recording when one goes; they stay the process's, as memory that
 * the kernel may take back meanwhile (MADV_FREE) costs a microcode assist at each page's first write. No huge pages:
 * they are faster on bare metal, but in a virtual machine that gives free ones back to its host, three times as
 * slow as small ones. Any thread. */
enum { IL_CHUNK_RECORDS = 1 << 16 }; /* 2 MiB */

/* What is in the chunk is undefined. *FRESH: its memory was never touched. */
IlRecord *il_chunk_new (bool *fresh);
void il_chunk_free (IlRecord *records);

/* Has the kernel provide the memory of N records, which will be needed soon, at one go. */
void il_chunk_touch (IlRecord *records, size_t n);
