/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The card beside the pointer that tells about a span. A popover, so that no window's edge clips it, through which
 * the pointer goes, so that it never covers what it tells about. */
#define IL_TYPE_SPAN_CARD (il_span_card_get_type ())
G_DECLARE_FINAL_TYPE (IlSpanCard, il_span_card, IL, SPAN_CARD, GtkPopover)

GtkWidget *il_span_card_new (void);
void il_span_card_show (IlSpanCard *card, const char *headline, const char *details, const GdkRectangle *area);
void il_span_card_hide (IlSpanCard *card);
