/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/text/lexer.h"

/* lexer-lines.c, for lexer.c */
guint il_lexer_column (IlLexer *lexer); /* of the place where it is */
void il_lexer_begin_line (IlLexer *lexer);
void il_lexer_skip_to_line_end (IlLexer *lexer);
guint
il_lexer_skip_empty_lines (IlLexer *lexer); /* returns the number of spaces and tabs before the next line's text */
gboolean il_lexer_read_indentation (IlLexer *lexer, IlToken *token); /* TRUE: TOKEN says that a block begins */

/* The byte OFFSET bytes on; 0 at the end. */
static inline char
il_lexer_peek (const IlLexer *lexer, gsize offset)
{
  return (gsize) (lexer->end - lexer->at) > offset ? lexer->at[offset] : '\0';
}

/* 0: not at the end of a line; else the bytes to skip. */
static inline gsize
il_lexer_newline (const IlLexer *lexer)
{
  if (il_lexer_peek (lexer, 0) == '\n')
    return 1;
  return il_lexer_peek (lexer, 0) == '\r' && il_lexer_peek (lexer, 1) == '\n' ? 2 : 0;
}
