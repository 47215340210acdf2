/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cars as a list, by code, and their end when an import is undone. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-car-table.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rdg-characteristic-table.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-prediction-table.h"
#include "rdg-reading-table-private.h"
#include "rdg-reading-table.h"
#include "rdg-statement.h"
#include "rdg-store-private.h"

#define BROUGHT "rdg_brought"

/* The index has a name of its own, so that a large first import can drop it and build it at once:
 * rdg-car-writer.c. */
const char rdg_car_table_schema[] =
  "CREATE TABLE car ("
  "  car_id INTEGER PRIMARY KEY,"
  "  code TEXT NOT NULL"
  ") STRICT;"
  "CREATE UNIQUE INDEX car_code ON car (code);";

static gboolean
list_codes (RdgCarRoll  *self,
            RdgStore    *store,
            GError     **error)
{
  g_autoptr (RdgStatement) statement =
    rdg_statement_new (store, "SELECT car_id, code FROM car ORDER BY car_id", error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  RdgStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      gint64 id = rdg_statement_get_int (statement, 0);

      g_array_append_val (ids, id);
      g_ptr_array_add (codes, g_string_chunk_insert (self->text,
                                                     rdg_statement_get_text (statement, 1)));
    }
  if (step == RDG_STEP_ERROR)
    return FALSE;

  self->n_cars = ids->len;
  self->id = (gint64 *) (gpointer) g_array_free (g_steal_pointer (&ids), FALSE);
  self->code = (const char **) g_ptr_array_free (g_steal_pointer (&codes), FALSE);
  return TRUE;
}

/* characteristic: whose word it is, 0 where the record has none. */
static const char *
find_variant (const RdgRecord *record,
              GPtrArray       *characteristics,
              guint32         *characteristic)
{
  for (guint i = 0, j = 0; i < characteristics->len; i++)
    {
      const RdgCharacteristic *variant = g_ptr_array_index (characteristics, i);

      if (!variant->variant)
        continue;

      while (j < record->n_readings && record->readings[j].characteristic < variant->id)
        j++;
      if (j < record->n_readings && record->readings[j].characteristic == variant->id &&
          record->readings[j].value >= 0 && record->readings[j].value < variant->n_levels)
        {
          *characteristic = variant->id;
          return variant->levels[(guint) record->readings[j].value];
        }
    }

  *characteristic = 0;
  return NULL;
}

