/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sweeps/axis.h"

#include <string.h>

#include "app/sweeps/sweep-error.h"
#include "engine/models/run/run.h"
#include "engine/policies/settings.h"
#include "engine/text/duration.h"

/* What stands behind the name, while it is read. */
typedef struct {
  const char *word; /* the whole, for messages */
  gboolean duration;
  gint64 least; /* of a value */
  gint64 most;
} Reading;

void
il_axis_free (IlAxis *axis)
{
  g_free (axis->name);
  g_strfreev (axis->values);
  g_free (axis);
}

static gboolean
read_number (const Reading *reading, const char *text, gint64 *number, GError **error)
{
  gboolean read = reading->duration ? il_duration_read (text, number)
                                    : g_ascii_string_to_signed (text, 10, reading->least, reading->most, number, NULL);

  if (!read || *number < reading->least || *number > reading->most)
    return il_sweep_fail (error, "--vary %s: '%s' is not %s", reading->word, text,
                          reading->duration ? "a time such as 20ms or 1.5s (units: ns, us, ms, s, min)"
                                            : "a whole number that can stand here");
  return TRUE;
}

static char *
written (const Reading *reading, gint64 number)
{
  GString *text = g_string_new (NULL);

  if (reading->duration)
    il_duration_append (text, number);
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT, number);
  return g_string_free (text, FALSE);
}

/* `FROM..TO` or `FROM..TO/STEP`. */
static gboolean
read_range (const Reading *reading, const char *from_text, const char *rest, GPtrArray *values, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (rest, "/", 2);
  gint64 from, to, step = 1;

  if (!read_number (reading, from_text, &from, error) || !read_number (reading, parts[0], &to, error))
    return FALSE;
  if (parts[1]) {
    if (!read_number (reading, parts[1], &step, error))
      return FALSE;
  } else if (reading->duration)
    return il_sweep_fail (error, "--vary %s: times need a step, as in 1ms..5ms/500us", reading->word);
  if (step <= 0 || to < from)
    return il_sweep_fail (error, "--vary %s: a range goes up, by steps of more than nothing", reading->word);
  if ((guint64) (to - from) / (guint64) step >= IL_AXIS_MOST_VALUES)
    return il_sweep_fail (error, "--vary %s: %" G_GUINT64_FORMAT " values are too many; at most %d", reading->word,
                          (guint64) (to - from) / (guint64) step + 1, IL_AXIS_MOST_VALUES);
  for (gint64 value = from; value <= to; value += step) {
    g_ptr_array_add (values, written (reading, value));
    if (value > G_MAXINT64 - step)
      break;
  }
  return TRUE;
}

static gboolean
read_values (const Reading *reading, const char *text, GPtrArray *values, GError **error)
{
  g_auto (GStrv) items = g_strsplit (text, ",", -1);

  for (char **item = items; *item; item++) {
    char *dots = strstr (*item, "..");
    gint64 number;

    if (dots) {
      *dots = '\0';
      if (!read_range (reading, *item, dots + 2, values, error))
        return FALSE;
    } else if (read_number (reading, *item, &number, error))
      g_ptr_array_add (values, written (reading, number));
    else
      return FALSE;
    if (values->len > IL_AXIS_MOST_VALUES)
      return il_sweep_fail (error, "--vary %s: more than %d values are too many", reading->word, IL_AXIS_MOST_VALUES);
  }
  return TRUE;
}

static gboolean
kind_of (const char *name, IlAxisKind *kind, GError **error)
{
  static const char *const names[] = { NULL, "@policy", "@cores", "@quantum", "@switch", "@seed" };

  if (*name != '@') {
    *kind = IL_AXIS_TEXT;
    return TRUE;
  }
  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name)) {
      *kind = (IlAxisKind) i;
      return TRUE;
    }
  return il_sweep_fail (
      error,
      "there is no '%s' to vary; there are: @policy, @cores, @quantum, @switch, @seed, and the numbers "
      "of the text",
      name);
}

static Reading
reading_for (const char *word, IlAxisKind kind, const IlLiteral *literal)
{
  Reading reading = { .word = word, .duration = kind == IL_AXIS_QUANTUM || kind == IL_AXIS_SWITCH, .most = G_MAXINT64 };

  if (kind == IL_AXIS_TEXT)
    reading.duration = literal->duration;
  if (kind == IL_AXIS_CORES)
    reading.most = IL_MAX_CORES;
  if (kind == IL_AXIS_CORES || kind == IL_AXIS_QUANTUM)
    reading.least = 1;
  return reading;
}

static IlAxis *
axis_named (GPtrArray *axes, const char *name)
{
  for (guint i = 0; i < axes->len; i++) {
    IlAxis *axis = g_ptr_array_index (axes, i);

    if (g_str_equal (axis->name, name))
      return axis;
  }
  return NULL;
}

/* Each once. */
static void
add_values (IlAxis *axis, const GPtrArray *values)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  axis->values = g_renew (char *, axis->values, axis->n_values + values->len + 1);
  for (guint i = 0; i < axis->n_values; i++)
    g_hash_table_add (seen, axis->values[i]);
  for (guint i = 0; i < values->len; i++) {
    char *value = g_ptr_array_index (values, i);

    if (g_hash_table_add (seen, value))
      axis->values[axis->n_values++] = g_strdup (value);
  }
  axis->values[axis->n_values] = NULL;
}

/* The place "12:4ms" has no `=`, so the first one ends the name. */
static gboolean
read_word (const char *word, const char *text, GPtrArray *axes, GError **error)
{
  const char *equals = strchr (word, '=');
  g_autofree char *name = equals ? g_strndup (word, (gsize) (equals - word)) : NULL;
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  IlLiteral literal = { 0 };
  IlAxisKind kind = IL_AXIS_TEXT;

  if (!name || !*name || !equals[1])
    return il_sweep_fail (error, "--vary needs a name and values, as in machine=1..8 or @cores=1,2,4, not '%s'", word);
  if (!kind_of (name, &kind, error) || (kind == IL_AXIS_TEXT && !il_literal_find (text, name, &literal, error)))
    return FALSE;
  if (kind == IL_AXIS_POLICY) {
    g_autoptr (IlPolicySettings) settings = il_policy_settings_parse (equals + 1, error);

    if (!settings)
      return FALSE;
    g_ptr_array_add (values, g_strdup (equals + 1));
  } else {
    Reading reading = reading_for (word, kind, &literal);

    if (!read_values (&reading, equals + 1, values, error))
      return FALSE;
  }

  IlAxis *axis = axis_named (axes, name);
  if (!axis) {
    axis = g_new0 (IlAxis, 1);
    axis->kind = kind;
    axis->name = g_strdup (name);
    axis->literal = literal;
    axis->values = g_new0 (char *, 1);
    g_ptr_array_add (axes, axis);
  }
  for (guint i = 0; i < axes->len; i++) {
    const IlAxis *other = g_ptr_array_index (axes, i);

    if (other != axis && kind == IL_AXIS_TEXT && other->kind == kind && other->literal.offset == literal.offset)
      return il_sweep_fail (error, "--vary: '%s' and '%s' are the same number of the text", other->name, axis->name);
  }
  add_values (axis, values);
  return TRUE;
}

GPtrArray *
il_axes_parse (char **words, const char *text, GError **error)
{
  g_autoptr (GPtrArray) axes = g_ptr_array_new_with_free_func ((GDestroyNotify) il_axis_free);

  for (char **word = words; word && *word; word++)
    if (!read_word (*word, text, axes, error))
      return NULL;
  return g_steal_pointer (&axes);
}
