/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the database to a candidate model: see rdg-training-service.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-training-service.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-car-matrix.h"
#include "rdg-car-outcomes.h"
#include "rdg-car-zones.h"
#include "rdg-characteristic-table.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-formula-features.h"
#include "rdg-formula-table.h"
#include "rdg-leak-check.h"
#include "rdg-model-save.h"
#include "rdg-model-zones.h"

/* What the learner refuses to do with less. */
#define FAILED_NEEDED 20
/* Fewer in the hold-out, and the figures say little. */
#define HOLDOUT_CARS 200
#define HOLDOUT_FAILED 20
/* With times on fewer of the cars, the split is by hash. */
#define TIMED_SHARE 0.8

enum
{
  STAGE_LOAD,
  STAGE_FEATURES,
  STAGE_CHECK,
  STAGE_TRAIN,
  STAGE_CALIBRATE,
  STAGE_JUDGE,
  N_STAGES
};

/* The cars with an outcome, as arrays side by side. */
typedef struct
{
  gsize         n_cars;
  gsize         n_timed;
  gint64       *id;
  const char  **code;
  gint64       *time;
  guint8       *failed;
  guint32      *zones;      /* where it failed: bits, by the names of all_zones */
  gint64        from;
  gint64        to;
  RdgCarRoll   *all;        /* owns the codes */
  RdgCarZones  *all_zones;
  RdgCarMatrix *features;
  GPtrArray    *saved;      /* RdgStoredFormula */
  GPtrArray    *formulas;   /* RdgFormula: those among the features */
} Cars;

