/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What a workload's text consists of, seen as an editor does: whatever it says, and without knowing its grammar. */

typedef enum { IL_TOKEN_NAME, IL_TOKEN_NUMBER, IL_TOKEN_SIGN } IlTokenKind;

typedef struct {
  IlTokenKind kind;
  guint start, length; /* bytes */
  guint line;          /* from 0 */
  gboolean in_string;  /* in an {expression} of it */
} IlToken;

/* The tokens of TEXT, of IlToken, without comments and what strings say. A number is one token with its unit, a sign
 * one character. */
GArray *il_tokens_of (const char *text);

/* Whether TOKEN of TEXT is WORD. */
gboolean il_token_is (const char *text, const IlToken *token, const char *word);
