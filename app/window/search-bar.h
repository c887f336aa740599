/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/panes.h"

/* The bar above the charts by which events are searched in all of them. */
#define IL_TYPE_SEARCH_BAR (il_search_bar_get_type ())
G_DECLARE_FINAL_TYPE (IlSearchBar, il_search_bar, IL, SEARCH_BAR, GtkWidget)

/* PANES, in which the bar is, is borrowed. The bar adds its actions search-next and search-previous to ACTIONS. */
GtkWidget *il_search_bar_new (IlSession *session, IlSelection *selection, IlPanes *panes, GActionMap *actions);

/* Opens it for words to search. */
void il_search_bar_open (IlSearchBar *bar);

/* Whether it still looks for matches. */
gboolean il_search_bar_is_searching (IlSearchBar *bar);
