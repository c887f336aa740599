/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/text/words.h"
#include "engine/language/tree/kinds.h"

/* What the parser, the checker and the interpreter have to know of a statement that begins with a word of its own. */

typedef enum {
  IL_TAKES_OTHER, /* what only its own code knows */
  IL_TAKES_NOTHING,
  IL_TAKES_VALUE,    /* any */
  IL_TAKES_DURATION, /* so does `timeout`, whose block its own code reads */
  IL_TAKES_OBJECT,   /* of the kinds given */
} IlTakes;

typedef struct {
  const char *word; /* as messages name it; NULL: there is none */
  IlWord begins; /* the word that makes the parser read it as this row says; IL_WORD_NONE: the parser has code for it */
  IlTakes takes;
  guint kinds;       /* of the object, a set of IL_KIND */
  gboolean suspends; /* a function cannot do it */
  const char *needs; /* what is missing where nothing follows the word; NULL: nothing may */
} IlStatementTraits;

/* By IlStatementKind. */
extern const IlStatementTraits il_statement_traits[IL_N_STATEMENTS];
