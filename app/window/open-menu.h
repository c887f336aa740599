/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The examples by chapter, and the files that were open lately, each with the action win.open-uri. Free it. */
GMenuModel *il_open_menu_new (void);
