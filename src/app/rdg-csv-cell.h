/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text as a cell of a CSV file that is written. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Quoted where it has to be. */
void rdg_csv_cell_append (GString    *line,
                          const char *text);

G_END_DECLS
