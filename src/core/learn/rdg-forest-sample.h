/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows a tree learns from: all of its draws come from the beginning of the tree's stream. */
#pragma once

#include "rdg-forest.h"

G_BEGIN_DECLS

/* One thread's scratch memory. */
typedef struct
{
  const RdgForestOptions *options;
  gsize                   n_rows;
  gsize                   n_passed;
  guint32                *class_rows;   /* passed ones first; NULL: classes are drawn together */
  guint32                *deck;         /* for drawing without replacement */
} RdgSampler;

/* FALSE when there is not enough memory; cleared with _rdg_sampler_clear() all the same. */
gboolean _rdg_sampler_init  (RdgSampler             *self,
                             const RdgForestOptions *options,
                             const guint8           *failed,
                             gsize                   n_rows);
void     _rdg_sampler_clear (RdgSampler             *self);
/* Starts the tree's stream. times: n_rows. */
void     _rdg_sampler_draw  (RdgSampler             *self,
                             guint                   tree,
                             RdgRng                 *rng,
                             guint8                 *times);

G_END_DECLS
