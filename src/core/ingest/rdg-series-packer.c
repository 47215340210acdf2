/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathering and packing: see the header. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-series-packer.h"

#include <string.h>

#include "rdg-datetime.h"
#include "rdg-reading-list.h"
#include "rdg-reading-twin.h"

#define CHUNK_READINGS 42
/* Three days of a line with 800 cars a day take a third of it. */
#define USUAL_MEMORY (160 * 1024 * 1024)
/* That share of the memory is freed when it is used up. */
#define SHARE_FREED 8
#define LEAST_CHUNKS 64

typedef struct _Chunk Chunk;

struct _Chunk
{
  Chunk      *next;
  guint       n;
  RdgReading  readings[CHUNK_READINGS];
};

typedef struct
{
  gint64   id;
  Chunk   *first;
  Chunk   *last;
  guint32  n_readings;
  guint32  seen;       /* when it came last, by the packer's clock */
  guint8   has_more;   /* the database may have readings of it */
  guint8   touched;
} Car;

struct _RdgSeriesPacker
{
  RdgRecordWriter *writer;
  RdgRecordWriter *twin_writer;
  RdgReadingList  *stored;
  GArray          *cars;       /* Car */
  guint32          clock;      /* ticks with each chunk begun */
  gsize            n_chunks;   /* in use */
  gsize            most_chunks;
  Chunk           *free;
  GArray          *readings;   /* of the car being packed */
  GArray          *twins;      /* those of them that the database has */
  RdgReading      *spare;      /* for sorting */
  gsize            spare_size;
  GByteArray      *bytes;
  RdgSeriesCounts  counts;
};

/**
 * rdg_series_packer_new:
 *
 * Returns: (transfer full) (nullable): a packer, or %NULL with @error set
 */
