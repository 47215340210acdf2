/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export-svm: support vectors for libsvm's svm-predict. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-svm-export.h"

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  const char *path = rdg_cli_args_get_words (call->args)[0];
  const char *table = rdg_cli_args_get_text (call->args, "rows");
  g_autofree char *rows_path = table != NULL ? g_strconcat (path, ".rows", NULL) : NULL;
  RdgInspectionOptions known;
  g_autoptr (RdgMapping) mapping = NULL;
  g_autoptr (RdgWorkspace) workspace = NULL;
  RdgSvmExport exported;

  if (!rdg_cli_get_known (call, &known, &mapping, error))
    return FALSE;

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL ||
      !rdg_svm_export (workspace, rdg_cli_get_model_id (call), path, table, &known, rows_path,
                       &exported, job, error))
    return FALSE;

  if (call->json)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      rdg_cli_json_string (call->doc, "file", path);
      rdg_cli_json_count (call->doc, "vectors", exported.n_vectors);
      rdg_cli_json_string (call->doc, "rows_file", rows_path);
      rdg_cli_json_count (call->doc, "rows", exported.n_rows);
      rdg_cli_json_end_object (call->doc);
      return TRUE;
    }

  g_autofree char *vectors = rdg_cli_cell_count (exported.n_vectors);
  g_autofree char *rows = rdg_cli_cell_count (exported.n_rows);

  g_string_append_printf (call->out, _("%s: %s support vectors.\n"), path, vectors);
  if (rows_path != NULL)
    g_string_append_printf (call->out, _("%s: %s rows, as the model sees them.\n"), rows_path, rows);

  return TRUE;
}

static const RdgCliOption option_table[] = {
  { "rows", RDG_CLI_FILE, "TABLE", N_("Write this file's rows, too, as FILE.rows") },
  RDG_CLI_MODEL_OPTION,
  RDG_CLI_TABLE_OPTION,
  RDG_CLI_DIALECT_OPTIONS,
  RDG_CLI_MAP_OPTION,
  { NULL }
};

const RdgCliVerb rdg_cli_verb_export_svm = {
  .name = "export-svm",
  .synopsis = "FILE",
  .summary = N_("Write a model's support vectors for libsvm's svm-predict"),
  .options = option_table,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
