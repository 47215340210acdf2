/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch of rows: see the header. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-import-batch.h"

#include "rdg-reject-table.h"

RdgImportBatch *
rdg_import_batch_new (void)
{
  RdgImportBatch *self = g_new0 (RdgImportBatch, 1);

  self->text = g_string_new (NULL);
  self->code_at = g_new (gsize, RDG_IMPORT_BATCH_ROWS);
  self->records = g_byte_array_new ();
  self->record_end = g_new (gsize, RDG_IMPORT_BATCH_ROWS);
  self->rejects = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_reject_entry_free);
  return self;
}

void
rdg_import_batch_free (RdgImportBatch *self)
{
  g_string_free (self->text, TRUE);
  g_free (self->code_at);
  g_byte_array_unref (self->records);
  g_free (self->record_end);
  g_ptr_array_unref (self->rejects);
  g_free (self);
}

void
rdg_import_batch_clear (RdgImportBatch *self)
{
  self->head.n_rows = 0;
  g_string_truncate (self->text, 0);
  g_byte_array_set_size (self->records, 0);
  g_ptr_array_set_size (self->rejects, 0);
}
