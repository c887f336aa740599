/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "engine/text/suggestion.h"

/* The words of the language. They are reserved, none can be a name, but for the soft ones. */
typedef enum {
  IL_WORD_NONE, /* a name */
#define WORD(name, text, place) IL_WORD_##name,
#include "engine/language/text/words.def"
#undef WORD
} IlWord;

/* Where a word can stand. */
typedef enum {
  IL_PLACE_DECLARATION = 1 << 0, /* at the beginning of a line at the top level */
  IL_PLACE_STATEMENT = 1 << 1,   /* at the beginning of a line in a task */
  IL_PLACE_EXPRESSION = 1 << 2,
  IL_PLACE_INSIDE = 1 << 3, /* within a line, after something else */
  IL_PLACE_SOFT = 1 << 4,   /* a word only there, and where what it is about follows; else a name */
} IlPlaces;

IlWord il_word_find (const char *text, gsize length, IlPlaces *places);
void il_words_suggest (IlSuggestion *suggestion, IlPlaces places);
