/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/palette.h"

#include <math.h>

#define RGB(hex)                                                                                                       \
  {                                                                                                                    \
    ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) &255) / 255.0                                      \
  }

/* Task hues after Okabe and Ito, "Color Universal Design", 2008; black becomes grey, since the first
 * task is mostly one that starts the others. On dark ground the darker ones are lightened. */
static const IlPalette light = {
  .of[IL_COLOR_BACKGROUND] = RGB (0xfafafa),
  .of[IL_COLOR_HEADING] = RGB (0xf1f1f1),
  .of[IL_COLOR_SEPARATOR] = RGB (0xe4e4e4),
  .of[IL_COLOR_TEXT] = RGB (0x2e3436),
  .of[IL_COLOR_DIM] = RGB (0x66666a),
  .of[IL_COLOR_BADGE] = RGB (0xe0e0e0),
  .of[IL_COLOR_LINE] = RGB (0x8a8a8e),
  .of[IL_COLOR_SWITCHING] = RGB (0x3a3a3e),
  .of[IL_COLOR_IO] = RGB (0x7cc4ee),
  .of[IL_COLOR_WAITING] = RGB (0xeec26a),
  .of[IL_COLOR_RUNNING] = RGB (0x009e73),
  .of[IL_COLOR_READY] = RGB (0xd55e00),
  .of[IL_COLOR_PLAYHEAD] = RGB (0xc01c28),
  .of[IL_COLOR_PLAYHEAD_TEXT] = RGB (0xffffff),
  .of[IL_COLOR_CURSOR] = RGB (0x67666b),
  .of[IL_COLOR_CURSOR_TEXT] = RGB (0xffffff),
  .of[IL_COLOR_SELECTION] = RGB (0x1a5fb4),
  .of[IL_COLOR_HOVER] = RGB (0x2e3436),
  .of[IL_COLOR_ALARM] = RGB (0xa51d2d),
  .tasks = { RGB (0x5e5c64), RGB (0x0072b2), RGB (0xd55e00), RGB (0x009e73), RGB (0xcc79a7), RGB (0xe69f00),
             RGB (0x56b4e9), RGB (0xd9cb1f) },
  .ahead = 0.18,
};

static const IlPalette dark = {
  .of[IL_COLOR_BACKGROUND] = RGB (0x242424),
  .of[IL_COLOR_HEADING] = RGB (0x2e2e2e),
  .of[IL_COLOR_SEPARATOR] = RGB (0x383838),
  .of[IL_COLOR_TEXT] = RGB (0xf2f2f2),
  .of[IL_COLOR_DIM] = RGB (0xb4b4b8),
  .of[IL_COLOR_BADGE] = RGB (0x454545),
  .of[IL_COLOR_LINE] = RGB (0x9a9a9e),
  .of[IL_COLOR_SWITCHING] = RGB (0xd0d0d4),
  .of[IL_COLOR_IO] = RGB (0x3f86b5),
  .of[IL_COLOR_WAITING] = RGB (0xb98a2c),
  .of[IL_COLOR_RUNNING] = RGB (0x1fb98c),
  .of[IL_COLOR_READY] = RGB (0xe8742a),
  .of[IL_COLOR_PLAYHEAD] = RGB (0xe5484f),
  .of[IL_COLOR_PLAYHEAD_TEXT] = RGB (0x1c0506),
  .of[IL_COLOR_CURSOR] = RGB (0xa8a8ac),
  .of[IL_COLOR_CURSOR_TEXT] = RGB (0x1e1e1e),
  .of[IL_COLOR_SELECTION] = RGB (0x78aeed),
  .of[IL_COLOR_HOVER] = RGB (0xffffff),
  .of[IL_COLOR_ALARM] = RGB (0xff9a94),
  .tasks = { RGB (0xa4a2aa), RGB (0x3a9bdc), RGB (0xe8742a), RGB (0x1fb98c), RGB (0xd68bb5), RGB (0xe6a520),
             RGB (0x6cc0f0), RGB (0xf0e442) },
  .ahead = 0.18,
};

