/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model's support vectors, and a file's rows as they see them, in libsvm's formats. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-svm-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-file-rows.h"
#include "rdg-model-registry.h"
#include "rdg-record.h"
#include "rdg-svm-inputs.h"
#include "rdg-svm-text.h"

static char *
write_rows (const RdgModel    *model,
            const RdgFileRows *rows)
{
  g_autofree guint32 *all = g_new (guint32, MAX (rows->n_rows, 1));
  g_autofree guint8 *outcome = g_new (guint8, MAX (rows->n_rows, 1));

  for (gsize i = 0; i < rows->n_rows; i++)
    {
      guint8 label = g_array_index (rows->labels, guint8, i);

      all[i] = (guint32) i;
      outcome[i] = label == RDG_LABEL_NONE ? RDG_SVM_TEXT_UNKNOWN : label == RDG_LABEL_FAILED;
    }

  return rdg_svm_text_write_rows (rdg_model_get_svm (model), rows->matrix, all, rows->n_rows,
                                  outcome);
}

/* What the numbered inputs stand for, to lie beside both files. */
static char *
write_inputs (const RdgModel *model)
{
  const RdgSvm *svm = rdg_model_get_svm (model);
  g_autoptr (RdgSvmInputs) inputs = rdg_svm_inputs_new (svm->n_features);

  for (guint f = 0; f < svm->n_features; f++)
    {
      const RdgFeature *feature = rdg_model_get_feature (model, f);
      const RdgFormula *formula = rdg_model_find_formula (model, feature->name);

      inputs->features[f] = (RdgSvmInput){
        .name = g_strdup (feature->name),
        .unit = g_strdup (feature->unit),
        .expression = formula != NULL ? g_strdup (rdg_formula_get_expression (formula)) : NULL,
        .levels = feature->kind == RDG_FEATURE_CATEGORY ? g_strdupv (feature->levels) : NULL,
        .usual = svm->features[f].usual,
        .gaps = svm->features[f].has_gaps,
        .as_is = svm->features[f].as_is,
        .mean = svm->features[f].mean,
        .factor = svm->features[f].factor,
      };
    }

  return rdg_svm_inputs_to_text (inputs);
}

static gboolean
put_file (const char  *path,
          const char  *text,
          const char  *inputs,
          GError     **error)
{
  g_autofree char *inputs_path = rdg_svm_inputs_get_path (path);

  return g_file_set_contents (path, text, -1, error) &&
         g_file_set_contents (inputs_path, inputs, -1, error);
}

/**
 * rdg_svm_export:
 * @model_id: a model's number, or 0: the active one
 * @model_path: where to write a model that svm-predict reads
 * @table_path: (nullable): a file whose rows are to be written as the model sees them
 * @known: (nullable): what need not be found of @table_path
 * @rows_path: (nullable): where to write them
 * @exported: (out caller-allocates): what was written
 *
 * Beside each file, FILE.inputs says what its inputs stand for. Nothing is written unless all of
 * it can be made; a file that is there is replaced.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_svm_export (RdgWorkspace      *workspace,
                gint64             model_id,
                const char        *model_path,
                const char        *table_path,
                const RdgInspectionOptions *known,
                const char        *rows_path,
                RdgSvmExport      *exported,
                RdgJob            *job,
                GError           **error)
{
  GCancellable *cancellable = rdg_job_get_cancellable (job);
  RdgProgress progress = rdg_job_get_progress (job);
  g_autoptr (RdgModel) model = rdg_model_registry_load (workspace, model_id, NULL, error);
  g_autofree char *model_text = NULL, *rows_text = NULL, *inputs = NULL;

  *exported = (RdgSvmExport){ 0 };
  if (model == NULL)
    return FALSE;

  if (rdg_model_get_svm (model) == NULL)
    {
      g_set_error_literal (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FAILED,
                           _("This model has no support vectors: libsvm can only read one that was "
                             "trained with “--algorithm svm”."));
      return FALSE;
    }

  exported->n_vectors = rdg_model_get_svm (model)->n_vectors;
  model_text = rdg_svm_text_write_model (rdg_model_get_svm (model));
  if (table_path != NULL)
    {
      g_autoptr (RdgFileRows) rows = _rdg_file_rows_read (table_path, known, model, TRUE, &progress,
                                                          cancellable, error);

      if (rows == NULL)
        return FALSE;

      exported->n_rows = rows->n_rows;
      rows_text = write_rows (model, rows);
    }

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  inputs = write_inputs (model);

  return (rows_text == NULL || put_file (rows_path, rows_text, inputs, error)) &&
         put_file (model_path, model_text, inputs, error);
}
