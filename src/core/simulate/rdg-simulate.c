/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the simulated plant once, past all writers: see rdg-simulate.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-simulate.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "rdg-error.h"
#include "rdg-plant-private.h"
#include "rdg-simulate-writer.h"

#define CARS_A_LOOK 32
#define FOLDER_MODE 0755

static const RdgSimulateWriter * const writers[] = {
  &rdg_simulate_predict_writer,
  &rdg_simulate_falhas_writer,
  &rdg_simulate_status_writer,
  &rdg_simulate_resultados_writer,
  &rdg_simulate_truth_table_writer,
  &rdg_simulate_truth_writer,
};

typedef struct
{
  RdgSimulateContext       context;
  guint                    n;         /* of the writers at work */
  const RdgSimulateWriter *writers[G_N_ELEMENTS (writers)];
  RdgSimulateFile         *files[G_N_ELEMENTS (writers)];
  gpointer                 states[G_N_ELEMENTS (writers)];
} Run;

static void
run_clear (Run *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      if (self->states[i] != NULL && self->writers[i]->free != NULL)
        self->writers[i]->free (self->states[i]);
      rdg_simulate_file_free (self->files[i]);
    }
  for (guint i = 0; i < RDG_SIMULATE_N_FILES; i++)
    rdg_simulate_counts_clear (&self->context.counts[i]);
  g_clear_pointer (&self->context.failures.by_hall, g_hash_table_unref);
  rdg_simulate_ledger_free (self->context.ledger);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
check_options (const RdgSimulateOptions  *options,
               GError                   **error)
{
  if (options->cars < 1 || options->cars > RDG_SIMULATE_MAX_CARS)
    g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                 _("A simulation has from 1 to %u cars, not %u."),
                 (guint) RDG_SIMULATE_MAX_CARS, options->cars);
  else if (options->days < 1 || options->days > RDG_SIMULATE_MAX_DAYS)
    g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                 _("A simulation lasts from 1 to %u days, not %u."),
                 (guint) RDG_SIMULATE_MAX_DAYS, options->days);
  else if (options->dirt > RDG_SIMULATE_MAX_DIRT)
    g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                 _("The dirt of simulated files has a level from 0 to %u, not %u."),
                 (guint) RDG_SIMULATE_MAX_DIRT, options->dirt);
  else if (options->readings != 0 && (options->readings < RDG_SIMULATE_MIN_READINGS ||
                                      options->readings > RDG_SIMULATE_MAX_READINGS))
    g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                 _("A simulated car has from %u to %u readings, not %u."),
                 (guint) RDG_SIMULATE_MIN_READINGS, (guint) RDG_SIMULATE_MAX_READINGS,
                 options->readings);
  else if (options->files == 0 || options->files > RDG_SIMULATE_ALL)
    g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                         _("A simulation writes at least one of the plant's files."));
  else
    return TRUE;

  return FALSE;
}

static gboolean
run_begin (Run                       *self,
           const RdgSimulateOptions  *options,
           const RdgPlant            *plant,
           const char                *folder,
           GError                   **error)
{
  RdgSimulateContext *context = &self->context;

  context->options = options;
  context->plant = plant;
  context->ledger = rdg_simulate_ledger_new ();
  context->failures.by_hall = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < RDG_SIMULATE_N_FILES; i++)
    if ((options->files & 1u << i) != 0)
      rdg_simulate_counts_init (&context->counts[i]);

  if (g_mkdir_with_parents (folder, FOLDER_MODE) != 0)
    {
      int saved_errno = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                   _("The folder “%s” could not be created: %s."), folder, g_strerror (saved_errno));
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      const RdgSimulateWriter *writer = writers[i];
      guint n = self->n;

      if (writer->file >= 0 && (options->files & 1u << writer->file) == 0)
        continue;

      self->files[n] = rdg_simulate_file_new (folder, writer->file_name, error);
      if (self->files[n] == NULL)
        return FALSE;
      self->writers[n] = writer;
      self->n++;
      self->states[n] = writer->begin (context, self->files[n]);
    }

  return TRUE;
}

static gboolean
run_add_car (Run                *self,
             const RdgPlantCar  *car,
             GError            **error)
{
  rdg_simulate_ledger_begin_car (self->context.ledger);
  for (guint i = 0; i < self->n; i++)
    {
      self->writers[i]->add_car (self->states[i], car);
      if (!rdg_simulate_file_flush (self->files[i], FALSE, error))
        return FALSE;
    }
  rdg_simulate_ledger_end_car (self->context.ledger);

  return TRUE;
}

