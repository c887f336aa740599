/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/starts.h"

#include "engine/python/comments.h"
#include "engine/python/dialect.h"
#include "engine/python/names.h"

static const IlStart *
start_at (const IlExport *export, guint i)
{
  return &g_array_index (export->program->starts, IlStart, i);
}

static gboolean
arrives (const IlStart *start)
{
  return start->at >= 0 || start->every > 0;
}

/* What starts the task. */
static void
write_start (IlExport *export, const IlStart *start)
{
  IlExpression call = {
    .kind = IL_EXPRESSION_SPAWN,
    .call = { .arguments = (IlExpression **) start->arguments,
              .n_arguments = start->n_arguments,
              .routine = start->routine },
  };
  gboolean alone = export->program->starts->len == 1 && !arrives (start) && start->as < 0;

  export->dialect->start (export, &call, start->name, alone);
}

/* Also keeps its handle. */
static void
write_kept_start (IlExport *export, const IlStart *start)
{
  if (start->as >= 0) {
    il_export_object (export, (guint) start->as);
    g_string_append (export->out, " = ");
  }
  write_start (export, start);
}

/* Where it has a handle before it runs. */
static void
write_turn (IlExport *export, const IlStart *start)
{
  if (start->as >= 0) {
    il_export_begin_line (export);
    write_kept_start (export, start);
    g_string_append_c (export->out, '\n');
    il_export_begin_line (export);
    il_export_object (export, (guint) start->as);
  } else {
    il_export_begin_line (export);
    write_start (export, start);
  }
  g_string_append (export->out, ".run()");
}

/* What has no counterpart. */
static void
end_start_line (IlExport *export, const IlStart *start)
{
  const IlStart defaults = IL_START_DEFAULTS;
  gboolean lost = start->deadline != defaults.deadline || start->length != defaults.length
                  || start->priority != defaults.priority || start->weight != defaults.weight
                  || start->core != defaults.core;

  g_string_append (export->out,
                   lost ? "  # deadline, length, priority, weight and core are for simulated threads\n" : "\n");
}

static void
write_arrival (IlExport *export, const IlStart *start, guint i)
{
  GString *out = export->out;

  if (start->as >= 0) {
    il_export_line (export, "def start_%u():", i + 1);
    export->indent++;
    il_export_begin_line (export);
    g_string_append (out, "global ");
    il_export_object (export, (guint) start->as);
    g_string_append_c (out, '\n');
    il_export_begin_line (export);
    write_kept_start (export, start);
    end_start_line (export, start);
    if (export->features.turns) {
      il_export_begin_line (export);
      g_string_append (out, "return ");
      il_export_object (export, (guint) start->as);
      g_string_append_c (out, '\n');
    }
    export->indent--;
    g_string_append_c (out, '\n');
  }
  il_export_begin_line (export);
  g_string_append (out, "arrivals.at(");
  il_export_seconds (out, start->at >= 0 ? start->at : start->every);
  g_string_append_printf (out, ", %u, ", i + 1);
  if (start->as >= 0)
    g_string_append_printf (out, "start_%u", i + 1);
  else {
    g_string_append (out, "lambda: ");
    write_start (export, start);
  }
  if (start->every > 0) {
    g_string_append (out, ", every=");
    il_export_seconds (out, start->every);
  }
  if (start->until < G_MAXINT64) {
    g_string_append (out, ", until=");
    il_export_seconds (out, start->until);
  }
  g_string_append_c (out, ')');
  end_start_line (export, start);
}

static void
write_line (IlExport *export, const IlStart *start)
{
  if (export->features.turns)
    write_turn (export, start);
  else {
    il_export_begin_line (export);
    write_kept_start (export, start);
  }
  end_start_line (export, start);
}

/* Who comes while another runs has to be known before that. */
static void
write_lines (IlExport *export)
{
  gboolean before = export->features.comes;

  for (guint i = 0; before && i < export->program->starts->len; i++)
    if (arrives (start_at (export, i)))
      write_arrival (export, start_at (export, i), i);
  for (guint i = 0; i < export->program->starts->len; i++) {
    const IlStart *start = start_at (export, i);

    if (start->line > 0)
      il_export_comments_before (export, start->line);
    if (start->at < 0)
      write_line (export, start);
    if (arrives (start) && !before)
      write_arrival (export, start, i);
  }
}

/* Every start makes a task, and waits for none. */
void
il_export_starts (IlExport *export)
{
  export->indent = 1;
  export->dialect->begin_starts (export);
  if (export->features.process && export->features.print) {
    g_hash_table_add (export->imports, g_strdup ("sys"));
    il_export_line (export, "sys.stdout.reconfigure(line_buffering=True)  # the processes' lines come in between");
  }
  if (export->features.arrivals)
    il_export_line (export, "arrivals = Arrivals()");
  write_lines (export);
  export->dialect->end_starts (export);
  export->indent = 0;
}
