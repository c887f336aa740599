/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/interlane/private.h"
#include "traces/text/json-text.h"

#include <string.h>

/* The part of a trace file in front of its events, both ways. */

#define GENERATOR "Interlane 0.1"
enum { FORMAT_VERSION = 1, MAX_CORES = IL_MAX_CORE + 1 };

static void
append_objects (GString *out, IlRecording *recording)
{
  g_string_append (out, ",\"objects\":[");
  for (guint32 id = 1; id <= il_recording_n_objects (recording); id++) {
    IlObjectInfo object;

    il_recording_object (recording, id, &object);
    g_string_append_printf (out, "%s{\"kind\":\"%s\",\"name\":", id > 1 ? "," : "", il_object_kind_name (object.kind));
    il_json_append_string (out, object.name);
    g_string_append (out, ",\"capacity\":");
    il_json_append_integer (out, object.capacity);
    g_string_append_printf (out, ",\"line\":%u}", object.line);
  }
  g_string_append_c (out, ']');
}

static void
append_option (GString *out, gboolean *first, const char *key)
{
  g_string_append_printf (out, "%s\"%s\":", *first ? "" : ",", key);
  *first = FALSE;
}

static void
append_options (GString *out, const IlRunListing *listing)
{
  gboolean first = TRUE;

  g_string_append (out, ",\"options\":{");
  if (listing->policy) {
    append_option (out, &first, "policy");
    il_json_append_string (out, listing->policy);
  }
  if (listing->cores > 0) {
    append_option (out, &first, "cores");
    il_json_append_unsigned (out, listing->cores);
  }
  if (listing->quantum >= 0) {
    append_option (out, &first, "quantum");
    il_json_append_integer (out, listing->quantum);
  }
  if (listing->switch_cost >= 0) {
    append_option (out, &first, "switch");
    il_json_append_integer (out, listing->switch_cost);
  }
  g_string_append_c (out, '}');
}

/* Nothing for a run that was in no list, as the runs of version 0.1. */
static void
append_listing (GString *out, const IlRunListing *listing)
{
  if (listing->number > 0)
    g_string_append_printf (out, ",\"number\":%u", listing->number);
  if (listing->title) {
    g_string_append (out, ",\"title\":");
    il_json_append_string (out, listing->title);
  }
  if (listing->name) {
    g_string_append (out, ",\"name\":");
    il_json_append_string (out, listing->name);
  }
  if (listing->source != IL_SOURCE_WORKLOAD)
    g_string_append_printf (out, ",\"source\":\"%s\"", il_run_source_name (listing->source));
  if (listing->policy || listing->cores > 0 || listing->quantum >= 0 || listing->switch_cost >= 0)
    append_options (out, listing);
  if (listing->own_clock)
    g_string_append (out, ",\"ownClock\":true");
  if (listing->collapsed)
    g_string_append (out, ",\"collapsed\":true");
  if (listing->hidden)
    g_string_append (out, ",\"hidden\":true");
}

static void
append_run (GString *out, const IlSnapshot *run)
{
  const IlRunInfo *info = il_recording_info (run->recording);

  g_string_append_printf (out,
                          "{\"pid\":%u,\"model\":\"%s\",\"clock\":\"%s\",\"seed\":%" G_GUINT64_FORMAT
                          ",\"outcome\":\"%s\"",
                          run->pid, il_model_name (info->model), il_clock_name (info->clock), info->seed,
                          il_outcome_name (run->outcome));
  g_string_append_printf (out, ",\"end\":%" G_GINT64_FORMAT ",\"cores\":%u,\"policy\":", run->end, info->cores);
  il_json_append_string (out, info->policy);
  if (*info->policy_title) {
    g_string_append (out, ",\"policyTitle\":");
    il_json_append_string (out, info->policy_title);
  }
  g_string_append_printf (out,
                          ",\"quantum\":%" G_GINT64_FORMAT ",\"switch\":%" G_GINT64_FORMAT ",\"preemption\":\"%s\"",
                          info->quantum, info->switch_cost, il_preemption_name (info->preemption));
  g_string_append_printf (out, ",\"dropped\":%" G_GUINT64_FORMAT ",\"events\":%" G_GUINT64_FORMAT,
                          il_recording_dropped (run->recording), run->n_events);
  append_listing (out, run->listing);
  append_objects (out, run->recording);
  g_string_append_c (out, '}');
}

