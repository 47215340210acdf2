/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import-model: a model of libsvm's svm-train as a candidate. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-svm-import.h"

static void
write_json (RdgCliJson         *doc,
            const RdgSvmImport *imported)
{
  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_id (doc, "model_id", imported->model_id);
  rdg_cli_json_string (doc, "algorithm",
                       rdg_algorithm_get_key (rdg_model_get_algorithm (imported->model)));
  rdg_cli_json_count (doc, "features", rdg_model_get_n_features (imported->model));
  rdg_cli_json_svm (doc, imported->model);
  rdg_cli_json_number (doc, "threshold", rdg_model_get_threshold (imported->model));
  rdg_cli_json_strings (doc, "warnings", (const char * const *) imported->warnings);
  rdg_cli_json_end_object (doc);
}

static void
write_text (GString            *out,
            const RdgSvmImport *imported)
{
  g_autofree char *id = rdg_cli_cell_id (imported->model_id);
  g_autofree char *vectors = rdg_cli_cell_count (rdg_model_get_svm (imported->model)->n_vectors);
  g_autofree char *features = rdg_cli_cell_count (rdg_model_get_n_features (imported->model));

  g_string_append_printf (out, _("Model %s is a candidate: %s support vectors, %s features.\n"), id,
                          vectors, features);
  for (guint i = 0; imported->warnings[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", imported->warnings[i]);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  const char *note = rdg_cli_args_get_text (call->args, "note");
  g_autoptr (RdgWorkspace) workspace = rdg_cli_open_workspace (call, error);
  g_autoptr (RdgSvmImport) imported = NULL;

  if (workspace == NULL)
    return FALSE;

  imported = rdg_svm_import (workspace, rdg_cli_args_get_words (call->args)[0], note, job, error);
  if (imported == NULL)
    return FALSE;

  if (call->json)
    write_json (call->doc, imported);
  else
    write_text (call->out, imported);

  return TRUE;
}

static const RdgCliOption option_table[] = {
  { "note", RDG_CLI_TEXT, "T", N_("Kept with the model") },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_import_model = {
  .name = "import-model",
  .synopsis = "FILE",
  .summary = N_("Take in a model of libsvm's svm-train as a candidate"),
  .options = option_table,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
