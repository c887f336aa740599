/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A small window in which any action is found by words of its name, and is done by Enter. */

/* One action by name. */
typedef struct {
  const char *label;
  const char *action; /* detailed: "win.sort::name" */
} IlPaletteEntry;

/* Presents it over PARENT, whose actions they are: ENTRIES and the items of MENUS (NULL-terminated), with the titles of
 * their submenus before them. Those that are not enabled now are left out. */
void
il_command_palette_open (GtkWindow *parent, const IlPaletteEntry *entries, guint n_entries, GMenuModel *const *menus);
