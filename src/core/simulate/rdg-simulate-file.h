/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A text file that appears under its name only when it is whole: written to a
 * hidden temporary file beside it, renamed at the end. It may be gzip under
 * whatever name. One thread at a time.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _RdgSimulateFile RdgSimulateFile;

RdgSimulateFile *rdg_simulate_file_new      (const char       *folder,
                                             const char       *name,
                                             GError          **error);
void             rdg_simulate_file_compress (RdgSimulateFile  *self);
GString         *rdg_simulate_file_get_text (RdgSimulateFile  *self);
const char      *rdg_simulate_file_get_path (RdgSimulateFile  *self);
gboolean         rdg_simulate_file_flush    (RdgSimulateFile  *self,
                                             gboolean          all,
                                             GError          **error);
gboolean         rdg_simulate_file_close    (RdgSimulateFile  *self,
                                             GError          **error);
gboolean         rdg_simulate_file_publish  (RdgSimulateFile  *self,
                                             GError          **error);
void             rdg_simulate_file_free     (RdgSimulateFile  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSimulateFile, rdg_simulate_file_free)

G_END_DECLS
