/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/session.h"

/* Makes BUTTON one that runs the workload or, while SESSION is busy, stops it. */
void il_run_button_set_up (GtkButton *button, IlSession *session);
