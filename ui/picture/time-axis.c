/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/time-axis.h"

#include <glib.h>
#include <math.h>

double
il_tick_step (double minimum)
{
  double power = pow (10, floor (log10 (MAX (1, minimum))));

  for (;; power *= 10)
    for (guint i = 0; i < 3; i++) {
      static const double steps[] = { 1, 2, 5 };
      if (steps[i] * power >= minimum)
        return steps[i] * power;
    }
}
