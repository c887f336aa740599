/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The switch from one stack to another. There are three implementations: context-x86-64.S, context-aarch64.S
 * and, for everything else, context-ucontext.c. A stack that does not run is named by a pointer into it, where
 * its registers are.
 *
 * Kept across a switch is what a function call keeps. The floating-point environment (rounding, masks)
 * belongs to the thread and is nobody's to change in a coroutine. */

/* Prepares the stack that ends below HIGH (LOW: its lowest byte): the first switch to it calls ENTRY with
 * the value of that switch. ENTRY must not return. */
void *il_context_make (void *low, void *high, void (*entry) (void *value));

/* Leaves the running stack, naming it in *FROM, and goes on on TO. Returns the VALUE with which somebody
 * switches back. */
void *il_context_switch (void **from, void *to, void *value);

/* The same for a switch among equals, which leaves at one call what entered by the same: its return is
 * predicted by the processor as any other is, where the one of a switch to and fro never would be. */
void *il_context_transfer (void **from, void *to, void *value);

/* Returns VALUE, by a jump instead of a return where the processor allows it: see il_coro_return. */
int il_context_return (int value);
