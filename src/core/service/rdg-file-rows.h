/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file's rows in a model's columns, without importing. Blocking; any thread.
 */
#pragma once

#include "rdg-inspection.h"
#include "rdg-job.h"
#include "rdg-model.h"

G_BEGIN_DECLS

typedef struct
{
  gsize      n_rows;
  RdgMatrix *matrix;    /* conformed */
  GPtrArray *codes;     /* char * */
  GArray    *labels;    /* guint8: RdgLabel */
  gboolean   named;     /* codes are the cars' own, not line numbers */
  GStrv      warnings;  /* translated: what the file lacks for the model, and what of it was no use */
} RdgFileRows;

/* known: nullable: what need not be found; without a mapping the file is read as the model needs it. */
RdgFileRows *_rdg_file_rows_read (const char         *path,
                                  const RdgInspectionOptions *known,
                                  const RdgModel     *model,
                                  gboolean            with_labels,
                                  const RdgProgress  *progress,
                                  GCancellable       *cancellable,
                                  GError            **error);
void         _rdg_file_rows_free (RdgFileRows        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgFileRows, _rdg_file_rows_free)

G_END_DECLS
