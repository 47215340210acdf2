/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models of a database, and who decides on them: see rdg-model-registry.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-model-registry.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-model-codec.h"
#include "rdg-model-table.h"
#include "rdg-promotion-table.h"

G_STATIC_ASSERT ((int) RDG_MODEL_CANDIDATE == (int) RDG_STORED_MODEL_CANDIDATE);
G_STATIC_ASSERT ((int) RDG_MODEL_ACTIVE == (int) RDG_STORED_MODEL_ACTIVE);
G_STATIC_ASSERT ((int) RDG_MODEL_RETIRED == (int) RDG_STORED_MODEL_RETIRED);

const char *
rdg_model_state_get_key (RdgModelState state)
{
  static const char * const keys[] = { "candidate", "active", "retired" };

  g_return_val_if_fail (state <= RDG_MODEL_RETIRED, NULL);

  return keys[state];
}

static RdgModelRow *
row_from_stored (const RdgStoredModel *stored)
{
  RdgModelRow *row = g_new0 (RdgModelRow, 1);

  row->model_id = stored->id;
  row->state = (RdgModelState) stored->state;
  /* Where a later version knows an algorithm that this one does not, its bytes tell. */
  if (!rdg_algorithm_from_key (stored->algorithm, &row->algorithm))
    row->algorithm = RDG_ALGORITHM_FOREST;
  row->trained_at = stored->trained_at;
  row->note = g_strdup (stored->note);
  row->n_train = stored->n_train;
  row->n_holdout = stored->n_holdout;
  row->n_features = stored->n_features;
  row->data_from = stored->data_from;
  row->data_to = stored->data_to;
  for (guint i = 0; i < RDG_N_METRICS; i++)
    row->holdout.value[i] = row->holdout.low[i] = row->holdout.high[i] = NAN;

  return row;
}

static RdgModelRow *
find_row (GPtrArray *rows,
          gint64     model_id)
{
  for (guint i = 0; i < rows->len; i++)
    {
      RdgModelRow *row = g_ptr_array_index (rows, i);

      if (row->model_id == model_id)
        return row;
    }

  return NULL;
}

static void
fill_metric_cb (gint64                 model_id,
                const RdgStoredMetric *metric,
                gpointer               user_data)
{
  RdgModelRow *row = find_row (user_data, model_id);

  for (guint i = 0; row != NULL && i < RDG_N_METRICS; i++)
    {
      if (g_str_equal (metric->name, rdg_metric_get_key (i)))
        {
          row->holdout.value[i] = metric->value;
          row->holdout.low[i] = metric->low;
          row->holdout.high[i] = metric->high;
          return;
        }
    }
}

static GPtrArray *
list_rows (RdgStore  *store,
           gint64     model_id,
           GError   **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_model_row_free);
  g_autoptr (GPtrArray) stored = rdg_model_table_list (store, model_id, error);

  if (stored == NULL)
    return NULL;

  for (guint i = 0; i < stored->len; i++)
    g_ptr_array_add (rows, row_from_stored (g_ptr_array_index (stored, i)));
  if (!rdg_model_table_each_metric (store, model_id, fill_metric_cb, rows, error))
    return NULL;

  return g_steal_pointer (&rows);
}

/**
 * rdg_model_registry_list:
 *
 * Returns: (transfer full) (nullable): RdgModelRow, newest first, or %NULL with @error set
 */
GPtrArray *
rdg_model_registry_list (RdgWorkspace  *workspace,
                         GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);

  return store != NULL ? list_rows (store, 0, error) : NULL;
}

void
rdg_model_row_free (RdgModelRow *self)
{
  if (self == NULL)
    return;

  g_free (self->note);
  g_free (self);
}

/* 0 becomes the active one. */
static gboolean
resolve (RdgStore  *store,
         gint64    *model_id,
         GError   **error)
{
  if (*model_id != 0)
    return TRUE;
  if (!rdg_model_table_find_active (store, model_id, error))
    return FALSE;
  if (*model_id != 0)
    return TRUE;

  g_set_error_literal (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NONE_ACTIVE,
                       _("No model is active: train one and promote it."));
  return FALSE;
}

/**
 * rdg_model_registry_load:
 * @model_id: a model's number, or 0: the active one
 * @row: (out) (optional): what the list says of it
 *
 * Returns: (transfer full) (nullable): the model, or %NULL with @error set
 */
RdgModel *
rdg_model_registry_load (RdgWorkspace  *workspace,
                         gint64         model_id,
                         RdgModelRow  **row,
                         GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);

  if (store == NULL || !resolve (store, &model_id, error))
    return NULL;

  g_autoptr (GBytes) bytes = rdg_model_table_get_bytes (store, model_id, error);
  g_autoptr (RdgModel) model = bytes != NULL ? rdg_model_decode (bytes, error) : NULL;

  if (model == NULL)
    {
      if (bytes != NULL)
        g_prefix_error (error, _("Model %" PRId64 ": "), model_id);
      return NULL;
    }

  if (row != NULL)
    {
      g_autoptr (GPtrArray) rows = list_rows (store, model_id, error);

      if (rows == NULL)
        return NULL;
      *row = g_ptr_array_steal_index (rows, 0);
    }

  return g_steal_pointer (&model);
}

