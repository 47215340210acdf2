/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imports: what was taken in. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-error.h"
#include "rdg-plant-review.h"

static const char *
state_key (RdgImportState state)
{
  return state == RDG_IMPORT_UNDONE ? "undone" : "done";
}

static void
write_review (RdgCliJson             *doc,
              const RdgPlantReview   *review,
              const RdgOutcomeCounts *counts)
{
  g_auto (GStrv) warnings = rdg_plant_review_warn (review);

  rdg_cli_json_begin_object (doc, "outcomes");
  rdg_cli_json_outcomes (doc, counts);
  rdg_cli_json_end_object (doc);

  rdg_cli_json_begin_object (doc, "checkpoints");
  rdg_cli_json_count (doc, "kept", review->kept);
  rdg_cli_json_count (doc, "rework", review->rework);
  rdg_cli_json_count (doc, "retest", review->retest);
  rdg_cli_json_count (doc, "unmapped", review->unmapped);
  rdg_cli_json_count (doc, "cars_missing_hall", review->missing_hall);
  rdg_cli_json_count (doc, "cars_backwards", review->backwards);
  rdg_cli_json_count (doc, "cars_retested", review->retested);
  rdg_cli_json_count (doc, "cars_early_test", review->early_test);
  rdg_cli_json_count (doc, "before_car", review->before_car);
  rdg_cli_json_count (doc, "future", review->future);
  rdg_cli_json_count (doc, "unknown_cars", review->unknown);
  rdg_cli_json_count (doc, "other_models", review->other_models);
  rdg_cli_json_end_object (doc);
  rdg_cli_json_strings (doc, "warnings", (const char * const *) warnings);
}

static void
write_json (RdgCliJson             *doc,
            GPtrArray              *imports,
            const RdgPlantReview   *review,
            const RdgOutcomeCounts *counts)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_begin_array (doc, "imports");
  for (guint i = 0; i < imports->len; i++)
    {
      const RdgImportRow *row = g_ptr_array_index (imports, i);

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_id (doc, "import_id", row->import_id);
      rdg_cli_json_string (doc, "file", row->file);
      rdg_cli_json_string (doc, "layout", rdg_layout_get_key (row->layout));
      rdg_cli_json_string (doc, "state", state_key (row->state));
      rdg_cli_json_time (doc, "imported_at", row->imported_at);
      rdg_cli_json_count (doc, "rows_read", row->rows_read);
      rdg_cli_json_count (doc, "rows_taken", row->rows_taken);
      rdg_cli_json_count (doc, "rows_duplicate", row->rows_duplicate);
      rdg_cli_json_count (doc, "rows_rejected", row->rows_rejected);
      rdg_cli_json_count (doc, "cells_dropped", row->cells_dropped);
      rdg_cli_json_count (doc, "cars_new", row->cars_new);
      rdg_cli_json_count (doc, "cars_touched", row->cars_touched);
      rdg_cli_json_time (doc, "from", row->from);
      rdg_cli_json_time (doc, "to", row->to);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);
  write_review (doc, review, counts);
  rdg_cli_json_end_object (doc);
}

static void
write_text (GString                *out,
            GPtrArray              *imports,
            const RdgPlantReview   *review,
            const RdgOutcomeCounts *counts)
{
  g_auto (GStrv) warnings = rdg_plant_review_warn (review);
  g_autoptr (RdgCliTable) table =
    rdg_cli_table_new (_("Import"), _("State"), _("Layout"), _("Rows taken"), _("Rejected"),
                       _("Imported"), _("File"), NULL);

  if (imports->len == 0)
    {
      g_string_append (out, _("Nothing was imported yet.\n"));
      return;
    }

  for (guint i = 0; i < imports->len; i++)
    {
      const RdgImportRow *row = g_ptr_array_index (imports, i);
      g_autofree char *id = rdg_cli_cell_id (row->import_id);
      g_autofree char *taken = rdg_cli_cell_count (row->rows_taken);
      g_autofree char *rejected = rdg_cli_cell_count (row->rows_rejected);
      g_autofree char *at = rdg_cli_cell_time (row->imported_at);

      rdg_cli_table_add (table, id, row->state == RDG_IMPORT_UNDONE ? _("undone") : _("done"),
                         rdg_layout_get_key (row->layout), taken, rejected, at, row->file, NULL);
    }
  rdg_cli_table_write (table, out);
  g_string_append_c (out, '\n');
  rdg_cli_text_outcomes (out, counts);
  for (guint i = 0; warnings[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", warnings[i]);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = NULL;
  g_autoptr (GPtrArray) imports = NULL;
  g_auto (RdgOutcomeCounts) counts = { 0 };
  RdgPlantReview review;
  gint64 id = 0;

  if (rdg_cli_args_get_n_words (call->args) > 0 && !rdg_cli_get_id (call, 0, &id, error))
    return FALSE;

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL)
    return FALSE;

  imports = rdg_import_list (workspace, id, error);
  if (imports == NULL)
    return FALSE;
  if (id != 0 && imports->len == 0)
    {
      g_autofree char *text = rdg_cli_cell_id (id);

      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                   _("There is no import %s in this database."), text);
      return FALSE;
    }

  if (!rdg_plant_review_read (workspace, &review, error))
    return FALSE;
  rdg_outcome_counts_fill (&counts, &review);

  if (call->json)
    write_json (call->doc, imports, &review, &counts);
  else
    write_text (call->out, imports, &review, &counts);

  return TRUE;
}

const RdgCliVerb rdg_cli_verb_imports = {
  .name = "imports",
  .synopsis = "[ID]",
  .summary = N_("List what was imported"),
  .options = rdg_cli_no_options,
  .max_words = 1,
  .run = run,
};
