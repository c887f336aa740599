/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/divergence.h"

#include "traces/derive/span-events.h"

/* The next event that is not about the run as a whole. */
static gboolean
next_event (const IlRecording *recording, IlCursor *cursor, IlEvent *event)
{
  while (il_recording_next (recording, cursor, event))
    if (event->kind != IL_EVENT_NOTE)
      return TRUE;
  return FALSE;
}

static gboolean
same_task (const IlRecording *one, guint32 a, const IlRecording *other, guint32 b)
{
  if (a == IL_BY_NOBODY || b == IL_BY_NOBODY || a > IL_MAX_TASK_ID || b > IL_MAX_TASK_ID)
    return a == b;
  return g_str_equal (il_recording_task_name (one, a), il_recording_task_name (other, b));
}

static gboolean
same_object (const IlRecording *one, guint32 a, const IlRecording *other, guint32 b)
{
  IlObjectInfo first, second;
  gboolean has_first = il_recording_object (one, a, &first), has_second = il_recording_object (other, b, &second);

  if (!has_first || !has_second)
    return has_first == has_second;
  return first.kind == second.kind && g_str_equal (first.name, second.name);
}

static gboolean
same_value (const IlRecording *one, const IlTraceValue *a, const IlRecording *other, const IlTraceValue *b)
{
  if (a->type != b->type)
    return FALSE;
  if (a->type == IL_VALUE_TEXT)
    return g_str_equal (il_recording_text (one, (guint32) a->number), il_recording_text (other, (guint32) b->number));
  return a->number == b->number;
}

static gboolean
same_event (const IlRecording *one, const IlEvent *a, const IlRecording *other, const IlEvent *b)
{
  return a->time == b->time && a->kind == b->kind && same_task (one, a->task, other, b->task)
         && same_task (one, a->by, other, b->by) && a->why == b->why && same_object (one, a->object, other, b->object)
         && same_task (one, a->awaited, other, b->awaited) && a->how == b->how && a->op == b->op
         && same_value (one, &a->value, other, &b->value)
         && g_str_equal (il_recording_text (one, a->text), il_recording_text (other, b->text));
}

gboolean
il_divergence_find (const IlRecording *one, const IlRecording *other, GCancellable *cancellable,
                    IlDivergence *divergence)
{
  IlCursor first = { 0 }, second = { 0 };

  for (guint n = 1;; n++) {
    IlEvent a, b;
    gboolean has_a = next_event (one, &first, &a), has_b = next_event (other, &second, &b);

    if ((!has_a && !has_b) || (n % 4096 == 0 && g_cancellable_is_cancelled (cancellable)))
      return FALSE;
    if (has_a && has_b && same_event (one, &a, other, &b))
      continue;
    *divergence = (IlDivergence) { { has_a ? a.seq : 0, has_b ? b.seq : 0 },
                                   MIN (has_a ? a.time : G_MAXINT64, has_b ? b.time : G_MAXINT64) };
    return TRUE;
  }
}

static void
append_event (GString *text, const char *run, const IlRecording *recording, guint64 seq)
{
  g_autofree char *details = NULL;
  IlEvent event;

  g_string_append_printf (text, "%s%s: ", text->len > 0 ? "; " : "", run);
  if (seq == 0 || !il_recording_event (recording, seq, &event)) {
    g_string_append (text, "nothing more");
    return;
  }
  details = il_event_text (recording, &event);
  g_string_append_printf (text, "%s %s%s%s", il_recording_task_name (recording, event.task),
                          il_event_kind_name (event.kind), *details ? " " : "", details);
}

char *
il_divergence_text_named (const char *one_name, const IlRecording *one, const char *other_name,
                          const IlRecording *other, const IlDivergence *divergence)
{
  GString *text = g_string_new (NULL);

  append_event (text, one_name, one, divergence->seq[0]);
  append_event (text, other_name, other, divergence->seq[1]);
  return g_string_free (text, FALSE);
}

char *
il_divergence_text (const IlRecording *one, const IlRecording *other, const IlDivergence *divergence)
{
  return il_divergence_text_named (il_model_name (il_recording_info (one)->model), one,
                                   il_model_name (il_recording_info (other)->model), other, divergence);
}