void
il_interlane_append_header (GString *out, const IlTrace *trace, const IlSnapshot *snapshots)
{
  g_string_append (out, "{\"displayTimeUnit\":\"ns\",\"otherData\":{\"generator\":\"" GENERATOR "\"},\"interlane\":");
  g_string_append_printf (out, "{\"version\":%d,\"workload\":{\"name\":", FORMAT_VERSION);
  il_json_append_string (out, trace->name);
  g_string_append (out, ",\"text\":");
  il_json_append_string (out, trace->text);
  g_string_append (out, "},\"runs\":[");
  for (guint i = 0; i < trace->runs->len; i++) {
    if (i > 0)
      g_string_append_c (out, ',');
    append_run (out, &snapshots[i]);
  }
  g_string_append (out, "]},\"traceEvents\":[");
}

static gboolean
fail (GError **error, const char *key, const char *problem)
{
  g_set_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT, "\"%s\" %s", key, problem);
  return FALSE;
}

gboolean
il_json_get_integer (json_object *object, const char *key, gint64 min, gint64 max, gint64 *value, GError **error)
{
  json_object *field;

  if (!json_object_object_get_ex (object, key, &field))
    return TRUE;
  if (!json_object_is_type (field, json_type_int))
    return fail (error, key, "is not an integer");

  gint64 number = json_object_get_int64 (field);
  if (number < min || number > max || (number > 0 && json_object_get_uint64 (field) > G_MAXINT64))
    return fail (error, key, "is out of range");
  *value = number;
  return TRUE;
}

gboolean
il_json_get_string (json_object *object, const char *key, const char **value, GError **error)
{
  json_object *field;

  if (!json_object_object_get_ex (object, key, &field))
    return TRUE;
  if (!json_object_is_type (field, json_type_string))
    return fail (error, key, "is not a string");

  const char *string = json_object_get_string (field);
  if (strlen (string) != (gsize) json_object_get_string_len (field))
    return fail (error, key, "has a null character in it");
  *value = string;
  return TRUE;
}

/* A field that holds one of some names; *NUMBER stays as it is where there is none. */
static gboolean
get_name (json_object *object, const char *key, int (*from_name) (const char *name), int *number, GError **error)
{
  const char *name = NULL;

  if (!il_json_get_string (object, key, &name, error))
    return FALSE;
  if (!name)
    return TRUE;
  *number = from_name (name);
  return *number >= 0 || fail (error, key, "has a value that this version does not know");
}

static gboolean
read_objects (json_object *run, IlRecording *recording, GError **error)
{
  json_object *objects;

  if (!json_object_object_get_ex (run, "objects", &objects))
    return TRUE;
  if (!json_object_is_type (objects, json_type_array))
    return fail (error, "objects", "is not a list");
  for (gsize i = 0; i < json_object_array_length (objects); i++) {
    json_object *object = json_object_array_get_idx (objects, i);
    const char *name = NULL;
    int kind = -1;
    gint64 capacity = 0, line = 0;

    if (!json_object_is_type (object, json_type_object))
      return fail (error, "objects", "has something else than objects in it");
    if (!get_name (object, "kind", il_object_kind_from_name, &kind, error)
        || !il_json_get_string (object, "name", &name, error)
        || !il_json_get_integer (object, "capacity", G_MININT64, G_MAXINT64, &capacity, error)
        || !il_json_get_integer (object, "line", 0, G_MAXINT32, &line, error))
      return FALSE;
    if (kind < 0 || !name)
      return fail (error, "objects", "has an object without \"kind\" or \"name\"");
    il_recording_add_object (recording, (IlObjectKind) kind, name, capacity, (guint32) line);
  }
  return TRUE;
}

static gboolean
read_seed (json_object *run, guint64 *seed, GError **error)
{
  json_object *field;

  if (!json_object_object_get_ex (run, "seed", &field))
    return TRUE;
  if (!json_object_is_type (field, json_type_int) || json_object_get_int64 (field) < 0)
    return fail (error, "seed", "is not a number from 0 to 2^64 - 1");
  *seed = json_object_get_uint64 (field);
  return TRUE;
}

