/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "engine/language/text/suggestion.h"

/* The words of the language. They are reserved: none can be a name. */
typedef enum {
  IL_WORD_NONE, /* a name */

  IL_WORD_TASK,
  IL_WORD_FUNCTION,
  IL_WORD_GENERATOR,
  IL_WORD_START,
  IL_WORD_SEMAPHORE,
  IL_WORD_MUTEX,
  IL_WORD_QUEUE,
  IL_WORD_SHARED,
  IL_WORD_DEVICE,
  IL_WORD_EVENT,
  IL_WORD_CONDITION,
  IL_WORD_BARRIER,

  IL_WORD_PRINT,
  IL_WORD_CPU,
  IL_WORD_SLEEP,
  IL_WORD_IO,
  IL_WORD_WITH,
  IL_WORD_ACQUIRE,
  IL_WORD_RELEASE,
  IL_WORD_PUT,
  IL_WORD_PUT_NOWAIT,
  IL_WORD_CLOSE,
  IL_WORD_WAIT,
  IL_WORD_SET,
  IL_WORD_CLEAR,
  IL_WORD_NOTIFY,
  IL_WORD_CANCEL,
  IL_WORD_GROUP,
  IL_WORD_TIMEOUT,
  IL_WORD_RETURN,
  IL_WORD_IF,
  IL_WORD_ELIF,
  IL_WORD_ELSE,
  IL_WORD_WHILE,
  IL_WORD_REPEAT,
  IL_WORD_AS,
  IL_WORD_FOR,
  IL_WORD_IN,
  IL_WORD_BREAK,
  IL_WORD_CONTINUE,
  IL_WORD_PASS,
  IL_WORD_ASSERT,
  IL_WORD_RAISE,
  IL_WORD_TRY,
  IL_WORD_EXCEPT,
  IL_WORD_FINALLY,

  IL_WORD_SPAWN,
  IL_WORD_AWAIT,
  IL_WORD_GET,
  IL_WORD_GET_NOWAIT,
  IL_WORD_YIELD,
  IL_WORD_NEXT,
  IL_WORD_SEND,
  IL_WORD_GATHER,
  IL_WORD_FIRST,
  IL_WORD_SHIELD,
  IL_WORD_THREAD,
  IL_WORD_PROCESS,
  IL_WORD_AND,
  IL_WORD_OR,
  IL_WORD_NOT,
  IL_WORD_TRUE,
  IL_WORD_FALSE,
  IL_WORD_NIL, /* `none` */
} IlWord;

/* Where a word can stand. */
typedef enum {
  IL_PLACE_DECLARATION = 1 << 0, /* at the beginning of a line at the top level */
  IL_PLACE_STATEMENT = 1 << 1,   /* at the beginning of a line in a task */
  IL_PLACE_EXPRESSION = 1 << 2,
  IL_PLACE_INSIDE = 1 << 3, /* within a line, after something else */
} IlPlaces;

IlWord il_word_find (const char *text, gsize length, IlPlaces *places);
void il_words_suggest (IlSuggestion *suggestion, IlPlaces places);
