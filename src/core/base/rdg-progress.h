/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a blocking function tells how far it is: a value that is passed down and
 * cut into slices, so that no function knows what share of the whole it is.
 * Any thread; a NULL progress is silent.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*RdgProgressFunc) (double   fraction,
                                 gpointer user_data);

typedef struct
{
  RdgProgressFunc func;
  gpointer        user_data;
  double          from;
  double          to;
  gsize          *count;   /* atomic; NULL: nobody counts */
} RdgProgress;

RdgProgress rdg_progress_init   (RdgProgressFunc    func,
                                 gpointer           user_data);
RdgProgress rdg_progress_slice  (const RdgProgress *self,
                                 double             from,
                                 double             to);
void        rdg_progress_report (const RdgProgress *self,
                                 double             fraction);
/* So many more rows, cars or trees are done: for those who want to know the pace. */
void        rdg_progress_count  (const RdgProgress *self,
                                 gsize              n);

G_END_DECLS