static gboolean
get_boolean (json_object *object, const char *key, gboolean *value, GError **error)
{
  json_object *field;

  if (!json_object_object_get_ex (object, key, &field))
    return TRUE;
  if (!json_object_is_type (field, json_type_boolean))
    return fail (error, key, "is neither true nor false");
  *value = json_object_get_boolean (field);
  return TRUE;
}

static gboolean
read_options (json_object *run, IlRunListing *listing, GError **error)
{
  json_object *options;
  const char *policy = NULL;
  gint64 cores = 0;

  if (!json_object_object_get_ex (run, "options", &options))
    return TRUE;
  if (!json_object_is_type (options, json_type_object))
    return fail (error, "options", "is not an object");
  if (!il_json_get_string (options, "policy", &policy, error)
      || !il_json_get_integer (options, "cores", 1, MAX_CORES, &cores, error)
      || !il_json_get_integer (options, "quantum", 0, G_MAXINT64, &listing->quantum, error)
      || !il_json_get_integer (options, "switch", 0, G_MAXINT64, &listing->switch_cost, error))
    return FALSE;
  listing->policy = g_strdup (policy);
  listing->cores = (guint) cores;
  return TRUE;
}

/* The listing of a run; what is not there is as in a run that was in no list. */
static IlRunListing *
read_listing (json_object *run, GError **error)
{
  g_autoptr (IlRunListing) listing = il_run_listing_new ();
  const char *title = NULL, *name = NULL;
  int source = IL_SOURCE_WORKLOAD;
  gint64 number = 0;

  if (!il_json_get_integer (run, "number", 1, G_MAXINT32, &number, error)
      || !il_json_get_string (run, "title", &title, error) || !il_json_get_string (run, "name", &name, error)
      || !get_name (run, "source", il_run_source_from_name, &source, error) || !read_options (run, listing, error)
      || !get_boolean (run, "ownClock", &listing->own_clock, error)
      || !get_boolean (run, "collapsed", &listing->collapsed, error)
      || !get_boolean (run, "hidden", &listing->hidden, error))
    return NULL;
  listing->number = (guint) number;
  listing->title = g_strdup (title);
  listing->name = g_strdup (name);
  listing->source = (IlRunSource) source;
  return g_steal_pointer (&listing);
}

/* Earlier releases wrote no "policyTitle", and a quantum whether the policy has one or not. These were their policies.
 */
static void
complete_policy (IlRunInfo *info)
{
  static const struct {
    const char *name, *title;
    gboolean has_quantum;
  } policies[] = {
    { "rr", "round robin", TRUE },
    { "fcfs", "first come, first served", FALSE },
    { "sjf", "shortest job first", FALSE },
    { "srtf", "shortest remaining time first", FALSE },
    { "hrrn", "highest response ratio next", FALSE },
    { "priority", "priority, round robin", TRUE },
    { "priority-nonpreemptive", "priority, without preemption", FALSE },
    { "mlfq", "multilevel feedback queue", TRUE },
    { "edf", "earliest deadline first", FALSE },
    { "llf", "least laxity first", TRUE },
    { "rm", "rate monotonic", FALSE },
    { "dm", "deadline monotonic", FALSE },
    { "lottery", "lottery, tickets by weight", TRUE },
    { "stride", "shares by weight (stride)", TRUE },
  };
  gsize length = strcspn (info->policy, ":");

  if (*info->policy_title)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (policies); i++)
    if (strlen (policies[i].name) == length && strncmp (policies[i].name, info->policy, length) == 0) {
      g_strlcpy (info->policy_title, policies[i].title, sizeof info->policy_title);
      if (!policies[i].has_quantum)
        info->quantum = 0;
    }
}

