/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/job.h"
#include "app/runs/session.h"
#include "app/window/window.h"
#include "ui/chart/chart.h"
#include "ui/chart/ruler.h"
#include "ui/latest.h"
#include "ui/panels/compare.h"
#include "ui/panels/editor.h"
#include "ui/panels/inspector.h"
#include "ui/panels/table.h"
#include "ui/panels/transport.h"

/* The charts: one a model, and below them one for a recording beside. */
enum { IL_N_MODELS = 3, IL_BESIDE = IL_N_MODELS, IL_N_CHARTS };

struct _IlWindow {
  AdwApplicationWindow parent_instance;

  /* of the template */
  AdwWindowTitle *title;
  AdwSplitButton *open_button;
  GtkButton *run_button;
  AdwButtonContent *run_content;
  GtkDropDown *clock;
  GtkWidget *export_button;
  GtkInfoBar *message_bar;
  GtkLabel *message;
  GtkInfoBar *job_bar;
  GtkLabel *job_label;
  GtkProgressBar *job_progress;
  AdwToastOverlay *toasts;
  AdwFlap *flap;
  IlEditor *editor;
  GtkStack *stack;
  GtkDropDown *model;
  GtkTextView *output;
  GtkStackPage *problems_page;
  GtkListBox *problems;
  GtkBox *charts_box;
  GtkBox *charts;
  GtkBox *tables;
  IlCompare *compare;
  IlInspector *inspector;
  IlTransport *transport;

  IlView *view; /* what all charts share */
  IlChart *chart[IL_N_CHARTS];
  IlView *views[IL_N_CHARTS]; /* theirs, beside VIEW */
  GtkWidget *ruler;
  GtkWidget *rulers[IL_N_CHARTS]; /* each chart's own, where they are not linked */
  GtkWidget *overview;
  guint focused;               /* the chart that has or had the focus, by index */
  IlTrack *shown[IL_N_CHARTS]; /* what the charts borrow from */
  guint64 shown_records[IL_N_CHARTS];
  gint64 shown_end[IL_N_CHARTS];

  IlSession *session;
  IlSession *beside; /* the recording beside: only its tracks are used */
  char *beside_name; /* NULL: there is none */
  GtkMenuButton *main_menu_button;
  GMenu *other_windows; /* whose runs can be compared */
  IlModelKind beside_model;
  GtkWidget *beside_bar, *beside_label;
  GtkDropDown *beside_runs; /* which run of the recording */
  GFile *awaited_beside;    /* to be opened beside when what is being opened is there; NULL: none */
  guint tick_id;
  guint heartbeat_id;
  gint64 last_tick; /* us, monotonic */

  /* The chart that the pointer is over, by index. */
  gboolean is_pointed;
  guint pointed_model;

  /* The selected span. */
  gboolean has_selection;
  guint selected_model; /* index */
  guint32 selected_task;
  IlSpan selected_span;
  gboolean path_is_lit;    /* the critical paths are drawn */
  IlLatest *lighting;      /* which are the critical paths */
  IlLatest *measuring;     /* what a range holds */
  IlTrack *measured_track; /* not a reference: only compared */
  gint64 measured_from, measured_to;
  IlLatest *comparing; /* where runs part */
  GtkSearchBar *search_bar;
  GtkWidget *search_entry;
  GtkLabel *found;
  IlLatest *searching; /* which events match */
  GArray *matches;     /* window-search.c; NULL: not known */
  gint64 match;        /* the one that is shown; -1: none */
  int search_step;     /* to be taken when matches are known */
  IlLatest *blaming;   /* why it was waited */

  /* The lists below the charts. */
  IlTable *events, *tasks;
  GtkToggleButton *follow;
  gboolean choosing;             /* the user has chosen a row there */
  IlRecording *listed_recording; /* not a reference: only compared; so is the next */
  IlMetrics *listed_metrics;

  /* What the output shows. */
  IlTrack *output_track; /* not a reference: only compared */
  guint output_first;    /* lines before it are left out */
  guint output_n;

  gboolean export_seen; /* pictures show what can be seen, not all */

