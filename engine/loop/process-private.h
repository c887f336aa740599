/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

/* For tests: children are waited for by a thread, as where there is no pidfd. Returns what it was. */
bool il_child_use_thread (bool use);
