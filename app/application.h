/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#define IL_APPLICATION_ID "io.github.interlane.Interlane"

/* Runs the program with windows: one for each file named in ARGV, else one with the first example.
 * Returns the exit status. */
int il_application_main (int argc, char **argv);
