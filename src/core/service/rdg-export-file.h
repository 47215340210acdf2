/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One CSV file of an export. It appears under its name only when it is whole;
 * one that is freed before is removed. One thread at a time.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _RdgExportFile RdgExportFile;

/* delimiter: between the cells of a row. */
RdgExportFile *rdg_export_file_new        (const char     *folder,
                                           const char     *name,
                                           char            delimiter,
                                           GError        **error);
void           rdg_export_file_free       (RdgExportFile  *self);
void           rdg_export_file_add_text   (RdgExportFile  *self,
                                           const char     *text);
void           rdg_export_file_add_int    (RdgExportFile  *self,
                                           gint64          value);
/* NaN is an empty cell. */
void           rdg_export_file_add_number (RdgExportFile  *self,
                                           double          value);
/* RDG_DATETIME_NONE is an empty cell. */
void           rdg_export_file_add_time   (RdgExportFile  *self,
                                           gint64          time);
gboolean       rdg_export_file_end_row    (RdgExportFile  *self,
                                           GCancellable   *cancellable,
                                           GError        **error);
/* Gives the file its name. */
gboolean       rdg_export_file_publish    (RdgExportFile  *self,
                                           GCancellable   *cancellable,
                                           GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgExportFile, rdg_export_file_free)

G_END_DECLS
