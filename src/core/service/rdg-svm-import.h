/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Support vectors of another program: a model file of libsvm as a candidate. Blocking; any thread. */
#pragma once

#include "rdg-job.h"
#include "rdg-model.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

typedef struct
{
  gint64    model_id;
  RdgModel *model;
  GStrv     warnings;    /* translated sentences */
} RdgSvmImport;

RdgSvmImport *rdg_svm_import      (RdgWorkspace  *workspace,
                                   const char    *path,
                                   const char    *note,       /* nullable */
                                   RdgJob        *job,
                                   GError       **error);
void          rdg_svm_import_free (RdgSvmImport  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSvmImport, rdg_svm_import_free)

G_END_DECLS
