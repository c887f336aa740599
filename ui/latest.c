/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/latest.h"

struct _IlLatest {
  gpointer owner;
  GCancellable *cancellable; /* of all that has been asked since the last cancel */
  guint n_asked;             /* of them not answered yet */
};

typedef struct {
  IlLatest *latest; /* there as long as nothing is cancelled */
  gpointer question;
  GDestroyNotify destroy;
  IlLatestWork work;
  IlLatestDone done;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  asked->destroy (asked->question);
  g_free (asked);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Asked *asked = data;

  if (!g_cancellable_is_cancelled (cancellable))
    asked->work (asked->question, cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  const Asked *asked = g_task_get_task_data (G_TASK (result));

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  asked->latest->n_asked--;
  asked->done (asked->question, asked->latest->owner);
}

IlLatest *
il_latest_new (gpointer owner)
{
  IlLatest *latest = g_new0 (IlLatest, 1);

  latest->owner = owner;
  latest->cancellable = g_cancellable_new ();
  return latest;
}

void
il_latest_free (IlLatest *latest)
{
  g_cancellable_cancel (latest->cancellable);
  g_object_unref (latest->cancellable);
  g_free (latest);
}

void
il_latest_ask (IlLatest *latest, gpointer question, GDestroyNotify destroy, IlLatestWork ask, IlLatestDone done)
{
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked) { latest, question, destroy, ask, done };
  latest->n_asked++;
  g_autoptr (GTask) task = g_task_new (NULL, latest->cancellable, answered_cb, NULL);
  g_task_set_check_cancellable (task, FALSE); /* answered_cb looks itself, and the question is to be freed after it */
  g_task_set_task_data (task, asked, asked_free);
  g_task_run_in_thread (task, work);
}

void
il_latest_cancel (IlLatest *latest)
{
  g_cancellable_cancel (latest->cancellable);
  g_object_unref (latest->cancellable);
  latest->cancellable = g_cancellable_new ();
  latest->n_asked = 0;
}

gboolean
il_latest_is_asking (const IlLatest *latest)
{
  return latest->n_asked > 0;
}

GCancellable *
il_latest_cancellable (IlLatest *latest)
{
  return latest->cancellable;
}
