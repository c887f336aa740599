/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* From now on, where GLib would abort because the system refuses memory or a thread, the program says so in one line
 * and exits with status 1. Called once, first of all in main. */
void il_last_words_set_up (void);