/* Adds the run to BUILDER. */
static gboolean
read_run (json_object *run, IlTraceBuilder *builder, GError **error)
{
  IlRunInfo info = { 0 };
  int model = -1, clock = -1, outcome = IL_OUTCOME_RUNNING, preemption = IL_PREEMPTION_NONE;
  gint64 pid = -1, end = 0, cores = 1, dropped = 0, n_expected = -1;
  const char *policy = "", *policy_title = "";

  if (!json_object_is_type (run, json_type_object))
    return fail (error, "runs", "has something else than objects in it");
  if (!il_json_get_integer (run, "pid", 1, G_MAXINT32, &pid, error)
      || !get_name (run, "model", il_model_from_name, &model, error)
      || !get_name (run, "clock", il_clock_from_name, &clock, error)
      || !get_name (run, "outcome", il_outcome_from_name, &outcome, error)
      || !get_name (run, "preemption", il_preemption_from_name, &preemption, error)
      || !il_json_get_integer (run, "end", 0, G_MAXINT64, &end, error)
      || !il_json_get_integer (run, "cores", 1, MAX_CORES, &cores, error)
      || !il_json_get_integer (run, "quantum", 0, G_MAXINT64, &info.quantum, error)
      || !il_json_get_integer (run, "switch", 0, G_MAXINT64, &info.switch_cost, error)
      || !il_json_get_integer (run, "dropped", 0, G_MAXINT64, &dropped, error)
      || !il_json_get_integer (run, "events", 0, G_MAXINT64, &n_expected, error)
      || !il_json_get_string (run, "policy", &policy, error)
      || !il_json_get_string (run, "policyTitle", &policy_title, error) || !read_seed (run, &info.seed, error))
    return FALSE;
  if (pid < 0 || model < 0 || clock < 0)
    return fail (error, "runs", "has a run without \"pid\", \"model\" or \"clock\"");
  if (strlen (policy) >= sizeof info.policy)
    return fail (error, "policy", "is too long");
  if (strlen (policy_title) >= sizeof info.policy_title)
    return fail (error, "policyTitle", "is too long");
  IlRunListing *listing = read_listing (run, error);
  if (!listing)
    return FALSE;

  info.model = (IlModelKind) model;
  info.clock = (IlClockKind) clock;
  info.preemption = (IlPreemption) preemption;
  info.cores = (guint) cores;
  g_strlcpy (info.policy, policy, sizeof info.policy);
  g_strlcpy (info.policy_title, policy_title, sizeof info.policy_title);
  complete_policy (&info);
  IlRunBuilder *reader = il_trace_builder_add_run (builder, pid, &info, listing);
  if (!reader)
    return fail (error, "pid", "is that of another run, too");
  il_run_builder_set_end (reader, (IlOutcome) outcome, end, n_expected);
  il_recording_add_dropped (il_run_builder_recording (reader), (guint64) dropped);
  return read_objects (run, il_run_builder_recording (reader), error);
}

static gboolean
check_version (json_object *header, GError **error)
{
  gint64 version = 0;

  if (!il_json_get_integer (header, "version", 1, G_MAXINT64, &version, error))
    return FALSE;
  if (version == 0)
    return fail (error, "version", "is missing");
  if (version > FORMAT_VERSION) {
    g_set_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT,
                 "the trace has format version %" G_GINT64_FORMAT
                 ", and this Interlane reads only version %d: open it with a newer one",
                 version, FORMAT_VERSION);
    return FALSE;
  }
  return TRUE;
}

/* Like fail, for a function that returns a pointer. */
static gpointer
fail_null (GError **error, const char *key, const char *problem)
{
  fail (error, key, problem);
  return NULL;
}

IlTraceBuilder *
il_interlane_read_header (json_object *header, GError **error)
{
  json_object *workload, *runs;
  const char *name = "", *text = "";

  if (!json_object_is_type (header, json_type_object))
    return fail_null (error, "interlane", "is not an object");
  if (!check_version (header, error))
    return NULL;
  if (json_object_object_get_ex (header, "workload", &workload)) {
    if (!json_object_is_type (workload, json_type_object))
      return fail_null (error, "workload", "is not an object");
    if (!il_json_get_string (workload, "name", &name, error) || !il_json_get_string (workload, "text", &text, error))
      return NULL;
  }
  if (!json_object_object_get_ex (header, "runs", &runs) || !json_object_is_type (runs, json_type_array))
    return fail_null (error, "runs", "is missing or not a list");
  if (json_object_array_length (runs) > IL_TRACE_MAX_RUNS)
    return fail_null (error, "runs", "has more than 128 runs");

  g_autoptr (IlTraceBuilder) builder = il_trace_builder_new (name, text);
  for (gsize i = 0; i < json_object_array_length (runs); i++)
    if (!read_run (json_object_array_get_idx (runs, i), builder, error))
      return NULL;
  return g_steal_pointer (&builder);
}
