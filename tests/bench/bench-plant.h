/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The features that Rodagem makes of a plant's files, as a table for other programs' learners. */
#pragma once

#include "bench-table.h"

G_BEGIN_DECLS

/* The labelled cars of a database, by the time of their road test; the newest fifth is held out. */
void bench_table_read_plant (BenchTable *self,
                             const char *database);

G_END_DECLS
