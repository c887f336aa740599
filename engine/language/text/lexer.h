/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/text/diagnostics.h"
#include "engine/language/text/words.h"

typedef enum {
  IL_TOKEN_END,
  IL_TOKEN_NEWLINE,
  IL_TOKEN_INDENT,
  IL_TOKEN_DEDENT,
  IL_TOKEN_NAME,
  IL_TOKEN_WORD,
  IL_TOKEN_INTEGER,
  IL_TOKEN_DURATION,
  IL_TOKEN_SYMBOL,
  IL_TOKEN_STRING_BEGIN, /* then pieces and holes, then: */
  IL_TOKEN_STRING_END,
  IL_TOKEN_PIECE,      /* text inside a string */
  IL_TOKEN_HOLE_BEGIN, /* then an expression, then: */
  IL_TOKEN_HOLE_END,
  IL_TOKEN_ERROR, /* what is wrong has been said */
} IlTokenKind;

/* Symbols of one character are that character. */
typedef enum {
  IL_SYMBOL_FLOOR_DIVIDE = 256, /* // */
  IL_SYMBOL_EQUAL,              /* == */
  IL_SYMBOL_NOT_EQUAL,          /* != */
  IL_SYMBOL_AT_MOST,            /* <= */
  IL_SYMBOL_AT_LEAST,           /* >= */
} IlSymbol;

typedef struct {
  IlTokenKind kind;
  guint line;
  guint column;
  guint length; /* characters */
  int symbol;
  IlWord word;
  IlPlaces places;  /* of a word */
  gint64 number;    /* of an integer; of a duration, in ns */
  const char *text; /* of a name or word: interned; of a piece: valid until the next token */
  gsize size;       /* of a piece */
  gboolean space;   /* there is space before it */
} IlToken;

/* Cuts a workload's text into tokens, one at a time. Reports what is no token at all. */
typedef struct {
  const char *at;
  const char *end;
  const char *line_start;
  guint line;
  const char *counted_to; /* COLUMN is the column of this place */
  guint column;
  gboolean line_begins; /* the line's indentation has not been looked at */
  gboolean line_empty;  /* the line has had no token */
  GArray *indents;      /* of the open blocks, from 0 */
  guint pending_dedents;
  char indent_character; /* what this file indents with; 0: not known yet */
  guint indent_line;     /* where that was seen */
  gboolean indent_mixed; /* that has been reported */
  GArray *nesting;       /* open brackets, strings and holes */
  GString *buffer;
  GStringChunk *names;
  IlDiagnostics *diagnostics;
} IlLexer;

/* TEXT is UTF-8 without a 0 and outlives the lexer. Names are interned in NAMES. */
void il_lexer_init (IlLexer *lexer, const char *text, gsize length, GStringChunk *names, IlDiagnostics *diagnostics);
void il_lexer_clear (IlLexer *lexer);
void il_lexer_next (IlLexer *lexer, IlToken *token);

/* Whether there is space behind the last token, and then what a word can be about: a name, a list, another word that
 * an expression begins with. */
gboolean il_lexer_operand_follows (const IlLexer *lexer);

guint il_lexer_indent (const IlLexer *lexer); /* of the block that the last token is in */

/* After an error in a statement indented by INDENT: goes to the next line that can begin another one, the
 * next of the same or lower indent that does not continue this one (`else`, a closing bracket). LAST is the
 * token at which the error was noticed. */
void il_lexer_recover (IlLexer *lexer, const IlToken *last, guint indent);
