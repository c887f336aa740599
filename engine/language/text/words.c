/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/text/words.h"

#include <string.h>

#define DECLARATION IL_PLACE_DECLARATION
#define STATEMENT IL_PLACE_STATEMENT
#define EXPRESSION IL_PLACE_EXPRESSION
#define INSIDE IL_PLACE_INSIDE

static const struct {
  const char *text;
  IlWord word;
  IlPlaces places;
} words[] = {
  { "task", IL_WORD_TASK, DECLARATION },
  { "function", IL_WORD_FUNCTION, DECLARATION },
  { "generator", IL_WORD_GENERATOR, DECLARATION },
  { "start", IL_WORD_START, DECLARATION },
  { "semaphore", IL_WORD_SEMAPHORE, DECLARATION },
  { "mutex", IL_WORD_MUTEX, DECLARATION },
  { "queue", IL_WORD_QUEUE, DECLARATION },
  { "shared", IL_WORD_SHARED, DECLARATION },
  { "device", IL_WORD_DEVICE, DECLARATION },
  { "event", IL_WORD_EVENT, DECLARATION },
  { "condition", IL_WORD_CONDITION, DECLARATION },
  { "barrier", IL_WORD_BARRIER, DECLARATION },
  { "print", IL_WORD_PRINT, STATEMENT },
  { "cpu", IL_WORD_CPU, STATEMENT },
  { "sleep", IL_WORD_SLEEP, STATEMENT },
  { "io", IL_WORD_IO, STATEMENT },
  { "with", IL_WORD_WITH, STATEMENT },
  { "acquire", IL_WORD_ACQUIRE, STATEMENT },
  { "release", IL_WORD_RELEASE, STATEMENT },
  { "put", IL_WORD_PUT, STATEMENT },
  { "put_nowait", IL_WORD_PUT_NOWAIT, STATEMENT },
  { "close", IL_WORD_CLOSE, STATEMENT },
  { "wait", IL_WORD_WAIT, STATEMENT },
  { "set", IL_WORD_SET, STATEMENT },
  { "clear", IL_WORD_CLEAR, STATEMENT },
  { "notify", IL_WORD_NOTIFY, STATEMENT },
  { "cancel", IL_WORD_CANCEL, STATEMENT },
  { "group", IL_WORD_GROUP, STATEMENT },
  { "timeout", IL_WORD_TIMEOUT, STATEMENT },
  { "return", IL_WORD_RETURN, STATEMENT },
  { "if", IL_WORD_IF, STATEMENT },
  { "elif", IL_WORD_ELIF, STATEMENT },
  { "else", IL_WORD_ELSE, STATEMENT },
  { "while", IL_WORD_WHILE, STATEMENT },
  { "repeat", IL_WORD_REPEAT, STATEMENT },
  { "as", IL_WORD_AS, INSIDE },
  { "for", IL_WORD_FOR, STATEMENT },
  { "in", IL_WORD_IN, INSIDE },
  { "break", IL_WORD_BREAK, STATEMENT },
  { "continue", IL_WORD_CONTINUE, STATEMENT },
  { "pass", IL_WORD_PASS, STATEMENT },
  { "assert", IL_WORD_ASSERT, STATEMENT },
  { "raise", IL_WORD_RAISE, STATEMENT },
  { "try", IL_WORD_TRY, STATEMENT },
  { "except", IL_WORD_EXCEPT, STATEMENT },
  { "finally", IL_WORD_FINALLY, STATEMENT },
  { "spawn", IL_WORD_SPAWN, EXPRESSION },
  { "await", IL_WORD_AWAIT, EXPRESSION },
  { "get", IL_WORD_GET, EXPRESSION },
  { "get_nowait", IL_WORD_GET_NOWAIT, EXPRESSION },
  { "yield", IL_WORD_YIELD, EXPRESSION },
  { "next", IL_WORD_NEXT, EXPRESSION },
  { "send", IL_WORD_SEND, EXPRESSION },
  { "gather", IL_WORD_GATHER, EXPRESSION },
  { "first", IL_WORD_FIRST, EXPRESSION },
  { "shield", IL_WORD_SHIELD, EXPRESSION },
  { "thread", IL_WORD_THREAD, EXPRESSION },
  { "process", IL_WORD_PROCESS, EXPRESSION },
  { "and", IL_WORD_AND, INSIDE },
  { "or", IL_WORD_OR, INSIDE },
  { "not", IL_WORD_NOT, EXPRESSION },
  { "true", IL_WORD_TRUE, EXPRESSION },
  { "false", IL_WORD_FALSE, EXPRESSION },
  { "none", IL_WORD_NIL, EXPRESSION },
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
