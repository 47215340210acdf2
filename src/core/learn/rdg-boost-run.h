/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgBoostRun: rounds of boosting on some rows of a table; what the others' log odds
 * become is kept in step, so that they can judge. One thread at a time; it uses more.
 */
#pragma once

#include "rdg-boost-train.h"

G_BEGIN_DECLS

typedef struct
{
  const RdgBins         *bins;
  const guint8          *failed;
  const RdgBoostOptions *options;
  const guint8          *left_out;     /* a row: not to be learnt from; NULL: none is */
  guint                  n_rounds;     /* at the most */
  guint                  patience;     /* 0: all rounds */
  guint                  n_threads;

  double                *margin;       /* out: a row's log odds */
  double                 start;        /* before the first tree */
  RdgTree               *trees;        /* of n_grown */
  guint                  n_grown;
  guint                  best;         /* rounds after which those left out were judged best */
  double                *losses;       /* (nullable): n_rounds: of those learnt from */
} RdgBoostRun;

gboolean rdg_boost_run_do    (RdgBoostRun        *self,
                              const RdgProgress  *progress,
                              GCancellable       *cancellable,
                              GError            **error);
void     rdg_boost_run_clear (RdgBoostRun        *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgBoostRun, rdg_boost_run_clear)

G_END_DECLS
