/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Aligned columns for a person to read: a column of numbers stands to the
 * right, any other to the left. One thread at a time.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RdgCliTable RdgCliTable;

/* Titles, and later the cells of a row, end with NULL. */
RdgCliTable *rdg_cli_table_new   (const char  *title,
                                  ...) G_GNUC_NULL_TERMINATED;
void         rdg_cli_table_free  (RdgCliTable *self);
void         rdg_cli_table_add   (RdgCliTable *self,
                                  const char  *cell,
                                  ...) G_GNUC_NULL_TERMINATED;
void         rdg_cli_table_write (RdgCliTable *self,
                                  GString     *text);

/* Cells, to free. */
char        *rdg_cli_cell_count   (guint64     value);
char        *rdg_cli_cell_id      (gint64      value);
char        *rdg_cli_cell_time    (gint64      value);
char        *rdg_cli_cell_number  (double      value,
                                   guint       decimals);
char        *rdg_cli_cell_percent (double      value);

/* Text from a file as one line that cannot steer a terminal. */
char        *rdg_cli_plain_text   (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCliTable, rdg_cli_table_free)

G_END_DECLS
