/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/operations.h"
#include "engine/language/text/bounds.h"
#include "engine/language/tree/value-private.h"

#include <string.h>

#define MAX_DESCRIPTION 60

const char *
il_operator_text (IlOperator operator)
{
  static const char *const texts[] = { "+", "-", "*", "//", "%", "==", "!=", "<", "<=", ">", ">=" };

  return texts[operator];
}

char *
il_value_describe (IlValue value)
{
  GString out = il_text_new (60);

  il_value_append_start (&out, value, MAX_DESCRIPTION * 6);
  if (g_utf8_strlen (out.str, (gssize) out.len) > MAX_DESCRIPTION) {
    g_string_truncate (&out, (gsize) (g_utf8_offset_to_pointer (out.str, MAX_DESCRIPTION - 3) - out.str));
    g_string_append (&out, "...");
  }
  return out.str;
}

char *
il_value_describe_with_type (IlValue value)
{
  const char *type = il_type_name (value.type);
  g_autofree char *text = il_value_describe (value);

  if (value.type == IL_TYPE_NONE)
    return g_strdup ("none");
  /* "an integer" -> "the integer 5" */
  return g_strdup_printf ("the %s %s", g_str_has_prefix (type, "an ") ? type + 3 : type + 2, text);
}

/* The operands do not go together. */
static char *
fail_unlike (IlOperator operator, IlValue a, IlValue b)
{
  g_autofree char *left = il_value_describe (a);
  g_autofree char *right = il_value_describe (b);
  const char *x = il_type_name (a.type), *y = il_type_name (b.type);

  switch (operator) {
  case IL_ADD: return g_strdup_printf ("cannot add %s and %s: %s and %s", left, right, x, y);
  case IL_SUBTRACT: return g_strdup_printf ("cannot subtract %s from %s: %s from %s", right, left, y, x);
  case IL_MULTIPLY: return g_strdup_printf ("cannot multiply %s and %s: %s and %s", left, right, x, y);
  case IL_FLOOR_DIVIDE:
  case IL_MODULO: return g_strdup_printf ("cannot divide %s by %s: %s by %s", left, right, x, y);
  default:
    return g_strdup_printf ("cannot compare %s and %s with %s: %s and %s", left, right, il_operator_text (operator), x,
                            y);
  }
}

static char *
fail_overflow (IlOperator operator, IlValue a, IlValue b)
{
  g_autofree char *left = il_value_describe (a);
  g_autofree char *right = il_value_describe (b);

  return g_strdup_printf ("%s %s %s is too large: numbers have 64 bits", left, il_operator_text (operator), right);
}

static char *
fail_size (gboolean string)
{
  if (string)
    return g_strdup_printf ("the string becomes too long (limit %d MiB)", (int) (IL_MAX_STRING_SIZE / 1024 / 1024));
  return g_strdup_printf ("the list becomes too large (limit %d items, %d lists deep)", IL_MAX_LIST_ITEMS,
                          IL_MAX_LIST_DEPTH);
}

/* Python's: rounded down, and a remainder with the sign of the divisor. */
static gboolean
floor_divide (gint64 a, gint64 b, gint64 *quotient, gint64 *remainder)
{
  if (b == -1) {
    *remainder = 0;
    return !__builtin_sub_overflow (0, a, quotient);
  }
  *quotient = a / b;
  *remainder = a % b;
  if (*remainder != 0 && (*remainder < 0) != (b < 0)) {
    --*quotient;
    *remainder += b;
  }
  return TRUE;
}

/* Both operands are integers or durations; whether they go together has been seen to. */
static char *
operate_numbers (IlOperator operator, IlValue a, IlValue b, IlType type, IlValue *result)
{
  gint64 number = 0, other;
  gboolean fits = TRUE;

  switch (operator) {
  case IL_ADD: fits = !__builtin_add_overflow (a.number, b.number, &number); break;
  case IL_SUBTRACT: fits = !__builtin_sub_overflow (a.number, b.number, &number); break;
  case IL_MULTIPLY: fits = !__builtin_mul_overflow (a.number, b.number, &number); break;
  default:
    if (b.number == 0) {
      g_autofree char *left = il_value_describe (a);

      return g_strdup_printf ("cannot divide %s by 0", left);
    }
    if (operator== IL_FLOOR_DIVIDE)
      fits = floor_divide (a.number, b.number, &number, &other);
    else
      floor_divide (a.number, b.number, &other, &number);
    break;
  }
  if (!fits)
    return fail_overflow (operator, a, b);
  *result = (IlValue) { .type = type, .number = number };
  return NULL;
}

