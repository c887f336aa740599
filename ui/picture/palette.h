/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct {
  double red, green, blue;
} IlColor;

typedef enum {
  IL_COLOR_BACKGROUND,
  IL_COLOR_HEADING,
  IL_COLOR_SEPARATOR,
  IL_COLOR_TEXT, /* on background and heading; so is the next */
  IL_COLOR_DIM,
  IL_COLOR_BADGE, /* background of text */
  IL_COLOR_LINE,  /* await and sleep; the end line is text */
  IL_COLOR_SWITCHING,
  IL_COLOR_IO,
  IL_COLOR_WAITING,
  IL_COLOR_RUNNING, /* whoever it is; so is the next */
  IL_COLOR_READY,
  IL_COLOR_PLAYHEAD,
  IL_COLOR_PLAYHEAD_TEXT,
  IL_COLOR_CURSOR,
  IL_COLOR_CURSOR_TEXT,
  IL_COLOR_SELECTION,
  IL_COLOR_HOVER,
  IL_COLOR_ALARM, /* text that says that a run went wrong */
  IL_N_COLORS,
} IlColorRole;

/* The colours of charts and pictures, light or dark. Text colours have a contrast of at least 4.5:1 on
 * the backgrounds that they are used on. */
typedef struct {
  IlColor of[IL_N_COLORS];
  IlColor tasks[8];
  double ahead; /* how much stays of what is later than the playhead, 0 to 1; the rest is background */
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
