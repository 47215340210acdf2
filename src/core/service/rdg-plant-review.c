/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outcomes, oddities and positions, as people read them: see rdg-plant-review.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-plant-review.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-checkpoint-table.h"
#include "rdg-error.h"
#include "rdg-hall-table.h"

static const char * const why_texts[RDG_N_WHYS] = {
  [RDG_WHY_LABELLED] = NULL,
  [RDG_WHY_NO_LABEL_VALUE] = N_("left empty in the file"),
  [RDG_WHY_NOT_TESTED] = N_("no road-test checkpoint"),
  [RDG_WHY_OUTSIDE_PERIOD] = N_("outside the period that the failure file covers"),
  [RDG_WHY_NO_FAILURE_FILE] = N_("no failure file"),
};

G_STATIC_ASSERT (RDG_N_WHYS <= G_N_ELEMENTS (((RdgOutcomeCounts *) NULL)->why_count));

void
rdg_outcome_counts_fill (RdgOutcomeCounts     *counts,
                          const RdgPlantReview *review)
{
  g_autoptr (GStrvBuilder) why = g_strv_builder_new ();
  guint n = 0;

  *counts = (RdgOutcomeCounts){ .failed = review->failed, .passed = review->passed };
  for (guint i = RDG_WHY_LABELLED + 1; i < RDG_N_WHYS; i++)
    {
      if (review->why[i] == 0)
        continue;
      counts->unlabelled += review->why[i];
      counts->why_count[n++] = review->why[i];
      g_strv_builder_add (why, _(why_texts[i]));
    }
  counts->why = g_strv_builder_end (why);
}

/**
 * rdg_plant_review_read:
 * @review: (out caller-allocates): of the whole database
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_plant_review_read (RdgWorkspace    *workspace,
                       RdgPlantReview  *review,
                       GError         **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  g_autoptr (RdgCarRoll) cars =
    store != NULL ? _rdg_car_outcomes_read (store, review, error) : NULL;

  return cars != NULL;
}

static void
warn (GStrvBuilder *warnings,
      guint64       n,
      const char   *text)
{
  if (n == 0)
    return;

  /* Grouped where the window reads it; the command line's numbers have no locale. */
  g_autofree char *number = g_strdup_printf ("%'" PRIu64, n);
  g_autofree char *warning = g_strdup_printf ("%s: %s.", text, number);

  g_strv_builder_add (warnings, warning);
}

/**
 * rdg_plant_review_warn:
 *
 * Returns: (transfer full): what looks odd
 */
GStrv
rdg_plant_review_warn (const RdgPlantReview *review)
{
  g_autoptr (GStrvBuilder) warnings = g_strv_builder_new ();

  if (review->has_positions && !review->has_failures)
    g_strv_builder_add (warnings, _("There is no failure file yet: which cars passed the road test "
                                    "cannot be told."));
  if (review->has_failures && !review->has_positions)
    g_strv_builder_add (warnings, _("There is no file of positions yet: which cars were tested is "
                                    "known only where a failure was found."));
  if (review->why[RDG_WHY_OUTSIDE_PERIOD] > 0 && review->passed == 0)
    g_strv_builder_add (warnings, _("The failure file and the positions do not overlap in time: no "
                                    "car can be said to have passed."));
  warn (warnings, review->why[RDG_WHY_OUTSIDE_PERIOD],
        _("Cars tested outside the period that the failure file covers, which have no outcome"));
  warn (warnings, review->missing_hall, _("Cars without a checkpoint at one of the halls"));
  warn (warnings, review->backwards, _("Cars whose checkpoints run backwards in time"));
  warn (warnings, review->retested, _("Cars with more than one road test; the first counts"));
  warn (warnings, review->early_test,
        _("Cars with a road test dated more than a week before all else on them; a false date, which "
          "does not count"));
  warn (warnings, review->unknown, _("Cars with failures that the file of positions does not know"));
  warn (warnings, review->other_models, _("Cars of other models than the plant's main one"));
  warn (warnings, review->contradicted,
        _("Cars of which two imports say different models: the files may be of two plants whose car "
          "codes collide; undo the import that is not yours"));
  warn (warnings, review->future, _("Failures and checkpoints dated in the future"));
  warn (warnings, review->before_car, _("Checkpoints dated before their car existed"));

  return g_strv_builder_end (warnings);
}