static char *
repeat_string (IlValue string, gint64 times, IlValue *result)
{
  gsize size = il_value_size (string);

  times = size == 0 ? 0 : MAX (times, 0);
  if (times > 0 && (guint64) times > IL_MAX_STRING_SIZE / size)
    return fail_size (TRUE);

  GString out = il_text_new (size * (gsize) times);
  for (gint64 i = 0; i < times; i++)
    g_string_append_len (&out, il_value_bytes (string), (gssize) size);
  *result = il_value_string (out.str, (gssize) out.len);
  g_free (out.str);
  return NULL;
}

static char *
check_list (IlValue *result)
{
  if (il_value_fits (*result))
    return NULL;
  il_value_clear (result);
  return fail_size (FALSE);
}

/* The items of LIST, TIMES over. */
static char *
repeat_list (IlValue list, gint64 times, IlValue *result)
{
  guint n = il_value_length (list);

  times = n == 0 ? 0 : MAX (times, 0);
  if (times > 0 && (guint64) times > IL_MAX_LIST_ITEMS / (guint64) n)
    return fail_size (FALSE);

  g_autofree IlValue *items = g_new (IlValue, n * (guint64) times + 1);
  guint count = 0;
  for (gint64 i = 0; i < times; i++)
    for (guint j = 0; j < n; j++)
      items[count++] = il_value_item (list, j);
  *result = il_value_list (items, count);
  return check_list (result);
}

/* UTF-8 sorts as its characters do. */
static int
compare_strings (IlValue a, IlValue b)
{
  gsize n = il_value_size (a), m = il_value_size (b);
  int order = memcmp (il_value_bytes (a), il_value_bytes (b), MIN (n, m));

  return order != 0 ? order : (n > m) - (n < m);
}

/* Less than, equal or greater than 0: *ORDER. Lists are compared item by item: the first that differ decide. */
static char *
find_order (IlOperator operator, IlValue a, IlValue b, int *order)
{
  if (a.type != b.type)
    return fail_unlike (operator, a, b);
  switch (a.type) {
  case IL_TYPE_INTEGER:
  case IL_TYPE_DURATION: *order = a.number < b.number ? -1 : a.number > b.number; return NULL;
  case IL_TYPE_STRING: *order = compare_strings (a, b); return NULL;
  case IL_TYPE_LIST: {
    guint n = il_value_length (a), m = il_value_length (b);

    for (guint i = 0; i < MIN (n, m); i++)
      if (!il_value_equal (il_value_items (a)[i], il_value_items (b)[i]))
        return find_order (operator, il_value_items (a)[i], il_value_items (b)[i], order);
    *order = n < m ? -1 : n > m;
    return NULL;
  }
  default: return fail_unlike (operator, a, b);
  }
}

static char *
join_lists (IlValue a, IlValue b, IlValue *result)
{
  if ((guint64) il_value_length (a) + il_value_length (b) > IL_MAX_LIST_ITEMS)
    return fail_size (FALSE);
  *result = il_value_join (a, b);
  return check_list (result);
}

static char *
compare (IlOperator operator, IlValue a, IlValue b, IlValue *result)
{
  int order = 0;

  if (operator== IL_EQUAL || operator== IL_NOT_EQUAL) {
    *result = il_value_boolean (il_value_equal (a, b) == (operator== IL_EQUAL));
    return NULL;
  }
  char *message = find_order (operator, a, b, &order);
  if (message)
    return message;
  switch (operator) {
  case IL_LESS: *result = il_value_boolean (order < 0); break;
  case IL_AT_MOST: *result = il_value_boolean (order <= 0); break;
  case IL_GREATER: *result = il_value_boolean (order > 0); break;
  default: *result = il_value_boolean (order >= 0); break;
  }
  return NULL;
}

char *
il_operate (IlOperator operator, IlValue a, IlValue b, IlValue *result)
{
  if (operator>= IL_EQUAL)
    return compare (operator, a, b, result);

  gboolean integers = a.type == IL_TYPE_INTEGER && b.type == IL_TYPE_INTEGER;
  gboolean durations = a.type == IL_TYPE_DURATION && b.type == IL_TYPE_DURATION;

  if (integers)
    return operate_numbers (operator, a, b, IL_TYPE_INTEGER, result);
  if (durations && operator!= IL_MULTIPLY)
    return operate_numbers (operator, a, b, operator== IL_FLOOR_DIVIDE ? IL_TYPE_INTEGER : IL_TYPE_DURATION, result);
  if (a.type == IL_TYPE_DURATION && b.type == IL_TYPE_INTEGER && (operator== IL_MULTIPLY || operator== IL_FLOOR_DIVIDE))
    return operate_numbers (operator, a, b, IL_TYPE_DURATION, result);
  if (a.type == IL_TYPE_INTEGER && b.type == IL_TYPE_DURATION && operator== IL_MULTIPLY)
    return operate_numbers (operator, a, b, IL_TYPE_DURATION, result);

  if (operator== IL_ADD && a.type == IL_TYPE_STRING && b.type == IL_TYPE_STRING) {
    if (il_value_size (a) + il_value_size (b) > IL_MAX_STRING_SIZE)
      return fail_size (TRUE);
    *result = il_value_join (a, b);
    return NULL;
  }
  if (operator== IL_ADD && a.type == IL_TYPE_LIST && b.type == IL_TYPE_LIST)
    return join_lists (a, b, result);
  if (operator== IL_MULTIPLY && a.type == IL_TYPE_INTEGER && (b.type == IL_TYPE_STRING || b.type == IL_TYPE_LIST))
    return il_operate (operator, b, a, result);
  if (operator== IL_MULTIPLY && a.type == IL_TYPE_STRING && b.type == IL_TYPE_INTEGER)
    return repeat_string (a, b.number, result);
  if (operator== IL_MULTIPLY && a.type == IL_TYPE_LIST && b.type == IL_TYPE_INTEGER)
    return repeat_list (a, b.number, result);
  return fail_unlike (operator, a, b);
}

