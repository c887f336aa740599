/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/problem-list.h"

#include "traces/text/visible-text.h"

enum { MAX_PROBLEMS = 200 }; /* that are kept in widgets */

struct _IlProblemList {
  GtkWidget parent_instance;

  IlSession *session;
  IlEditor *editor;
  GtkWidget *scrolled;
  GtkListBox *rows;
  GtkStack *stack;
  GtkStackPage *page;
};

G_DEFINE_FINAL_TYPE (IlProblemList, il_problem_list, GTK_TYPE_WIDGET)

/* "Threads · srtf: deadlock", "Line 3: unknown statement". */
static char *
text_of (IlProblemList *list, const IlProblem *problem)
{
  IlListedRun *run = problem->run != 0 ? il_run_list_find (il_session_list (list->session), problem->run) : NULL;

  if (run)
    return g_strdup_printf ("%s: %s", il_listed_run_get_title (run), problem->text);
  if (problem->model != 0)
    return g_strdup_printf ("%s: %s", il_model_title (problem->model), problem->text);
  if (problem->line > 0)
    return g_strdup_printf ("Line %u: %s", problem->line, problem->text);
  return g_strdup (problem->text);
}

static GtkWidget *
row_new (const IlProblem *problem, const char *text)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon =
      gtk_image_new_from_icon_name (problem->remark ? "dialog-information-symbolic" : "dialog-error-symbolic");
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, problem->remark ? "dim-label" : "error");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), problem->line > 0);
  gtk_widget_add_css_class (row, "problem");
  if (problem->line > 0)
    gtk_widget_set_tooltip_text (row, "Go to the line");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data (G_OBJECT (row), "il-line", GUINT_TO_POINTER (problem->line));
  g_object_set_data (G_OBJECT (row), "il-column", GUINT_TO_POINTER (problem->column));
  return row;
}

/* Its line need not be that line any more. */
static gboolean
is_of_another_text (IlProblemList *list, const IlProblem *problem)
{
  IlListedRun *run = problem->run != 0 ? il_run_list_find (il_session_list (list->session), problem->run) : NULL;

  return run && il_listed_run_get_stale (run);
}

static void
update (IlProblemList *list)
{
  GPtrArray *problems = il_session_problems (list->session);
  g_autofree char *title = NULL;
  GtkListBoxRow *row;
  guint n_wrong = 0;

  while ((row = gtk_list_box_get_row_at_index (list->rows, 0)))
    gtk_list_box_remove (list->rows, GTK_WIDGET (row));
  il_editor_clear_errors (list->editor);
  for (guint i = 0; i < problems->len && i < MAX_PROBLEMS; i++) {
    const IlProblem *problem = g_ptr_array_index (problems, i);
    g_autofree char *raw = text_of (list, problem), *text = il_visible_text (raw);

    gtk_list_box_append (list->rows, row_new (problem, text));
    n_wrong += !problem->remark;
    if (problem->line > 0 && !problem->remark && !is_of_another_text (list, problem))
      il_editor_add_error (list->editor, problem->line, problem->column, problem->length, problem->text);
  }
  if (!list->page)
    return;
  title = problems->len > 0 ? g_strdup_printf ("Problems (%u)", problems->len) : g_strdup ("Problems");
  gtk_stack_page_set_title (list->page, title);
  gtk_stack_page_set_needs_attention (list->page, n_wrong > 0);
  if (il_session_is_followed (list->session)) /* who is writing is not taken elsewhere */
    return;
  if (n_wrong > 0)
    gtk_stack_set_visible_child (list->stack, gtk_stack_page_get_child (list->page));
  else if (gtk_stack_get_visible_child (list->stack) == gtk_stack_page_get_child (list->page))
    gtk_stack_set_visible_child_name (list->stack, "output");
}

void
il_problem_list_set_page (IlProblemList *list, GtkStack *stack, GtkStackPage *page)
{
  list->stack = stack;
  list->page = page;
  update (list);
}

static void
activated_cb (IlProblemList *list, GtkListBoxRow *row)
{
  il_editor_go_to (list->editor, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "il-line")),
                   GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "il-column")));
}

static void
il_problem_list_dispose (GObject *object)
{
  IlProblemList *list = IL_PROBLEM_LIST (object);

  list->page = NULL;
  if (list->session)
    g_signal_handlers_disconnect_by_data (list->session, list);
  g_clear_pointer (&list->scrolled, gtk_widget_unparent);
  g_clear_object (&list->session);
  g_clear_object (&list->editor);
  G_OBJECT_CLASS (il_problem_list_parent_class)->dispose (object);
}

static void
il_problem_list_class_init (IlProblemListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_problem_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
il_problem_list_init (IlProblemList *list)
{
  GtkWidget *rows = gtk_list_box_new (), *none = gtk_label_new ("No problems");

  list->rows = GTK_LIST_BOX (rows);
  list->scrolled = gtk_scrolled_window_new ();
  gtk_list_box_set_selection_mode (list->rows, GTK_SELECTION_NONE);
  gtk_widget_set_margin_top (none, 18);
  gtk_widget_add_css_class (none, "dim-label");
  gtk_list_box_set_placeholder (list->rows, none);
  g_signal_connect_swapped (rows, "row-activated", G_CALLBACK (activated_cb), list);
  gtk_accessible_update_property (GTK_ACCESSIBLE (rows), GTK_ACCESSIBLE_PROPERTY_LABEL, "Problems", -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (list->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (list->scrolled), rows);
  gtk_widget_set_parent (list->scrolled, GTK_WIDGET (list));
}

GtkWidget *
il_problem_list_new (IlSession *session, IlEditor *editor)
{
  IlProblemList *list = g_object_new (IL_TYPE_PROBLEM_LIST, NULL);

  list->session = g_object_ref (session);
  list->editor = g_object_ref (editor);
  g_signal_connect_object (session, "problems-changed", G_CALLBACK (update), list, G_CONNECT_SWAPPED);
  return GTK_WIDGET (list);
}
