/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of RdgTableReader: made by a mapping (rdg-table-plan.c), filled
 * cell by cell (rdg-table-cell.c), judged and handed out row by row
 * (rdg-table-reader.c).
 */
#pragma once

#include "rdg-csv-reader.h"
#include "rdg-mapping-private.h"
#include "rdg-table-reader.h"

G_BEGIN_DECLS

#define RDG_TABLE_LONGEST_CODE 200

typedef enum
{
  RDG_TABLE_PART_NONE,
  RDG_TABLE_PART_CAR,
  RDG_TABLE_PART_TIME,
  RDG_TABLE_PART_LABEL,
  RDG_TABLE_PART_NUMBER,
  RDG_TABLE_PART_LEVEL,
} RdgTablePart;

typedef struct
{
  RdgTableColumn  base;
  char           *name;
  char           *unit;
  char           *reason;
  GPtrArray      *levels;       /* char * */
  GHashTable     *level_index;  /* text to index + 1 */
} RdgTableColumnFull;

/* What a column of the file is for. */
typedef struct
{
  RdgTablePart part;
  guint        column;          /* of ours, for numbers and levels */
} RdgTableSlot;

typedef struct
{
  guint        slot;
  const char  *reason;
  char        *text;
} RdgPendingCell;

struct _RdgTableReader
{
  RdgCsvReader  *csv;
  char          *file;
  GStrv          header;
  guint          width;
  RdgTableSlot  *slots;
  GPtrArray     *columns;       /* RdgTableColumnFull */
  GHashTable    *names;         /* of these, with their units */
  guint64        first_line;
  char           decimal_mark;
  RdgDateOrder   date_order;
  gboolean       plant_code;    /* cars are 0000-0000000 */
  guint          n_car_columns;

  gboolean       has_label;
  guint          label_slot;
  RdgLabelRule   label_rule;
  double         label_limit;
  char          *label_text;
  gboolean       yes_means_passed;
  GPtrArray     *label_values;  /* the first distinct ones, char * */

  RdgRejectFunc  reject;
  gpointer       user_data;

  guint64        rows_read;
  GString       *car;
  gboolean       car_missing;
  double        *values;
  RdgTableRow    row;
  GArray        *pending;       /* RdgPendingCell: reported if the row is taken */
  GError        *failure;       /* set inside a cell, ends the reading */
};

/* Takes one cell of the row being read; an RdgCsvCellFunc. */
void  _rdg_table_reader_take_cell (const char      *text,
                                   gsize            length,
                                   guint            index,
                                   const RdgCsvRow *row,
                                   gpointer         user_data);
/* Why a row cannot be taken, whatever its cells mean; NULL: it can. */
char *_rdg_csv_row_find_fault     (const RdgCsvRow *row,
                                   guint            width);
/* As much of a text as a reject keeps. */
char *_rdg_table_reader_shorten   (const char      *text,
                                   gsize            length);

G_END_DECLS