/* What both promoting and rolling back are. */
static gboolean
change_active (RdgStore    *store,
               gint64       previous,
               gint64       active,
               gboolean     rollback,
               const char  *note,
               GError     **error)
{
  RdgStoredPromotion promotion = {
    .at = rdg_datetime_now (),
    .previous = previous,
    .active = active,
    .rollback = rollback,
    .note = (char *) note,
  };

  return (previous == 0 ||
          rdg_model_table_set_state (store, previous, RDG_STORED_MODEL_RETIRED, error)) &&
         rdg_model_table_set_state (store, active, RDG_STORED_MODEL_ACTIVE, error) &&
         rdg_promotion_table_insert (store, &promotion, error);
}

static gboolean
promote (RdgStore    *store,
         gint64       model_id,
         const char  *note,
         gint64      *previous,
         GError     **error)
{
  g_autoptr (RdgStoredModel) model = rdg_model_table_get (store, model_id, error);

  if (model == NULL || !rdg_model_table_find_active (store, previous, error))
    return FALSE;

  if (*previous == model_id)
    {
      g_set_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_STATE,
                   _("Model %" PRId64 " is active already."), model_id);
      return FALSE;
    }

  /* What cannot be read must not become the one that the line relies on. */
  g_autoptr (GBytes) bytes = rdg_model_table_get_bytes (store, model_id, error);
  g_autoptr (RdgModel) decoded = bytes != NULL ? rdg_model_decode (bytes, error) : NULL;

  return decoded != NULL && change_active (store, *previous, model_id, FALSE, note, error);
}

static gboolean
is_blank (const char *note)
{
  g_autofree char *trimmed = note != NULL ? g_strstrip (g_strdup (note)) : NULL;

  return trimmed == NULL || *trimmed == '\0';
}

/**
 * rdg_model_registry_promote:
 * @note: why; not blank
 * @previous: (out) (optional): the model that was active, or 0
 *
 * One transaction.
 *
 * Returns: %FALSE with @error set, and nothing changed
 */
gboolean
rdg_model_registry_promote (RdgWorkspace  *workspace,
                            gint64         model_id,
                            const char    *note,
                            gint64        *previous,
                            GError       **error)
{
  gint64 before = 0;

  if (is_blank (note))
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("Promoting a model needs a note: write why it is the better one."));
      return FALSE;
    }

  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);

  if (store == NULL || !rdg_store_begin (store, error))
    return FALSE;
  if (!promote (store, model_id, note, &before, error))
    {
      rdg_store_rollback (store);
      return FALSE;
    }
  if (!rdg_store_commit (store, error))
    return FALSE;

  if (previous != NULL)
    *previous = before;
  rdg_workspace_changed (workspace, RDG_CHANGE_MODELS);
  return TRUE;
}

static gboolean
roll_back (RdgStore    *store,
           const char  *note,
           gint64      *active,
           gint64      *previous,
           GError     **error)
{
  g_autoptr (GPtrArray) last = rdg_promotion_table_list (store, 1, error);
  const RdgStoredPromotion *promotion;

  if (last == NULL)
    return FALSE;

  promotion = last->len > 0 ? g_ptr_array_index (last, 0) : NULL;
  if (promotion == NULL || promotion->previous == 0)
    {
      g_set_error_literal (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_STATE,
                           _("There is no earlier model to go back to."));
      return FALSE;
    }
  if (promotion->rollback)
    {
      g_set_error_literal (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_STATE,
                           _("The last step was already taken back: promote the model that "
                             "should be active."));
      return FALSE;
    }

  *active = promotion->previous;
  *previous = promotion->active;

  return change_active (store, *previous, *active, TRUE, note != NULL ? note : "", error);
}

/**
 * rdg_model_registry_rollback:
 * @note: (nullable): why
 * @active: (out) (optional): the model that is active again
 * @previous: (out) (optional): the model that was active until now
 *
 * One transaction.
 *
 * Returns: %FALSE with @error set, and nothing changed
 */
gboolean
rdg_model_registry_rollback (RdgWorkspace  *workspace,
                             const char    *note,
                             gint64        *active,
                             gint64        *previous,
                             GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);
  gint64 now = 0, before = 0;

  if (store == NULL || !rdg_store_begin (store, error))
    return FALSE;
  if (!roll_back (store, note, &now, &before, error))
    {
      rdg_store_rollback (store);
      return FALSE;
    }
  if (!rdg_store_commit (store, error))
    return FALSE;

  if (active != NULL)
    *active = now;
  if (previous != NULL)
    *previous = before;
  rdg_workspace_changed (workspace, RDG_CHANGE_MODELS);
  return TRUE;
}

/**
 * rdg_model_registry_history:
 *
 * Returns: (transfer full) (nullable): RdgPromotionRow, newest first, or %NULL with @error set
 */
GPtrArray *
rdg_model_registry_history (RdgWorkspace  *workspace,
                            GError       **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_promotion_row_free);
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  g_autoptr (GPtrArray) stored = store != NULL ? rdg_promotion_table_list (store, 0, error) : NULL;

  if (stored == NULL)
    return NULL;

  for (guint i = 0; i < stored->len; i++)
    {
      const RdgStoredPromotion *promotion = g_ptr_array_index (stored, i);
      RdgPromotionRow *row = g_new0 (RdgPromotionRow, 1);

      row->at = promotion->at;
      row->previous = promotion->previous;
      row->active = promotion->active;
      row->rollback = promotion->rollback;
      row->note = g_strdup (promotion->note);
      g_ptr_array_add (rows, row);
    }

  return g_steal_pointer (&rows);
}

void
rdg_promotion_row_free (RdgPromotionRow *self)
{
  if (self == NULL)
    return;

  g_free (self->note);
  g_free (self);
}
