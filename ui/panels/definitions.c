/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/definitions.h"

#include <string.h>

#include "ui/panels/tokens.h"

typedef struct {
  const char *text;
  GArray *tokens;
} Source;

static const IlToken *
nth (const Source *source, guint i)
{
  return i < source->tokens->len ? &g_array_index (source->tokens, IlToken, i) : NULL;
}

static gboolean
is (const Source *source, guint i, const char *word)
{
  return i < source->tokens->len && il_token_is (source->text, nth (source, i), word);
}

static gboolean
is_any (const Source *source, guint i, const char *const *words)
{
  for (; *words; words++)
    if (is (source, i, *words))
      return TRUE;
  return FALSE;
}

static gboolean
is_first_of_line (const Source *source, guint i)
{
  return i == 0 || nth (source, i - 1)->line != nth (source, i)->line;
}

/* Whether a declaration, or what else stands at the left edge, begins with token I. */
static gboolean
is_at_edge (const Source *source, guint i)
{
  guint start = nth (source, i)->start;

  return start == 0 || source->text[start - 1] == '\n';
}

static const char *const with_block[] = { "task", "function", "generator", NULL };
static const char *const objects[] = { "shared",  "semaphore", "mutex",  "event", "condition",
                                       "barrier", "queue",     "device", NULL };

/* Whether token I is the name that a task, a function, a generator, an object or a shared variable is declared by. */
static gboolean
is_declared (const Source *source, guint i)
{
  return i > 0 && is_at_edge (source, i - 1) && nth (source, i)->line == nth (source, i - 1)->line
         && (is_any (source, i - 1, with_block) || is_any (source, i - 1, objects));
}

/* Whether the variable token I gets a value there: "x = 1", "for x in", "as x". */
static gboolean
is_bound (const Source *source, guint i)
{
  if (is_first_of_line (source, i))
    return is (source, i + 1, "=") && !is (source, i + 2, "=");
  return nth (source, i - 1)->line == nth (source, i)->line && (is (source, i - 1, "for") || is (source, i - 1, "as"));
}

/* Whether token I is a parameter in the heading that begins with token FIRST. */
static gboolean
is_parameter (const Source *source, guint first, guint i)
{
  return nth (source, i)->line == nth (source, first)->line && i > first + 2 && is (source, first + 2, "(");
}

/* The first token from FROM up to TO that is called as token NAME is and declares it; G_MAXUINT: none. FROM: of the
 * block that NAME is in, or the whole text. */
static guint
find_declaration (const Source *source, guint name, guint from, guint to, gboolean of_block)
{
  const IlToken *token = nth (source, name);
  g_autofree char *word = g_strndup (source->text + token->start, token->length);

  for (guint i = from; i < to; i++)
    if (nth (source, i)->kind == IL_TOKEN_NAME && is (source, i, word)
        && (of_block ? is_parameter (source, from, i) || is_bound (source, i) : is_declared (source, i)))
      return i;
  return G_MAXUINT;
}

static guint
find (const Source *source, guint name)
{
  guint first = name, end = name + 1, here = G_MAXUINT, everywhere;

  while (first > 0 && !is_at_edge (source, first))
    first--;
  while (end < source->tokens->len && !is_at_edge (source, end))
    end++;
  everywhere = find_declaration (source, name, 0, source->tokens->len, FALSE);
  if (is_any (source, first, with_block) && name > first + 1)
    here = find_declaration (source, name, first, end, TRUE);
  /* As in Python, a variable hides what is declared outside, unless it is shared; what is called is no variable. */
  if (everywhere != G_MAXUINT && is (source, name + 1, "(") && is_any (source, everywhere - 1, with_block))
    return everywhere;
  if (here != G_MAXUINT
      && (everywhere == G_MAXUINT || !is (source, everywhere - 1, "shared") || is_parameter (source, first, here)))
    return here;
  return everywhere;
}

gboolean
il_definition_in (const char *text, guint at, guint *start, guint *length)
{
  g_autoptr (GArray) tokens = il_tokens_of (text);
  Source source = { text, tokens };

  for (guint i = 0; i < tokens->len; i++) {
    const IlToken *token = nth (&source, i);
    guint declared;

    if (token->kind != IL_TOKEN_NAME || at < token->start || at > token->start + token->length)
      continue;
    declared = find (&source, i);
    if (declared == G_MAXUINT)
      return FALSE;
    *start = nth (&source, declared)->start;
    *length = nth (&source, declared)->length;
    return TRUE;
  }
  return FALSE;
}

gboolean
il_definition_at (const GtkTextIter *iter, GtkTextIter *start, GtkTextIter *end)
{
  g_autofree char *text = NULL, *before = NULL;
  guint at, length;

  gtk_text_buffer_get_bounds (gtk_text_iter_get_buffer (iter), start, end);
  text = gtk_text_iter_get_slice (start, end);
  before = gtk_text_iter_get_slice (start, iter);
  if (!il_definition_in (text, (guint) strlen (before), &at, &length))
    return FALSE;
  gtk_text_iter_set_offset (start, (int) g_utf8_pointer_to_offset (text, text + at));
  gtk_text_iter_set_offset (end, (int) g_utf8_pointer_to_offset (text, text + at + length));
  return TRUE;
}
