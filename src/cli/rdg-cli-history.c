/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history: who was promoted, when and why. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-model-registry.h"

static void
write_promotion (RdgCliJson    *doc,
                 gconstpointer  element)
{
  const RdgPromotionRow *row = element;

  rdg_cli_json_time (doc, "at", row->at);
  rdg_cli_json_string (doc, "action", row->rollback ? "rollback" : "promote");
  rdg_cli_json_id (doc, "active", row->active);
  rdg_cli_json_id (doc, "previous", row->previous);
  rdg_cli_json_string (doc, "note", row->note);
}

static void
write_json (RdgCliJson *doc,
            GPtrArray  *history)
{
  const RdgPromotionRow *last = history->len > 0 ? g_ptr_array_index (history, 0) : NULL;

  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_id (doc, "active", last != NULL ? last->active : 0);
  rdg_cli_json_id (doc, "previous", last != NULL ? last->previous : 0);
  rdg_cli_json_objects (doc, "history", history, write_promotion);
  rdg_cli_json_end_object (doc);
}

static void
write_text (GString   *out,
            GPtrArray *history)
{
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("When"), _("Action"), _("Active"),
                                                     _("Before"), _("Note"), NULL);

  if (history->len == 0)
    {
      g_string_append (out, _("No model was promoted yet.\n"));
      return;
    }

  for (guint i = 0; i < history->len; i++)
    {
      const RdgPromotionRow *row = g_ptr_array_index (history, i);
      g_autofree char *at = rdg_cli_cell_time (row->at);
      g_autofree char *active = rdg_cli_cell_id (row->active);
      g_autofree char *previous = rdg_cli_cell_id (row->previous);

      rdg_cli_table_add (table, at, row->rollback ? _("taken back") : _("promoted"), active,
                         previous, row->note != NULL ? row->note : "", NULL);
    }
  rdg_cli_table_write (table, out);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = rdg_cli_open_workspace (call, error);
  g_autoptr (GPtrArray) history = NULL;

  if (workspace == NULL)
    return FALSE;
  history = rdg_model_registry_history (workspace, error);
  if (history == NULL)
    return FALSE;

  if (call->json)
    write_json (call->doc, history);
  else
    write_text (call->out, history);

  return TRUE;
}

const RdgCliVerb rdg_cli_verb_history = {
  .name = "history",
  .synopsis = "",
  .summary = N_("List the promotions and what was taken back"),
  .options = rdg_cli_no_options,
  .run = run,
};