char *
il_negate (IlValue value, IlValue *result)
{
  if (value.type != IL_TYPE_INTEGER && value.type != IL_TYPE_DURATION) {
    g_autofree char *text = il_value_describe (value);

    return g_strdup_printf ("'-' needs a number, not %s, %s", text, il_type_name (value.type));
  }
  *result = value;
  if (__builtin_sub_overflow (0, value.number, &result->number))
    return g_strdup ("the negated number is too large: numbers have 64 bits");
  return NULL;
}

char *
il_index (IlValue list, IlValue index, IlValue *result)
{
  if (list.type != IL_TYPE_LIST && list.type != IL_TYPE_STRING) {
    g_autofree char *text = il_value_describe (list);

    return g_strdup_printf ("'[...]' needs a list or a string before it, not %s, %s", text, il_type_name (list.type));
  }
  if (index.type != IL_TYPE_INTEGER) {
    g_autofree char *text = il_value_describe (index);

    return g_strdup_printf ("an index is an integer, not %s, %s", text, il_type_name (index.type));
  }

  guint n = il_value_length (list);
  gint64 place = index.number < 0 ? index.number + n : index.number;
  if (place < 0 || place >= n) {
    const char *what = list.type == IL_TYPE_LIST ? "the list" : "the string";

    if (n == 0)
      return g_strdup_printf ("there is no item %" G_GINT64_FORMAT ": %s is empty", index.number, what);
    return g_strdup_printf ("there is no item %" G_GINT64_FORMAT ": %s has %u, from 0 to %u", index.number, what, n,
                            n - 1);
  }
  if (list.type == IL_TYPE_LIST)
    *result = il_value_item (list, (guint) place);
  else {
    const char *character = il_value_character (list, (guint) place);

    *result = il_value_string (character, g_utf8_next_char (character) - character);
  }
  return NULL;
}

char *
il_range (const IlValue *arguments, guint n, gint64 *first, gint64 *step, guint64 *count)
{
  for (guint i = 0; i < n; i++)
    if (arguments[i].type != IL_TYPE_INTEGER) {
      g_autofree char *text = il_value_describe (arguments[i]);

      return g_strdup_printf ("range() takes integers, not %s, %s", text, il_type_name (arguments[i].type));
    }

  gint64 end = n == 1 ? arguments[0].number : arguments[1].number;
  *first = n == 1 ? 0 : arguments[0].number;
  *step = n == 3 ? arguments[2].number : 1;
  if (*step == 0)
    return g_strdup ("the step of range() cannot be 0");

  if (*step > 0)
    *count = end > *first ? ((guint64) end - (guint64) *first - 1) / (guint64) *step + 1 : 0;
  else
    *count = end < *first ? ((guint64) *first - (guint64) end - 1) / -(guint64) *step + 1 : 0;
  return NULL;
}

char *
il_smallest (const IlValue *values, guint n, gboolean largest, IlValue *result)
{
  const char *name = largest ? "max" : "min";

  if (n == 1) {
    if (values[0].type != IL_TYPE_LIST) {
      g_autofree char *text = il_value_describe (values[0]);

      return g_strdup_printf ("%s() of one value needs a list, not %s, %s", name, text, il_type_name (values[0].type));
    }
    n = il_value_length (values[0]);
    values = il_value_items (values[0]);
    if (n == 0)
      return g_strdup_printf ("%s() of an empty list", name);
  }

  guint best = 0;
  for (guint i = 1; i < n; i++) {
    IlValue better = IL_NONE_VALUE;
    char *message = compare (largest ? IL_GREATER : IL_LESS, values[i], values[best], &better);

    if (message)
      return message;
    if (better.number)
      best = i;
  }
  *result = il_value_ref (values[best]);
  return NULL;
}
