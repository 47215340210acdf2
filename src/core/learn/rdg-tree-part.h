/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts a node's rows among its children. Rows keep their order, so that the bins are read forwards. */
#pragma once

#include "rdg-tree-count.h"

G_BEGIN_DECLS

/* Which way the codes of a cut's feature go. */
typedef struct
{
  RdgCodeReader reader;
  gboolean      by_row;         /* as the reader was made */
  const guint8 *goes_left;      /* category: at a code */
  guint         shift;          /* number: left if code - shift, as unsigned, is up to most */
  guint         most;
} RdgWay;

/* Those that go left first; scratch has room for n. Returns: how many go left */
gsize _rdg_way_part (const RdgWay *self,
                     RdgEntry     *entries,
                     gsize         n,
                     RdgEntry     *scratch);
/* Only those that go one way; the others are lost. Returns: how many they are */
gsize _rdg_way_keep (const RdgWay *self,
                     RdgEntry     *entries,
                     gsize         n,
                     gboolean      left);

G_END_DECLS
