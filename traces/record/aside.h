/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Frees DATA by DESTROY, on a thread of its own where it has many pieces (N_PIECES: records, rows, ...): to give back
 * the memory of millions of them takes longer than a frame, which nobody needs to wait for. NULL is nothing to free. On
 * any thread; nobody else may use DATA any more. */
void il_free_aside (gpointer data, GDestroyNotify destroy, guint64 n_pieces);
