/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/picture/lane-order.h"

/* Between lane-order.c, what an order is, and lane-sorter.c, which makes one. */

enum { IL_NO_GROUP = G_MAXUINT };

typedef struct {
  guint lane;
  guint group; /* whose head it is; IL_NO_GROUP: none */
  guint depth;
} IlLaneRow;

struct _IlLaneOrder {
  guint n_lanes;   /* that were there */
  gboolean closed; /* others come with the next order */
  GArray *rows;    /* of IlLaneRow; the pinned ones first */
  guint n_pinned;
  guint *row_of; /* by lane; IL_NO_ROW: hidden */
  guint n_hidden;
  GArray *groups;  /* of IlLaneGroup */
  guint *group_of; /* by lane; IL_NO_GROUP: none */
  guint *head_of;  /* row by group; IL_NO_ROW: hidden */
  IlLaneGroups *lane_groups;
};

IlLaneOrder *il_lane_order_alloc (guint n_lanes);
