/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From libsvm's model file to a candidate: see rdg-svm-import.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-svm-import.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-model-save.h"
#include "rdg-svm-inputs.h"
#include "rdg-svm-text.h"

#define LARGEST_FILE ((gsize) 1 << 30)

static GMappedFile *
open_file (const char  *path,
           const char  *name,
           GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GMappedFile) file = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NOT_A_MODEL,
                   _("“%s” is no file. Name a model file of libsvm."), name);
      return NULL;
    }

  file = g_mapped_file_new (path, FALSE, &local_error);
  if (file == NULL)
    {
      g_set_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NOT_A_MODEL, _("“%s” cannot be read: %s."),
                   name, g_strerror (local_error->code == G_FILE_ERROR_NOENT ? ENOENT : EACCES));
      return NULL;
    }
  if (g_mapped_file_get_length (file) > LARGEST_FILE)
    {
      g_set_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NOT_A_MODEL,
                   _("“%s” is larger than 1 GiB: no model of that size can be kept."), name);
      return NULL;
    }

  return g_steal_pointer (&file);
}

static GStrv
warn (const RdgModel     *model,
      const RdgSvmInputs *inputs,
      gboolean            has_curve)
{
  g_autoptr (GStrvBuilder) warnings = g_strv_builder_new ();

  g_strv_builder_add (warnings,
                      _("Nobody knows yet how good the model is: judge it with “evaluate” on cars that "
                        "passed and failed before promoting it."));
  if (!has_curve)
    g_strv_builder_add (warnings,
                        _("The file has no probabilities (svm-train -b 1): its risks rank cars, and are "
                          "not calibrated."));
  if (inputs == NULL)
    {
      g_autofree char *features = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     "Nothing beside the file tells what its input stands for: it is the feature "
                     "named by its number, “1”, unscaled.",
                     "Nothing beside the file tells what its %u inputs stand for: they are features "
                     "named by their numbers, “1” and so on, unscaled.",
                     rdg_model_get_n_features (model)), rdg_model_get_n_features (model));

      g_strv_builder_add (warnings, features);
    }

  return g_strv_builder_end (warnings);
}

static RdgModel *
read_model (const char    *path,
            gboolean      *has_curve,
            RdgSvmInputs **inputs,
            GError       **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GMappedFile) file = open_file (path, name, error);
  GError *local_error = NULL;
  RdgModel *model;

  if (file == NULL)
    return NULL;

  *inputs = rdg_svm_inputs_read_beside (path, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  model = rdg_svm_text_read_model (g_mapped_file_get_length (file) > 0
                                     ? g_mapped_file_get_contents (file) : "",
                                   g_mapped_file_get_length (file), *inputs, has_curve, error);
  if (model == NULL)
    g_prefix_error (error, _("“%s”: "), name);

  return model;
}

/**
 * rdg_svm_import:
 * @path: a model file of libsvm, with what its inputs stand for beside it or not
 * @note: (nullable): what the user wants to remember about it
 *
 * Its metrics are not known: it was trained, and judged, elsewhere.
 *
 * Returns: (transfer full) (nullable): the candidate, or %NULL with @error set and the database as
 *   before
 */
RdgSvmImport *
rdg_svm_import (RdgWorkspace  *workspace,
                const char    *path,
                const char    *note,
                RdgJob        *job,
                GError       **error)
{
  g_autoptr (RdgSvmInputs) inputs = NULL;
  g_autoptr (RdgModel) model = NULL;
  gboolean has_curve;
  gint64 model_id;

  model = read_model (path, &has_curve, &inputs, error);
  if (model == NULL ||
      !_rdg_model_save (workspace, model, RDG_DATETIME_NONE, RDG_DATETIME_NONE, note,
                        rdg_job_get_cancellable (job), &model_id, error))
    return NULL;

  RdgSvmImport *self = g_new0 (RdgSvmImport, 1);

  self->model_id = model_id;
  self->warnings = warn (model, inputs, has_curve);
  self->model = g_steal_pointer (&model);
  rdg_workspace_changed (workspace, RDG_CHANGE_MODELS);

  return self;
}

void
rdg_svm_import_free (RdgSvmImport *self)
{
  if (self == NULL)
    return;

  rdg_model_unref (self->model);
  g_strfreev (self->warnings);
  g_free (self);
}