/* All files are whole before the first gets its name. */
static gboolean
run_end (Run           *self,
         GCancellable  *cancellable,
         GError       **error)
{
  for (guint i = 0; i < self->n; i++)
    {
      if (self->writers[i]->end != NULL)
        self->writers[i]->end (self->states[i]);
      if (!rdg_simulate_file_close (self->files[i], error))
        return FALSE;
    }

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  for (guint i = 0; i < self->n; i++)
    if (!rdg_simulate_file_publish (self->files[i], error))
      return FALSE;

  return TRUE;
}

static void
count_car (RdgSimulateReport *report,
           const RdgPlantCar *car)
{
  report->cars++;
  report->tested += car->outcome != RDG_PLANT_WAITING;
  report->failures += car->outcome == RDG_PLANT_FAILED;
  report->waiting += car->outcome == RDG_PLANT_WAITING;
}

RdgSimulateReport *
_rdg_simulate_write (const RdgSimulateOptions  *options,
                     guint64                    outcome_seed,
                     const char                *folder,
                     const RdgProgress         *progress,
                     GCancellable              *cancellable,
                     GError                   **error)
{
  g_auto (Run) run = { 0 };
  g_auto (RdgPlantCar) car = { 0 };
  g_autoptr (RdgPlant) plant = NULL;
  g_autoptr (RdgSimulateReport) report = NULL;
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  if (!check_options (options, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  plant = rdg_plant_new (options->cars, options->days, options->seed);
  _rdg_plant_set_outcome_seed (plant, outcome_seed);

  if (!run_begin (&run, options, plant, folder, error))
    return NULL;

  report = g_new0 (RdgSimulateReport, 1);
  rdg_plant_car_init (&car);
  for (guint i = 0; i < options->cars; i++)
    {
      if (i % CARS_A_LOOK == 0)
        {
          rdg_progress_report (progress, (double) i / options->cars);
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return NULL;
        }

      rdg_plant_make_car (plant, i, &car);
      count_car (report, &car);
      if (!run_add_car (&run, &car, error))
        return NULL;
    }

  if (!run_end (&run, cancellable, error))
    return NULL;

  for (guint i = 0; i < run.n; i++)
    g_strv_builder_add (paths, rdg_simulate_file_get_path (run.files[i]));
  report->files = g_strv_builder_end (paths);
  rdg_progress_report (progress, 1.0);

  return g_steal_pointer (&report);
}

/**
 * rdg_simulate_parse_files:
 * @text: names such as `predict,falhas`, in any case
 * @files: (out): for #RdgSimulateOptions
 *
 * Returns: %FALSE with an #RdgUsageError for a name that is none
 */
gboolean
rdg_simulate_parse_files (const char  *text,
                          guint       *files,
                          GError     **error)
{
  static const char * const names[RDG_SIMULATE_N_FILES] = {
    [RDG_SIMULATE_FILE_PREDICT] = "predict", [RDG_SIMULATE_FILE_FALHAS] = "falhas",
    [RDG_SIMULATE_FILE_STATUS] = "status", [RDG_SIMULATE_FILE_RESULTADOS] = "resultados",
  };
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  guint found = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint file = 0;

      g_strstrip (words[i]);
      while (file < RDG_SIMULATE_N_FILES && g_ascii_strcasecmp (words[i], names[file]) != 0)
        file++;
      if (file == RDG_SIMULATE_N_FILES)
        {
          g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                       _("A simulation writes the files %s, not “%s”."),
                       "predict, falhas, status, resultados", words[i]);
          return FALSE;
        }
      found |= 1u << file;
    }

  *files = found;
  return TRUE;
}

/**
 * rdg_simulate_write:
 * @options: how much, which, how dirty
 * @folder: where to; made if it is not there
 * @progress: (nullable): is told how far it is
 * @cancellable: (nullable): stops it; then no file changes
 *
 * Simulates the plant and writes its files and the truth into @folder. Blocking; any thread.
 *
 * Returns: (transfer full) (nullable): what was written, or %NULL with an #RdgUsageError for
 *   options out of range, or a #GIOErrorEnum
 */
RdgSimulateReport *
rdg_simulate_write (const RdgSimulateOptions  *options,
                    const char                *folder,
                    const RdgProgress         *progress,
                    GCancellable              *cancellable,
                    GError                   **error)
{
  g_return_val_if_fail (options != NULL && folder != NULL, NULL);

  return _rdg_simulate_write (options, options->seed, folder, progress, cancellable, error);
}

/**
 * rdg_simulate_report_free:
 * @self: (transfer full) (nullable): a report
 */
void
rdg_simulate_report_free (RdgSimulateReport *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->files);
  g_free (self);
}
