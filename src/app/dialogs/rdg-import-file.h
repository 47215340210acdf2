/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgImportFile: a file that is about to be imported: what was recognised, and
 * what the user has chosen. Views come and go; this stays. Main thread only.
 */
#pragma once

#include "rdg-import-work.h"

G_BEGIN_DECLS

#define RDG_TYPE_IMPORT_FILE (rdg_import_file_get_type ())

G_DECLARE_FINAL_TYPE (RdgImportFile, rdg_import_file, RDG, IMPORT_FILE, GObject)

RdgImportFile   *rdg_import_file_new              (RdgLook       *look);
/* In another way: the roles that were chosen before are gone. Where it cannot be read that way,
 * "refused" says why and all stays as it was. */
void             rdg_import_file_look_again       (RdgImportFile  *self,
                                                   RdgLookRequest *request);
RdgLook         *rdg_import_file_get_look         (RdgImportFile *self);
const char      *rdg_import_file_get_name         (RdgImportFile *self);
/* NULL: the file cannot be imported, and the summary says why. */
const RdgInspection *
                 rdg_import_file_get_inspection   (RdgImportFile *self);
char            *rdg_import_file_dup_summary      (RdgImportFile *self);
/* RdgColumnItem. */
GListModel      *rdg_import_file_get_columns      (RdgImportFile *self);
RdgMapping      *rdg_import_file_dup_mapping      (RdgImportFile *self);
/* The columns can be given other roles: those of the plant's own layouts are what they are. */
gboolean         rdg_import_file_has_roles        (RdgImportFile *self);
gboolean         rdg_import_file_is_changed       (RdgImportFile *self);

G_END_DECLS