RdgSeriesPacker *
rdg_series_packer_new (RdgStore  *store,
                       gint64     import_id,
                       gsize      memory,
                       GError   **error)
{
  g_autoptr (RdgSeriesPacker) self = g_new0 (RdgSeriesPacker, 1);

  self->cars = g_array_new (FALSE, FALSE, sizeof (Car));
  self->readings = g_array_new (FALSE, FALSE, sizeof (RdgReading));
  self->twins = g_array_new (FALSE, FALSE, sizeof (RdgReading));
  self->bytes = g_byte_array_new ();
  self->most_chunks = MAX ((memory != 0 ? memory : USUAL_MEMORY) / sizeof (Chunk), LEAST_CHUNKS);
  self->counts.from = self->counts.to = RDG_DATETIME_NONE;
  self->writer = rdg_record_writer_new (store, import_id, error);
  if (self->writer == NULL)
    return NULL;
  self->twin_writer = rdg_record_writer_new_of_twins (store, import_id, error);
  if (self->twin_writer == NULL)
    return NULL;
  self->stored = rdg_reading_list_new (store, error);
  if (self->stored == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

static void
free_chunks (Chunk *chunk)
{
  while (chunk != NULL)
    {
      Chunk *next = chunk->next;

      g_free (chunk);
      chunk = next;
    }
}

void
rdg_series_packer_free (RdgSeriesPacker *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->cars->len; i++)
    free_chunks (g_array_index (self->cars, Car, i).first);
  free_chunks (self->free);
  g_array_unref (self->cars);
  g_array_unref (self->readings);
  g_array_unref (self->twins);
  g_free (self->spare);
  g_byte_array_unref (self->bytes);
  rdg_record_writer_free (self->writer);
  rdg_record_writer_free (self->twin_writer);
  rdg_reading_list_free (self->stored);
  g_free (self);
}

void
rdg_series_packer_add_car (RdgSeriesPacker *self,
                           gint64           car_id,
                           gboolean         known)
{
  Car car = { .id = car_id, .has_more = known };

  g_array_append_val (self->cars, car);
}

/* Takes the chunks of a car into one array. */
static void
collect (RdgSeriesPacker *self,
         Car             *car)
{
  g_array_set_size (self->readings, 0);
  for (Chunk *chunk = car->first; chunk != NULL; chunk = chunk->next)
    {
      g_array_append_vals (self->readings, chunk->readings, chunk->n);
      self->n_chunks--;
    }

  car->last->next = self->free;
  self->free = car->first;
  car->first = car->last = NULL;
  car->n_readings = 0;
}

/* Merges runs that are in order already: readings mostly come so. */
static void
sort (RdgSeriesPacker *self)
{
  RdgReading *from = (RdgReading *) (gpointer) self->readings->data;
  gsize n = self->readings->len;

  if (self->spare_size < n)
    {
      self->spare_size = n * 2;
      self->spare = g_renew (RdgReading, self->spare, self->spare_size);
    }

  for (;;)
    {
      RdgReading *to = self->spare;
      gsize start = 0;
      gsize n_merged = 0;

      while (start < n)
        {
          gsize middle = start + 1;

          while (middle < n && rdg_reading_compare (&from[middle - 1], &from[middle]) <= 0)
            middle++;

          gsize end = MIN (middle + 1, n);

          while (end < n && middle < n && rdg_reading_compare (&from[end - 1], &from[end]) <= 0)
            end++;
          if (start == 0 && middle == n)
            return;

          gsize i = start, j = middle;

          while (i < middle && j < end)
            *to++ = rdg_reading_compare (&from[j], &from[i]) < 0 ? from[j++] : from[i++];
          while (i < middle)
            *to++ = from[i++];
          while (j < end)
            *to++ = from[j++];
          start = end;
          n_merged++;
        }
      memcpy (from, self->spare, n * sizeof *from);
      if (n_merged <= 1)
        return;
    }
}

/* Leaves out readings that are equal, and sets those aside that the database has: what it has of
 * them from an earlier part of this file comes among them, which does no harm. */
static gboolean
drop_duplicates (RdgSeriesPacker  *self,
                 const Car        *car,
                 GError          **error)
{
  RdgReading *readings = (RdgReading *) (gpointer) self->readings->data;
  const RdgReading *stored = NULL;
  gsize n_stored = 0, n_kept = 0, j = 0;
  RdgReading last = { 0 };

  if (car->has_more &&
      (stored = rdg_reading_list_read (self->stored, car->id, &n_stored, error)) == NULL)
    return FALSE;

  g_array_set_size (self->twins, 0);
  for (gsize i = 0; i < self->readings->len; i++)
    {
      if (i > 0 && rdg_reading_compare (&last, &readings[i]) == 0)
        continue;
      last = readings[i];
      while (j < n_stored && rdg_reading_compare (&stored[j], &readings[i]) < 0)
        j++;
      if (j < n_stored && rdg_reading_compare (&stored[j], &readings[i]) == 0)
        g_array_append_val (self->twins, readings[i]);
      else
        readings[n_kept++] = readings[i];
    }

  self->counts.duplicate += self->readings->len - n_kept;
  g_array_set_size (self->readings, (guint) n_kept);
  return TRUE;
}

static void
count (RdgSeriesPacker *self,
       Car             *car)
{
  RdgSeriesCounts *counts = &self->counts;
  guint n = self->readings->len;
  gint64 first = g_array_index (self->readings, RdgReading, 0).time;
  gint64 last = g_array_index (self->readings, RdgReading, n - 1).time;

  counts->taken += n;
  counts->cars_touched += !car->touched;
  car->touched = TRUE;
  if (counts->from == RDG_DATETIME_NONE || first < counts->from)
    counts->from = first;
  if (counts->to == RDG_DATETIME_NONE || last > counts->to)
    counts->to = last;
}

static gboolean
write_record (RdgSeriesPacker  *self,
              RdgRecordWriter  *writer,
              gint64            car_id,
              const GArray     *readings,
              GError          **error)
{
  RdgRecord record = {
    .time = g_array_index (readings, RdgReading, readings->len - 1).time,
    .series = TRUE,
    .n_readings = readings->len,
    .readings = (const RdgReading *) (gpointer) readings->data,
  };

  g_byte_array_set_size (self->bytes, 0);
  rdg_record_append (self->bytes, &record);
  return rdg_record_writer_add (writer, car_id, self->bytes->data, self->bytes->len, error);
}

static gboolean
pack (RdgSeriesPacker  *self,
      Car              *car,
      GError          **error)
{
  collect (self, car);
  sort (self);
  if (!drop_duplicates (self, car, error))
    return FALSE;
  car->has_more = TRUE;

  if (self->readings->len > 0)
    {
      count (self, car);
      if (!write_record (self, self->writer, car->id, self->readings, error))
        return FALSE;
    }
  return self->twins->len == 0 ||
         write_record (self, self->twin_writer, car->id, self->twins, error);
}

static int
compare_seen_cb (gconstpointer a,
                 gconstpointer b,
                 gpointer      cars)
{
  guint32 first = g_array_index ((GArray *) cars, Car, *(const guint32 *) a).seen;
  guint32 second = g_array_index ((GArray *) cars, Car, *(const guint32 *) b).seen;

  return (first > second) - (first < second);
}

static int
compare_ids_cb (gconstpointer a,
                gconstpointer b,
                gpointer      cars)
{
  gint64 first = g_array_index ((GArray *) cars, Car, *(const guint32 *) a).id;
  gint64 second = g_array_index ((GArray *) cars, Car, *(const guint32 *) b).id;

  return (first > second) - (first < second);
}

/* Writes cars, those not seen for longest first, until so many chunks are left. */
static gboolean
write_cars (RdgSeriesPacker  *self,
            gsize             chunks_left,
            GError          **error)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint32));
  gsize n_freed = 0;
  guint n = 0;

  for (guint32 i = 0; i < self->cars->len; i++)
    {
      if (g_array_index (self->cars, Car, i).first != NULL)
        g_array_append_val (open, i);
    }
  g_array_sort_with_data (open, compare_seen_cb, self->cars);
  while (n < open->len && self->n_chunks - n_freed > chunks_left)
    {
      const Car *car = &g_array_index (self->cars, Car, g_array_index (open, guint32, n++));

      n_freed += (car->n_readings + CHUNK_READINGS - 1) / CHUNK_READINGS;
    }
  g_array_set_size (open, n);

  /* Records of neighbouring cars share a row only where they come together. */
  g_array_sort_with_data (open, compare_ids_cb, self->cars);
  for (guint i = 0; i < open->len; i++)
    {
      if (!pack (self, &g_array_index (self->cars, Car, g_array_index (open, guint32, i)), error))
        return FALSE;
    }

  /* So that what a car has had is found when it comes again. */
  return rdg_record_writer_finish (self->writer, error) &&
         rdg_record_writer_finish (self->twin_writer, error);
}

