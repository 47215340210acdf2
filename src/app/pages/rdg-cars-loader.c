/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what the Cars page shows. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-cars-loader.h"

#include "rdg-datetime.h"
#include "rdg-error.h"

typedef struct
{
  RdgWorkspace *workspace;
  RdgModel     *model;
  gboolean      all;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->workspace);
  g_clear_pointer (&question->model, rdg_model_unref);
  g_free (question);
}

static gboolean
read_list (Question      *question,
           RdgCarsAnswer *answer,
           RdgJob        *job,
           GError       **error)
{
  answer->cars = rdg_prediction_list (question->workspace, 0, question->all, RDG_DATETIME_NONE,
                                      job, error);
  if (answer->cars == NULL)
    return FALSE;

  /* A table of past units has no car that waits: then all are worth seeing. */
  if (answer->cars->n_cars == 0 && !question->all && answer->cars->n_scored > 0)
    {
      g_clear_pointer (&answer->cars, rdg_risk_list_unref);
      answer->cars = rdg_prediction_list (question->workspace, 0, TRUE, RDG_DATETIME_NONE, job,
                                          error);
    }

  return answer->cars != NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (*(const char * const *) a, *(const char * const *) b);
}

/* What of a million cars must be known before they are shown. */
static void
survey (RdgCarsAnswer *answer)
{
  const RdgRiskList *cars = answer->cars;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *last = "";

  for (gsize i = 0; i < cars->n_cars; i++)
    {
      int letter = g_ascii_tolower (*cars->code[i]) - 'a';

      if (letter >= 0 && letter < 26)
        answer->letters |= 1u << letter;

      /* One variant has one text: most often not a new one. */
      if (cars->variant[i] == last)
        continue;
      last = cars->variant[i];
      if (*last != '\0' && g_hash_table_add (seen, (gpointer) last))
        g_ptr_array_add (names, g_strdup (last));
    }

  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  answer->variants = (GStrv) g_ptr_array_steal (names, NULL);
}

static gpointer
load_func (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  Question *question = data;
  g_autoptr (RdgCarsAnswer) answer = g_new0 (RdgCarsAnswer, 1);
  g_autoptr (GError) local = NULL;

  if (question->model != NULL)
    answer->model = rdg_model_ref (question->model);
  else
    answer->model = rdg_model_registry_load (question->workspace, 0, &answer->model_row, &local);

  if (answer->model == NULL && !g_error_matches (local, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NONE_ACTIVE))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (answer->model != NULL && !read_list (question, answer, job, error))
    return NULL;
  if (answer->cars != NULL)
    survey (answer);
  if (answer->cars == NULL || answer->cars->n_scored == 0)
    {
      if (!rdg_training_outlook (question->workspace, &answer->outlook, error))
        return NULL;
    }

  return g_steal_pointer (&answer);
}

/**
 * rdg_cars_loader_start:
 * @all: every scored car, not only those that wait
 * @known_model: (nullable): the active model, where it cannot have changed
 * @done: called with @owner when there is an #RdgCarsAnswer, or an error
 *
 * Returns: (transfer full): the job
 */
RdgJob *
rdg_cars_loader_start (RdgAppContext  *context,
                       gboolean        all,
                       RdgModel       *known_model,
                       RdgJobDoneFunc  done,
                       gpointer        owner)
{
  RdgJob *job = rdg_job_new (C_("job", "List the cars"));
  Question *question = g_new0 (Question, 1);

  question->workspace = g_object_ref (rdg_app_context_get_workspace (context));
  question->model = known_model != NULL ? rdg_model_ref (known_model) : NULL;
  question->all = all;
  rdg_app_context_start_job (context, job, RDG_START_JOB_QUIET, load_func, question,
                             question_free, (GDestroyNotify) rdg_cars_answer_free, done, owner);

  return job;
}

/**
 * rdg_cars_answer_free:
 *
 * Frees @self.
 */
void
rdg_cars_answer_free (RdgCarsAnswer *self)
{
  g_clear_pointer (&self->cars, rdg_risk_list_unref);
  g_clear_pointer (&self->variants, g_strfreev);
  g_clear_pointer (&self->model, rdg_model_unref);
  g_clear_pointer (&self->model_row, rdg_model_row_free);
  g_free (self);
}
