/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/runs/track.h"
#include "traces/record/trace.h"
#include "ui/picture/picture.h"

/* What takes long and happens on a worker thread while the window shows how far it is: reading a file,
 * writing a trace or a picture. */
typedef struct _IlJob IlJob;

IlJob *il_job_new (void);
IlJob *il_job_ref (IlJob *job);
void il_job_unref (IlJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlJob, il_job_unref)

void il_job_cancel (IlJob *job);
double il_job_fraction (IlJob *job); /* 0 to 1; 0 where nobody knows */

/* A file as it was read: a workload's text, or a trace. */
typedef struct {
  char *name;        /* for people: "espresso.workload" */
  char *text;        /* of the workload, or the one that the trace carries */
  IlTrace *trace;    /* NULL: it is a workload */
  GPtrArray *tracks; /* of IlTrack: the trace's runs, which are taken in already */
  char *warning;     /* NULL: all was well */
  char *etag;        /* of the file as it was read */
} IlLoaded;

void il_loaded_free (IlLoaded *loaded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlLoaded, il_loaded_free)

/* The longest text that the editor takes, bytes. */
#define IL_MAX_TEXT (16 * 1024 * 1024)

/* Reads FILE, whatever it is of the two. Messages name the file and what to do. */
void il_job_load (IlJob *job, GFile *file, GAsyncReadyCallback callback, gpointer data);
IlLoaded *il_job_load_finish (GAsyncResult *result, GError **error);

/* Writes TRACE to PATH: as a picture (OPTIONS) where the ending is .png, .svg, .pdf or .html, else as JSON. */
void il_job_export (IlJob *job, IlTrace *trace, const char *path, const IlPictureOptions *options,
                    GAsyncReadyCallback callback, gpointer data);
gboolean il_job_export_finish (GAsyncResult *result, GError **error);
