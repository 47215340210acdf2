/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress as a value: see rdg-progress.h. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-progress.h"

/**
 * rdg_progress_init:
 * @func: (nullable) (scope forever): receives fractions from 0 to 1
 * @user_data: passed to @func
 *
 * A progress that spans the whole range. @func is called on whatever thread reports.
 */
RdgProgress
rdg_progress_init (RdgProgressFunc func,
                   gpointer        user_data)
{
  return (RdgProgress){ func, user_data, 0.0, 1.0, NULL };
}

/**
 * rdg_progress_slice:
 * @self: (nullable): the whole
 * @from: where the slice begins in @self, 0 to 1
 * @to: where it ends
 *
 * The part of @self that a sub-step fills. Any thread.
 */
RdgProgress
rdg_progress_slice (const RdgProgress *self,
                    double             from,
                    double             to)
{
  if (self == NULL)
    return (RdgProgress){ NULL, NULL, 0.0, 1.0, NULL };

  double span = self->to - self->from;

  return (RdgProgress){ self->func, self->user_data,
                        self->from + span * from, self->from + span * to, self->count };
}

/**
 * rdg_progress_report:
 * @self: (nullable): a progress
 * @fraction: 0 to 1 of this slice; values outside are clamped
 *
 * Tells how far the slice is. Any thread; cheap, but not meant for inner loops.
 */
void
rdg_progress_report (const RdgProgress *self,
                     double             fraction)
{
  if (self == NULL || self->func == NULL)
    return;

  self->func (self->from + (self->to - self->from) * CLAMP (fraction, 0.0, 1.0), self->user_data);
}

/**
 * rdg_progress_count:
 * @self: (nullable): a progress
 * @n: how many more
 *
 * Any thread; cheap, but not meant for inner loops.
 */
void
rdg_progress_count (const RdgProgress *self,
                    gsize              n)
{
  if (self != NULL && self->count != NULL)
    g_atomic_pointer_add (self->count, (gssize) n);
}
