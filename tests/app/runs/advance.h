/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/session.h"

/* Lets the session work, as a window's frames would, until it is in STATE. The clock that the player sees
 * stands still. */
void il_test_advance_until (IlSession *session, IlSessionState state);

/* The same until all runs of the list are taken in. */
void il_test_take_in (IlSession *session);

/* The track of the first run under MODEL; NULL: there is none. */
IlTrack *il_test_track (IlSession *session, IlModelKind model);
