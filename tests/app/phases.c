/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/app/phases.h"

#include <time.h>

/* What a type of ours does itself when GTK asks. */
typedef struct {
  void (*snapshot) (GtkWidget *widget, GtkSnapshot *snapshot);
  void (*size_allocate) (GtkWidget *widget, int width, int height, int baseline);
  void (*measure) (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline);
  void (*css_changed) (GtkWidget *widget, GtkCssStyleChange *change);
} Own;

static GHashTable *own; /* GType -> Own */
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

gboolean
phases_turn (gboolean to_gtk)
{
  gint64 now = cpu_time ();
  gboolean before = in_gtk;

  *(in_gtk ? &sums.gtk : &sums.ours) += now - since;
  since = now;
  in_gtk = to_gtk;
  return before;
}

static const Own *
own_of (GtkWidget *widget)
{
  return g_hash_table_lookup (own, GSIZE_TO_POINTER (G_OBJECT_TYPE (widget)));
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  gboolean before = phases_turn (FALSE);

  own_of (widget)->snapshot (widget, snapshot);
  phases_turn (before);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gboolean before = phases_turn (FALSE);

  own_of (widget)->size_allocate (widget, width, height, baseline);
  phases_turn (before);
}

/* A window is measured by GTK, also where that is not in a frame: before it says how large it wants to be. */
static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
         int *natural_baseline)
{
  gboolean before = phases_turn (GTK_IS_ROOT (widget));

  own_of (widget)->measure (widget, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
  phases_turn (before);
}

static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  gboolean before = phases_turn (FALSE);

  own_of (widget)->css_changed (widget, change);
  phases_turn (before);
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

  *kept = (Own) { class->snapshot, class->size_allocate, class->measure, class->css_changed };
  g_hash_table_insert (own, GSIZE_TO_POINTER (type), kept);
  if (class->snapshot != parent->snapshot)
    class->snapshot = snapshot;
  if (class->size_allocate != parent->size_allocate)
    class->size_allocate = size_allocate;
  if (class->measure != parent->measure || g_type_is_a (type, GTK_TYPE_ROOT))
    class->measure = measure;
  if (class->css_changed != parent->css_changed)
    class->css_changed = css_changed;
}

/* Before GTK's own handlers. */
static gboolean
frame_begins_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  phases_turn (TRUE);
  return TRUE;
}

static gboolean
frame_ends_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  phases_turn (FALSE);
  return TRUE;
}

/* GTK restyles in a tick callback of its own; ours, which the linker sends here, are ours. */

typedef struct {
  GtkTickCallback callback;
  gpointer data;
  GDestroyNotify destroy;
} Tick;

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  const Tick *tick = data;
  gboolean before = phases_turn (FALSE), goes_on = tick->callback (widget, clock, tick->data);

  phases_turn (before);
  return goes_on;
}

static void
tick_free (gpointer data)
{
  g_autofree Tick *tick = data;

  if (tick->destroy)
    tick->destroy (tick->data);
}

guint __real_gtk_widget_add_tick_callback (GtkWidget *widget, GtkTickCallback callback, gpointer data,
                                           GDestroyNotify destroy);
guint __wrap_gtk_widget_add_tick_callback (GtkWidget *widget, GtkTickCallback callback, gpointer data,
                                           GDestroyNotify destroy);

guint
__wrap_gtk_widget_add_tick_callback (GtkWidget *widget, GtkTickCallback callback, gpointer data, GDestroyNotify destroy)
{
  Tick *tick = g_new (Tick, 1);

  *tick = (Tick) { callback, data, destroy };
  return __real_gtk_widget_add_tick_callback (widget, tick_cb, tick, tick_free);
}

void
phases_begin (void)
{
  g_assert_null (own);
  own = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  tell_apart (GTK_TYPE_WIDGET);
  g_type_class_ref (GDK_TYPE_FRAME_CLOCK);
  g_signal_add_emission_hook (g_signal_lookup ("update", GDK_TYPE_FRAME_CLOCK), 0, frame_begins_cb, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("layout", GDK_TYPE_FRAME_CLOCK), 0, frame_begins_cb, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("paint", GDK_TYPE_FRAME_CLOCK), 0, frame_begins_cb, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0, frame_ends_cb, NULL, NULL);
  since = cpu_time ();
}

Phases
phases_take (void)
{
  Phases taken;

  phases_turn (in_gtk);
  taken = sums;
  sums = (Phases) { 0 };
  return taken;
}
