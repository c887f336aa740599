/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

/* How a model says things in Python: all that differs from model to model where a program is written. What `notes` are:
 * a comment for the end of the line, or NULL. */
struct _IlDialect {
  const char *way;    /* in the program's title */
  const char *folder; /* of its snippets */
  const char *async;  /* in front of def, with and for: "async ", or "" */
  const char *await;  /* in front of what can wait: "await ", or "" */
  IlLevel awaited;    /* of what `await` stands in front of */
  const char *cancelled;
  const char *handle_name; /* of a handle: ".name" */
  const char *free;        /* of a semaphore: how many permits are */
  const char *makers[IL_OBJECT_DEVICE + 1];
  const char *varieties[IL_VARIETY_LIFO + 1];
  gboolean names_locks;    /* its mutexes and conditions are told their names */
  gboolean others_run;     /* while one waits, so that there is something to wait for */
  gboolean names_tasks;    /* with named(), rather than as they are made */
  gboolean has_event_loop; /* or else what runs waits in the functions of the system */
  const char *task_suffix; /* of the names of tasks */

  const char *(*pause) (IlExport *export, const IlExpression *time, gboolean io); /* returns a note */
  const char *(*cancel) (IlExport *export, const IlExpression *handle);           /* returns a note */
  const char *(*group) (IlExport *export);                                        /* its head; returns a note */
  void (*timeout) (IlExport *export, const IlExpression *time);                   /* its head */

  void (*offload) (IlExport *export, const IlExpression *call, const IlRoutine *routine, IlExpressionKind how);
  void (*spawn) (IlExport *export, const IlExpression *call, const char *name); /* NAME: of a start line, or NULL */
  IlLevel (*several) (IlExport *export, const IlExpression *tasks);             /* gather, first */
  void (*shield) (IlExport *export, const IlExpression *task);
  void (*next) (IlExport *export, const IlExpression *next); /* next, send; with await */
  void (*close) (IlExport *export, const IlExpression *value);

  void (*begin_starts) (IlExport *export);
  void (*start) (IlExport *export, const IlExpression *call, const char *name, gboolean alone);
  void (*end_starts) (IlExport *export);
};

extern const IlDialect il_dialect_sync, il_dialect_threads, il_dialect_coop;

/* What runs in a thread or process beside asyncio's event loop. */
extern const IlDialect il_dialect_blocking;
