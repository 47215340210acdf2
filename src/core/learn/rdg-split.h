/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which labelled cars a model learns from and which judge it. Both lists are in
 * an order that depends on the cars' codes alone, not on the order of the rows,
 * so that the same cars give the same model however they were read. Any thread.
 */
#pragma once

#include "rdg-model.h"

G_BEGIN_DECLS

typedef struct
{
  RdgSplitKind kind;
  guint32     *train;
  gsize        n_train;
  guint32     *holdout;
  gsize        n_holdout;
  gsize        n_gap;      /* cars on neither side */
} RdgSplit;

guint64 rdg_split_hash_code (const char         *code);
void    rdg_split_make      (RdgSplit           *self,
                             const guint8       *failed,
                             const char * const *codes,
                             const gint64       *tested_at,
                             gsize               n_rows,
                             double              share,
                             gint64              gap);
void    rdg_split_clear     (RdgSplit           *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RdgSplit, rdg_split_clear)

G_END_DECLS
