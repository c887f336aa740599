/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Sets ERROR, a G_IO_ERROR_INVALID_DATA, and returns FALSE. */
gboolean il_sweep_fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