static Chunk *
begin_chunk (RdgSeriesPacker *self)
{
  Chunk *chunk = self->free;

  if (chunk != NULL)
    self->free = chunk->next;
  else
    chunk = g_new (Chunk, 1);
  chunk->next = NULL;
  chunk->n = 0;
  self->n_chunks++;

  return chunk;
}

gboolean
rdg_series_packer_add (RdgSeriesPacker   *self,
                       guint32            i,
                       const RdgReading  *reading,
                       GError           **error)
{
  Car *car = &g_array_index (self->cars, Car, i);

  if (car->last == NULL || car->last->n == CHUNK_READINGS)
    {
      if (self->n_chunks >= self->most_chunks &&
          !write_cars (self, self->most_chunks - self->most_chunks / SHARE_FREED, error))
        return FALSE;

      Chunk *chunk = begin_chunk (self);

      if (car->last != NULL)
        car->last->next = chunk;
      else
        car->first = chunk;
      car->last = chunk;
      self->clock++;
    }

  car->last->readings[car->last->n++] = *reading;
  car->n_readings++;
  car->seen = self->clock;
  return TRUE;
}

/**
 * rdg_series_packer_finish:
 * @counts: (out caller-allocates): what was taken
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_series_packer_finish (RdgSeriesPacker  *self,
                          RdgSeriesCounts  *counts,
                          GError          **error)
{
  if (!write_cars (self, 0, error))
    return FALSE;

  *counts = self->counts;
  return TRUE;
}
