/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved mappings of a file. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-mapping-row.h"

#include <glib/gi18n-lib.h>

#include "rdg-ask.h"
#include "rdg-request.h"
#include "rdg-saved-mapping.h"

/**
 * RdgMappingRow:
 *
 * What is chosen here goes to the file, which is looked at again.
 */
struct _RdgMappingRow
{
  GtkWidget           parent_instance;

  RdgAppContext      *context;
  RdgWorkspace       *workspace;
  RdgImportFile      *file;
  RdgJob             *listing;
  RdgJob             *listed;     /* holds the saved mappings that the menu has */
  GSimpleActionGroup *actions;

  GtkWidget          *box;
  GtkLabel           *line;
  GtkMenuButton      *button;
};

G_DEFINE_FINAL_TYPE (RdgMappingRow, rdg_mapping_row, GTK_TYPE_WIDGET)

static void load (RdgMappingRow *self);

static const char *
get_name (RdgMappingRow *self)
{
  return rdg_import_file_get_look (self->file)->mapping_name;
}

static void
update_line (RdgMappingRow *self)
{
  const RdgLook *look = rdg_import_file_get_look (self->file);
  gboolean changed = rdg_import_file_is_changed (self->file);
  g_autofree char *text = NULL;

  if (look->mapping_problem != NULL)
    text = g_strdup (look->mapping_problem);
  else if (look->mapping_name != NULL)
    /* Translators: %s is the name that the user gave to what columns mean */
    text = g_strdup_printf (changed ? _("As the mapping “%s” says, changed by you.")
                                    : _("As the mapping “%s” says, saved for this header."),
                            look->mapping_name);
  else
    text = g_strdup (changed ? _("As recognised, changed by you.") : _("As recognised."));

  gtk_label_set_text (self->line, text);
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions),
                                                                          "use")),
                             g_variant_new_string (look->mapping_name != NULL ? look->mapping_name
                                                                              : ""));
  gtk_widget_set_visible (GTK_WIDGET (self), rdg_import_file_has_roles (self->file));
}

/* A name is text, not a mnemonic. */
static char *
escape_mnemonic (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
append_named (GMenu      *menu,
              const char *name,
              const char *action)
{
  g_autofree char *label = escape_mnemonic (name);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", name);
  g_menu_append_item (menu, item);
}

static void
show_menu (RdgMappingRow *self,
           GPtrArray     *mappings)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) save = g_menu_new ();
  g_autoptr (GMenu) use = g_menu_new ();
  g_autoptr (GMenu) forget = g_menu_new ();
  g_autoptr (GMenuItem) recognised = g_menu_item_new (C_("mapping", "As _Recognised"), NULL);

  g_menu_append (save, C_("mapping", "_Save Mapping…"), "mapping.save");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (save));
  g_menu_item_set_action_and_target (recognised, "mapping.use", "s", "");
  g_menu_append_item (use, recognised);
  for (guint i = 0; i < mappings->len; i++)
    {
      const RdgSavedMapping *mapping = mappings->pdata[i];

      append_named (use, mapping->name, "mapping.use");
      append_named (forget, mapping->name, "mapping.forget");
    }
  g_menu_append_section (menu, C_("mapping", "Columns Mean"), G_MENU_MODEL (use));
  if (mappings->len > 0)
    {
      g_autoptr (GMenu) last = g_menu_new ();

      g_menu_append_submenu (last, C_("mapping", "_Forget"), G_MENU_MODEL (forget));
      g_menu_append_section (menu, NULL, G_MENU_MODEL (last));
    }
  gtk_menu_button_set_menu_model (self->button, G_MENU_MODEL (menu));
}

static gpointer
list_func (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  return rdg_saved_mapping_list (data, error);
}

static void
listed_cb (gpointer  owner,
           RdgJob   *job)
{
  RdgMappingRow *self = owner;
  GPtrArray *mappings = rdg_job_peek_value (job);

  if (mappings == NULL)
    {
      if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
        gtk_label_set_text (self->line, rdg_job_get_error (job)->message);
      return;
    }

  g_set_object (&self->listed, job);
  show_menu (self, mappings);
}

static void
load (RdgMappingRow *self)
{
  rdg_request_start (&self->listing, self, listed_cb, list_func, g_object_ref (self->workspace),
                     g_object_unref, (GDestroyNotify) g_ptr_array_unref);
}

static const RdgSavedMapping *
find_mapping (RdgMappingRow *self,
              const char    *name)
{
  GPtrArray *mappings = self->listed != NULL ? rdg_job_peek_value (self->listed) : NULL;

  for (guint i = 0; mappings != NULL && i < mappings->len; i++)
    if (g_str_equal (((const RdgSavedMapping *) mappings->pdata[i])->name, name))
      return mappings->pdata[i];

  return NULL;
}

static void
look_again (RdgMappingRow    *self,
            const RdgMapping *mapping,
            const char       *name)
{
  RdgLookRequest *request =
    rdg_look_request_new_again (self->workspace, rdg_import_file_get_look (self->file));

  request->mapping = mapping != NULL ? rdg_mapping_copy (mapping) : NULL;
  request->mapping_name = g_strdup (name);
  rdg_import_file_look_again (self->file, request);
}

static void
use_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  RdgMappingRow *self = user_data;
  const char *name = g_variant_get_string (parameter, NULL);
  const RdgSavedMapping *mapping = find_mapping (self, name);

  if (mapping != NULL)
    look_again (self, mapping->mapping, mapping->name);
  else if (*name == '\0')
    look_again (self, NULL, NULL);
}

