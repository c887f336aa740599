/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/transport.h"

#include "traces/text/time-text.h"
#include "ui/panels/control-name.h"
#include "ui/tooltip.h"

struct _IlTransport {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *steps; /* the buttons that move the playhead */
  GtkButton *play;
  GtkScale *scrubber;
  GtkLabel *time;
  GtkDropDown *speeds;
  IlPlayer *player;
  gboolean updating; /* the scrubber follows the player, not the other way round */
};

/* In the order of the drop-down. */
static const double speed_values[] = { 0, 0.001, 0.01, 0.1, 1, 10 };

enum { PROP_SPEED = 1, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (IlTransport, il_transport, GTK_TYPE_WIDGET)

static void
update_position (IlTransport *transport)
{
  gint64 position = il_player_get_position (transport->player), end = il_player_get_end (transport->player);
  g_autofree char *text = il_position_text (position, end);
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (transport->scrubber));

  transport->updating = TRUE;
  gtk_adjustment_configure (adjustment, (double) position, 0, (double) MAX (end, 1), (double) end / 200,
                            (double) end / 20, 0);
  transport->updating = FALSE;
  gtk_label_set_text (transport->time, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (transport->scrubber), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (transport->scrubber), end > 0);
}

static void
update_playing (IlTransport *transport)
{
  gboolean playing = il_player_is_playing (transport->player);
  const char *label = playing ? "Pause" : "Play";

  gtk_button_set_icon_name (transport->play,
                            playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  il_tooltip_set (GTK_WIDGET (transport->play), playing ? "Pause (Space)" : "Play (Space)");
  gtk_accessible_update_property (GTK_ACCESSIBLE (transport->play), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
scrubbed_cb (IlTransport *transport)
{
  if (transport->updating || !transport->player)
    return;
  il_player_pause (transport->player);
  il_player_seek (transport->player, (gint64) gtk_range_get_value (GTK_RANGE (transport->scrubber)));
}

static void
speed_chosen_cb (IlTransport *transport)
{
  g_object_notify_by_pspec (G_OBJECT (transport), properties[PROP_SPEED]);
}

double
il_transport_get_speed (IlTransport *transport)
{
  g_return_val_if_fail (IL_IS_TRANSPORT (transport), 0);

  guint selected = gtk_drop_down_get_selected (transport->speeds);
  return selected < G_N_ELEMENTS (speed_values) ? speed_values[selected] : 0;
}

void
il_transport_set_player (IlTransport *transport, IlPlayer *player)
{
  g_return_if_fail (IL_IS_TRANSPORT (transport));
  g_return_if_fail (IL_IS_PLAYER (player));

  g_set_object (&transport->player, player);
  g_signal_connect_object (player, "notify::position", G_CALLBACK (update_position), transport, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::end", G_CALLBACK (update_position), transport, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::playing", G_CALLBACK (update_playing), transport, G_CONNECT_SWAPPED);
  update_position (transport);
  update_playing (transport);
}

static void
il_transport_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SPEED)
    g_value_set_double (value, il_transport_get_speed (IL_TRANSPORT (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
il_transport_dispose (GObject *object)
{
  IlTransport *transport = IL_TRANSPORT (object);

  g_clear_object (&transport->player);
  g_clear_pointer (&transport->box, gtk_widget_unparent);
  G_OBJECT_CLASS (il_transport_parent_class)->dispose (object);
}

static void
il_transport_class_init (IlTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = il_transport_get_property;
  object_class->dispose = il_transport_dispose;
  properties[PROP_SPEED] =
      g_param_spec_double ("speed", NULL, NULL, 0, G_MAXDOUBLE, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "transport");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/interlane/Interlane/ui/transport.ui");
  gtk_widget_class_bind_template_child (widget_class, IlTransport, box);
  gtk_widget_class_bind_template_child (widget_class, IlTransport, steps);
  gtk_widget_class_bind_template_child (widget_class, IlTransport, play);
  gtk_widget_class_bind_template_child (widget_class, IlTransport, scrubber);
  gtk_widget_class_bind_template_child (widget_class, IlTransport, time);
  gtk_widget_class_bind_template_child (widget_class, IlTransport, speeds);
  gtk_widget_class_bind_template_callback (widget_class, scrubbed_cb);
  gtk_widget_class_bind_template_callback (widget_class, speed_chosen_cb);
}

/* Time runs from left to right in charts, whichever way the user's language is written. */
static void
set_left_to_right (GtkWidget *widget)
{
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  for (GtkWidget *part = gtk_widget_get_first_child (widget); part; part = gtk_widget_get_next_sibling (part))
    set_left_to_right (part);
}

static void
il_transport_init (IlTransport *transport)
{
  gtk_widget_init_template (GTK_WIDGET (transport));
  il_control_set_name (GTK_WIDGET (transport->speeds), "Speed");
  set_left_to_right (transport->steps);
  set_left_to_right (GTK_WIDGET (transport->scrubber));
  set_left_to_right (GTK_WIDGET (transport->time));
}
