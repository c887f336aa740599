/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/source.h"

#include "engine/loop/loop-private.h"

void
il_loop_add_source (IlLoop *loop, IlSource *source)
{
  source->loop = loop;
  STAILQ_INSERT_TAIL (&loop->sources, source, link);
}

IlSource *
il_loop_find_source (const IlLoop *loop, const IlSourceClass *source_class)
{
  IlSource *source;

  STAILQ_FOREACH (source, &loop->sources, link)
    if (source->source_class == source_class)
      break;
  return source;
}

void
il_source_begin_work (IlSource *source)
{
  source->n_under_way++;
  source->loop->n_under_way++;
}

void
il_source_end_work (IlSource *source)
{
  source->n_under_way--;
  source->loop->n_under_way--;
}

static IlSource *
first_due (const IlLoop *loop, int64_t *due)
{
  IlSource *first = NULL, *source;

  STAILQ_FOREACH (source, &loop->sources, link)
    if (source->n_under_way) {
      int64_t time = source->source_class->due (source);

      if (!first || time < *due) {
        *due = time;
        first = source;
      }
    }
  return first;
}

int64_t
il_sources_due (const IlLoop *loop)
{
  int64_t due;

  return first_due (loop, &due) ? due : INT64_MAX;
}

void
il_sources_go_on (IlLoop *loop)
{
  int64_t due;
  IlSource *first = first_due (loop, &due);

  if (due > loop->time)
    loop->time = due;
  first->source_class->go_on (first);
}

void
il_sources_collect (IlLoop *loop)
{
  IlSource *source;

  STAILQ_FOREACH (source, &loop->sources, link)
    if (source->n_under_way)
      source->source_class->collect (source);
}

void
il_sources_free (IlLoop *loop)
{
  IlSource *source;

  while ((source = STAILQ_FIRST (&loop->sources))) {
    STAILQ_REMOVE_HEAD (&loop->sources, link);
    source->source_class->free (source);
  }
}
