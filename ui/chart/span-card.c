/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/span-card.h"

#include "traces/text/visible-text.h"

struct _IlSpanCard {
  GtkPopover parent_instance;
  GtkLabel *headline, *details;
};

G_DEFINE_FINAL_TYPE (IlSpanCard, il_span_card, GTK_TYPE_POPOVER)

/* The popover sets its own input region whenever it is laid out, hence so late. */
static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  cairo_region_t *nothing = cairo_region_create ();
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (widget));

  GTK_WIDGET_CLASS (il_span_card_parent_class)->size_allocate (widget, width, height, baseline);
  if (surface)
    gdk_surface_set_input_region (surface, nothing);
  cairo_region_destroy (nothing);
}

static GtkLabel *
add_label (GtkBox *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
il_span_card_class_init (IlSpanCardClass *klass)
{
  GTK_WIDGET_CLASS (klass)->size_allocate = size_allocate;
}

static void
il_span_card_init (IlSpanCard *card)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  PangoAttrList *bold = pango_attr_list_new ();

  card->headline = add_label (GTK_BOX (box));
  card->details = add_label (GTK_BOX (box));
  pango_attr_list_insert (bold, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  gtk_label_set_attributes (card->headline, bold);
  pango_attr_list_unref (bold);
  gtk_popover_set_child (GTK_POPOVER (card), box);
  gtk_popover_set_autohide (GTK_POPOVER (card), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (card), FALSE);
  gtk_popover_set_position (GTK_POPOVER (card), GTK_POS_BOTTOM);
  gtk_widget_set_can_target (GTK_WIDGET (card), FALSE);
  gtk_widget_set_can_focus (GTK_WIDGET (card), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (card), "il-span-card");
  if (!gdk_display_is_composited (gdk_display_get_default ())) /* round corners would be black */
    gtk_widget_add_css_class (GTK_WIDGET (card), "square");
}

GtkWidget *
il_span_card_new (void)
{
  return g_object_new (IL_TYPE_SPAN_CARD, NULL);
}

void
il_span_card_show (IlSpanCard *card, const char *headline, const char *details, const GdkRectangle *area)
{
  g_autofree char *seen_headline = il_visible_text (headline), *seen_details = il_visible_text (details);

  gtk_label_set_text (card->headline, seen_headline);
  gtk_label_set_text (card->details, seen_details);
  gtk_popover_set_pointing_to (GTK_POPOVER (card), area);
  gtk_popover_popup (GTK_POPOVER (card));
}

void
il_span_card_hide (IlSpanCard *card)
{
  gtk_popover_popdown (GTK_POPOVER (card));
}