static gboolean
list_records (RdgCarRoll  *self,
              RdgStore    *store,
              GError     **error)
{
  g_autoptr (GPtrArray) characteristics = rdg_characteristic_table_list (store, error);
  g_autoptr (RdgRecordReader) reader = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree guint32 *variant_of = g_new0 (guint32, MAX (self->n_cars, 1));
  const RdgRecord *record;
  guint32 characteristic;

  if (characteristics == NULL || (reader = rdg_record_reader_new (store, 0, error)) == NULL)
    return FALSE;

  gsize i = 0;

  while (rdg_record_reader_next (reader, &record, &local_error))
    {
      /* Most records follow each other as the cars do. */
      if (!(i + 1 < self->n_cars && self->id[++i] == record->car_id) &&
          !rdg_car_roll_find (self, record->car_id, &i))
        continue;

      const char *variant = find_variant (record, characteristics, &characteristic);

      if (variant != NULL)
        {
          /* The same column says another model of a car: two cars may have one code. */
          self->n_contradicted += variant_of[i] == characteristic &&
                                  !g_str_equal (self->variant[i], variant);
          variant_of[i] = characteristic;
          self->variant[i] = g_string_chunk_insert_const (self->text, variant);
        }
      if (record->time != RDG_DATETIME_NONE)
        self->time[i] = record->time;
      if (record->label != RDG_LABEL_NONE)
        self->label[i] = (guint8) record->label;
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
list_outcomes (RdgCarRoll  *self,
               RdgStore    *store,
               GError     **error)
{
  g_autoptr (RdgStatement) statement =
    rdg_statement_new (store, "SELECT car_id, failed FROM outcome ORDER BY outcome_id", error);
  RdgStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      gsize i;

      if (!rdg_car_roll_find (self, rdg_statement_get_int (statement, 0), &i))
        continue;
      self->label[i] = rdg_statement_get_int (statement, 1) ? RDG_LABEL_FAILED : RDG_LABEL_PASSED;
      self->written_back[i] = TRUE;
    }

  return step == RDG_STEP_DONE;
}

/**
 * rdg_car_table_read:
 *
 * Blocking; reads every record.
 *
 * Returns: (transfer full) (nullable): all cars, or %NULL with @error set
 */
RdgCarRoll *
rdg_car_table_read (RdgStore  *store,
                    GError   **error)
{
  g_autoptr (RdgCarRoll) self = g_new0 (RdgCarRoll, 1);

  self->text = g_string_chunk_new (64 * 1024);
  if (!list_codes (self, store, error))
    return NULL;

  self->variant = g_new (const char *, self->n_cars);
  self->time = g_new (gint64, self->n_cars);
  self->label = g_new0 (guint8, self->n_cars);
  self->tested = g_new0 (guint8, self->n_cars);
  self->failed_at = g_new (gint64, self->n_cars);
  self->written_back = g_new0 (guint8, self->n_cars);
  for (gsize i = 0; i < self->n_cars; i++)
    {
      self->variant[i] = "";
      self->time[i] = self->failed_at[i] = RDG_DATETIME_NONE;
    }

  if (!list_records (self, store, error) || !list_outcomes (self, store, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
rdg_car_roll_free (RdgCarRoll *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->code);
  g_free (self->variant);
  g_free (self->time);
  g_free (self->label);
  g_free (self->tested);
  g_free (self->failed_at);
  g_free (self->written_back);
  g_string_chunk_free (self->text);
  g_free (self);
}

gboolean
rdg_car_roll_find (const RdgCarRoll *self,
                   gint64            car_id,
                   gsize            *index)
{
  gsize low = 0;
  gsize high = self->n_cars;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->id[middle] < car_id)
        low = middle + 1;
      else
        high = middle;
    }

  *index = low;
  return low < self->n_cars && self->id[low] == car_id;
}

/**
 * rdg_car_table_find:
 * @code: the car's code as the file writes it
 * @car_id: (out): its id
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_car_table_find (RdgStore    *store,
                    const char  *code,
                    gint64      *car_id,
                    GError     **error)
{
  g_autoptr (RdgStatement) statement =
    rdg_statement_new (store, "SELECT car_id FROM car WHERE code = ?1", error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_text (statement, 1, code);

  RdgStep step = rdg_statement_step (statement, error);

  if (step == RDG_STEP_ROW)
    *car_id = rdg_statement_get_int (statement, 0);
  else if (step == RDG_STEP_DONE)
    g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                 _("There is no car “%s” in the database."), code);

  return step == RDG_STEP_ROW;
}

/**
 * rdg_car_table_get_code:
 *
 * Returns: (transfer full) (nullable): the car's code, or %NULL with @error set
 */
char *
rdg_car_table_get_code (RdgStore  *store,
                        gint64     car_id,
                        GError   **error)
{
  g_autoptr (RdgStatement) statement =
    rdg_statement_new (store, "SELECT code FROM car WHERE car_id = ?1", error);

  if (statement == NULL)
    return NULL;

  rdg_statement_bind_int (statement, 1, car_id);

  RdgStep step = rdg_statement_step (statement, error);

  if (step == RDG_STEP_ROW)
    return g_strdup (rdg_statement_get_text (statement, 0));
  if (step == RDG_STEP_DONE)
    g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
                 _("There is no car with the number %" PRId64 " in the database."),
                 car_id);

  return NULL;
}

