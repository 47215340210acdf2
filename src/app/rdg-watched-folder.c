/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What arrives in a folder comes in by itself. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-watched-folder.h"

#include <glib/gi18n-lib.h>

#include "rdg-folder-watch.h"
#include "rdg-import-text.h"
#include "rdg-service-jobs.h"
#include "rdg-settings.h"

#define INTERVAL_MS 3000
#define SETTLE_MS 4000
#define NOTIFICATION "watched-folder"

/**
 * RdgWatchedFolder:
 *
 * Watches while a database is open that can be written to and holds real cars.
 * Where it goes on is noted when all that was found is in: what waits while the
 * program ends is found again.
 */
struct _RdgWatchedFolder
{
  GObject         parent_instance;

  RdgAppContext  *context;
  RdgFolderWatch *watch;        /* NULL: nothing is watched */
  GQueue          waiting;      /* paths */
  char           *current;      /* the one that is being taken in, or NULL */
  gboolean        stale;        /* it belongs to a watch that has ended */
  char           *status;
  gboolean        in_trouble;
  guint           interval_ms;
  guint           settle_ms;
};

enum
{
  PROP_0,
  PROP_STATUS,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (RdgWatchedFolder, rdg_watched_folder, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void take_next (RdgWatchedFolder *self);

static void
take_status (RdgWatchedFolder *self,
             char             *status,
             gboolean          in_trouble)
{
  g_free (self->status);
  self->status = status;
  self->in_trouble = in_trouble;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

static void
show_watching (RdgWatchedFolder *self)
{
  g_autofree char *folder = g_filename_display_name (rdg_folder_watch_get_folder (self->watch));

  /* Translators: %s is a folder */
  take_status (self, g_strdup_printf (_("Watching “%s”: what arrives there is imported."), folder),
               FALSE);
}

/* Where the last watch of this folder ended; 0: it is a new one, and all that it holds is news. */
static gint64
get_since (RdgWatchedFolder *self,
           const char       *folder)
{
  g_autoptr (GVariant) all = g_settings_get_value (rdg_app_context_get_settings (self->context),
                                                   RDG_SETTING_WATCHED_SINCE);
  gint64 since = 0;

  g_variant_lookup (all, folder, "x", &since);

  return since;
}

static void
note_since (RdgWatchedFolder *self)
{
  GSettings *settings = rdg_app_context_get_settings (self->context);
  const char *folder = rdg_folder_watch_get_folder (self->watch);
  g_autoptr (GVariant) before = g_settings_get_value (settings, RDG_SETTING_WATCHED_SINCE);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name;
  gint64 since;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sx}"));
  g_variant_iter_init (&iter, before);
  while (g_variant_iter_next (&iter, "{&sx}", &name, &since))
    if (!g_str_equal (name, folder))
      g_variant_builder_add (&builder, "{sx}", name, since);
  g_variant_builder_add (&builder, "{sx}", folder, rdg_folder_watch_get_since (self->watch));
  g_settings_set_value (settings, RDG_SETTING_WATCHED_SINCE, g_variant_builder_end (&builder));
}

/* A notification for who is elsewhere; a toast for who looks on. */
static void
tell (RdgWatchedFolder *self,
      const char       *file,
      const char       *text,
      AdwToast         *toast)
{
  GApplication *application = g_application_get_default ();
  GtkWindow *window = application != NULL
                        ? gtk_application_get_active_window (GTK_APPLICATION (application)) : NULL;
  g_autoptr (GNotification) notification = g_notification_new (file);

  g_notification_set_body (notification, text);
  g_notification_set_default_action_and_target (notification, "app.show-page", "s", "data");
  if (application != NULL)
    g_application_send_notification (application, NOTIFICATION, notification);

  if (window != NULL && gtk_window_is_active (window))
    rdg_app_context_add_toast (self->context, g_object_ref (toast));
}

static void
taken_cb (RdgJob   *job,
          gpointer  owner)
{
  RdgWatchedFolder *self = owner;
  g_autofree char *path = g_steal_pointer (&self->current);
  g_autofree char *file = g_filename_display_basename (path);
  gboolean stale = self->stale;
  GPtrArray *reports = rdg_job_peek_value (job);

  self->stale = FALSE;
  if (reports != NULL)
    {
      g_autofree char *text = rdg_import_describe (reports);
      g_autoptr (AdwToast) toast = g_object_ref_sink (rdg_import_toast_new (reports));

      tell (self, file, text, toast);
      if (!stale && self->in_trouble)
        show_watching (self);
    }
  else if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    {
      const char *message = rdg_job_get_error (job)->message;
      g_autofree char *escaped = g_markup_escape_text (message, -1);
      g_autoptr (AdwToast) toast = g_object_ref_sink (adw_toast_new (escaped));

      tell (self, file, message, toast);
      if (!stale)
        take_status (self, g_strdup (message), TRUE);
    }

  if (!stale && g_queue_is_empty (&self->waiting)
      && rdg_job_get_result (job) != RDG_JOB_RESULT_CANCELLED)
    note_since (self);
  take_next (self);
}

static void
take_next (RdgWatchedFolder *self)
{
  const char *paths[] = { NULL, NULL };

  if (self->watch == NULL || self->current != NULL || g_queue_is_empty (&self->waiting))
    return;

  self->current = g_queue_pop_head (&self->waiting);
  paths[0] = self->current;
  rdg_service_jobs_import (self->context, paths, NULL, RDG_START_JOB_QUIET, taken_cb, self);
}

/* The line's own database may lie there, too. */
static gboolean
is_database (const char *path)
{
  static const char * const endings[] = { ".rodagem", ".rodagem-wal", ".rodagem-shm",
                                          ".rodagem-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (path, endings[i]))
      return TRUE;

  return FALSE;
}

static void
file_ready_cb (RdgWatchedFolder *self,
               const char       *path)
{
  if (is_database (path))
    return;

  g_queue_push_tail (&self->waiting, g_strdup (path));
  take_next (self);
}

static void
trouble_cb (RdgWatchedFolder *self,
            const char       *message)
{
  take_status (self, g_strdup (message), TRUE);
}

static void
stop (RdgWatchedFolder *self)
{
  if (self->watch != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->watch, self);
      rdg_folder_watch_stop (self->watch);
    }
  g_clear_object (&self->watch);
  g_queue_clear_full (&self->waiting, g_free);
  self->stale = self->current != NULL;
}

static void
start_again (RdgWatchedFolder *self)
{
  RdgWorkspace *workspace = rdg_app_context_get_workspace (self->context);
  g_autofree char *folder = g_settings_get_string (rdg_app_context_get_settings (self->context),
                                                   RDG_SETTING_WATCHED_FOLDER);

  stop (self);
  if (*folder == '\0' || workspace == NULL)
    {
      take_status (self, NULL, FALSE);
      return;
    }
  if (rdg_workspace_is_read_only (workspace) || rdg_app_context_is_demonstration (self->context))
    {
      g_autofree char *shown = g_filename_display_name (folder);

      /* Translators: %s is a folder */
      take_status (self, g_strdup_printf (_("“%s” is not watched while this database is open."),
                                          shown), FALSE);
      return;
    }

  self->watch = rdg_folder_watch_new (folder, get_since (self, folder), self->interval_ms,
                                      self->settle_ms);
  g_signal_connect_object (self->watch, "file-ready", G_CALLBACK (file_ready_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "trouble", G_CALLBACK (trouble_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "recovered", G_CALLBACK (show_watching), self,
                           G_CONNECT_SWAPPED);
  show_watching (self);
}

static void
rdg_watched_folder_dispose (GObject *object)
{
  RdgWatchedFolder *self = RDG_WATCHED_FOLDER (object);

  stop (self);
  g_clear_pointer (&self->current, g_free);
  g_clear_object (&self->context);
  g_clear_pointer (&self->status, g_free);

  G_OBJECT_CLASS (rdg_watched_folder_parent_class)->dispose (object);
}

static void
rdg_watched_folder_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_STATUS:
      g_value_set_string (value, RDG_WATCHED_FOLDER (object)->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_watched_folder_class_init (RdgWatchedFolderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = rdg_watched_folder_dispose;
  object_class->get_property = rdg_watched_folder_get_property;

  /**
   * RdgWatchedFolder:status:
   *
   * What is watched, or what the trouble is: a translated sentence; %NULL while nothing is.
   */
  properties[PROP_STATUS] =
    g_param_spec_string ("status", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rdg_watched_folder_init (RdgWatchedFolder *self)
{
  g_queue_init (&self->waiting);
  self->interval_ms = INTERVAL_MS;
  self->settle_ms = SETTLE_MS;
}

/**
 * rdg_watched_folder_new:
 * @context: what is watched for
 *
 * Returns: (transfer full): a watch that follows the settings and the open database
 */
RdgWatchedFolder *
rdg_watched_folder_new (RdgAppContext *context)
{
  RdgWatchedFolder *self = g_object_new (RDG_TYPE_WATCHED_FOLDER, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "notify::workspace", G_CALLBACK (start_again), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rdg_app_context_get_settings (context),
                           "changed::" RDG_SETTING_WATCHED_FOLDER, G_CALLBACK (start_again), self,
                           G_CONNECT_SWAPPED);
  start_again (self);

  return self;
}

void
rdg_watched_folder_set_pace (RdgWatchedFolder *self,
                             guint             interval_ms,
                             guint             settle_ms)
{
  self->interval_ms = interval_ms;
  self->settle_ms = settle_ms;
}

/**
 * rdg_watched_folder_get_status:
 *
 * Returns: (transfer none) (nullable): as #RdgWatchedFolder:status
 */
const char *
rdg_watched_folder_get_status (RdgWatchedFolder *self)
{
  return self->status;
}

gboolean
rdg_watched_folder_is_in_trouble (RdgWatchedFolder *self)
{
  return self->in_trouble;
}
