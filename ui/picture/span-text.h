/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/timeline.h"

/* A span in full sentences, for the card at the pointer and for screen readers: a headline, and below it
 * when, how long and at which line; who holds what it waits for; who woke it. */
typedef struct {
  char *headline; /* "mocha waits for semaphore machine" */
  char *details;  /* lines */
} IlSpanText;

void il_span_text_init (IlSpanText *text, const IlTimeline *timeline, const IlLane *lane, guint span);
void il_span_text_clear (IlSpanText *text);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IlSpanText, il_span_text_clear)
