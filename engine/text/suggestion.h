/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The nearest known name to one that is not known: names are offered to it one by one. */
typedef struct {
  const char *wanted;
  const char *nearest; /* NULL: none is near */
  guint distance;
} IlSuggestion;

void il_suggestion_init (IlSuggestion *suggestion, const char *wanted);
void il_suggestion_offer (IlSuggestion *suggestion, const char *known);

/* ", did you mean 'x'?" or "", for the end of a message. Owned by the caller. */
char *il_suggestion_text (const IlSuggestion *suggestion);
