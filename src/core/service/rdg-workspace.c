/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One open database and the order of what is done to it: see rdg-workspace.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-workspace.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "rdg-error.h"

struct _RdgWorkspace
{
  GObject       parent_instance;

  /* Constant once made. */
  char         *path;
  gboolean      read_only;
  RdgJobQueue  *queue;
  GMainContext *context;
};

enum
{
  CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (RdgWorkspace, rdg_workspace, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
rdg_workspace_finalize (GObject *object)
{
  RdgWorkspace *self = RDG_WORKSPACE (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->queue, rdg_job_queue_unref);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (rdg_workspace_parent_class)->finalize (object);
}

static void
rdg_workspace_class_init (RdgWorkspaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rdg_workspace_finalize;

  /**
   * RdgWorkspace::changed:
   * @what: RdgChange flags
   *
   * What the database holds has changed, by this program.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
rdg_workspace_init (RdgWorkspace *self)
{
  self->queue = rdg_job_queue_new ();
  self->context = g_main_context_ref_thread_default ();
}

/* Only the place that we chose ourselves; a folder that a user names must be there. */
static gboolean
ensure_default_folder (const char  *path,
                       GError     **error)
{
  g_autofree char *standard = rdg_workspace_default_path ();
  g_autofree char *folder = g_path_get_dirname (standard);

  if (g_strcmp0 (path, standard) != 0 || g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  g_autofree char *name = g_filename_display_name (folder);

  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_FAILED,
               _("The folder “%s” for the database cannot be made: %s."), name, g_strerror (errno));
  return FALSE;
}

static gboolean
folder_is_writable (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_access (folder, W_OK | X_OK) == 0;
}

/**
 * rdg_workspace_open:
 * @path: a file name
 *
 * Returns: (transfer full) (nullable): a workspace, or %NULL with @error set (RDG_STORE_ERROR)
 */
RdgWorkspace *
rdg_workspace_open (const char  *path,
                    GError     **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (RdgWorkspace) self = g_object_new (RDG_TYPE_WORKSPACE, NULL);
  g_autoptr (RdgStore) store = NULL;
  g_autoptr (GError) local_error = NULL;

  self->path = g_canonicalize_filename (path, NULL);
  if (!ensure_default_folder (self->path, error))
    return NULL;

  /* A database that is not there yet comes into being when something is asked of it, so that a file
   * which cannot be imported leaves none behind. */
  if (!g_file_test (self->path, G_FILE_TEST_EXISTS) && folder_is_writable (self->path))
    return g_steal_pointer (&self);

  store = rdg_store_open (self->path, RDG_STORE_WRITE, &local_error);
  if (g_error_matches (local_error, RDG_STORE_ERROR, RDG_STORE_ERROR_READ_ONLY) &&
      g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      g_clear_error (&local_error);
      self->read_only = TRUE;
      store = rdg_store_open (self->path, RDG_STORE_READ, &local_error);
    }
  if (store == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * rdg_workspace_default_path:
 *
 * Returns: (transfer full): where the database is if nobody says otherwise
 */
char *
rdg_workspace_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "rodagem", "rodagem.rodagem", NULL);
}

/**
 * rdg_workspace_get_path:
 *
 * Returns: (transfer none): the absolute file name
 */
const char *
rdg_workspace_get_path (RdgWorkspace *self)
{
  g_return_val_if_fail (RDG_IS_WORKSPACE (self), NULL);

  return self->path;
}

/**
 * rdg_workspace_is_read_only:
 *
 * Returns: whether nothing can be written
 */
gboolean
rdg_workspace_is_read_only (RdgWorkspace *self)
{
  g_return_val_if_fail (RDG_IS_WORKSPACE (self), TRUE);

  return self->read_only;
}

/**
 * rdg_workspace_get_queue:
 *
 * Returns: (transfer none): the queue of all jobs that write
 */
RdgJobQueue *
rdg_workspace_get_queue (RdgWorkspace *self)
{
  g_return_val_if_fail (RDG_IS_WORKSPACE (self), NULL);

  return self->queue;
}

/**
 * rdg_workspace_open_store:
 *
 * Blocking; the store belongs to the calling thread.
 *
 * Returns: (transfer full) (nullable): a connection, or %NULL with @error set (RDG_STORE_ERROR)
 */
RdgStore *
rdg_workspace_open_store (RdgWorkspace  *self,
                          RdgStoreMode   mode,
                          GError       **error)
{
  g_return_val_if_fail (RDG_IS_WORKSPACE (self), NULL);

  if (mode == RDG_STORE_READ && !g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      g_autoptr (RdgStore) made = rdg_store_open (self->path, RDG_STORE_WRITE, error);

      if (made == NULL)
        return NULL;
    }

  return rdg_store_open (self->path, mode, error);
}

typedef struct
{
  RdgWorkspace *workspace;
  RdgChange     what;
} Change;

static gboolean
emit_cb (gpointer user_data)
{
  Change *change = user_data;

  g_signal_emit (change->workspace, signals[CHANGED], 0, (guint) change->what);
  return G_SOURCE_REMOVE;
}

static void
free_change (gpointer data)
{
  Change *change = data;

  g_object_unref (change->workspace);
  g_free (change);
}

/**
 * rdg_workspace_changed:
 * @what: what has changed
 *
 * After the commit, from the thread that committed.
 */
void
rdg_workspace_changed (RdgWorkspace *self,
                       RdgChange     what)
{
  g_return_if_fail (RDG_IS_WORKSPACE (self));

  Change *change = g_new0 (Change, 1);

  change->workspace = g_object_ref (self);
  change->what = what;

  /* Not g_main_context_invoke(): while nobody turns the context, it would emit in this thread. */
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_cb, change, free_change);
  g_source_attach (source, self->context);
}
