/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

/* Indents the line that Enter begins as the one before it; by one step more where that ends in a colon, which opens a
 * block, and by one less where its block goes no further: after return, raise, break, continue and pass. */
#define IL_TYPE_INDENTER (il_indenter_get_type ())
G_DECLARE_FINAL_TYPE (IlIndenter, il_indenter, IL, INDENTER, GObject)

GtkSourceIndenter *il_indenter_new (void);
