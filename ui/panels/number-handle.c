/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/number-handle.h"

#include "ui/panels/number-steps.h"

enum { WIDTH = 26, HEIGHT = 12, PIXELS_A_STEP = 10, NEAR = 3 };

struct _IlNumberHandle {
  GtkTextView *view;
  GtkEventController *motion, *drag;
  GtkWidget *knob;
  GdkRectangle number, place; /* of the number that the pointer is over and of its knob, in the buffer; empty: none */
  GtkTextMark *start, *end;   /* of the number that is dragged */
  char *before;               /* it when that began; NULL: none is dragged */
  int steps;
};

gboolean
il_number_handle_is_dragging (const IlNumberHandle *handle)
{
  return handle->before != NULL;
}

static gboolean
is_over (const GdkRectangle *place, int x, int y)
{
  return place->width > 0 && x >= place->x - NEAR && x < place->x + place->width + NEAR && y >= place->y - NEAR
         && y < place->y + place->height + NEAR;
}

/* The number at a place of the buffer, and where that is. */
static gboolean
number_at (IlNumberHandle *handle, int x, int y, GtkTextIter *start, GtkTextIter *end, GdkRectangle *place)
{
  GdkRectangle last;
  GtkTextIter iter;

  if (!gtk_text_view_get_iter_at_location (handle->view, &iter, x, y) || !il_number_at (&iter, start, end))
    return FALSE;
  gtk_text_view_get_iter_location (handle->view, start, place);
  gtk_text_view_get_iter_location (handle->view, end, &last);
  place->width = MAX (1, last.x - place->x);
  return last.y == place->y && is_over (place, x, y);
}

static void
hide (IlNumberHandle *handle)
{
  gtk_widget_set_visible (handle->knob, FALSE);
  handle->number = handle->place = (GdkRectangle) { 0 };
}

static void
motion_cb (IlNumberHandle *handle, double pointer_x, double pointer_y)
{
  GdkRectangle number;
  GtkTextIter start, end;
  int x, y;

  gtk_text_view_window_to_buffer_coords (handle->view, GTK_TEXT_WINDOW_WIDGET, (int) pointer_x, (int) pointer_y, &x,
                                         &y);
  if (handle->before || is_over (&handle->number, x, y) || is_over (&handle->place, x, y))
    return;
  if (!number_at (handle, x, y, &start, &end, &number)) {
    hide (handle);
    return;
  }
  handle->number = number;
  handle->place = (GdkRectangle) {
    .x = number.x + (number.width - WIDTH) / 2, .y = number.y + number.height, .width = WIDTH, .height = HEIGHT
  };
  gtk_text_view_move_overlay (handle->view, handle->knob, handle->place.x, handle->place.y);
  gtk_widget_set_visible (handle->knob, TRUE);
}

static void
leave_cb (IlNumberHandle *handle)
{
  if (!handle->before)
    hide (handle);
}

static void
changed_cb (IlNumberHandle *handle)
{
  if (!handle->before)
    hide (handle);
}

static void
drag_begin_cb (IlNumberHandle *handle, double pointer_x, double pointer_y, GtkGesture *gesture)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (handle->view);
  GdkModifierType state = gtk_event_controller_get_current_event_state (handle->drag);
  GtkTextIter start, end;
  GdkRectangle place;
  int x, y;

  gtk_text_view_window_to_buffer_coords (handle->view, GTK_TEXT_WINDOW_WIDGET, (int) pointer_x, (int) pointer_y, &x,
                                         &y);
  if (is_over (&handle->place, x, y) && y >= handle->place.y) {
    x = handle->number.x + handle->number.width / 2;
    y = handle->number.y + handle->number.height / 2;
  } else if (!(state & GDK_ALT_MASK)) {
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  if (handle->before || !number_at (handle, x, y, &start, &end, &place)) {
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  handle->before = gtk_text_iter_get_text (&start, &end);
  handle->start = gtk_text_buffer_create_mark (buffer, NULL, &start, TRUE);
  handle->end = gtk_text_buffer_create_mark (buffer, NULL, &end, FALSE);
  handle->steps = 0;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (IlNumberHandle *handle, double dx, double dy)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (handle->view);
  int steps = (int) dx / PIXELS_A_STEP;
  g_autofree char *number = NULL, *now = NULL;
  GtkTextIter start, end;

  if (!handle->before || steps == handle->steps)
    return;
  handle->steps = steps;
  gtk_text_buffer_get_iter_at_mark (buffer, &start, handle->start);
  gtk_text_buffer_get_iter_at_mark (buffer, &end, handle->end);
  /* Without a step as it was written, which need not be how steps write it. */
  number = steps == 0 ? g_strdup (handle->before) : il_number_step (handle->before, steps);
  now = gtk_text_iter_get_text (&start, &end);
  if (!number || g_str_equal (number, now))
    return;
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, number, -1);
}

static void
drag_end_cb (IlNumberHandle *handle)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (handle->view);

  if (!handle->before)
    return;
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_buffer_delete_mark (buffer, handle->start);
  gtk_text_buffer_delete_mark (buffer, handle->end);
  g_clear_pointer (&handle->before, g_free);
  hide (handle);
}

static GtkWidget *
knob_new (void)
{
  GtkWidget *knob = gtk_label_new ("◂ ▸");
  g_autoptr (GdkCursor) cursor = gdk_cursor_new_from_name ("ew-resize", NULL);

  gtk_widget_set_size_request (knob, WIDTH, HEIGHT);
  gtk_widget_add_css_class (knob, "number-handle");
  gtk_widget_set_cursor (knob, cursor);
  gtk_widget_set_visible (knob, FALSE);
  return knob;
}

IlNumberHandle *
il_number_handle_new (GtkTextView *view)
{
  IlNumberHandle *handle = g_new0 (IlNumberHandle, 1);

  handle->view = view;
  handle->knob = knob_new ();
  gtk_text_view_add_overlay (view, handle->knob, 0, 0);
  handle->motion = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (handle->motion, "motion", G_CALLBACK (motion_cb), handle);
  g_signal_connect_swapped (handle->motion, "leave", G_CALLBACK (leave_cb), handle);
  gtk_widget_add_controller (GTK_WIDGET (view), handle->motion);
  handle->drag = GTK_EVENT_CONTROLLER (gtk_gesture_drag_new ());
  gtk_event_controller_set_propagation_phase (handle->drag, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (handle->drag, "drag-begin", G_CALLBACK (drag_begin_cb), handle);
  g_signal_connect_swapped (handle->drag, "drag-update", G_CALLBACK (drag_update_cb), handle);
  g_signal_connect_swapped (handle->drag, "drag-end", G_CALLBACK (drag_end_cb), handle);
  g_signal_connect_swapped (handle->drag, "cancel", G_CALLBACK (drag_end_cb), handle);
  gtk_widget_add_controller (GTK_WIDGET (view), handle->drag);
  g_signal_connect_swapped (gtk_text_view_get_buffer (view), "changed", G_CALLBACK (changed_cb), handle);
  return handle;
}

void
il_number_handle_free (IlNumberHandle *handle)
{
  drag_end_cb (handle);
  g_signal_handlers_disconnect_by_data (handle->motion, handle);
  g_signal_handlers_disconnect_by_data (handle->drag, handle);
  g_signal_handlers_disconnect_by_data (gtk_text_view_get_buffer (handle->view), handle);
  g_free (handle);
}