  /* The document. */
  GFile *file;         /* where Save writes to; NULL: ask */
  char *etag;          /* of FILE when it was read or written */
  char *name;          /* of the file for people */
  gboolean is_trace;   /* it came from a trace: Save asks for a workload's name */
  gboolean is_example; /* likewise: examples are not overwritten */
  gboolean touched;
  guint64 edits;      /* counts changes of the text */
  gboolean may_close; /* the user has been asked */
  gboolean loading_text;

  /* The job on a worker, if any. */
  IlJob *job;
  guint job_timeout_id;
};

/* window.c */
void il_window_update_title (IlWindow *window);
void il_window_start_run (IlWindow *window);
void il_window_update_metrics (IlWindow *window);
void il_window_set_track (IlWindow *window, guint chart, IlTrack *track); /* NULL: none */
void il_window_watch_session (IlWindow *window, IlSession *session);      /* how far it is, and that it goes on */

/* window-link.c: charts that zoom and move together, or each alone. */
void il_window_add_rulers (IlWindow *window); /* above the charts, which are there */
IlView *il_window_view (IlWindow *window);    /* of the chart that the pointer is over or, else, that has the focus */
gboolean il_window_is_linked (IlWindow *window);
void il_window_set_extents (IlWindow *window); /* there is more to see, or nothing any more */

/* window-beside.c: a recording beside the runs, to compare them with it. */
void il_window_add_beside (IlWindow *window);
void il_window_ask_beside (IlWindow *window);
void il_window_open_awaited_beside (
    IlWindow *window); /* what il_window_compare asked for, as soon as nothing else is read */
void il_window_close_beside (IlWindow *window);
void il_window_compare_with_window (IlWindow *window, guint id);
void il_window_keep_beside (IlWindow *window); /* the window's own runs as they are now */
const char *il_window_chart_name (IlWindow *window, guint chart);

/* window-actions.c */
void il_window_class_install_actions (GtkWidgetClass *widget_class);
void il_window_add_view_actions (IlWindow *window);
void il_window_update_actions (IlWindow *window);
void il_window_fill_open_menu (IlWindow *window);
void il_window_leave_charts (IlWindow *window);

/* window-files.c: everything about what is open and where it is saved. */
typedef void (*IlWindowThen) (IlWindow *window, gpointer data);
void il_window_ask_open (IlWindow *window);
void il_window_save (IlWindow *window, gboolean as);
void il_window_ask_export (IlWindow *window, const char *ending);
void il_window_copy_picture (IlWindow *window); /* to the clipboard */
void il_window_cancel_job (IlWindow *window);

/* Shows that WHAT ("Opening") is done to NAME. Returns a new reference, or NULL, and says so, where another job is not
 * done yet. */
IlJob *il_window_begin_job (IlWindow *window, const char *what, const char *name);
void il_window_end_job (IlWindow *window);
void il_window_show_failure (IlWindow *window, const char *what, const char *name, const GError *error);
gboolean il_window_close_request (GtkWindow *window);

/* window-panels.c: what is shown beside the charts. */
void il_window_update_output (IlWindow *window);
void il_window_update_problems (IlWindow *window);
void il_window_update_moment (IlWindow *window);
void il_window_update_inspector (IlWindow *window);
void il_window_select_span (IlWindow *window, guint model, const IlSpan *span, guint32 task);

/* window-tables.c: the lists below the charts. */
void il_window_add_tables (IlWindow *window);
void il_window_update_tables (IlWindow *window);
void il_window_follow_in_log (IlWindow *window);

/* window-range.c: the range that is measured. */
void il_window_update_range (IlWindow *window);
gint64 il_window_snap (gint64 time, gint64 tolerance, gpointer data);

/* window-path.c: the critical paths. */
void il_window_update_path (IlWindow *window);

/* window-compare.c: where two runs part. */
void il_window_update_compare (IlWindow *window);
void il_window_go_to_divergence (IlWindow *window, guint pair, const IlDivergence *divergence);

/* window-search.c: searching in the charts. */
void il_window_add_search (IlWindow *window);
void il_window_show_search (IlWindow *window);
void il_window_update_search (IlWindow *window);
void il_window_search_step (IlWindow *window, int step);
void il_window_cancel_search (IlWindow *window);

/* window-blame.c: why the selected span was waited. */
void il_window_update_blame (IlWindow *window);
