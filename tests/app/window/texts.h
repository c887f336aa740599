/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* What the labels in WIDGET say that are shown, a line each. Free it. */
char *widget_texts (GtkWidget *widget);
