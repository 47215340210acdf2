/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping a model that was trained or read from a file. Blocking; any thread. */
#pragma once

#include "rdg-model.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

gboolean _rdg_model_save (RdgWorkspace    *workspace,
                          const RdgModel  *model,
                          gint64           from,
                          gint64           to,
                          const char      *note,
                          GCancellable    *cancellable,
                          gint64          *model_id,
                          GError         **error);

G_END_DECLS
