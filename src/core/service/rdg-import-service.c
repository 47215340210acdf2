/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking files in, the history, undo: see the header. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-import-service.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-datetime.h"
#include "rdg-importer.h"
#include "rdg-inspector-key.h"
#include "rdg-plant-review.h"
#include "rdg-reject-table.h"
#include "rdg-saved-mapping.h"

static GCancellable *
get_cancellable (RdgJob *job)
{
  return job != NULL ? rdg_job_get_cancellable (job) : NULL;
}

/* Why cars have no label, where there are such. */
static void
set_why (RdgOutcomeCounts *counts,
         const char       *why)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (counts->unlabelled > 0)
    {
      g_strv_builder_add (builder, why);
      counts->why_count[0] = counts->unlabelled;
    }
  counts->why = g_strv_builder_end (builder);
}

static void
add_warnings (RdgImportReport       *report,
              const RdgInspection   *inspection,
              const RdgImportResult *result,
              const RdgPlantReview  *review)
{
  g_autoptr (GStrvBuilder) warnings = g_strv_builder_new ();

  for (guint i = 0; inspection->notes[i] != NULL; i++)
    g_strv_builder_add (warnings, inspection->notes[i]);

  if (report->rows_rejected > 0)
    {
      g_autofree char *text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     "%" PRIu64 " row was rejected; the list of rejects says why.",
                     "%" PRIu64 " rows were rejected; the list of rejects says why.",
                     (gulong) report->rows_rejected), report->rows_rejected);

      g_strv_builder_add (warnings, text);
    }
  if (report->cells_dropped > 0)
    {
      g_autofree char *text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     "%" PRIu64 " cell could not be used as it is; its row was taken, and "
                     "the list of rejects names it.",
                     "%" PRIu64 " cells could not be used as they are; their rows were "
                     "taken, and the list of rejects names them.",
                     (gulong) report->cells_dropped), report->cells_dropped);

      g_strv_builder_add (warnings, text);
    }
  if (result->has_label && report->rows_taken > 0 &&
      (report->outcomes.failed == 0) != (report->outcomes.passed == 0))
    g_strv_builder_add (warnings,
                        report->outcomes.failed == 0
                          ? _("No car of this file has failed: a model needs failures to learn "
                              "from.")
                          : _("Every labelled car of this file has failed: a model needs cars that "
                              "passed too."));

  if (review != NULL)
    {
      g_auto (GStrv) odd = rdg_plant_review_warn (review);

      g_strv_builder_addv (warnings, (const char **) odd);
    }

  report->warnings = g_strv_builder_end (warnings);
}

static RdgImportReport *
report_new (const RdgInspection   *inspection,
            const RdgImportResult *result,
            const RdgPlantReview  *review,
            double                 seconds)
{
  const RdgImportEntry *entry = result->entry;
  RdgImportReport *self = g_new0 (RdgImportReport, 1);

  self->path = g_strdup (inspection->path);
  self->file = g_strdup (entry->file);
  self->import_id = entry->import_id;
  self->already_imported = result->already_imported;
  self->layout = inspection->layout;
  self->rows_read = entry->rows_read;
  self->rows_taken = entry->rows_taken;
  self->rows_duplicate = entry->rows_duplicate;
  self->rows_rejected = entry->rows_rejected;
  self->cells_dropped = entry->cells_dropped;
  self->cars_new = entry->cars_new;
  self->cars_touched = entry->cars_touched;
  self->cars_unscored = result->cars_unscored;
  self->from = entry->from;
  self->to = entry->to;
  if (review != NULL)
    {
      rdg_outcome_counts_fill (&self->outcomes, review);
    }
  else
    {
      self->outcomes.failed = result->labels[RDG_LABEL_FAILED];
      self->outcomes.passed = result->labels[RDG_LABEL_PASSED];
      self->outcomes.unlabelled = result->labels[RDG_LABEL_NONE];
      set_why (&self->outcomes, result->has_label ? _("left empty in the file") : _("no label column"));
    }
  self->seconds = seconds;

  if (result->already_imported != 0)
    self->warnings = g_new0 (char *, 1);
  else
    add_warnings (self, inspection, result, review);
  return self;
}

