/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/sweeps/literal.h"

/* One thing that a sweep varies, with the values that it takes. */

typedef enum {
  IL_AXIS_TEXT, /* a number of the workload's text */
  IL_AXIS_POLICY,
  IL_AXIS_CORES,
  IL_AXIS_QUANTUM,
  IL_AXIS_SWITCH,
  IL_AXIS_SEED,
} IlAxisKind;

typedef struct {
  IlAxisKind kind;
  char *name;        /* "machine", "12:4ms", "@cores" */
  IlLiteral literal; /* of IL_AXIS_TEXT */
  char **values;     /* as they would be typed: "3", "20ms", "mlfq:levels=4" */
  guint n_values;
} IlAxis;

void il_axis_free (IlAxis *axis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlAxis, il_axis_free)

enum { IL_AXIS_MOST_VALUES = 100000 };

/* Reads what stands behind each --vary, "machine=1..8", "@quantum=1ms..5ms/500us", "@cores=1,2,4"; @policy is repeated,
 * once a value. Returns IlAxis in the order in which they were first named, or NULL with a G_IO_ERROR. */
GPtrArray *il_axes_parse (char **words, const char *text, GError **error);
