/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cars of the database as a matrix, for training, scoring and explaining alike:
 * of each characteristic the value that was measured last, and what
 * rdg-series-features.h and rdg-plant-features.h make of the rest. Nothing that
 * was known only at or after a car's own road test. Blocking; the store's thread.
 */
#pragma once

#include "rdg-car-table.h"
#include "rdg-model.h"
#include "rdg-progress.h"
#include "rdg-store.h"

G_BEGIN_DECLS

typedef struct
{
  RdgMatrix *matrix;    /* one row for each car that was asked for, as they were given */
  guint8    *seen;      /* whether a done import says anything of the car */
  float     *earlier;   /* failures found before the test, NaN where no file says; NULL: for no car */
  GArray    *blocked;   /* RdgBlockedFeature: what is no input, and why; in training only */
  GPtrArray *late;      /* char *: features most of whose readings come after the test, cut off */
} RdgCarMatrix;

/* model: for whom to score; NULL: for training, when all that is not blocked becomes a feature.
 * roll: all cars as they stand, tested when or not yet. car_ids: some of them, ascending. */
RdgCarMatrix *_rdg_car_matrix_load (RdgStore           *store,
                                    const RdgModel     *model,
                                    const RdgCarRoll   *roll,
                                    const gint64       *car_ids,
                                    gsize               n_cars,
                                    const RdgProgress  *progress,
                                    GCancellable       *cancellable,
                                    GError            **error);
void          _rdg_car_matrix_free (RdgCarMatrix       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCarMatrix, _rdg_car_matrix_free)

G_END_DECLS
