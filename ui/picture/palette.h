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
  IlColor runs, is_ready; /* whoever it is */
  IlColor playhead, playhead_text, cursor, cursor_text, selection, hover;
  IlColor alarm; /* text that says that a run went wrong */
  IlColor tasks[8];
} IlPalette;

/* HIGH_CONTRAST: for who has asked the desktop for it; text has at least 7:1 there, shapes 3:1. */
const IlPalette *il_palette_get (gboolean dark, gboolean high_contrast);

/* The hue of a task, or of an object: Okabe and Ito's eight, which the colour-blind tell apart. */
const IlColor *il_palette_task (const IlPalette *palette, guint32 task);

/* Of two colours as WCAG 2 defines it, 1 to 21. */
double il_color_contrast (const IlColor *one, const IlColor *other);

/* Hues for every second of a chart's questions: who, what state, which object. Shapes stay as they are. */
typedef enum {
  IL_COLORING_TASK,
  IL_COLORING_STATE,  /* all that runs alike, all that is ready alike */
  IL_COLORING_OBJECT, /* what is waited for */
  IL_N_COLORINGS,
} IlColoring;

const char *il_coloring_name (IlColoring coloring);                      /* "task", "state", "object" */
gboolean il_coloring_from_name (const char *name, IlColoring *coloring); /* FALSE: there is none of that name */
