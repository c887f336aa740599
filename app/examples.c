/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/examples.h"

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
  g_strchomp (title);
  return *title && g_utf8_strlen (title, -1) <= MAX_TITLE ? g_strdup (title) : g_strdup (name);
}

static int
compare_examples (gconstpointer a, gconstpointer b)
{
  const IlExample *first = *(const IlExample *const *) a, *second = *(const IlExample *const *) b;
  gboolean a_leads = g_str_equal (first->name, IL_FIRST_EXAMPLE), b_leads = g_str_equal (second->name, IL_FIRST_EXAMPLE);

  return a_leads != b_leads ? b_leads - a_leads : strcmp (first->name, second->name);
}

GPtrArray *
il_examples_list (void)
{
  GPtrArray *examples = g_ptr_array_new_with_free_func ((GDestroyNotify) il_example_free);
  g_autoptr (GDir) folder = g_dir_open (il_examples_folder (), 0, NULL);
  const char *entry;

  while (folder && (entry = g_dir_read_name (folder))) {
    if (!g_str_has_suffix (entry, ".workload"))
      continue;
    IlExample *example = g_new0 (IlExample, 1);
    example->path = g_build_filename (il_examples_folder (), entry, NULL);
    example->name = g_strndup (entry, strlen (entry) - strlen (".workload"));
    example->title = read_title (example->path, example->name);
    g_ptr_array_add (examples, example);
  }
  g_ptr_array_sort (examples, compare_examples);
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
