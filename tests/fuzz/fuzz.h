/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls with random bytes, and replay.c with the corpus. Returns 0; ends the program where something
 * is not as it must be. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
