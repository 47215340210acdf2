/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The readings of a car: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-reading-list.h"

#include <math.h>

#include "rdg-reading-table.h"

struct _RdgReadingList
{
  RdgRecordReader *reader;
  GArray          *readings;
};

/**
 * rdg_reading_list_new:
 *
 * Returns: (transfer full) (nullable): a reader of cars' readings, or %NULL with @error set
 */
RdgReadingList *
rdg_reading_list_new (RdgStore  *store,
                      GError   **error)
{
  RdgRecordReader *reader = rdg_record_reader_new (store, 1, error);

  if (reader == NULL)
    return NULL;

  RdgReadingList *self = g_new0 (RdgReadingList, 1);

  self->reader = reader;
  /* Its data is never NULL. */
  self->readings = g_array_sized_new (FALSE, FALSE, sizeof (RdgReading), 1024);
  return self;
}

void
rdg_reading_list_free (RdgReadingList *self)
{
  if (self == NULL)
    return;

  rdg_record_reader_free (self->reader);
  g_array_unref (self->readings);
  g_free (self);
}

/**
 * rdg_reading_compare:
 *
 * By time, then by characteristic, then status and value; no value comes first.
 *
 * Returns: below, above or equal 0
 */
int
rdg_reading_compare (const RdgReading *a,
                     const RdgReading *b)
{
  if (a->time != b->time)
    return a->time < b->time ? -1 : 1;
  if (a->characteristic != b->characteristic)
    return a->characteristic < b->characteristic ? -1 : 1;
  if (a->status != b->status)
    return a->status < b->status ? -1 : 1;
  if (isnan (a->value) || isnan (b->value))
    return isnan (b->value) - isnan (a->value);

  return (a->value > b->value) - (a->value < b->value);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  return rdg_reading_compare (a, b);
}

/**
 * rdg_reading_list_read:
 * @n_readings: (out): how many
 *
 * Blocking.
 *
 * Returns: (transfer none) (nullable) (array length=n_readings): the readings, or %NULL with @error
 *   set (RDG_STORE_ERROR)
 */
const RdgReading *
rdg_reading_list_read (RdgReadingList  *self,
                       gint64           car_id,
                       gsize           *n_readings,
                       GError         **error)
{
  g_autoptr (GError) local_error = NULL;
  const RdgRecord *record;
  guint n_records = 0;

  rdg_record_reader_seek (self->reader, car_id);
  g_array_set_size (self->readings, 0);
  while (rdg_record_reader_next (self->reader, &record, &local_error))
    {
      if (!record->series)
        continue;
      g_array_append_vals (self->readings, record->readings, record->n_readings);
      n_records++;
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  /* One record is in order. */
  if (n_records > 1)
    g_array_sort (self->readings, compare_cb);

  *n_readings = self->readings->len;
  return (const RdgReading *) (gpointer) self->readings->data;
}
