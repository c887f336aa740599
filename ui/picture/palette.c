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
  .background = RGB (0xfafafa),
  .heading = RGB (0xf1f1f1),
  .separator = RGB (0xe4e4e4),
  .text = RGB (0x2e3436),
  .dim = RGB (0x66666a),
  .badge = RGB (0xe0e0e0),
  .line = RGB (0x8a8a8e),
  .switching = RGB (0x3a3a3e),
  .io = RGB (0x7cc4ee),
  .waiting = RGB (0xeec26a),
  .runs = RGB (0x009e73),
  .is_ready = RGB (0xd55e00),
  .playhead = RGB (0xc01c28),
  .playhead_text = RGB (0xffffff),
  .cursor = RGB (0x67666b),
  .cursor_text = RGB (0xffffff),
  .selection = RGB (0x1a5fb4),
  .hover = RGB (0x2e3436),
  .alarm = RGB (0xa51d2d),
  .tasks = { RGB (0x5e5c64), RGB (0x0072b2), RGB (0xd55e00), RGB (0x009e73), RGB (0xcc79a7), RGB (0xe69f00),
             RGB (0x56b4e9), RGB (0xd9cb1f) },
};

static const IlPalette dark = {
  .background = RGB (0x242424),
  .heading = RGB (0x2e2e2e),
  .separator = RGB (0x383838),
  .text = RGB (0xf2f2f2),
  .dim = RGB (0xb4b4b8),
  .badge = RGB (0x454545),
  .line = RGB (0x9a9a9e),
  .switching = RGB (0xd0d0d4),
  .io = RGB (0x3f86b5),
  .waiting = RGB (0xb98a2c),
  .runs = RGB (0x1fb98c),
  .is_ready = RGB (0xe8742a),
  .playhead = RGB (0xe5484f),
  .playhead_text = RGB (0x1c0506),
  .cursor = RGB (0xa8a8ac),
  .cursor_text = RGB (0x1e1e1e),
  .selection = RGB (0x78aeed),
  .hover = RGB (0xffffff),
  .alarm = RGB (0xff9a94),
  .tasks = { RGB (0xa4a2aa), RGB (0x3a9bdc), RGB (0xe8742a), RGB (0x1fb98c), RGB (0xd68bb5), RGB (0xe6a520),
             RGB (0x6cc0f0), RGB (0xf0e442) },
};

static const IlPalette high_contrast_light = {
  .background = RGB (0xffffff),
  .heading = RGB (0xf4f4f4),
  .separator = RGB (0x767676),
  .text = RGB (0x000000),
  .dim = RGB (0x3a3a3e),
  .badge = RGB (0xe8e8e8),
  .line = RGB (0x55555a),
  .switching = RGB (0x000000),
  .io = RGB (0x1f78b4),
  .waiting = RGB (0x9a6a00),
  .runs = RGB (0x00704f),
  .is_ready = RGB (0xb34700),
  .playhead = RGB (0xa0121d),
  .playhead_text = RGB (0xffffff),
  .cursor = RGB (0x4a4a4e),
  .cursor_text = RGB (0xffffff),
  .selection = RGB (0x0b4a94),
  .hover = RGB (0x000000),
  .alarm = RGB (0x8c1420),
  .tasks = { RGB (0x4a4850), RGB (0x005a8f), RGB (0xb34700), RGB (0x00704f), RGB (0xa34a7c), RGB (0x8f6200),
             RGB (0x1f78b4), RGB (0x6f6800) },
};

static const IlPalette high_contrast_dark = {
  .background = RGB (0x000000),
  .heading = RGB (0x161616),
  .separator = RGB (0x8a8a8a),
  .text = RGB (0xffffff),
  .dim = RGB (0xdcdce0),
  .badge = RGB (0x303030),
  .line = RGB (0xc8c8cc),
  .switching = RGB (0xffffff),
  .io = RGB (0x5aaee0),
  .waiting = RGB (0xe0ac48),
  .runs = RGB (0x35d6a5),
  .is_ready = RGB (0xff9550),
  .playhead = RGB (0xff6a70),
  .playhead_text = RGB (0x000000),
  .cursor = RGB (0xdcdce0),
  .cursor_text = RGB (0x000000),
  .selection = RGB (0x9cc8ff),
  .hover = RGB (0xffffff),
  .alarm = RGB (0xffb0aa),
  .tasks = { RGB (0xc4c2ca), RGB (0x5ab4ee), RGB (0xff9550), RGB (0x35d6a5), RGB (0xf0aad2), RGB (0xffbe3c),
             RGB (0x8fd4ff), RGB (0xfff060) },
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
