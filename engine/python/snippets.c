/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/snippets.h"

#include <gio/gio.h>
#include <string.h>

#include "engine/python/python-resources.h"

/* In the order in which they stand in a program. */
static const char *const order[] = {
  "duration",   "print",        "cpu",
  "io",         "now",          "stream",
  "random",     "counts",       "named",
  "generator",  "task",         "turn",
  "first",      "failed",       "was-cancelled",
  "attempt",    "handles",      "gather-errors",
  "wait-all",   "as-completed", "gather",
  "group",      "seeded-call",  "thread",
  "timeout",    "process",      "process-timeout",
  "start",      "exit-status",  "arrivals",
  "stuck",      "semaphore",    "bounded",
  "mutex",      "event",        "condition",
  "barrier",    "queue",        "queue-priority",
  "queue-lifo", "device",       "each",
  "cancelled",  "must-hold",    "quotient",
  "remainder",  "item",         "message",
  "show",       "quote",
};

static const char *const folders[] = { "sync/", "threads/", "coop/", "" };

#define MARK "  #? "

typedef struct {
  const IlFeatures *features;
  const char *folder;
  gboolean wanted[G_N_ELEMENTS (order)];
} Choice;

/* The text of the file, or NULL; the resource keeps it. */
static const char *
look_up (const char *folder, const char *name)
{
  g_autofree char *path = g_strconcat ("/interlane/python/", folder, name, ".py", NULL);
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (il_python_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return bytes ? g_bytes_get_data (bytes, NULL) : NULL; /* which GLib ends with a zero byte */
}

/* The model's own goes before that of all. */
static const char *
find (const char *folder, const char *name)
{
  g_autofree char *own = g_strconcat (folder, "/", NULL);
  const char *text = look_up (own, name);

  return text ? text : look_up ("", name);
}

/* The line from *TEXT on, without its end; moves on to the next. NULL at the end. Free it. */
static char *
next_line (const char **text)
{
  const char *end = strchr (*text, '\n');
  char *line = end ? g_strndup (*text, (gsize) (end - *text)) : NULL;

  *text = end ? end + 1 : *text;
  return line;
}

/* Cuts the mark off. Returns whether the line is there for these FEATURES (NULL: for any). */
static gboolean
is_there (char *line, const IlFeatures *features)
{
  char *mark = strstr (line, MARK);

  if (!mark)
    return TRUE;
  *mark = '\0';
  return !features || il_features_match (features, mark + strlen (MARK));
}

/* The words after "# KEY:" at the head of TEXT. FEATURES as above. */
static char **
header (const char *text, const char *key, const IlFeatures *features)
{
  g_autofree char *start = g_strconcat ("# ", key, ": ", NULL);
  g_autoptr (GString) words = g_string_new (NULL);

  while (*text == '#') {
    g_autofree char *line = next_line (&text);

    if (g_str_has_prefix (line, start) && is_there (line, features))
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", line + strlen (start));
  }
  return g_strsplit (words->str, " ", -1);
}

static void
want (Choice *choice, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    if (strcmp (order[i], name) != 0 || choice->wanted[i])
      continue;
    choice->wanted[i] = TRUE;
    g_auto (GStrv) needs = header (find (choice->folder, name), "needs", choice->features);
    for (char **need = needs; *need; need++)
      want (choice, *need);
  }
}

static void
choose (Choice *choice)
{
  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    const char *text = find (choice->folder, order[i]);

    if (!text)
      continue;
    g_auto (GStrv) when = header (text, "when", NULL);
    g_autofree char *condition = g_strjoinv (" ", when);
    if (*condition && il_features_match (choice->features, condition))
      want (choice, order[i]);
  }
}

static void
append_line (GString *out, const char *line, guint workers)
{
  const char *hole = strstr (line, "$workers");

  if (hole)
    g_string_append_printf (out, "%.*s%u%s\n", (int) (hole - line), line, workers, hole + strlen ("$workers"));
  else
    g_string_append_printf (out, "%s\n", line);
}

static void
append (GString *out, const Choice *choice, const char *name, guint workers, GHashTable *imports)
{
  const char *text = find (choice->folder, name);
  g_auto (GStrv) modules = header (text, "imports", choice->features);

  for (char **module = modules; *module; module++)
    g_hash_table_add (imports, g_strdup (*module));
  g_string_append (out, "\n\n");
  while (*text == '#')
    g_free (next_line (&text));
  for (char *line; (line = next_line (&text)); g_free (line))
    if (is_there (line, choice->features))
      append_line (out, line, workers);
}

gboolean
il_snippets_write (GString *out, const IlFeatures *features, const char *folder, guint workers, GHashTable *imports)
{
  Choice choice = { .features = features, .folder = folder };
  gboolean any = FALSE;

  choose (&choice);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (choice.wanted[i]) {
      append (out, &choice, order[i], workers, imports);
      any = TRUE;
    }
  return any;
}

static GHashTable *
all_names (void)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < G_N_ELEMENTS (folders); j++) {
      const char *text = look_up (folders[j], order[i]);
      g_autofree char **words = text ? header (text, "names", NULL) : NULL;

      for (char **word = words; word && *word; word++)
        g_hash_table_add (names, *word); /* for ever */
    }
  return names;
}

gboolean
il_snippets_name (const char *name, gsize length)
{
  static gsize made;
  static GHashTable *names;

  if (g_once_init_enter (&made)) {
    names = all_names ();
    g_once_init_leave (&made, 1);
  }
  g_autofree char *word = g_strndup (name, length);
  return g_hash_table_contains (names, word);
}
