/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/sweeps/sweep-job.h"

/* A form of what a sweep varies: one or two things, each with its values, and the models.
 *
 * Signals: "applied": the user wants it so. */
#define IL_TYPE_SWEEP_FORM (il_sweep_form_get_type ())
G_DECLARE_FINAL_TYPE (IlSweepForm, il_sweep_form, IL, SWEEP_FORM, GtkWidget)

/* TEXT: of the workload whose numbers can be varied. */
GtkWidget *il_sweep_form_new (const char *text);

/* As the command line has it; free both. */
char **il_sweep_form_dup_vary (IlSweepForm *form);
GArray *il_sweep_form_dup_models (IlSweepForm *form); /* of IlModelKind; may be empty */
