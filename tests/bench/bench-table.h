/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables that other programs' learners can read as well: one file, little-endian,
 *
 *   magic   8 bytes "RDGTABLE"
 *   n_rows, n_train, n_columns, 0   u32: the first n_train rows are to learn from
 *   failed  n_rows u8
 *   values  n_columns times n_rows floats; NaN is missing
 */
#pragma once

#include "rdg-matrix.h"

G_BEGIN_DECLS

typedef struct
{
  RdgMatrix *matrix;
  guint8    *failed;
  gsize      n_rows;
  gsize      n_train;
} BenchTable;

void bench_table_clear    (BenchTable       *self);
void bench_table_write    (const BenchTable *self,
                           const char       *path);
void bench_table_read     (BenchTable       *self,
                           const char       *path);
/* Like a production line: stations that a car's route passes or not, tools that wear,
 * 45 % of the values missing and 0.6 % of the cars failing, by rules of two readings each. */
void bench_table_generate (BenchTable       *self,
                           gsize             n_train,
                           gsize             n_holdout,
                           guint             n_columns,
                           guint64           seed);
/* AI4I 2020 without its failure modes, 70 % of the rows to learn from, drawn by the seed. */
void bench_table_read_ai4i (BenchTable      *self,
                            gboolean         only_type_l,
                            guint64          seed);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BenchTable, bench_table_clear)

G_END_DECLS
