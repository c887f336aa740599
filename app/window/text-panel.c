/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/text-panel.h"

#include "app/window/output.h"
#include "app/window/problem-list.h"
#include "app/window/run-chooser.h"

void
il_text_panel_fill (GtkBox *box, IlSession *session, IlSelection *selection, IlEditor *editor)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *tabs = gtk_stack_switcher_new ();
  GtkWidget *stack = gtk_stack_new (), *problems = il_problem_list_new (session, editor);
  GtkWidget *chooser = il_run_chooser_new (il_session_list (session), selection);
  GtkStackPage *page;

  gtk_stack_add_titled (GTK_STACK (stack), il_output_new (session, selection), "output", "Output");
  page = gtk_stack_add_titled (GTK_STACK (stack), problems, "problems", "Problems");
  il_problem_list_set_page (IL_PROBLEM_LIST (problems), GTK_STACK (stack), page);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (tabs), GTK_STACK (stack));
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_widget_add_css_class (tabs, "compact");
  gtk_widget_set_hexpand (chooser, TRUE);
  gtk_widget_set_halign (chooser, GTK_ALIGN_END);
  g_object_set (bar, "margin-top", 6, "margin-bottom", 6, "margin-start", 6, "margin-end", 6, NULL);
  gtk_box_append (GTK_BOX (bar), tabs);
  gtk_box_append (GTK_BOX (bar), chooser);
  gtk_box_append (box, bar);
  gtk_box_append (box, stack);
}
