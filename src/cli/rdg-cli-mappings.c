/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mappings: how columns are used, saved by name. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-error.h"
#include "rdg-saved-mapping.h"

static gboolean
save (RdgCliCall    *call,
      RdgWorkspace  *workspace,
      const char    *name,
      RdgJob        *job,
      GError       **error)
{
  g_autoptr (RdgMapping) mapping = NULL;
  g_autoptr (RdgInspection) inspection = NULL;

  if (!rdg_cli_load_mapping (call, &mapping, error))
    return FALSE;

  inspection = rdg_inspection_new (rdg_cli_args_get_text (call->args, "file"), mapping,
                                   rdg_job_get_cancellable (job), error);

  return inspection != NULL &&
         rdg_saved_mapping_save (workspace, name, inspection, mapping, error);
}

static void
write_mapping (RdgCliJson    *doc,
               gconstpointer  element)
{
  const RdgSavedMapping *mapping = element;

  rdg_cli_json_string (doc, "name", mapping->name);
  rdg_cli_json_time (doc, "saved_at", mapping->saved_at);
}

static void
write_json (RdgCliJson *doc,
            GPtrArray  *mappings)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_objects (doc, "mappings", mappings, write_mapping);
  rdg_cli_json_end_object (doc);
}

static void
write_text (GString   *out,
            GPtrArray *mappings)
{
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Mapping"), _("Saved"), NULL);

  if (mappings->len == 0)
    {
      g_string_append (out, _("No mapping was saved yet.\n"));
      return;
    }

  for (guint i = 0; i < mappings->len; i++)
    {
      const RdgSavedMapping *mapping = g_ptr_array_index (mappings, i);
      g_autofree char *saved_at = rdg_cli_cell_time (mapping->saved_at);

      rdg_cli_table_add (table, mapping->name, saved_at, NULL);
    }
  rdg_cli_table_write (table, out);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  const char *name = rdg_cli_args_get_text (call->args, "save");
  const char *removed = rdg_cli_args_get_text (call->args, "remove");
  g_autoptr (RdgWorkspace) workspace = NULL;
  g_autoptr (GPtrArray) mappings = NULL;

  if (name != NULL && removed != NULL)
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("Either --save or --remove, not both."));
      return FALSE;
    }
  if ((name != NULL) != rdg_cli_args_has (call->args, "file") ||
      (name == NULL && rdg_cli_args_has (call->args, "map")))
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("To save a mapping, name it and a file with its header: "
                             "--save NAME --file FILE."));
      return FALSE;
    }

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL ||
      (name != NULL && !save (call, workspace, name, job, error)) ||
      (removed != NULL && !rdg_saved_mapping_remove (workspace, removed, error)))
    return FALSE;

  mappings = rdg_saved_mapping_list (workspace, error);
  if (mappings == NULL)
    return FALSE;

  if (call->json)
    write_json (call->doc, mappings);
  else
    write_text (call->out, mappings);

  return TRUE;
}

static const RdgCliOption option_table[] = {
  { "save", RDG_CLI_TEXT, "NAME", N_("Save the roles of a file's columns under this name") },
  { "file", RDG_CLI_FILE, "FILE", N_("The file whose header it is for") },
  RDG_CLI_MAP_OPTION,
  { "remove", RDG_CLI_TEXT, "NAME", N_("Forget the mapping of this name") },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_mappings = {
  .name = "mappings",
  .synopsis = "",
  .summary = N_("List, save and forget mappings; import --mapping uses them"),
  .options = option_table,
  .run = run,
};