static void
clear_cars (Cars *self)
{
  g_free (self->id);
  g_free (self->code);
  g_free (self->time);
  g_free (self->failed);
  g_free (self->zones);
  g_clear_pointer (&self->all, rdg_car_roll_free);
  g_clear_pointer (&self->all_zones, _rdg_car_zones_free);
  g_clear_pointer (&self->features, _rdg_car_matrix_free);
  g_clear_pointer (&self->saved, g_ptr_array_unref);
  g_clear_pointer (&self->formulas, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cars, clear_cars)

/**
 * rdg_training_service_add_stages:
 * @job: a job that has not started; the training's stages come last
 */
void
rdg_training_service_add_stages (RdgJob *job)
{
  rdg_job_add_stage (job, _("Load"), 4);
  rdg_job_add_stage (job, _("Build features"), 10);
  rdg_job_add_stage (job, _("Check for leaks"), 2);
  rdg_job_add_stage (job, _("Train"), 76);
  rdg_job_add_stage (job, _("Calibrate"), 2);
  rdg_job_add_stage (job, _("Judge"), 6);
}

static void
enter_stage (RdgJob *job,
             guint   stage)
{
  /* Work may come before the training in one job, but none with stages after it. */
  if (job != NULL && rdg_job_get_n_stages (job) >= N_STAGES)
    rdg_job_enter_stage (job, rdg_job_get_n_stages (job) - N_STAGES + stage);
}

static RdgProgress
enter_stage_cb (RdgTrainingStage stage,
                gpointer         user_data)
{
  RdgJob *job = user_data;

  enter_stage (job, STAGE_CHECK + (guint) (stage - RDG_TRAINING_STAGE_CHECK));
  return rdg_job_get_progress (job);
}

static void
take_car (Cars  *self,
          gsize  i)
{
  const RdgCarRoll *all = self->all;
  gsize n = self->n_cars++;

  self->id[n] = all->id[i];
  self->code[n] = all->code[i];
  self->time[n] = all->time[i];
  self->failed[n] = all->label[i] == RDG_LABEL_FAILED;
  self->zones[n] = self->all_zones->failed[i];
}

static void
find_period (Cars *self)
{
  self->from = self->to = RDG_DATETIME_NONE;
  self->n_timed = 0;
  for (gsize i = 0; i < self->n_cars; i++)
    {
      if (self->time[i] == RDG_DATETIME_NONE)
        continue;
      if (self->n_timed++ == 0)
        self->from = self->to = self->time[i];
      self->from = MIN (self->from, self->time[i]);
      self->to = MAX (self->to, self->time[i]);
    }
}

static gboolean
load_cars (Cars          *self,
           RdgStore      *store,
           GCancellable  *cancellable,
           GError       **error)
{
  self->all = _rdg_car_outcomes_read (store, NULL, error);
  if (self->all == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  self->all_zones = _rdg_car_zones_read (store, self->all, error);
  if (self->all_zones == NULL)
    return FALSE;

  self->id = g_new (gint64, MAX (self->all->n_cars, 1));
  self->code = g_new (const char *, MAX (self->all->n_cars, 1));
  self->time = g_new (gint64, MAX (self->all->n_cars, 1));
  self->failed = g_new (guint8, MAX (self->all->n_cars, 1));
  self->zones = g_new (guint32, MAX (self->all->n_cars, 1));
  for (gsize i = 0; i < self->all->n_cars; i++)
    {
      if (self->all->label[i] != RDG_LABEL_NONE)
        take_car (self, i);
    }

  if (self->n_cars > 0)
    return TRUE;

  if (self->all->n_cars == 0)
    g_set_error_literal (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW,
                         _("There are no cars to learn from: import a file first."));
  else
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW,
                 _("None of the %" PRIu64 " cars has an outcome: import a file with a "
                   "column that says which cars failed, or record results."),
                 (guint64) self->all->n_cars);
  return FALSE;
}

/* Cars of which nothing but the outcome is known teach nothing. */
static void
drop_unseen (Cars *self)
{
  g_autofree guint32 *rows = g_new (guint32, MAX (self->n_cars, 1));
  gsize n = 0;

  for (gsize i = 0; i < self->n_cars; i++)
    {
      if (!self->features->seen[i])
        continue;
      self->id[n] = self->id[i];
      self->code[n] = self->code[i];
      self->time[n] = self->time[i];
      self->failed[n] = self->failed[i];
      self->zones[n] = self->zones[i];
      if (self->features->earlier != NULL)
        self->features->earlier[n] = self->features->earlier[i];
      rows[n++] = (guint32) i;
    }

  if (n < self->n_cars)
    {
      RdgMatrix *seen = rdg_matrix_take_rows (self->features->matrix, rows, n);

      rdg_matrix_unref (self->features->matrix);
      self->features->matrix = seen;
      self->n_cars = n;
    }
}

/* Says so now rather than after an hour. */
static gboolean
check_writable (RdgStore  *store,
                GError   **error)
{
  if (!rdg_store_begin (store, error))
    return FALSE;

  rdg_store_rollback (store);
  return TRUE;
}

static gboolean
load (Cars          *cars,
      RdgWorkspace  *workspace,
      RdgJob        *job,
      GError       **error)
{
  GCancellable *cancellable = rdg_job_get_cancellable (job);
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);
  RdgProgress progress;

  if (store == NULL)
    return FALSE;
  rdg_store_set_cancellable (store, cancellable);
  enter_stage (job, STAGE_LOAD);
  if (!check_writable (store, error) || !load_cars (cars, store, cancellable, error))
    return FALSE;

  enter_stage (job, STAGE_FEATURES);
  progress = rdg_job_get_progress (job);
  cars->features = _rdg_car_matrix_load (store, NULL, cars->all, cars->id, cars->n_cars, &progress,
                                         cancellable, error);
  cars->saved = cars->features != NULL ? rdg_formula_table_list (store, error) : NULL;
  if (cars->saved == NULL)
    return FALSE;

  drop_unseen (cars);
  find_period (cars);
  return TRUE;
}

static void
warn_of_times (const Cars   *cars,
               gboolean      by_time,
               GStrvBuilder *warnings)
{
  g_autofree char *warning = NULL;
  gsize n_timeless = cars->n_cars - cars->n_timed;

  if (n_timeless == 0 || cars->n_timed == 0)
    return;

  if (by_time)
    warning = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                            "%" PRIu64 " car has no time and is taken for an old one.",
                                            "%" PRIu64 " cars have no time and are taken for old ones.",
                                            n_timeless), (guint64) n_timeless);
  else
    warning = g_strdup_printf (_("Only %" PRIu64 " of %" PRIu64 " cars have a time: "
                                 "the hold-out was chosen by the cars' codes instead."),
                               (guint64) cars->n_timed, (guint64) cars->n_cars);
  g_strv_builder_add (warnings, warning);
}