typedef struct
{
  RdgWorkspace *workspace;
  RdgLook      *look;      /* NULL: forget it */
  RdgMapping   *mapping;
  char         *name;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->workspace);
  g_clear_pointer (&work->look, rdg_look_unref);
  g_clear_pointer (&work->mapping, rdg_mapping_free);
  g_free (work->name);
  g_free (work);
}

static gpointer
write_func (RdgJob   *job,
            gpointer  data,
            GError  **error)
{
  Work *work = data;
  gboolean done = work->look != NULL
                    ? rdg_saved_mapping_save (work->workspace, work->name, work->look->inspection,
                                              work->mapping, error)
                    : rdg_saved_mapping_remove (work->workspace, work->name, error);

  return done ? g_strdup (work->name) : NULL;
}

static void
say_failure (RdgMappingRow *self,
             RdgJob        *job)
{
  if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    gtk_label_set_text (self->line, rdg_job_get_error (job)->message);
}

static void
saved_cb (RdgJob   *job,
          gpointer  owner)
{
  RdgMappingRow *self = owner;
  const char *name = rdg_job_peek_value (job);

  if (name == NULL)
    {
      say_failure (self, job);
      return;
    }

  g_autoptr (RdgMapping) mapping = rdg_import_file_dup_mapping (self->file);

  look_again (self, mapping, name);
  load (self);
}

static void
forgotten_cb (RdgJob   *job,
              gpointer  owner)
{
  RdgMappingRow *self = owner;
  const char *name = rdg_job_peek_value (job);

  if (name == NULL)
    {
      say_failure (self, job);
      return;
    }
  /* What the columns mean stays as it is: only the name has gone. */
  if (g_strcmp0 (name, get_name (self)) == 0)
    {
      g_autoptr (RdgMapping) mapping = rdg_import_file_dup_mapping (self->file);

      look_again (self, mapping, NULL);
    }
  load (self);
}

static void
start_writing (RdgMappingRow  *self,
               const char     *name,
               gboolean        save,
               RdgJobDoneFunc  done)
{
  g_autoptr (RdgJob) job = rdg_job_new ("");
  Work *work = g_new0 (Work, 1);

  work->workspace = g_object_ref (self->workspace);
  work->name = g_strdup (name);
  if (save)
    {
      work->look = rdg_look_ref (rdg_import_file_get_look (self->file));
      work->mapping = rdg_import_file_dup_mapping (self->file);
    }
  rdg_app_context_start_job (self->context, job, RDG_START_JOB_WRITES | RDG_START_JOB_QUIET,
                             write_func, work, work_free, g_free, done, self);
}

/**
 * rdg_mapping_row_save:
 * @name: how the user calls it
 *
 * Saves what the columns mean now, in the workspace's queue.
 */
void
rdg_mapping_row_save (RdgMappingRow *self,
                      const char    *name)
{
  start_writing (self, name, TRUE, saved_cb);
}

static void
name_given_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autofree char *name = NULL;

  if (rdg_ask_finish (result, &name, NULL) && gtk_widget_get_root (GTK_WIDGET (source)) != NULL)
    rdg_mapping_row_save (RDG_MAPPING_ROW (source), name);
}

static void
save_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  rdg_ask_async (user_data,
                 &(RdgQuestion) {
                   .heading = _("Save What the Columns Mean"),
                   .body = _("It is suggested for every file with the same header, and used by "
                             "itself for files that arrive in the watched folder. What has the "
                             "name already is replaced."),
                   .accept = C_("button", "_Save"),
                   .entry = C_("mapping", "Name"),
                 },
                 NULL, name_given_cb, NULL);
}

static void
forget_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  start_writing (user_data, g_variant_get_string (parameter, NULL), FALSE, forgotten_cb);
}

static const GActionEntry entries[] = {
  { "save", save_cb },
  { "use", use_cb, "s", "''", NULL },
  { "forget", forget_cb, "s" },
};

static void
rdg_mapping_row_dispose (GObject *object)
{
  RdgMappingRow *self = RDG_MAPPING_ROW (object);

  rdg_request_drop (&self->listing, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_MAPPING_ROW);
  g_clear_object (&self->listed);
  g_clear_object (&self->actions);
  g_clear_object (&self->file);
  g_clear_object (&self->workspace);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (rdg_mapping_row_parent_class)->dispose (object);
}

static void
rdg_mapping_row_class_init (RdgMappingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rdg_mapping_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-mapping-row.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, RdgMappingRow, box);
  gtk_widget_class_bind_template_child (widget_class, RdgMappingRow, button);
  gtk_widget_class_bind_template_child (widget_class, RdgMappingRow, line);
}

static void
rdg_mapping_row_init (RdgMappingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "mapping", G_ACTION_GROUP (self->actions));
}

/**
 * rdg_mapping_row_set_file:
 * @context: what starts work
 * @workspace: the database whose mappings are offered
 * @file: a file that was recognised; once
 */
void
rdg_mapping_row_set_file (RdgMappingRow *self,
                          RdgAppContext *context,
                          RdgWorkspace  *workspace,
                          RdgImportFile *file)
{
  g_return_if_fail (self->file == NULL);

  self->context = g_object_ref (context);
  self->workspace = g_object_ref (workspace);
  self->file = g_object_ref (file);
  g_signal_connect_object (file, "changed", G_CALLBACK (update_line), self, G_CONNECT_SWAPPED);
  update_line (self);
  load (self);
}
