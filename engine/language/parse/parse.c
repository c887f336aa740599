/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/parse/parser.h"

#include <string.h>

void
il_parse (IlProgram *program, const IlMachineWords *words, IlDiagnostics *diagnostics)
{
  IlParser parser = { .program = program, .words = words, .diagnostics = diagnostics };

  il_lexer_init (&parser.lexer, program->text, strlen (program->text), program->names, diagnostics);
  il_lexer_next (&parser.lexer, &parser.token);
  il_parse_declarations (&parser);
  il_lexer_clear (&parser.lexer);
}
