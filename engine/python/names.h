/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

char *il_export_name (const char *name); /* of a routine or an object; free it */
void il_export_variable (IlExport *export, const char *name);
void il_export_object (IlExport *export, guint index);
void il_export_assigned (IlExport *export, guint32 slot, const char *name); /* what is assigned to */
void il_export_characters (GString *out, const char *text, gboolean in_f);  /* inside quotes; IN_F: of an f-string */
void il_export_string (GString *out, const char *text);                     /* in quotes */
void il_export_seconds (GString *out, gint64 ns);
