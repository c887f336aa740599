/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/text/words.h"

#include <string.h>

#define DECLARATION IL_PLACE_DECLARATION
#define STATEMENT IL_PLACE_STATEMENT
#define EXPRESSION IL_PLACE_EXPRESSION
#define INSIDE IL_PLACE_INSIDE
#define SOFT_DECLARATION (IL_PLACE_SOFT | IL_PLACE_DECLARATION)
#define SOFT_STATEMENT (IL_PLACE_SOFT | IL_PLACE_STATEMENT)
#define SOFT_EXPRESSION (IL_PLACE_SOFT | IL_PLACE_EXPRESSION)
#define SOFT_INSIDE (IL_PLACE_SOFT | IL_PLACE_INSIDE)

static const struct {
  const char *text;
  IlWord word;
  IlPlaces places;
} words[] = {
#define WORD(name, text, place) { text, IL_WORD_##name, place },
#include "engine/language/text/words.def"
#undef WORD
};

IlWord
il_word_find (const char *text, gsize length, IlPlaces *places)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (words[i].text[0] == text[0] && strlen (words[i].text) == length && memcmp (words[i].text, text, length) == 0) {
      *places = words[i].places;
      return words[i].word;
    }
  }
  *places = 0;
  return IL_WORD_NONE;
}

void
il_words_suggest (IlSuggestion *suggestion, IlPlaces places)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].places & places)
      il_suggestion_offer (suggestion, words[i].text);
}
