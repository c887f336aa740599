/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/parse/machine-words.h"
#include "engine/language/text/lexer.h"
#include "engine/language/tree/ast.h"

/* Reads the program's text into its tree. What is wrong goes to DIAGNOSTICS. A recursive descent: each
 * function reads one thing, and returns NULL or FALSE after it has reported why it could not. The
 * statement or declaration in which that happens is then skipped. */
void il_parse (IlProgram *program, const IlMachineWords *words, IlDiagnostics *diagnostics);

typedef struct {
  IlLexer lexer;
  IlToken token;      /* the one to look at */
  IlToken previous;   /* the one before it */
  guint depth;        /* of expressions and blocks, while they are read */
  IlRoutine *routine; /* whose body is read, or NULL */
  gboolean machine;   /* a machine block has been read */
  gboolean stray;     /* a statement outside of any task has been reported */
  IlProgram *program;
  const IlMachineWords *words;
  IlDiagnostics *diagnostics;
} IlParser;

/* parser.c */
void il_parser_advance (IlParser *parser);
gboolean il_parser_at_symbol (const IlParser *parser, int symbol);
gboolean il_parser_at_word (const IlParser *parser, IlWord word);
gboolean il_parser_at_soft_word (const IlParser *parser); /* which is one here; token.word says which */
gboolean il_parser_accept_symbol (IlParser *parser, int symbol);
gboolean il_parser_accept_word (IlParser *parser, IlWord word);
gboolean il_parser_expect_symbol (IlParser *parser, int symbol);
gboolean il_parser_expect_line_end (IlParser *parser);
const char *il_parser_expect_name (IlParser *parser, const char *what); /* interned */
void il_parser_fail (IlParser *parser, const IlToken *token, const char *format, ...) G_GNUC_PRINTF (3, 4);
void il_parser_fail_unexpected (IlParser *parser, const char *expected); /* "expected EXPECTED before ..." */
gboolean il_parser_enter (IlParser *parser);                             /* one level deeper; FALSE: too deep */
void il_parser_leave (IlParser *parser);
gboolean il_token_begins_expression (const IlToken *token);
void il_parser_recover (IlParser *parser, guint indent); /* goes on after a statement that could not be read */

/* expressions.c */
IlExpression *il_parse_expression (IlParser *parser);
IlExpression *il_parse_target (IlParser *parser); /* of `put`: a name, an item of a list, or in parentheses */
IlExpression *il_parse_arguments (IlParser *parser, const IlToken *name); /* a call, from the parenthesis on */
IlExpression *il_parse_power (IlParser *parser);                          /* what binds as tightly as Python's await */
IlExpression *il_parser_new_expression (IlParser *parser, IlExpressionKind kind, const IlToken *token);

/* Puts CHILD below PARENT; NULL where the tree becomes too high for those that walk it. */
IlExpression *il_parser_grow (IlParser *parser, IlExpression *parent, const IlExpression *child);

/* tasks.c: after the word. */
IlExpression *il_parse_spawn (IlParser *parser);
IlExpression *il_parse_offload (IlParser *parser);                      /* `thread f(x)` and `process f(x)` */
IlExpression *il_parse_tasks (IlParser *parser, IlExpressionKind kind); /* of `gather` and `first` */

/* statements.c */
gboolean il_parse_body (IlParser *parser, IlBlock *block); /* from the colon on */
IlStatement *il_parser_new_statement (IlParser *parser, IlStatementKind kind, const IlToken *token);

/* try.c */
IlStatement *il_parse_try (IlParser *parser);
IlStatement *il_parse_timeout (IlParser *parser);

/* declarations.c */
void il_parse_declarations (IlParser *parser);
gboolean il_parse_setting_time (IlParser *parser, const IlToken *setting, gint64 *time);

/* start.c */
gboolean il_parse_start (IlParser *parser);

/* properties.c */
gboolean il_parse_property (IlParser *parser, IlPropertyKind kind);
IlStatement *il_parse_reach (IlParser *parser, IlStatement *statement); /* after its value */
