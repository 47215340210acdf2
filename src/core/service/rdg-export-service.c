/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing everything back: see the header. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-export-service.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>

#include "rdg-export-private.h"

static const RdgExportFunc export_funcs[] = {
  [RDG_LAYOUT_TABLE] = _rdg_export_table,
  [RDG_LAYOUT_PREDICT] = _rdg_export_table,
  [RDG_LAYOUT_FALHAS] = _rdg_export_failures,
  [RDG_LAYOUT_RESULTADOS] = _rdg_export_results,
  [RDG_LAYOUT_STATUS] = _rdg_export_positions,
};

void
rdg_exported_file_free (RdgExportedFile *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->mapping);
  g_free (self);
}

static gboolean
export_import (RdgExportCall  *call,
               GPtrArray      *files,
               GError        **error)
{
  g_autoptr (RdgExportedFile) file = g_new0 (RdgExportedFile, 1);
  g_autofree char *layout = g_ascii_strup (call->entry->layout, -1);
  g_autofree char *base = g_strdup_printf ("%04" PRId64 "-%s", call->entry->import_id, layout);

  /* A layout of a newer version is none that we can write. */
  if (!rdg_layout_from_key (call->entry->layout, &file->layout) ||
      file->layout >= G_N_ELEMENTS (export_funcs) || export_funcs[file->layout] == NULL)
    return TRUE;

  file->import_id = call->entry->import_id;
  call->base = base;
  if (!export_funcs[file->layout] (call, file, error))
    return FALSE;
  if (file->path != NULL)
    g_ptr_array_add (files, g_steal_pointer (&file));

  return TRUE;
}

/**
 * rdg_export_data:
 * @folder: where to write
 * @job: (nullable): for progress and cancel
 *
 * Blocking. Files that are whole when it fails or is cancelled stay.
 *
 * Returns: (transfer full) (element-type RdgExportedFile) (nullable): what was written, or %NULL with
 *   @error set (RDG_STORE_ERROR, G_IO_ERROR)
 */
GPtrArray *
rdg_export_data (RdgWorkspace  *workspace,
                 const char    *folder,
                 RdgJob        *job,
                 GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  g_autoptr (GPtrArray) files =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_exported_file_free);
  g_autoptr (GPtrArray) imports = NULL;
  RdgProgress progress = rdg_job_get_progress (job);
  GCancellable *cancellable = job != NULL ? rdg_job_get_cancellable (job) : NULL;

  if (store == NULL || (imports = rdg_import_table_list (store, 0, error)) == NULL)
    return NULL;

  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      int code = errno;
      g_autofree char *name = g_filename_display_name (folder);

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _("The folder “%s” cannot be made: %s."), name, g_strerror (code));
      return NULL;
    }

  rdg_store_set_cancellable (store, cancellable);
  for (guint i = 0; i < imports->len; i++)
    {
      /* The list has the newest first. */
      const RdgImportEntry *entry = g_ptr_array_index (imports, imports->len - 1 - i);
      RdgExportCall call = {
        .store = store, .entry = entry, .folder = folder, .cancellable = cancellable,
        .progress = rdg_progress_slice (&progress, (double) i / imports->len,
                                        (double) (i + 1) / imports->len),
      };

      if (!entry->undone && !export_import (&call, files, error))
        return NULL;
    }

  return g_steal_pointer (&files);
}
