/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches of readings: see the header. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-series-batch.h"

#include "rdg-operation-table.h"
#include "rdg-reject-table.h"

RdgSeriesBatch *
rdg_series_batch_new (void)
{
  RdgSeriesBatch *self = g_new0 (RdgSeriesBatch, 1);

  self->rows = g_new (RdgSeriesRow, RDG_SERIES_BATCH_ROWS);
  self->new_cars = g_array_new (FALSE, FALSE, sizeof (RdgSeriesCode));
  self->new_operations = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_operation_free);
  self->rejects = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_reject_entry_free);
  return self;
}

void
rdg_series_batch_free (RdgSeriesBatch *self)
{
  if (self == NULL)
    return;

  g_free (self->rows);
  g_array_unref (self->new_cars);
  g_ptr_array_unref (self->new_operations);
  g_ptr_array_unref (self->rejects);
  g_free (self);
}

void
rdg_series_batch_clear (RdgSeriesBatch *self)
{
  self->head.n_rows = 0;
  self->head.last = FALSE;
  g_array_set_size (self->new_cars, 0);
  g_ptr_array_set_size (self->new_operations, 0);
  g_ptr_array_set_size (self->rejects, 0);
}
