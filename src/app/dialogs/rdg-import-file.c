/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file before its import. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-file.h"

#include <glib/gi18n-lib.h>

#include "rdg-column-item.h"
#include "rdg-format.h"
#include "rdg-import-item.h"
#include "rdg-request.h"

/**
 * RdgImportFile:
 *
 * Emits "changed" where another look was taken or a role was changed: whatever it
 * says may then be different.
 */
struct _RdgImportFile
{
  GObject     parent_instance;

  RdgLook    *look;
  char       *name;
  GListStore *columns;
  RdgJob     *looking;
};

enum
{
  CHANGED,
  REFUSED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (RdgImportFile, rdg_import_file, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
role_cb (RdgImportFile *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_look (RdgImportFile *self,
          RdgLook       *look)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  RdgLook *before = self->look;

  self->look = rdg_look_ref (look);
  g_clear_pointer (&before, rdg_look_unref);
  g_free (self->name);
  self->name = look->path != NULL ? g_filename_display_basename (look->path) : NULL;

  for (guint i = 0; look->inspection != NULL && i < look->inspection->columns->len; i++)
    {
      RdgColumnItem *item = rdg_column_item_new (look->inspection->columns->pdata[i]);

      g_signal_connect_object (item, "notify::role", G_CALLBACK (role_cb), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (items, item);
    }

  g_list_store_splice (self->columns, 0, g_list_model_get_n_items (G_LIST_MODEL (self->columns)),
                       items->pdata, items->len);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
looked_again_cb (gpointer  owner,
                 RdgJob   *job)
{
  RdgImportFile *self = owner;
  RdgLook *look = rdg_job_peek_value (job);

  if (look != NULL && look->inspection != NULL)
    set_look (self, look);
  else if (look != NULL)
    g_signal_emit (self, signals[REFUSED], 0, look->problem);
  else if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    g_signal_emit (self, signals[REFUSED], 0, rdg_job_get_error (job)->message);
}

static void
rdg_import_file_dispose (GObject *object)
{
  RdgImportFile *self = RDG_IMPORT_FILE (object);

  rdg_request_drop (&self->looking, self);

  G_OBJECT_CLASS (rdg_import_file_parent_class)->dispose (object);
}

static void
rdg_import_file_finalize (GObject *object)
{
  RdgImportFile *self = RDG_IMPORT_FILE (object);

  g_clear_pointer (&self->look, rdg_look_unref);
  g_free (self->name);
  g_clear_object (&self->columns);

  G_OBJECT_CLASS (rdg_import_file_parent_class)->finalize (object);
}

static void
rdg_import_file_class_init (RdgImportFileClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rdg_import_file_dispose;
  G_OBJECT_CLASS (klass)->finalize = rdg_import_file_finalize;

  /**
   * RdgImportFile::changed:
   *
   * What it says may be different now.
   */
  signals[CHANGED] = g_signal_new ("changed", RDG_TYPE_IMPORT_FILE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  /**
   * RdgImportFile::refused:
   * @message: why it cannot be looked at in the way that was wished
   */
  signals[REFUSED] = g_signal_new ("refused", RDG_TYPE_IMPORT_FILE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
rdg_import_file_init (RdgImportFile *self)
{
  self->columns = g_list_store_new (RDG_TYPE_COLUMN_ITEM);
}

/**
 * rdg_import_file_new:
 * @look: what a look at it gave
 *
 * Returns: (transfer full): the file
 */
RdgImportFile *
rdg_import_file_new (RdgLook *look)
{
  RdgImportFile *self = g_object_new (RDG_TYPE_IMPORT_FILE, NULL);

  set_look (self, look);

  return self;
}

/**
 * rdg_import_file_look_again:
 * @request: (transfer full): how to look
 *
 * On another thread; an earlier look that has not ended is dropped.
 */
void
rdg_import_file_look_again (RdgImportFile  *self,
                            RdgLookRequest *request)
{
  rdg_request_start (&self->looking, self, looked_again_cb, rdg_import_work_look_again, request,
                     rdg_look_request_free, (GDestroyNotify) rdg_look_unref);
}

/**
 * rdg_import_file_get_look:
 *
 * Returns: (transfer none): what was seen
 */
RdgLook *
rdg_import_file_get_look (RdgImportFile *self)
{
  return self->look;
}

/**
 * rdg_import_file_get_name:
 *
 * Returns: (transfer none): the file's name without its folder, a sign where it has none
 */
const char *
rdg_import_file_get_name (RdgImportFile *self)
{
  return self->name != NULL ? self->name : _("Passed over");
}

const RdgInspection *
rdg_import_file_get_inspection (RdgImportFile *self)
{
  return self->look->inspection;
}

/**
 * rdg_import_file_dup_summary:
 *
 * Returns: (transfer full): what it is, or why it cannot be imported
 */
char *
rdg_import_file_dup_summary (RdgImportFile *self)
{
  const RdgInspection *inspection = self->look->inspection;

  if (inspection == NULL)
    return g_strdup (self->look->problem);

  g_autofree char *rows = rdg_format_count (inspection->rows_seen);
  g_autofree char *columns = rdg_format_count (inspection->columns->len);

  if (inspection->whole_file)
    /* Translators: kind of file, number of rows, number of columns */
    return g_strdup_printf (_("%1$s: %2$s rows, %3$s columns"),
                            rdg_layout_get_word (inspection->layout), rows, columns);

  /* Translators: kind of file, number of columns, number of rows */
  return g_strdup_printf (_("%1$s: %2$s columns, judged from the first %3$s rows"),
                          rdg_layout_get_word (inspection->layout), columns, rows);
}

/**
 * rdg_import_file_get_columns:
 *
 * Returns: (transfer none): the columns, of #RdgColumnItem
 */
GListModel *
rdg_import_file_get_columns (RdgImportFile *self)
{
  return G_LIST_MODEL (self->columns);
}

/**
 * rdg_import_file_dup_mapping:
 *
 * Returns: (transfer full): what the columns mean, as the user left it
 */
RdgMapping *
rdg_import_file_dup_mapping (RdgImportFile *self)
{
  RdgMapping *mapping = rdg_mapping_copy (self->look->inspection->mapping);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->columns)); i++)
    {
      g_autoptr (RdgColumnItem) item = g_list_model_get_item (G_LIST_MODEL (self->columns), i);

      if (rdg_column_item_is_changed (item))
        rdg_mapping_set_role (mapping, rdg_column_item_get_name (item),
                              rdg_column_item_get_role (item));
    }

  return mapping;
}

gboolean
rdg_import_file_has_roles (RdgImportFile *self)
{
  RdgLayout layout;

  if (self->look->inspection == NULL)
    return FALSE;

  layout = self->look->inspection->layout;
  return layout == RDG_LAYOUT_TABLE || layout == RDG_LAYOUT_PREDICT;
}

/**
 * rdg_import_file_is_changed:
 *
 * Returns: whether a role is another than was recognised or saved
 */
gboolean
rdg_import_file_is_changed (RdgImportFile *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->columns)); i++)
    {
      g_autoptr (RdgColumnItem) item = g_list_model_get_item (G_LIST_MODEL (self->columns), i);

      if (rdg_column_item_is_changed (item))
        return TRUE;
    }

  return FALSE;
}
