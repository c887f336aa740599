/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/app/phases.h"

#include <time.h>

/* What a type of ours does itself in a frame. */
typedef struct {
  void (*snapshot) (GtkWidget *widget, GtkSnapshot *snapshot);
  void (*size_allocate) (GtkWidget *widget, int width, int height, int baseline);
  void (*measure) (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline);
} Own;

static GHashTable *own; /* GType -> Own */
static guint depth;     /* of what is ours within GTK's part of a frame */
static gboolean in_gtk;
static gint64 since; /* of what goes on now */
static Phases sums;

static gint64
cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

/* What has gone on until now is whose it was. */
static void
turn (void)
{
  gint64 now = cpu_time ();

  *(in_gtk && depth == 0 ? &sums.gtk : &sums.ours) += now - since;
  since = now;
}

static const Own *
own_of (GtkWidget *widget)
{
  return g_hash_table_lookup (own, GSIZE_TO_POINTER (G_OBJECT_TYPE (widget)));
}

static void
enter (void)
{
  turn ();
  depth++;
}

static void
leave (void)
{
  turn ();
  depth--;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  enter ();
  own_of (widget)->snapshot (widget, snapshot);
  leave ();
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  enter ();
  own_of (widget)->size_allocate (widget, width, height, baseline);
  leave ();
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  enter ();
  own_of (widget)->measure (widget, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
  leave ();
}

static void
tell_apart (GType type)
{
  g_autofree GType *types = g_type_children (type, NULL);

  for (guint i = 0; types[i]; i++)
    tell_apart (types[i]);
  if (!g_str_has_prefix (g_type_name (type), "Il") || types[0])
    return;
  GtkWidgetClass *class = g_type_class_ref (type), *parent = g_type_class_peek_parent (class);
  Own *kept = g_new (Own, 1);

  *kept = (Own) { class->snapshot, class->size_allocate, class->measure };
  g_hash_table_insert (own, GSIZE_TO_POINTER (type), kept);
  if (class->snapshot != parent->snapshot)
    class->snapshot = snapshot;
  if (class->size_allocate != parent->size_allocate)
    class->size_allocate = size_allocate;
  if (class->measure != parent->measure)
    class->measure = measure;
}

/* Before GTK's own handlers. */
static gboolean
frame_begins_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  turn ();
  in_gtk = TRUE;
  return TRUE;
}

static gboolean
frame_ends_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  turn ();
  in_gtk = FALSE;
  return TRUE;
}

void
phases_begin (void)
{
  g_assert_null (own);
  own = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  tell_apart (GTK_TYPE_WIDGET);
  g_type_class_ref (GDK_TYPE_FRAME_CLOCK);
  g_signal_add_emission_hook (g_signal_lookup ("layout", GDK_TYPE_FRAME_CLOCK), 0, frame_begins_cb, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("paint", GDK_TYPE_FRAME_CLOCK), 0, frame_begins_cb, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0, frame_ends_cb, NULL, NULL);
  since = cpu_time ();
}

Phases
phases_take (void)
{
  Phases taken;

  turn ();
  taken = sums;
  sums = (Phases) { 0 };
  return taken;
}
