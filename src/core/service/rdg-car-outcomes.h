/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How each car stands, from all that is known of it: a result written back, else
 * the plant's failures and positions, else the label of a table. And what in the
 * positions and failures looks odd. Blocking; on the store's thread.
 *
 * A pass of the road test that lies more than RDG_CAR_MOST_PASSAGE before all that the car
 * passed otherwise has a false date: it does not count, as if it were not there.
 */
#pragma once

#include "rdg-car-table.h"

G_BEGIN_DECLS

/* A car passes the line in a day or two, and waits some days longer where it waits for a part. */
#define RDG_CAR_MOST_PASSAGE (7 * G_GINT64_CONSTANT (24 * 60 * 60 * 1000))

typedef enum
{
  RDG_WHY_LABELLED,
  RDG_WHY_NO_LABEL_VALUE,    /* of a table */
  RDG_WHY_NOT_TESTED,
  RDG_WHY_OUTSIDE_PERIOD,
  RDG_WHY_NO_FAILURE_FILE,
  RDG_N_WHYS,
} RdgOutcomeWhy;

typedef struct
{
  gboolean has_positions;
  gboolean has_failures;
  guint64  failed;
  guint64  passed;
  guint64  why[RDG_N_WHYS];      /* cars; those that are labelled too */

  /* Passes through halls: the last before the first road test counts, and of the halls from the
   * test on the first; earlier ones are rework, later ones retests. */
  guint64  kept, rework, retest;
  guint64  unmapped;             /* passes whose code marks no hall */

  /* Cars. */
  guint64  missing_hall;
  guint64  backwards;
  guint64  retested;
  guint64  early_test;           /* with a road test that does not count for its date */
  guint64  unknown;              /* with failures, but no position, where there are positions */
  guint64  other_models;
  guint64  contradicted;         /* with one model in one file and another in the next */
  /* Rows. */
  guint64  future;
  guint64  before_car;
} RdgPlantReview;

/* review: nullable. */
RdgCarRoll *_rdg_car_outcomes_read (RdgStore        *store,
                                    RdgPlantReview  *review,
                                    GError         **error);

G_END_DECLS
