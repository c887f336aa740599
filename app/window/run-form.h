/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/run-settings.h"

/* A form of how a run is made: model, clock, policy, cores, quantum and switch cost. What the model or the policy does
 * not look at is insensitive, and the form says why.
 *
 * Signals: "applied": the user wants it so. */
#define IL_TYPE_RUN_FORM (il_run_form_get_type ())
G_DECLARE_FINAL_TYPE (IlRunForm, il_run_form, IL, RUN_FORM, GtkWidget)

/* Begins with SETTINGS, borrowed for the call. LABEL: of the button, with a mnemonic. */
GtkWidget *il_run_form_new (const IlRunSettings *settings, const char *label);

/* Free them. */
IlRunSettings *il_run_form_dup_settings (IlRunForm *form);
