/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* One parameter of a scheduling policy, as the policy declares it. From the declaration are made: the words of a
 * workload's `machine:` block, `--policy NAME:PARAMETER=VALUE`, the help, the completions, and the window's form. */

#define IL_POLICY_ERROR (il_policy_error_quark ())
GQuark il_policy_error_quark (void);

typedef enum {
  IL_POLICY_ERROR_UNKNOWN, /* no such policy, or it has no such parameter */
  IL_POLICY_ERROR_VALUE,   /* of the wrong kind, out of range, missing, or given twice */
} IlPolicyErrorCode;

typedef enum {
  IL_PARAMETER_DURATION, /* "20ms"; ns */
  IL_PARAMETER_COUNT,    /* "4" */
  IL_PARAMETER_BOOLEAN,  /* "true", "false" */
  IL_PARAMETER_CHOICE,   /* one of some words; its place among them */
  IL_PARAMETER_NUMBER,   /* "0.5" */
} IlParameterKind;

/* NUMBER is of IL_PARAMETER_NUMBER; all others are the integer. */
typedef union {
  gint64 integer;
  double number;
} IlParameterValue;

typedef struct {
  const char *name; /* one word: letters, digits and `_` */
  IlParameterKind kind;
  IlParameterValue initial;
  IlParameterValue least, most; /* of a duration, a count and a number; MOST 0: without bound */
  const char *const *choices;   /* NULL-terminated; of a choice */
  const char *never;            /* the word for an initial value out of the range, such as "never"; or NULL */
  const char *help;             /* one line, without a full stop */
} IlParameter;

/* Reads TEXT. What is wrong is said by the parameter's name and range. */
gboolean il_parameter_parse (const IlParameter *parameter, const char *text, IlParameterValue *value, GError **error);

/* VALUE as il_parameter_parse reads it. Free it. */
char *il_parameter_text (const IlParameter *parameter, IlParameterValue value);

/* What it may be: "a whole number from 1 to 64". Free it. */
char *il_parameter_range_text (const IlParameter *parameter);
