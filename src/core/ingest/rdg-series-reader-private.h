/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of RdgSeriesReader: filled cell by cell (rdg-series-cell.c), judged
 * and taken row by row (rdg-series-reader.c).
 */
#pragma once

#include "rdg-csv-reader.h"
#include "rdg-plant-cell.h"
#include "rdg-series-key.h"
#include "rdg-series-reader.h"

G_BEGIN_DECLS

#define RDG_SERIES_LONGEST_PART 200
#define RDG_SERIES_LONGEST_TIME 40

typedef enum
{
  RDG_SERIES_CELL_NONE,
  RDG_SERIES_CELL_CAR,
  RDG_SERIES_CELL_OPERATION,
  RDG_SERIES_CELL_GROUP,
  RDG_SERIES_CELL_STATUS,
  RDG_SERIES_CELL_UNIT,
  RDG_SERIES_CELL_CHANNEL,
  RDG_SERIES_CELL_VALUE,
  RDG_SERIES_CELL_TIME,
} RdgSeriesCell;

/* Of the open addressing from a car's digits to its number. */
typedef struct
{
  guint64 code;
  guint32 car;
  guint32 used;
} RdgSeriesCarSlot;

typedef struct
{
  guint       slot;
  const char *reason;
  char       *text;
} RdgSeriesPendingCell;

struct _RdgSeriesReader
{
  RdgCsvReader   *csv;
  char           *file;
  GStrv           header;
  RdgSeriesCell  *parts;
  guint           width;
  guint64         first_line;
  RdgSeriesKeys  *keys;

  RdgSeriesCarSlot *cars;
  gsize           cars_size;    /* a power of two */
  guint32         n_cars;

  /* The row being read. */
  char            code[RDG_PLANT_CODE_LENGTH + 1];
  gboolean        code_good;
  char           *bad_code;
  char           *bad_time;
  gboolean        time_good;
  gboolean        part_long;
  char            key[RDG_SERIES_N_PARTS * (RDG_SERIES_LONGEST_PART + 1)];
  gsize           key_length;
  RdgReading      reading;
  GArray         *pending;      /* RdgSeriesPendingCell: reported if the row is taken */

  /* Rows of one moment follow each other. */
  char            last_time_text[RDG_SERIES_LONGEST_TIME];
  gsize           last_time_length;
  gint64          last_time;
  guint64         last_code;
  guint32         last_car;

  guint64         rows_read;
  guint64         rows_rejected;
  guint64         cells_dropped;
};

/* Which column is which, and in what order those of a key come. */
gboolean _rdg_series_reader_find_cells (RdgSeriesReader      *self,
                                        const RdgInspection  *inspection,
                                        RdgSeriesPart        *key_parts,
                                        guint                *n_key_parts,
                                        GError              **error);
/* Takes one cell of the row being read; an RdgCsvCellFunc. */
void     _rdg_series_reader_take_cell  (const char           *text,
                                        gsize                 length,
                                        guint                 index,
                                        const RdgCsvRow      *row,
                                        gpointer              user_data);

G_END_DECLS
