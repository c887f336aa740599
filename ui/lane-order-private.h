/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/lane-order.h"

/* Between lane-order.c, what an order is, and lane-sorter.c, which makes one. */

typedef struct {
  guint lane;
  guint depth;
} IlLaneRow;

struct _IlLaneOrder {
  guint n_lanes;  /* that were there */
  GArray *rows;   /* of IlLaneRow; the pinned ones first */
  guint n_pinned;
  guint *row_of;  /* by lane; IL_NO_ROW: hidden */
  guint n_hidden;
};
