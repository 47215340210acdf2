/* SPDX-License-Identifier: GPL-3.0-or-later */
/* positions: the codes of STATUS and the halls that they mark; a user can say of any which it is. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-error.h"
#include "rdg-plant-review.h"

static void
write_position (RdgCliJson    *doc,
                gconstpointer  element)
{
  const RdgPositionRow *row = element;

  rdg_cli_json_string (doc, "code", row->code);
  rdg_cli_json_string (doc, "hall", *row->hall != '\0' ? row->hall : NULL);
  rdg_cli_json_boolean (doc, "chosen", row->chosen);
  rdg_cli_json_count (doc, "passes", row->passes);
}

static void
write_json (RdgCliJson *doc,
            GPtrArray  *positions)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_objects (doc, "positions", positions, write_position);
  rdg_cli_json_end_object (doc);
}

static void
write_text (GString   *out,
            GPtrArray *positions)
{
  g_autoptr (RdgCliTable) table =
    rdg_cli_table_new (_("Position"), _("Hall"), _("Passes"), NULL);

  for (guint i = 0; i < positions->len; i++)
    {
      const RdgPositionRow *row = g_ptr_array_index (positions, i);
      g_autofree char *code = rdg_cli_plain_text (row->code);
      g_autofree char *passes = rdg_cli_cell_count (row->passes);

      rdg_cli_table_add (table, code, *row->hall != '\0' ? row->hall : _("unmapped"), passes, NULL);
    }
  rdg_cli_table_write (table, out);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = NULL;
  g_autoptr (GPtrArray) positions = NULL;
  const char * const *words = rdg_cli_args_get_words (call->args);
  guint n_words = rdg_cli_args_get_n_words (call->args);

  if (n_words == 1)
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("A position goes with the hall that it marks, or with “none”."));
      return FALSE;
    }

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL)
    return FALSE;
  if (n_words == 2 &&
      !rdg_plant_map_position (workspace, words[0],
                               g_str_equal (words[1], "none") ? NULL : words[1], error))
    return FALSE;

  positions = rdg_plant_list_positions (workspace, error);
  if (positions == NULL)
    return FALSE;

  if (call->json)
    write_json (call->doc, positions);
  else
    write_text (call->out, positions);
  return TRUE;
}

const RdgCliVerb rdg_cli_verb_positions = {
  .name = "positions",
  .synopsis = "[CODE HALL|none]",
  .summary = N_("List the position codes, or say which hall one marks"),
  .options = rdg_cli_no_options,
  .max_words = 2,
  .run = run,
};
