/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mappings saved by name, which come back for a file with the same header.
 * Blocking; any thread. Errors: RDG_USAGE_ERROR, RDG_IMPORT_ERROR, RDG_STORE_ERROR.
 */
#pragma once

#include "rdg-inspection.h"
#include "rdg-workspace.h"

G_BEGIN_DECLS

typedef struct
{
  char       *name;
  RdgMapping *mapping;
  gint64      saved_at;
} RdgSavedMapping;

/* mapping: nullable, then as the inspection guessed. What had the name is replaced. */
gboolean         rdg_saved_mapping_save    (RdgWorkspace         *workspace,
                                            const char           *name,
                                            const RdgInspection  *inspection,
                                            const RdgMapping     *mapping,
                                            GError              **error);
gboolean         rdg_saved_mapping_remove  (RdgWorkspace         *workspace,
                                            const char           *name,
                                            GError              **error);
RdgSavedMapping *rdg_saved_mapping_load    (RdgWorkspace         *workspace,
                                            const char           *name,
                                            GError              **error);
/* Newest first; RdgSavedMapping. */
GPtrArray       *rdg_saved_mapping_list    (RdgWorkspace         *workspace,
                                            GError              **error);
/* The newest one for this header, or NULL with no error set. */
RdgSavedMapping *rdg_saved_mapping_suggest (RdgWorkspace         *workspace,
                                            const RdgInspection  *inspection,
                                            GError              **error);
void             rdg_saved_mapping_free    (RdgSavedMapping      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSavedMapping, rdg_saved_mapping_free)

G_END_DECLS
