/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which database the window shows: opening, what can go wrong, the simulated line. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-window-private.h"

#include "rdg-demonstration.h"
#include "rdg-error.h"
#include "rdg-settings.h"
#include "rdg-status-text.h"

static const char *
get_problem_title (const GError *error)
{
  if (g_error_matches (error, RDG_STORE_ERROR, RDG_STORE_ERROR_BUSY))
    return _("The Database Is in Use");
  if (g_error_matches (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NEWER))
    return _("The Database Is Newer Than This Program");
  if (g_error_matches (error, RDG_STORE_ERROR, RDG_STORE_ERROR_DAMAGED))
    return _("The Database Is Damaged");
  if (g_error_matches (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_A_DATABASE))
    return _("This Is Not a Database of Rodagem");
  if (g_error_matches (error, RDG_STORE_ERROR, RDG_STORE_ERROR_FULL))
    return _("The Disk Is Full");

  return _("The Database Cannot Be Opened");
}

static void
show_problem (RdgWindow    *self,
              const GError *error)
{
  /* Trying again helps where somebody else has to let go of it, or make room. */
  gboolean hopeless = g_error_matches (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NEWER)
                      || g_error_matches (error, RDG_STORE_ERROR, RDG_STORE_ERROR_DAMAGED)
                      || g_error_matches (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_A_DATABASE);

  rdg_app_context_set_workspace (self->context, NULL, FALSE);
  adw_status_page_set_title (self->problem_page, get_problem_title (error));
  rdg_status_text_set (self->problem_page, error->message);
  gtk_widget_set_visible (self->try_again_button, !hopeless);
  if (hopeless)
    gtk_widget_add_css_class (self->open_another_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->open_another_button, "suggested-action");
  _rdg_window_set_state (self, "problem");
}

static void
show_title (RdgWindow *self)
{
  g_autofree char *name = NULL;
  RdgWorkspace *workspace = rdg_app_context_get_workspace (self->context);

  if (workspace == NULL)
    return;
  if (rdg_app_context_is_demonstration (self->context))
    name = g_strdup (_("A simulated line"));
  else
    {
      g_autofree char *base = g_path_get_basename (rdg_workspace_get_path (workspace));
      g_autofree char *shown = g_filename_display_name (base);

      name = g_str_has_suffix (shown, ".rodagem")
               ? g_strndup (shown, strlen (shown) - strlen (".rodagem")) : g_strdup (shown);
    }

  adw_view_switcher_title_set_subtitle (self->switcher_title, name);
}

/* Takes over an open database, and then what has waited for it. */
static void
show_workspace (RdgWindow    *self,
                RdgWorkspace *workspace,
                gboolean      demonstration)
{
  g_auto (GStrv) waiting = g_steal_pointer (&self->waiting);

  rdg_message_bar_hide (self->error_bar);
  rdg_app_context_set_workspace (self->context, workspace, demonstration);
  _rdg_window_set_state (self, "pages");
  show_title (self);

  if (demonstration)
    rdg_message_bar_show (self->demonstration_bar, _("A simulated line"),
                          _("These are not real cars. Your own database is untouched."));
  else
    rdg_message_bar_hide (self->demonstration_bar);

  if (rdg_workspace_is_read_only (workspace))
    rdg_message_bar_show (self->read_only_bar, NULL,
                          _("The database can only be read: cars can be looked at, but nothing can "
                            "be imported, trained or recorded. Open a copy in a folder of your own "
                            "to work with it."));
  else
    rdg_message_bar_hide (self->read_only_bar);

  if (waiting != NULL)
    _rdg_window_import (self, (const char * const *) waiting);
}

static gpointer
open_func (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  return rdg_workspace_open (data, error);
}

static void
opened_cb (RdgJob   *job,
           gpointer  owner)
{
  RdgWindow *self = owner;

  if (job != self->opening)
    return;

  if (rdg_job_get_result (job) == RDG_JOB_RESULT_OK)
    {
      RdgWorkspace *workspace = rdg_job_peek_value (job);
      g_autofree char *standard = rdg_workspace_default_path ();

      g_settings_set_string (rdg_app_context_get_settings (self->context), RDG_SETTING_DATABASE,
                             g_str_equal (self->path, standard) ? "" : self->path);
      show_workspace (self, workspace, FALSE);
    }
  else if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    show_problem (self, rdg_job_get_error (job));
  g_clear_object (&self->opening);
}

void
_rdg_window_stop_opening (RdgWindow *self)
{
  if (self->opening != NULL)
    rdg_job_cancel (self->opening);
  g_clear_object (&self->opening);
}

/**
 * rdg_window_open_database:
 * @path: a file, made if it is not there
 *
 * Opens a database, on another thread: the window is there before it.
 */
void
rdg_window_open_database (RdgWindow  *self,
                          const char *path)
{
  g_autofree char *kept = g_strdup (path);

  _rdg_window_stop_opening (self);
  rdg_app_context_set_workspace (self->context, NULL, FALSE);
  rdg_message_bar_hide (self->demonstration_bar);
  rdg_message_bar_hide (self->read_only_bar);
  g_free (self->path);
  self->path = g_steal_pointer (&kept);
  _rdg_window_set_state (self, "opening");

  self->opening = rdg_job_new (C_("job", "Open a database"));
  rdg_app_context_start_job (self->context, self->opening, RDG_START_JOB_QUIET, open_func,
                             g_strdup (self->path), g_free, g_object_unref, opened_cb, self);
}

static void
demonstration_cb (RdgJob   *job,
                  gpointer  owner)
{
  RdgWindow *self = owner;

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self),
                                                                            "demonstration")),
                               TRUE);
  if (rdg_job_get_result (job) != RDG_JOB_RESULT_OK)
    return;

  /* A database that is just being opened would take the simulated line's place again. */
  _rdg_window_stop_opening (self);
  show_workspace (self, rdg_job_peek_value (job), TRUE);
  rdg_window_show_page (self, "cars");
}

void
_rdg_window_start_demonstration (RdgWindow *self)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self),
                                                                            "demonstration")),
                               FALSE);
  rdg_demonstration_start (self->context, demonstration_cb, self);
}

void
_rdg_window_leave_demonstration (RdgWindow *self)
{
  g_autofree char *standard = self->path == NULL ? rdg_workspace_default_path () : NULL;

  rdg_window_open_database (self, self->path != NULL ? self->path : standard);
}
