/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Support vectors for other programs: files that libsvm's svm-predict reads. Blocking; any thread. */
#pragma once

#include "rdg-inspection.h"
#include "rdg-job.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_vectors;
  gsize n_rows;
} RdgSvmExport;

gboolean rdg_svm_export (RdgWorkspace      *workspace,
                         gint64             model_id,
                         const char        *model_path,
                         const char        *table_path,
                         const RdgInspectionOptions *known,   /* nullable */
                         const char        *rows_path,
                         RdgSvmExport      *exported,
                         RdgJob            *job,
                         GError           **error);

G_END_DECLS
