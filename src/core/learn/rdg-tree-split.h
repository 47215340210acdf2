/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The best cut of one node along one feature. All ways of counting end in the
 * same runs of (code, rows, failed rows), and one formula on those integers
 * judges them: how the counting was done never shows in the forest.
 */
#pragma once

#include "rdg-tree.h"

G_BEGIN_DECLS

/* A row as a node holds it: times drawn << 1 | failed. */
typedef guint16 RdgDraw;

#define RDG_DRAW_MAX_TIMES 32767

typedef struct
{
  guint32 code;
  guint32 n;
  guint32 n_failed;
} RdgRun;

typedef struct
{
  double   score;         /* larger is purer */
  guint    feature;
  gboolean missing_left;
  guint32  n_left;
  guint32  n_left_failed;
  guint16  code_left;     /* numeric: the largest code in the node that goes left */
  guint16  code_right;    /* the smallest that goes right; 0 when only missing ones do */
  GArray  *codes;         /* category: the codes in the node, of guint16: first those that go left */
  guint    n_left_codes;
} RdgCut;

typedef struct _RdgSplitter RdgSplitter;

RdgSplitter *rdg_splitter_new   (const RdgBins *bins,
                                 double         class_weight);
void         rdg_splitter_free  (RdgSplitter   *self);
double       rdg_splitter_score (RdgSplitter   *self,
                                 guint32        n,
                                 guint32        n_failed);
gboolean     rdg_splitter_try   (RdgSplitter   *self,
                                 guint          feature,
                                 const guint32 *rows,
                                 const RdgDraw *draws,
                                 gsize          n_rows,
                                 guint32        n,
                                 guint32        n_failed,
                                 RdgCut        *best);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSplitter, rdg_splitter_free)

G_END_DECLS