static gint
compare_codes_cb (gconstpointer a,
                  gconstpointer b)
{
  const RdgPositionRow * const *one = a, * const *other = b;

  return g_strcmp0 ((*one)->code, (*other)->code);
}

static gboolean
count_passes (RdgStore  *store,
              GArray    *counts,
              GError   **error)
{
  g_autoptr (RdgCheckpointReader) reader = rdg_checkpoint_reader_new (store, 0, error);
  g_autoptr (GError) local_error = NULL;
  const RdgPass *passes;
  gsize n_passes;
  gint64 car_id;

  if (reader == NULL)
    return FALSE;

  while (rdg_checkpoint_reader_next (reader, &car_id, &passes, &n_passes, &local_error))
    {
      for (gsize i = 0; i < n_passes; i++)
        {
          if (passes[i].position < counts->len)
            g_array_index (counts, guint64, passes[i].position)++;
        }
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static const char *
find_hall_name (GPtrArray *halls,
                guint32    id)
{
  for (guint i = 0; i < halls->len; i++)
    {
      const RdgHall *hall = g_ptr_array_index (halls, i);

      if (hall->id == id)
        return hall->name;
    }

  return "";
}

/**
 * rdg_plant_list_positions:
 *
 * Returns: (transfer full) (element-type RdgPositionRow) (nullable): the codes, or %NULL with
 *   @error set
 */
GPtrArray *
rdg_plant_list_positions (RdgWorkspace  *workspace,
                     GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  g_autoptr (GPtrArray) halls = store != NULL ? rdg_hall_table_list (store, error) : NULL;
  g_autoptr (GPtrArray) codes = halls != NULL ? rdg_hall_table_list_codes (store, error) : NULL;
  g_autoptr (GArray) counts = g_array_new (FALSE, TRUE, sizeof (guint64));
  GPtrArray *rows;

  if (codes == NULL)
    return NULL;

  /* Ascending by id. */
  if (codes->len > 0)
    g_array_set_size (counts, ((RdgPositionCode *) codes->pdata[codes->len - 1])->id + 1);
  if (!count_passes (store, counts, error))
    return NULL;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_position_row_free);
  for (guint i = 0; i < codes->len; i++)
    {
      const RdgPositionCode *code = g_ptr_array_index (codes, i);
      RdgPositionRow *row = g_new0 (RdgPositionRow, 1);

      row->code = g_strdup (code->code);
      row->hall = g_strdup (find_hall_name (halls, code->hall));
      row->chosen = code->chosen;
      row->passes = g_array_index (counts, guint64, code->id);
      g_ptr_array_add (rows, row);
    }
  g_ptr_array_sort (rows, compare_codes_cb);
  return rows;
}

void
rdg_position_row_free (RdgPositionRow *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->hall);
  g_free (self);
}

/**
 * rdg_plant_map_position:
 * @code: one that a file brought, in any case
 * @hall: (nullable): one of the plant's halls, in any case
 *
 * One transaction.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_plant_map_position (RdgWorkspace  *workspace,
                        const char    *code,
                        const char    *hall,
                        GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);
  g_autofree char *known_code = g_utf8_strup (code, -1);
  g_autofree char *known_hall = hall != NULL ? g_utf8_strup (hall, -1) : NULL;
  gboolean found, done;

  if (store == NULL || !rdg_store_begin (store, error))
    return FALSE;

  done = rdg_hall_table_map_code (store, known_code, known_hall, &found, error);
  if (done && !found)
    {
      done = FALSE;
      if (hall != NULL)
        g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                     _("There is no position “%s” or no hall “%s” in the database: “positions” "
                       "lists them."), code, hall);
      else
        g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                     _("There is no position “%s” in the database: “positions” lists them."), code);
    }
  if (!done)
    {
      rdg_store_rollback (store);
      return FALSE;
    }
  if (!rdg_store_commit (store, error))
    return FALSE;

  rdg_workspace_changed (workspace, RDG_CHANGE_IMPORTS | RDG_CHANGE_OUTCOMES);
  return TRUE;
}