static void
warn_of_gap (const RdgModel           *model,
             const RdgTrainingOptions *options,
             GStrvBuilder             *warnings)
{
  if (options->gap_hours <= 0.0 || rdg_model_get_split (model) == RDG_SPLIT_TIME)
    return;

  if (rdg_model_get_split (model) == RDG_SPLIT_FOLDS)
    g_strv_builder_add (warnings, _("The gap has no effect: with folds, all cars judge."));
  else
    g_strv_builder_add (warnings, _("The gap has no effect: the hold-out was chosen by the cars' "
                                    "codes, because too few cars have a time."));
}

static void
warn_of_holdout (const RdgModel *model,
                 GStrvBuilder   *warnings)
{
  guint64 n_failed = (guint64) rdg_model_get_holdout (model)->value[RDG_METRIC_POSITIVES];
  gsize n_cars = rdg_model_get_n_holdout (model);
  g_autofree char *warning = NULL;

  if (n_cars >= HOLDOUT_CARS && n_failed >= HOLDOUT_FAILED)
    return;

  warning = g_strdup_printf (rdg_model_get_split (model) == RDG_SPLIT_FOLDS
                               ? _("There are only %" PRIu64 " cars to judge by, %" PRIu64
                                   " of them failed: how good the model is can only be told roughly.")
                               : _("The hold-out has only %" PRIu64 " cars, %" PRIu64
                                   " of them failed: how good the model is can only be told roughly."),
                             (guint64) n_cars, n_failed);
  g_strv_builder_add (warnings, warning);
}

/* Their values from before the test remain, and are few. */
static void
warn_of_late (const Cars   *cars,
              GStrvBuilder *warnings)
{
  for (guint i = 0; i < cars->features->late->len; i++)
    {
      g_autofree char *warning =
        g_strdup_printf (_("“%s” is mostly measured at or after the road test: only what was measured "
                           "before counts."), (const char *) cars->features->late->pdata[i]);

      g_strv_builder_add (warnings, warning);
    }
}

static RdgModel *
train (Cars                      *cars,
       const RdgTrainingOptions  *options,
       RdgJob                    *job,
       GStrvBuilder              *warnings,
       GError                   **error)
{
  GCancellable *cancellable = rdg_job_get_cancellable (job);
  gboolean by_time = cars->n_timed > 0 &&
                     (double) cars->n_timed >= TIMED_SHARE * (double) cars->n_cars;
  RdgTrainingWatch watch = { enter_stage_cb, job };

  cars->formulas = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_formula_unref);
  if (!_rdg_formula_add_features (cars->saved, options->formulas, cars->features->matrix,
                                  cars->features->blocked, cars->formulas, warnings, error))
    return NULL;

  RdgTrainingSet set = {
    .matrix = cars->features->matrix,
    .failed = cars->failed,
    .codes = cars->code,
    .tested_at = by_time ? cars->time : NULL,
    .earlier = cars->features->earlier,
    .blocked = (const RdgBlockedFeature *) cars->features->blocked->data,
    .n_blocked = cars->features->blocked->len,
    .zones = (const char * const *) cars->all_zones->names->pdata,
    .n_zones = cars->all_zones->names->len,
    .zone_failed = cars->zones,
    .formulas = (RdgFormula **) cars->formulas->pdata,
    .n_formulas = cars->formulas->len,
  };

  enter_stage (job, STAGE_CHECK);
  if (!_rdg_leak_check (cars->features->matrix, cars->failed, by_time ? cars->time : NULL, warnings,
                        cancellable, error))
    return NULL;
  warn_of_late (cars, warnings);

  RdgModel *model = rdg_training_run (&set, options, &watch, cancellable, error);

  if (model != NULL)
    {
      if (rdg_model_get_split (model) != RDG_SPLIT_FOLDS)
        warn_of_times (cars, by_time, warnings);
      warn_of_gap (model, options, warnings);
      warn_of_holdout (model, warnings);
    }
  return model;
}

