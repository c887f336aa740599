/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/examples.h"

#include <stdio.h>
#include <string.h>

/* A title longer than this makes a clumsy menu. */
enum { MAX_TITLE = 64 };

void
il_example_free (IlExample *example)
{
  g_free (example->path);
  g_free (example->name);
  g_free (example->title);
  g_free (example->chapter);
  g_free (example);
}

const char *
il_examples_folder (void)
{
  const char *wanted = g_getenv ("INTERLANE_EXAMPLES");
  static char program[4096];

  if (wanted && *wanted)
    return wanted;
  if (!*program) {
    g_autofree char *link = g_file_read_link ("/proc/self/exe", NULL);
    g_strlcpy (program, link ? link : "?", sizeof program);
  }
  return g_str_has_prefix (program, IL_BUILD_ROOT "/") ? IL_SOURCE_ROOT "/app/examples" : IL_DATA_FOLDER "/examples";
}

/* The first sentence, or as much of it as is short, of the comment that FILE begins with. */
static char *
read_title (const char *path, const char *name)
{
  FILE *file = fopen (path, "re");
  char line[256] = "";

  if (file) {
    if (!fgets (line, sizeof line, file))
      *line = '\0';
    fclose (file);
  }

  char *title = line + strspn (line, "# \t");
  if (*line != '#' || !g_utf8_validate (title, -1, NULL))
    return g_strdup (name);
  title[strcspn (title, "\n.:;(")] = '\0';
  for (char *from = title, *to = title;; from++) /* the marks round words of the language */
    if (*from != '`' && !(*to++ = *from))
      break;
  g_strchomp (title);
  return *title && g_utf8_strlen (title, -1) <= MAX_TITLE ? g_strdup (title) : g_strdup (name);
}

IlModelKind
il_example_output_model (const char *text)
{
  g_autoptr (GRegex) line = g_regex_new ("^#\\h*Output of:\\h*(\\w+)\\h*$", G_REGEX_MULTILINE | G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *name = g_regex_match (line, text, 0, &match) ? g_match_info_fetch (match, 1) : NULL;

  return name ? (IlModelKind) MAX (0, il_model_from_name (name)) : (IlModelKind) 0;
}

static IlExample *
new_example (const char *name, const char *chapter)
{
  IlExample *example = g_new0 (IlExample, 1);
  g_autofree char *file = g_strconcat (name, ".workload", NULL);

  example->path = g_build_filename (il_examples_folder (), file, NULL);
  example->name = g_strdup (name);
  example->title = read_title (example->path, name);
  example->chapter = g_strdup (chapter);
  return example;
}

static gboolean
has_name (gconstpointer example, gconstpointer name)
{
  return g_str_equal (((const IlExample *) example)->name, name);
}

/* Those in the course's list: chapters, and their examples indented. */
static void
add_course (GPtrArray *examples)
{
  g_autofree char *path = g_build_filename (il_examples_folder (), "course", NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL))
    return;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char *chapter = NULL;
  for (char **line = lines; *line; line++) {
    gboolean indented = g_ascii_isspace (**line);
    const char *name = g_strstrip (*line);

    if (*name == '\0' || *name == '#')
      continue;
    if (indented)
      g_ptr_array_add (examples, new_example (name, chapter));
    else
      chapter = name;
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The folder's others, by name. */
static void
add_others (GPtrArray *examples)
{
  g_autoptr (GDir) folder = g_dir_open (il_examples_folder (), 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *entry;

  while (folder && (entry = g_dir_read_name (folder))) {
    g_autofree char *name = g_strdup (entry);

    if (!g_str_has_suffix (name, ".workload"))
      continue;
    name[strlen (name) - strlen (".workload")] = '\0';
    if (!g_ptr_array_find_with_equal_func (examples, name, has_name, NULL))
      g_ptr_array_add (names, g_steal_pointer (&name));
  }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (examples, new_example (g_ptr_array_index (names, i), NULL));
}

GPtrArray *
il_examples_list (void)
{
  GPtrArray *examples = g_ptr_array_new_with_free_func ((GDestroyNotify) il_example_free);

  add_course (examples);
  add_others (examples);
  return examples;
}

gboolean
il_examples_has (GFile *file)
{
  g_autoptr (GFile) folder = g_file_new_for_path (il_examples_folder ());

  return g_file_has_prefix (file, folder);
}

GFile *
il_examples_first (void)
{
  return g_file_new_build_filename (il_examples_folder (), IL_FIRST_EXAMPLE ".workload", NULL);
}
