/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC11). A stream is named by
 * (seed, stream), so tree 17 draws the same numbers on whatever thread it grows.
 * A plain value; one thread at a time.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint32 key[2];
  guint32 counter[4];
  guint32 block[4];
  guint   used;
} RdgRng;

void    rdg_rng_init        (RdgRng  *self,
                             guint64  seed,
                             guint64  stream);
guint32 rdg_rng_u32         (RdgRng  *self);
guint64 rdg_rng_u64         (RdgRng  *self);
double  rdg_rng_uniform     (RdgRng  *self);
guint64 rdg_rng_below       (RdgRng  *self,
                             guint64  n);
void    rdg_rng_fill_u32    (RdgRng  *self,
                             guint32 *values,
                             gsize    n);
double  rdg_rng_normal      (RdgRng  *self);
double  rdg_rng_exponential (RdgRng  *self);
guint   rdg_rng_poisson     (RdgRng  *self,
                             double   mean);
void    rdg_rng_shuffle_u32 (RdgRng  *self,
                             guint32 *values,
                             gsize    n);

G_END_DECLS
