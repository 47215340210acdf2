/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The halls, and what people say of those that nobody knew: see rdg-plant-review.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-plant-review.h"

#include <glib/gi18n-lib.h>

#include "rdg-error.h"
#include "rdg-failure-table.h"

static void
count_cb (const RdgFailure *failure,
          gpointer          user_data)
{
  GArray *counts = user_data;

  if (failure->hall < counts->len)
    g_array_index (counts, guint64, failure->hall)++;
}

static gint
compare_halls_cb (gconstpointer a,
                  gconstpointer b)
{
  const RdgHall *one = *(const RdgHall * const *) a;
  const RdgHall *other = *(const RdgHall * const *) b;
  gint64 one_place = one->place > 0 ? one->place : G_MAXINT64;
  gint64 other_place = other->place > 0 ? other->place : G_MAXINT64;

  if (one_place != other_place)
    return one_place < other_place ? -1 : 1;

  return g_strcmp0 (one->name, other->name);
}

/**
 * rdg_plant_list_halls:
 *
 * Returns: (transfer full) (element-type RdgHallRow) (nullable): the halls, or %NULL with @error
 *   set
 */
GPtrArray *
rdg_plant_list_halls (RdgWorkspace  *workspace,
                 GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  g_autoptr (GPtrArray) halls = store != NULL ? rdg_hall_table_list (store, error) : NULL;
  g_autoptr (GArray) counts = g_array_new (FALSE, TRUE, sizeof (guint64));
  GPtrArray *rows;

  if (halls == NULL)
    return NULL;

  /* Ascending by id. */
  if (halls->len > 0)
    g_array_set_size (counts, ((RdgHall *) halls->pdata[halls->len - 1])->id + 1);
  if (!rdg_failure_table_each (store, count_cb, counts, error))
    return NULL;

  g_ptr_array_sort (halls, compare_halls_cb);
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_hall_row_free);
  for (guint i = 0; i < halls->len; i++)
    {
      const RdgHall *hall = g_ptr_array_index (halls, i);
      RdgHallRow *row = g_new0 (RdgHallRow, 1);

      row->name = g_strdup (hall->name);
      row->stage = hall->stage;
      row->failures = g_array_index (counts, guint64, hall->id);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

void
rdg_hall_row_free (RdgHallRow *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self);
}

/**
 * rdg_plant_map_hall:
 * @hall: one that the database has, in any case
 *
 * One transaction.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_plant_map_hall (RdgWorkspace  *workspace,
                    const char    *hall,
                    RdgHallStage   stage,
                    GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);
  g_autofree char *name = g_utf8_strup (hall, -1);
  gboolean found, done;

  if (store == NULL || !rdg_store_begin (store, error))
    return FALSE;

  done = rdg_hall_table_set_stage (store, name, stage, &found, error);
  if (done && !found)
    {
      done = FALSE;
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                   _("There is no hall “%s” in the database: “halls” lists them."), hall);
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
