/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a workload may not exceed. Each limit ends in a message of its own. */

#define IL_MAX_TEXT_SIZE ((gsize) 64 * 1024 * 1024)   /* bytes of a workload's text */
#define IL_MAX_NESTING 200                            /* of blocks, of expressions, of brackets */
#define IL_MAX_VARIABLES 250                          /* of one routine, parameters included */
#define IL_MAX_STRING_SIZE ((gsize) 64 * 1024 * 1024) /* bytes */
#define IL_MAX_LIST_ITEMS 1000000                     /* those of the lists inside counted too */
#define IL_MAX_LIST_DEPTH 100                         /* of lists in lists */
