/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Labelled cars cut into folds, each of which is judged by a model that learnt from
 * the others. Stratified; rows of one code are one car, and never part. Which fold a
 * car is in depends on its code and the seed, and on nothing that the order of the
 * rows could change. Any thread.
 */
#pragma once

#include "rdg-split.h"

G_BEGIN_DECLS

typedef struct
{
  guint    n_folds;
  gsize    n_rows;
  guint32 *order;      /* the rows, by the hash of their codes as in RdgSplit */
  guint8  *fold;       /* of each row */
  gsize    n_failed;   /* cars; of several rows the worst counts */
  gsize    n_passed;
} RdgFolds;

void  rdg_folds_make           (RdgFolds           *self,
                                const guint8       *failed,
                                const char * const *codes,
                                gsize               n_rows,
                                guint               n_folds,
                                guint64             seed);
void  rdg_folds_take           (const RdgFolds     *self,
                                guint               fold,
                                RdgSplit           *split);
/* The most folds that have both outcomes each; less than 2: none. */
guint rdg_folds_count_possible (const RdgFolds     *self);
void  rdg_folds_clear          (RdgFolds           *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgFolds, rdg_folds_clear)

G_END_DECLS
