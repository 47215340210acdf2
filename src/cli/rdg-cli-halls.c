/* SPDX-License-Identifier: GPL-3.0-or-later */
/* halls: the places of the line; a user can say of any whether it is before the road test. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-error.h"
#include "rdg-plant-review.h"

static void
write_hall (RdgCliJson    *doc,
            gconstpointer  element)
{
  const RdgHallRow *row = element;

  rdg_cli_json_string (doc, "hall", row->name);
  rdg_cli_json_string (doc, "stage", rdg_hall_stage_get_key (row->stage));
  rdg_cli_json_count (doc, "failures", row->failures);
}

static void
write_json (RdgCliJson *doc,
            GPtrArray  *halls)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_objects (doc, "halls", halls, write_hall);
  rdg_cli_json_end_object (doc);
}

static void
write_text (GString   *out,
            GPtrArray *halls)
{
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Hall"), _("Stage"), _("Failures"), NULL);

  for (guint i = 0; i < halls->len; i++)
    {
      const RdgHallRow *row = g_ptr_array_index (halls, i);
      g_autofree char *name = rdg_cli_plain_text (row->name);
      g_autofree char *failures = rdg_cli_cell_count (row->failures);

      rdg_cli_table_add (table, name, rdg_hall_stage_get_key (row->stage), failures, NULL);
    }
  rdg_cli_table_write (table, out);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = NULL;
  g_autoptr (GPtrArray) halls = NULL;
  const char * const *words = rdg_cli_args_get_words (call->args);
  guint n_words = rdg_cli_args_get_n_words (call->args);
  RdgHallStage stage = RDG_HALL_UNKNOWN;

  if (n_words == 1 || (n_words == 2 && !rdg_hall_stage_from_key (words[1], &stage)))
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("A hall goes with its stage: before, test, after or unknown."));
      return FALSE;
    }

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL ||
      (n_words == 2 && !rdg_plant_map_hall (workspace, words[0], stage, error)))
    return FALSE;

  halls = rdg_plant_list_halls (workspace, error);
  if (halls == NULL)
    return FALSE;

  if (call->json)
    write_json (call->doc, halls);
  else
    write_text (call->out, halls);
  return TRUE;
}

const RdgCliVerb rdg_cli_verb_halls = {
  .name = "halls",
  .synopsis = "[HALL before|test|after|unknown]",
  .summary = N_("List the halls, or say where on the line one is"),
  .options = rdg_cli_no_options,
  .max_words = 2,
  .run = run,
};
