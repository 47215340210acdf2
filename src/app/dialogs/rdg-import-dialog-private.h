/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the import assistant know of each other. */
#pragma once

#include "rdg-import-dialog.h"
#include "rdg-import-file.h"
#include "rdg-job-panel.h"
#include "rdg-notice.h"

G_BEGIN_DECLS

struct _RdgImportDialog
{
  AdwWindow       parent_instance;

  RdgAppContext  *context;
  RdgWorkspace   *workspace;    /* the database that was open when the dialog was: no other */
  RdgJob         *looking;
  RdgJob         *importing;
  RdgJob         *imported;     /* holds what the report tells */
  GListStore     *files;        /* RdgImportFile */

  GtkStack       *stack;
  GtkButton      *close;
  GtkButton      *back;
  GtkButton      *accept;
  AdwWindowTitle *title;
  RdgNotice      *notice;
  GtkListBox     *list;
  AdwBin         *file;
  RdgJobPanel    *progress;
  AdwBin         *report;
  AdwStatusPage  *problem;
};

/* rdg-import-dialog.c */
void _rdg_import_dialog_show         (RdgImportDialog    *self,
                                      const char         *view);
void _rdg_import_dialog_show_files   (RdgImportDialog    *self);
guint _rdg_import_dialog_count_good  (RdgImportDialog    *self);

/* rdg-import-dialog-files.c */
void _rdg_import_dialog_init_files   (RdgImportDialog    *self);
void _rdg_import_dialog_add          (RdgImportDialog    *self,
                                      const char * const *paths);
void _rdg_import_dialog_ask_files    (RdgImportDialog    *self);
void _rdg_import_dialog_ask_folder   (RdgImportDialog    *self);

G_END_DECLS
