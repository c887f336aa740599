/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Writes TEXT to FILE as all that the program writes (traces/formats/output-file.h), and where FILE is not on this
 * computer, as GIO does. ETAG, unless NULL, is FILE's when it was read or written last: G_IO_ERROR_WRONG_ETAG where
 * another program has changed it since. *NEW_ETAG is what it is then, to be freed, or NULL. Any thread. */
gboolean il_save_text (GFile *file, GBytes *text, const char *etag, char **new_etag, GError **error);
