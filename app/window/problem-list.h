/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/session.h"
#include "ui/panels/editor.h"

/* The problems of a session, which are marked in the editor too, and to whose places they lead. */
#define IL_TYPE_PROBLEM_LIST (il_problem_list_get_type ())
G_DECLARE_FINAL_TYPE (IlProblemList, il_problem_list, IL, PROBLEM_LIST, GtkWidget)

GtkWidget *il_problem_list_new (IlSession *session, IlEditor *editor);

/* PAGE, of STACK, is the list's: it tells how many problems there are and comes to the front where some are wrong. */
void il_problem_list_set_page (IlProblemList *list, GtkStack *stack, GtkStackPage *page);
