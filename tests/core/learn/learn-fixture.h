/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables to learn from, for the tests and the benchmark of the learner. */
#pragma once

#include "rdg-training.h"

G_BEGIN_DECLS

typedef struct
{
  RdgMatrix *matrix;
  guint8    *failed;
  GStrv      codes;
  gint64    *tested_at;   /* NULL: no times */
  gsize      n_rows;
  guint32   *zones;       /* of learn_table_add_zones() */
} LearnTable;

void           learn_table_clear   (LearnTable         *self);
RdgTrainingSet learn_table_get_set (const LearnTable   *self);
/* The same cars in another order. */
void           learn_table_shuffle (const LearnTable   *self,
                                    guint64             seed,
                                    LearnTable         *shuffled);
/* Codes of their own, so that the hash splits them another way. */
void           learn_table_rename  (LearnTable         *self,
                                    const char         *prefix);

/* Numbers, two of them telling, some missing, and a category; about one in ten fails. */
void           learn_table_generate (LearnTable        *self,
                                     gsize              n_rows,
                                     guint              n_noise,
                                     guint64            seed);
/* To such a table: where its failed cars failed. With a high torque in front, with a small angle at the
 * doors, some in both; one in two hundred at the rear; the rest nowhere. */
void           learn_table_add_zones (LearnTable        *self);
/* FALSE when the file is not there. */
gboolean       learn_table_read_ai4i (LearnTable       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LearnTable, learn_table_clear)

G_END_DECLS
