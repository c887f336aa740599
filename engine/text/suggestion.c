/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/text/suggestion.h"

#include <string.h>

/* Longer names are not compared: nobody mistypes so much at once. */
#define MAX_LENGTH 40

void
il_suggestion_init (IlSuggestion *suggestion, const char *wanted)
{
  gsize length = strlen (wanted);

  suggestion->wanted = wanted;
  suggestion->nearest = NULL;
  suggestion->distance = length < 2 ? 0 : MAX (1, (guint) length / 3);
}

/* The least number of letters to insert, delete, change or swap with the next; capitals count as small
 * letters. The optimal string alignment distance (Wagner and Fischer 1974, with Damerau's swaps). */
static guint
distance (const char *a, guint n, const char *b, guint m)
{
  guint rows[3][MAX_LENGTH + 1];
  guint *before = rows[0], *above = rows[1], *row = rows[2];

  for (guint j = 0; j <= m; j++)
    above[j] = j;
  for (guint i = 1; i <= n; i++) {
    row[0] = i;
    for (guint j = 1; j <= m; j++) {
      char x = g_ascii_tolower (a[i - 1]), y = g_ascii_tolower (b[j - 1]);

      row[j] = MIN (above[j - 1] + (x != y), MIN (above[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && x == g_ascii_tolower (b[j - 2]) && y == g_ascii_tolower (a[i - 2]))
        row[j] = MIN (row[j], before[j - 2] + 1);
    }

    guint *oldest = before;
    before = above;
    above = row;
    row = oldest;
  }
  return above[m];
}

void
il_suggestion_offer (IlSuggestion *suggestion, const char *known)
{
  gsize n = strlen (suggestion->wanted), m = strlen (known);

  if (n > MAX_LENGTH || m > MAX_LENGTH || strcmp (suggestion->wanted, known) == 0)
    return;

  guint found = distance (suggestion->wanted, (guint) n, known, (guint) m);
  if (found < suggestion->distance || (found == suggestion->distance && found > 0 && suggestion->nearest == NULL)) {
    suggestion->nearest = known;
    suggestion->distance = found;
  }
}

char *
il_suggestion_text (const IlSuggestion *suggestion)
{
  if (suggestion->nearest == NULL)
    return g_strdup ("");
  return g_strdup_printf (", did you mean '%s'?", suggestion->nearest);
}
