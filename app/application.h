/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define IL_APPLICATION_ID "io.github.interlane.Interlane"

/* Runs the program with windows: one for each file named in ARGV, else one with the first example.
 * COMPARE: there are two files, and the second, a trace, is shown beside the first. Returns the exit status. */
int il_application_main (int argc, char **argv, gboolean compare);