/* Only a forest learns zones: where another learner leaves all of them out, none has too few cars. */
static GStrv
list_zones_left_out (const Cars     *cars,
                     const RdgModel *model)
{
  g_autoptr (GStrvBuilder) left_out = g_strv_builder_new ();

  for (guint z = 0, next = 0; rdg_model_get_algorithm (model) == RDG_ALGORITHM_FOREST &&
                              z < cars->all_zones->names->len; z++)
    {
      const char *name = g_ptr_array_index (cars->all_zones->names, z);

      if (next < rdg_model_get_n_zones (model) &&
          g_str_equal (rdg_model_get_zone (model, next)->name, name))
        next++;
      else
        g_strv_builder_add (left_out, name);
    }

  return g_strv_builder_end (left_out);
}

/**
 * rdg_training_service_run:
 * @options: checked here
 * @note: (nullable): what the user wants to remember about this model
 * @job: (nullable): with the stages of rdg_training_service_add_stages()
 *
 * Returns: (transfer full) (nullable): the report, or %NULL with @error set and the database as
 *   before: RDG_USAGE_ERROR, RDG_LEARN_ERROR, RDG_STORE_ERROR
 */
RdgTrainingReport *
rdg_training_service_run (RdgWorkspace              *workspace,
                          const RdgTrainingOptions  *options,
                          const char                *note,
                          RdgJob                    *job,
                          GError                   **error)
{
  gint64 started = g_get_monotonic_time ();
  g_autoptr (GStrvBuilder) warnings = g_strv_builder_new ();
  g_autoptr (RdgModel) model = NULL;
  g_auto (Cars) cars = { 0 };
  gint64 model_id = 0;

  if (!rdg_training_options_check (options, error) || !load (&cars, workspace, job, error))
    return NULL;

  model = train (&cars, options, job, warnings, error);
  if (model == NULL ||
      !_rdg_model_save (workspace, model, cars.from, cars.to, note, rdg_job_get_cancellable (job),
                        &model_id, error))
    return NULL;

  RdgTrainingReport *report = g_new0 (RdgTrainingReport, 1);

  report->model_id = model_id;
  report->model = g_steal_pointer (&model);
  /* It is saved: what is said of it is not cancelled any more. */
  rdg_model_get_baselines (report->model, options->n_bootstrap, report->baselines, NULL, NULL);
  report->seconds = (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  report->warnings = g_strv_builder_end (warnings);
  report->zones_left_out = list_zones_left_out (&cars, report->model);
  rdg_workspace_changed (workspace, RDG_CHANGE_MODELS);

  return report;
}

void
rdg_training_report_free (RdgTrainingReport *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->model, rdg_model_unref);
  g_strfreev (self->warnings);
  g_strfreev (self->zones_left_out);
  g_free (self);
}

/**
 * rdg_training_outlook:
 * @outlook: (out caller-allocates): what there is to learn from
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_training_outlook (RdgWorkspace        *workspace,
                      RdgTrainingOutlook  *outlook,
                      GError             **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  g_autoptr (RdgCarRoll) cars = store != NULL ? _rdg_car_outcomes_read (store, NULL, error) : NULL;
  g_autoptr (GPtrArray) characteristics =
    cars != NULL ? rdg_characteristic_table_list (store, error) : NULL;

  if (characteristics == NULL)
    return FALSE;

  *outlook = (RdgTrainingOutlook) { .cars = cars->n_cars, .failed_needed = FAILED_NEEDED };
  for (gsize i = 0; i < cars->n_cars; i++)
    {
      if (cars->label[i] == RDG_LABEL_FAILED)
        outlook->failed++;
      else if (cars->label[i] == RDG_LABEL_PASSED)
        outlook->passed++;
      else
        outlook->unlabelled++;
    }
  for (guint i = 0; i < characteristics->len; i++)
    outlook->features += ((RdgCharacteristic *) g_ptr_array_index (characteristics, i))->blocked == NULL;

  return TRUE;
}