static gboolean
import_all (RdgWorkspace            *workspace,
            RdgStore                *store,
            GPtrArray               *inspections,
            const RdgImportOptions  *options,
            RdgJob                  *job,
            GPtrArray               *reports,
            GError                 **error)
{
  RdgProgress whole = rdg_job_get_progress (job);
  g_autoptr (GBytes) inspector_key = NULL;
  RdgImporterOptions how = { .mapping = options->mapping, .dry_run = options->dry_run };

  if (options->tell_inspectors && (inspector_key = rdg_inspector_key_load (error)) == NULL)
    return FALSE;
  how.inspector_key = inspector_key;

  for (guint i = 0; i < inspections->len; i++)
    {
      const RdgInspection *inspection = g_ptr_array_index (inspections, i);
      RdgProgress progress = rdg_progress_slice (&whole, (double) i / inspections->len,
                                                 (double) (i + 1) / inspections->len);
      RdgImportResult result;
      gint64 start = g_get_monotonic_time ();

      if (!rdg_importer_run (store, inspection, &how, &progress, get_cancellable (job), &result,
                             error))
        return FALSE;

      gboolean plant = rdg_layout_is_long (inspection->layout) && result.entry->import_id != 0;
      RdgPlantReview review;
      g_autoptr (RdgCarRoll) cars =
        plant ? _rdg_car_outcomes_read (store, &review, NULL) : NULL;

      g_ptr_array_add (reports, report_new (inspection, &result, cars != NULL ? &review : NULL,
                                            (double) (g_get_monotonic_time () - start) /
                                              G_USEC_PER_SEC));
      if (result.entry->import_id != 0)
        rdg_workspace_changed (workspace, result.cars_unscored > 0
                                            ? RDG_CHANGE_IMPORTS | RDG_CHANGE_PREDICTIONS
                                            : RDG_CHANGE_IMPORTS);
      rdg_import_result_clear (&result);
    }

  return TRUE;
}

static RdgInspection *
inspect (RdgWorkspace            *workspace,
         const char              *path,
         const RdgImportOptions  *options,
         GCancellable            *cancellable,
         GError                 **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (RdgSavedMapping) saved = NULL;
  RdgInspectionOptions known = rdg_import_options_get_known (options);
  g_autoptr (RdgInspection) inspection = rdg_inspection_new_with (path, &known, cancellable, error);

  if (inspection == NULL || options->mapping != NULL || !options->saved_mappings)
    return g_steal_pointer (&inspection);

  saved = rdg_saved_mapping_suggest (workspace, inspection, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (saved == NULL)
    return g_steal_pointer (&inspection);

  known.mapping = saved->mapping;
  return rdg_inspection_new_with (path, &known, cancellable, error);
}

/**
 * rdg_import_files:
 * @paths: (array zero-terminated=1): files
 * @options: (nullable): how to take them
 * @job: (nullable): for progress and cancel
 * @reports: (out) (element-type RdgImportReport): of the files that went in, also where the next
 *   one failed
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set (RDG_IMPORT_ERROR, RDG_STORE_ERROR, G_IO_ERROR_CANCELLED)
 */
gboolean
rdg_import_files (RdgWorkspace            *workspace,
                  const char * const      *paths,
                  const RdgImportOptions  *options,
                  RdgJob                  *job,
                  GPtrArray              **reports,
                  GError                 **error)
{
  static const RdgImportOptions no_options = { 0 };
  g_autoptr (GPtrArray) inspections =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_inspection_free);
  g_autoptr (RdgStore) store = NULL;

  if (options == NULL)
    options = &no_options;
  *reports = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_import_report_free);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      RdgInspection *inspection = inspect (workspace, paths[i], options, get_cancellable (job),
                                           error);

      if (inspection == NULL)
        return FALSE;
      g_ptr_array_add (inspections, inspection);
    }

  store = rdg_workspace_open_store (workspace, options->dry_run ? RDG_STORE_TRY : RDG_STORE_WRITE,
                                    error);
  if (store == NULL)
    return FALSE;

  return import_all (workspace, store, inspections, options, job, *reports, error);
}

void
rdg_import_report_free (RdgImportReport *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->file);
  g_strfreev (self->warnings);
  rdg_outcome_counts_clear (&self->outcomes);
  g_free (self);
}

