/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/program-features.h"

/* What a workload has and Python has not: small pieces of Python, each a file of the folder snippets; those that differ
 * from model to model are in a folder for each. Comment lines at its head, which do not become part of a program, say
 *
 *     # when: random process      what must be used for it to be wanted (program-features.h; none: only others need it)
 *     # needs: counts             other snippets
 *     # imports: math time        modules
 *     # names: Task next_name     what it calls something, which nothing of the workload can then be called
 *
 * and a line that ends in "  #? random" is there only where that is used ("#? !random": is not). $workers is the
 * number of worker threads. */

/* Appends to OUT those that a program with these FEATURES needs, each once, after two empty lines. FOLDER is the
 * model's. Adds to IMPORTS (a set of strings) the modules. Returns whether there were any. */
gboolean
il_snippets_write (GString *out, const IlFeatures *features, const char *folder, guint workers, GHashTable *imports);

/* Whether one of them, of any model, takes this name (LENGTH bytes) for itself. Any thread. */
gboolean il_snippets_name (const char *name, gsize length);
