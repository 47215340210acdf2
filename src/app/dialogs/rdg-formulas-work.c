/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and changing formulas off the main loop: see the header. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-formulas-work.h"

RdgFormulasWork *
_rdg_formulas_work_new (RdgWorkspace     *workspace,
                        RdgFormulaSample *sample)
{
  RdgFormulasWork *self = g_new0 (RdgFormulasWork, 1);

  self->workspace = g_object_ref (workspace);
  self->sample = sample != NULL ? rdg_formula_sample_ref (sample) : NULL;
  self->saved = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_saved_formula_free);

  return self;
}

void
_rdg_formulas_work_free (gpointer work)
{
  RdgFormulasWork *self = work;

  g_object_unref (self->workspace);
  g_clear_pointer (&self->sample, rdg_formula_sample_unref);
  g_ptr_array_unref (self->saved);
  g_free (self->replaces);
  g_free (self->removed);
  g_free (self);
}

void
_rdg_formulas_answer_free (gpointer answer)
{
  RdgFormulasAnswer *self = answer;

  g_clear_pointer (&self->formulas, g_ptr_array_unref);
  g_clear_pointer (&self->presets, g_ptr_array_unref);
  g_clear_pointer (&self->sample, rdg_formula_sample_unref);
  g_free (self);
}

gpointer
_rdg_formulas_load (RdgJob    *job,
                    gpointer   data,
                    GError   **error)
{
  RdgFormulasWork *work = data;
  RdgFormulasAnswer *answer = g_new0 (RdgFormulasAnswer, 1);

  answer->sample = work->sample != NULL
                     ? rdg_formula_sample_ref (work->sample)
                     : rdg_formula_sample_load (work->workspace, RDG_FORMULA_SAMPLE_CARS,
                                                rdg_job_get_cancellable (job), error);
  answer->formulas = answer->sample != NULL ? rdg_formula_service_list (work->workspace, error) : NULL;
  if (answer->formulas == NULL)
    {
      _rdg_formulas_answer_free (answer);
      return NULL;
    }

  answer->presets = rdg_formula_presets (answer->sample, answer->formulas);
  return answer;
}

gpointer
_rdg_formulas_change (RdgJob    *job,
                      gpointer   data,
                      GError   **error)
{
  RdgFormulasWork *work = data;
  GCancellable *cancellable = rdg_job_get_cancellable (job);

  if (work->removed != NULL && !rdg_formula_service_remove (work->workspace, work->removed, error))
    return NULL;
  if (work->replaces != NULL &&
      !rdg_formula_service_save (work->workspace, work->sample, g_ptr_array_index (work->saved, 0),
                                 work->replaces, cancellable, NULL, error))
    return NULL;
  if (work->replaces == NULL &&
      !rdg_formula_service_save_all (work->workspace, work->sample, work->saved, cancellable, error))
    return NULL;

  return _rdg_formulas_load (job, data, error);
}