static RdgImportRow *
row_from_entry (const RdgImportEntry *entry)
{
  RdgImportRow *self = g_new0 (RdgImportRow, 1);

  self->import_id = entry->import_id;
  self->file = g_strdup (entry->file);
  /* A layout of a newer version is shown as a table. */
  if (!rdg_layout_from_key (entry->layout, &self->layout))
    self->layout = RDG_LAYOUT_TABLE;
  self->state = entry->undone ? RDG_IMPORT_UNDONE : RDG_IMPORT_DONE;
  self->imported_at = entry->imported_at;
  self->rows_read = entry->rows_read;
  self->rows_taken = entry->rows_taken;
  self->rows_duplicate = entry->rows_duplicate;
  self->rows_rejected = entry->rows_rejected;
  self->cells_dropped = entry->cells_dropped;
  self->cars_new = entry->cars_new;
  self->cars_touched = entry->cars_touched;
  self->from = entry->from;
  self->to = entry->to;
  return self;
}

/**
 * rdg_import_list:
 * @import_id: one import, or 0 for all
 *
 * Blocking.
 *
 * Returns: (transfer full) (element-type RdgImportRow) (nullable): newest first, or %NULL with
 *   @error set
 */
GPtrArray *
rdg_import_list (RdgWorkspace  *workspace,
                 gint64         import_id,
                 GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  g_autoptr (GPtrArray) entries = NULL;
  GPtrArray *rows;

  if (store == NULL || (entries = rdg_import_table_list (store, import_id, error)) == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_import_row_free);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (rows, row_from_entry (g_ptr_array_index (entries, i)));
  return rows;
}

void
rdg_import_row_free (RdgImportRow *self)
{
  if (self == NULL)
    return;

  g_free (self->file);
  g_free (self);
}

/**
 * rdg_import_rejects:
 *
 * Blocking.
 *
 * Returns: (transfer full) (element-type RdgRejectRow) (nullable): in the order of the file, or
 *   %NULL with @error set
 */
GPtrArray *
rdg_import_rejects (RdgWorkspace  *workspace,
                    gint64         import_id,
                    guint64        offset,
                    guint64        limit,
                    GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  g_autoptr (GPtrArray) entries = NULL;
  GPtrArray *rows;

  if (store == NULL ||
      (entries = rdg_reject_table_list (store, import_id, offset, limit, error)) == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_reject_row_free);
  for (guint i = 0; i < entries->len; i++)
    {
      RdgRejectEntry *entry = g_ptr_array_index (entries, i);
      RdgRejectRow *row = g_new0 (RdgRejectRow, 1);

      row->line = entry->line;
      row->column = g_steal_pointer (&entry->column);
      row->reason = g_steal_pointer (&entry->reason);
      row->text = g_steal_pointer (&entry->text);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

void
rdg_reject_row_free (RdgRejectRow *self)
{
  if (self == NULL)
    return;

  g_free (self->column);
  g_free (self->reason);
  g_free (self->text);
  g_free (self);
}

/**
 * rdg_import_undo:
 * @cars_unscored: (out) (optional): how many cars had a risk, which was forgotten
 *
 * One transaction; models stay. Blocking.
 *
 * Returns: %FALSE with @error set, and the database as before
 */
gboolean
rdg_import_undo (RdgWorkspace  *workspace,
                 gint64         import_id,
                 guint64       *cars_unscored,
                 RdgJob        *job,
                 GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);

  if (store == NULL ||
      !rdg_importer_undo (store, import_id, get_cancellable (job), cars_unscored, error))
    return FALSE;

  rdg_workspace_changed (workspace, RDG_CHANGE_IMPORTS | RDG_CHANGE_PREDICTIONS);
  return TRUE;
}

/**
 * rdg_outcome_count:
 * @counts: (out caller-allocates): how the cars of the whole database stand; to be cleared
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_outcome_count (RdgWorkspace      *workspace,
                   RdgOutcomeCounts  *counts,
                   GError           **error)
{
  RdgPlantReview review;

  *counts = (RdgOutcomeCounts){ 0 };
  if (!rdg_plant_review_read (workspace, &review, error))
    return FALSE;

  rdg_outcome_counts_fill (counts, &review);
  return TRUE;
}

void
rdg_outcome_counts_clear (RdgOutcomeCounts *self)
{
  g_clear_pointer (&self->why, g_strfreev);
}
