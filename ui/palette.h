/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct {
  double red, green, blue;
} IlColor;

/* The colours of charts and pictures, light or dark. Text colours have a contrast of at least 4.5:1 on
 * the backgrounds that they are used on. */
typedef struct {
  IlColor background, heading, separator;
  IlColor text, dim; /* on background and heading */
  IlColor badge;     /* background of text */
  IlColor line;      /* await and sleep; the end line is text */
  IlColor switching, io, waiting;
  IlColor playhead, playhead_text, cursor, cursor_text, selection, hover;
  IlColor alarm; /* text that says that a run went wrong */
  IlColor tasks[8];
} IlPalette;

const IlPalette *il_palette_get (gboolean dark);

/* The hue of a task: Okabe and Ito's eight, which the colour-blind tell apart. */
const IlColor *il_palette_task (const IlPalette *palette, guint32 task);