static const IlPalette high_contrast_light = {
  .of[IL_COLOR_BACKGROUND] = RGB (0xffffff),
  .of[IL_COLOR_HEADING] = RGB (0xf4f4f4),
  .of[IL_COLOR_SEPARATOR] = RGB (0x767676),
  .of[IL_COLOR_TEXT] = RGB (0x000000),
  .of[IL_COLOR_DIM] = RGB (0x3a3a3e),
  .of[IL_COLOR_BADGE] = RGB (0xe8e8e8),
  .of[IL_COLOR_LINE] = RGB (0x55555a),
  .of[IL_COLOR_SWITCHING] = RGB (0x000000),
  .of[IL_COLOR_IO] = RGB (0x1f78b4),
  .of[IL_COLOR_WAITING] = RGB (0x9a6a00),
  .of[IL_COLOR_RUNNING] = RGB (0x00704f),
  .of[IL_COLOR_READY] = RGB (0xb34700),
  .of[IL_COLOR_PLAYHEAD] = RGB (0xa0121d),
  .of[IL_COLOR_PLAYHEAD_TEXT] = RGB (0xffffff),
  .of[IL_COLOR_CURSOR] = RGB (0x4a4a4e),
  .of[IL_COLOR_CURSOR_TEXT] = RGB (0xffffff),
  .of[IL_COLOR_SELECTION] = RGB (0x0b4a94),
  .of[IL_COLOR_HOVER] = RGB (0x000000),
  .of[IL_COLOR_ALARM] = RGB (0x8c1420),
  .tasks = { RGB (0x4a4850), RGB (0x005a8f), RGB (0xb34700), RGB (0x00704f), RGB (0xa34a7c), RGB (0x8f6200),
             RGB (0x1f78b4), RGB (0x6f6800) },
  .ahead = 0.8,
};

static const IlPalette high_contrast_dark = {
  .of[IL_COLOR_BACKGROUND] = RGB (0x000000),
  .of[IL_COLOR_HEADING] = RGB (0x161616),
  .of[IL_COLOR_SEPARATOR] = RGB (0x8a8a8a),
  .of[IL_COLOR_TEXT] = RGB (0xffffff),
  .of[IL_COLOR_DIM] = RGB (0xdcdce0),
  .of[IL_COLOR_BADGE] = RGB (0x303030),
  .of[IL_COLOR_LINE] = RGB (0xc8c8cc),
  .of[IL_COLOR_SWITCHING] = RGB (0xffffff),
  .of[IL_COLOR_IO] = RGB (0x5aaee0),
  .of[IL_COLOR_WAITING] = RGB (0xe0ac48),
  .of[IL_COLOR_RUNNING] = RGB (0x35d6a5),
  .of[IL_COLOR_READY] = RGB (0xff9550),
  .of[IL_COLOR_PLAYHEAD] = RGB (0xff6a70),
  .of[IL_COLOR_PLAYHEAD_TEXT] = RGB (0x000000),
  .of[IL_COLOR_CURSOR] = RGB (0xdcdce0),
  .of[IL_COLOR_CURSOR_TEXT] = RGB (0x000000),
  .of[IL_COLOR_SELECTION] = RGB (0x9cc8ff),
  .of[IL_COLOR_HOVER] = RGB (0xffffff),
  .of[IL_COLOR_ALARM] = RGB (0xffb0aa),
  .tasks = { RGB (0xc4c2ca), RGB (0x5ab4ee), RGB (0xff9550), RGB (0x35d6a5), RGB (0xf0aad2), RGB (0xffbe3c),
             RGB (0x8fd4ff), RGB (0xfff060) },
  .ahead = 0.8,
};

const IlPalette *
il_palette_get (gboolean is_dark, gboolean high_contrast)
{
  if (high_contrast)
    return is_dark ? &high_contrast_dark : &high_contrast_light;
  return is_dark ? &dark : &light;
}

static const char *const coloring_names[IL_N_COLORINGS] = { "task", "state", "object" };

const char *
il_coloring_name (IlColoring coloring)
{
  return coloring_names[coloring];
}

gboolean
il_coloring_from_name (const char *name, IlColoring *coloring)
{
  for (guint i = 0; i < IL_N_COLORINGS; i++)
    if (g_str_equal (name, coloring_names[i])) {
      *coloring = i;
      return TRUE;
    }
  return FALSE;
}

const IlColor *
il_palette_task (const IlPalette *palette, guint32 task)
{
  return &palette->tasks[task > 0 ? (task - 1) % G_N_ELEMENTS (palette->tasks) : 0];
}

static double
linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (const IlColor *color)
{
  return 0.2126 * linear (color->red) + 0.7152 * linear (color->green) + 0.0722 * linear (color->blue);
}

double
il_color_contrast (const IlColor *one, const IlColor *other)
{
  double a = luminance (one), b = luminance (other);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}
