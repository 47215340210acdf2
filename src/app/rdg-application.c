/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application: what the command line says, and one window for all of it. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-application-private.h"

#include "rdg-resources.h"
#include "rdg-settings.h"
#include "rdg-window.h"

struct _RdgApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (RdgApplication, rdg_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "database", 'd', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
    N_("Open this database; it is made if it is not there"), N_("FILE") },
  { "page", 'p', G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, NULL,
    N_("Show this page first: cars, models or data"), N_("PAGE") },
  { "version", 'v', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
    N_("Say the version and end"), NULL },
  { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL,
    N_("[FILE…]") },
  { NULL }
};

/* What was open last; where that has gone, the standard place, not an empty file in its stead. */
static char *
get_first_database (RdgApplication *self)
{
  const char *environment = g_getenv ("RODAGEM_DATABASE");
  g_autofree char *last = g_settings_get_string (self->settings, RDG_SETTING_DATABASE);

  if (environment != NULL && *environment != '\0')
    return g_strdup (environment);
  if (*last != '\0' && g_file_test (last, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&last);

  return rdg_workspace_default_path ();
}

/* The one window; with database NULL, a new one opens the database that was open last. */
static RdgWindow *
get_window (RdgApplication *self,
            const char     *database)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  RdgWindow *window = RDG_IS_WINDOW (active) ? RDG_WINDOW (active) : NULL;
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  /* A dialog may be the active one. */
  for (GList *l = windows; window == NULL && l != NULL; l = l->next)
    {
      if (RDG_IS_WINDOW (l->data))
        window = l->data;
    }

  if (window == NULL)
    {
      g_autofree char *first = database == NULL ? get_first_database (self) : NULL;

      window = rdg_window_new (ADW_APPLICATION (self), self->settings);
      rdg_window_open_database (window, database != NULL ? database : first);
    }
  else if (database != NULL)
    rdg_window_open_database (window, database);

  return window;
}

static GStrv
get_paths (GFile **files,
           int     n_files)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }

  return g_strv_builder_end (builder);
}

/* A database among the files is opened at once, so that the last one is not opened for nothing. */
static void
open_paths (RdgApplication     *self,
            const char         *database,
            const char * const *paths,
            const char         *page)
{
  for (guint i = 0; database == NULL && paths[i] != NULL; i++)
    {
      if (g_str_has_suffix (paths[i], ".rodagem"))
        database = paths[i];
    }

  RdgWindow *window = get_window (self, database);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; paths[i] != NULL; i++)
    {
      if (!g_str_has_suffix (paths[i], ".rodagem"))
        g_strv_builder_add (builder, paths[i]);
    }

  g_auto (GStrv) tables = g_strv_builder_end (builder);

  if (tables[0] != NULL)
    rdg_window_open_files (window, (const char * const *) tables);
  if (page != NULL)
    rdg_window_show_page (window, page);
  gtk_window_present (GTK_WINDOW (window));
}

static void
rdg_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (get_window (RDG_APPLICATION (application), NULL)));
}

static void
rdg_application_open (GApplication  *application,
                      GFile        **files,
                      int            n_files,
                      const char    *hint)
{
  g_auto (GStrv) paths = get_paths (files, n_files);

  open_paths (RDG_APPLICATION (application), NULL, (const char * const *) paths, NULL);
}

static gboolean
is_page (const char *name)
{
  static const char * const pages[] = { "cars", "models", "data", NULL };

  return g_strv_contains (pages, name);
}

static int
rdg_application_command_line (GApplication            *application,
                              GApplicationCommandLine *command_line)
{
  RdgApplication *self = RDG_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **arguments = NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  const char *name = NULL;
  const char *page = NULL;
  g_autofree char *database = NULL;

  /* Relative names belong to the folder of whoever typed them, perhaps another process. */
  if (g_variant_dict_lookup (dict, "database", "^&ay", &name))
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, name);

      database = g_file_get_path (file);
    }
  if (g_variant_dict_lookup (dict, "page", "&s", &page) && !is_page (page))
    {
      g_application_command_line_printerr (command_line,
                                           _("rodagem: There is no page “%s”: choose cars, models "
                                             "or data.\n"), page);
      return 2;
    }
  if (g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&ay", &arguments))
    {
      for (guint i = 0; arguments[i] != NULL; i++)
        g_ptr_array_add (files, g_application_command_line_create_file_for_arg (command_line,
                                                                                arguments[i]));
    }

  g_auto (GStrv) paths = get_paths ((GFile **) files->pdata, (int) files->len);

  open_paths (self, database, (const char * const *) paths, page);

  return 0;
}

static int
rdg_application_handle_local_options (GApplication *application,
                                      GVariantDict *dict)
{
  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("rodagem %s\n", RDG_VERSION);
      return 0;
    }

  return -1;
}

static void
rdg_application_startup (GApplication *application)
{
  RdgApplication *self = RDG_APPLICATION (application);

  rdg_register_resource ();
  G_APPLICATION_CLASS (rdg_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (RDG_APPLICATION_ID);
  self->settings = rdg_settings_new ();
  _rdg_application_init_actions (self);
}

static void
rdg_application_finalize (GObject *object)
{
  g_clear_object (&RDG_APPLICATION (object)->settings);

  G_OBJECT_CLASS (rdg_application_parent_class)->finalize (object);
}

static void
rdg_application_class_init (RdgApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = rdg_application_finalize;
  application_class->activate = rdg_application_activate;
  application_class->command_line = rdg_application_command_line;
  application_class->handle_local_options = rdg_application_handle_local_options;
  application_class->open = rdg_application_open;
  application_class->startup = rdg_application_startup;
}

static void
rdg_application_init (RdgApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _("Which cars to send to the long road test, and why."));
}

/**
 * rdg_application_new:
 *
 * Returns: (transfer full): the application
 */
RdgApplication *
rdg_application_new (void)
{
  return g_object_new (RDG_TYPE_APPLICATION,
                       "application-id", RDG_APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/io/github/rodagem/Rodagem",
                       NULL);
}

/**
 * rdg_application_get_settings:
 *
 * Returns: (transfer none): what the application remembers
 */
GSettings *
rdg_application_get_settings (RdgApplication *self)
{
  return self->settings;
}
