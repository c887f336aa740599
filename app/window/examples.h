/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "traces/record/recording.h"

/* The workloads that ship with the program. */
typedef struct {
  char *path;
  char *name;    /* "espresso" */
  char *title;   /* its first comment, in short */
  char *chapter; /* of the course; NULL: it is not part of it */
} IlExample;

void il_example_free (IlExample *example);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlExample, il_example_free)

/* Where they are: $INTERLANE_EXAMPLES, or beside the source for a program that was not installed, or where
 * they were installed. Owned by the function. */
const char *il_examples_folder (void);

/* All of them, of IlExample: those in the folder's file `course` in its order, then the others. Reads each file's first
 * lines. */
GPtrArray *il_examples_list (void);

/* Whether FILE is one of them. */
gboolean il_examples_has (GFile *file);

/* The model whose output shows a workload's point, as a comment line of TEXT says, "# Output of: threads"; 0: none is
 * named. */
IlModelKind il_example_output_model (const char *text);

/* The one a first start shows. */
#define IL_FIRST_EXAMPLE "espresso"
GFile *il_examples_first (void);