static int
compare_ids_cb (gconstpointer a,
                gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* The ids of the cars that no other import knows; deletes nothing yet, as the two queries read the
 * same table. */
static GArray *
list_brought (RdgStore  *store,
              gint64     import_id,
              GError   **error)
{
  g_autoptr (RdgStatement) own = rdg_statement_new (
    store,
    "SELECT block, cars FROM reading WHERE import_id = ?1 UNION ALL "
    "SELECT block, cars FROM reading_twin WHERE import_id = ?1 ORDER BY block",
    error);
  g_autoptr (RdgStatement) others = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  RdgStep step;

  if (own == NULL)
    return NULL;

  others = rdg_statement_new (store,
                              "SELECT r.cars FROM import i CROSS JOIN reading r "
                              "ON r.import_id = i.import_id AND r.block = ?1 "
                              "WHERE i.import_id <> ?2 UNION ALL "
                              "SELECT r.cars FROM import i CROSS JOIN reading_twin r "
                              "ON r.import_id = i.import_id AND r.block = ?1 "
                              "WHERE i.import_id <> ?2",
                              error);
  if (others == NULL)
    return NULL;

  rdg_statement_bind_int (own, 1, import_id);
  rdg_statement_bind_int (others, 2, import_id);
  while ((step = rdg_statement_step (own, error)) == RDG_STEP_ROW)
    {
      gint64 block = rdg_statement_get_int (own, 0);
      guint32 cars = (guint32) rdg_statement_get_int (own, 1);
      RdgStep other_step;

      rdg_statement_bind_int (others, 1, block);
      while ((other_step = rdg_statement_step (others, error)) == RDG_STEP_ROW)
        cars &= ~(guint32) rdg_statement_get_int (others, 0);
      if (other_step == RDG_STEP_ERROR)
        return NULL;

      for (; cars != 0; cars &= cars - 1)
        {
          gint64 id = block << RDG_BLOCK_SHIFT | g_bit_nth_lsf (cars, -1);

          g_array_append_val (ids, id);
        }
    }

  if (step != RDG_STEP_DONE)
    return NULL;

  /* The rows of one block may have their cars across each other. */
  g_array_sort (ids, compare_ids_cb);
  return g_steal_pointer (&ids);
}

/* The SQL function BROUGHT (car_id). */
static void
is_brought_cb (sqlite3_context  *context,
               int               n_values,
               sqlite3_value   **values)
{
  GArray *ids = sqlite3_user_data (context);
  gint64 id = sqlite3_value_int64 (values[0]);

  sqlite3_result_int (context, g_array_binary_search (ids, &id, compare_ids_cb, NULL));
}

/* One statement for all: SQLite keeps a journal of the pages that a DELETE of cars changes, to take
 * just that one back, and for a statement a car that would be a page or more for each. */
static gboolean
delete_cars (RdgStore  *store,
             GArray    *ids,
             GError   **error)
{
  g_autoptr (RdgStatement) statement =
    rdg_statement_new (store,
                       "DELETE FROM car WHERE car_id BETWEEN ?1 AND ?2 AND " BROUGHT " (car_id) "
                       "AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.car_id = car.car_id)",
                       error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_int (statement, 1, g_array_index (ids, gint64, 0));
  rdg_statement_bind_int (statement, 2, g_array_index (ids, gint64, ids->len - 1));
  return rdg_statement_run (statement, error);
}

/**
 * rdg_car_table_delete_brought:
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_car_table_delete_brought (RdgStore  *store,
                              gint64     import_id,
                              GError   **error)
{
  g_autoptr (GArray) ids = list_brought (store, import_id, error);

  if (ids == NULL)
    return FALSE;
  if (ids->len == 0)
    return TRUE;

  int rc = sqlite3_create_function_v2 (_rdg_store_get_handle (store), BROUGHT, 1,
                                       SQLITE_UTF8 | SQLITE_DIRECTONLY, ids, is_brought_cb, NULL,
                                       NULL, NULL);

  if (rc != SQLITE_OK)
    {
      _rdg_store_set_error (store, rc, error);
      return FALSE;
    }

  gboolean deleted = delete_cars (store, ids, error);

  sqlite3_create_function_v2 (_rdg_store_get_handle (store), BROUGHT, 1, SQLITE_UTF8, NULL, NULL,
                              NULL, NULL, NULL);
  return deleted && rdg_prediction_table_forget_cars (store, error);
}
