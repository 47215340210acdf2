/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathering the readings of cars that come interleaved, against a list that remembers everything. */
#include <math.h>

#include "ingest-fixture.h"
#include "rdg-datetime.h"
#include "rdg-import-table.h"
#include "rdg-reading-list.h"
#include "rdg-reading-table.h"
#include "rdg-rng.h"
#include "rdg-series-packer.h"

#define N_CARS 40
#define N_IMPORTS 3

static IngestFixture fixture;

static RdgStore *
open_store (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture.folder, name, NULL);
  RdgStore *store = rdg_store_open (path, RDG_STORE_WRITE, &error);

  g_assert_no_error (error);
  return store;
}

typedef struct
{
  gint64     import_id;
  GPtrArray *cars;        /* of each, its readings, none twice */
} Import;

static gboolean
contains (GArray           *list,
          const RdgReading *reading)
{
  for (guint i = 0; i < list->len; i++)
    {
      if (rdg_reading_compare (&g_array_index (list, RdgReading, i), reading) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Cars at random, few values so that many are equal, and so little memory that cars are written again
 * and again. */
static void
pack_at_random (RdgStore     *store,
                RdgRng       *rng,
                Import       *imports,
                guint         n_before,
                gsize         memory,
                guint         n_readings,
                const gint64 *ids)
{
  g_autoptr (GError) error = NULL;
  RdgImportEntry entry = { .file = (char *) "f", .path = (char *) "f",
                           .layout = (char *) "resultados", .mapping = (char *) "{}",
                           .from = RDG_DATETIME_NONE, .to = RDG_DATETIME_NONE };
  Import *import = &imports[n_before];
  RdgSeriesCounts counts;
  guint64 n_new = 0;

  g_assert_true (rdg_store_begin (store, &error));
  g_assert_true (rdg_import_table_begin (store, &entry, &error));
  import->import_id = entry.import_id;
  import->cars = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  RdgSeriesPacker *packer = rdg_series_packer_new (store, entry.import_id, memory, &error);

  for (guint i = 0; i < N_CARS; i++)
    {
      rdg_series_packer_add_car (packer, ids[i], n_before > 0);
      g_ptr_array_add (import->cars, g_array_new (FALSE, FALSE, sizeof (RdgReading)));
    }
  for (guint i = 0; i < n_readings; i++)
    {
      guint car = rdg_rng_below (rng, N_CARS);
      RdgReading reading = {
        .characteristic = 1 + rdg_rng_below (rng, 30),
        .status = rdg_rng_below (rng, 10) == 0 ? 13 : 10,
        .time = 1700000000000 + i / 100 * 1000 - 1000 * (gint64) rdg_rng_below (rng, 5),
        .value = rdg_rng_below (rng, 5) == 0 ? NAN : rdg_rng_below (rng, 4) / 4.0,
      };
      GArray *list = g_ptr_array_index (import->cars, car);

      g_assert_true (rdg_series_packer_add (packer, car, &reading, &error));
      if (contains (list, &reading))
        continue;
      g_array_append_val (list, reading);

      gboolean known = FALSE;

      for (guint j = 0; j < n_before && !known; j++)
        known = contains (g_ptr_array_index (imports[j].cars, car), &reading);
      n_new += !known;
    }
  g_assert_true (rdg_series_packer_finish (packer, &counts, &error));
  g_assert_no_error (error);
  rdg_series_packer_free (packer);
  g_assert_true (rdg_store_commit (store, &error));
  g_assert_cmpuint (counts.taken, ==, n_new);
  g_assert_cmpuint (counts.taken + counts.duplicate, ==, n_readings);
}

static int
compare_readings_cb (gconstpointer a,
                     gconstpointer b)
{
  return rdg_reading_compare (a, b);
}

/* What the store has is what the imports that are left have, once each. */
static void
assert_union (RdgStore     *store,
              const Import *imports,
              guint         n_imports,
              const gint64 *ids)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgReadingList) stored = rdg_reading_list_new (store, &error);

  for (guint i = 0; i < N_CARS; i++)
    {
      g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (RdgReading));
      gsize n = 0;
      const RdgReading *readings = rdg_reading_list_read (stored, ids[i], &n, &error);

      g_assert_no_error (error);
      for (guint j = 0; j < n_imports; j++)
        {
          GArray *list = imports[j].cars != NULL ? g_ptr_array_index (imports[j].cars, i) : NULL;

          for (guint k = 0; list != NULL && k < list->len; k++)
            {
              const RdgReading *reading = &g_array_index (list, RdgReading, k);

              if (!contains (all, reading))
                g_array_append_val (all, *reading);
            }
        }
      g_array_sort (all, compare_readings_cb);
      g_assert_cmpuint (n, ==, all->len);
      for (guint j = 0; j < all->len; j++)
        g_assert_cmpint (rdg_reading_compare (&readings[j], &g_array_index (all, RdgReading, j)),
                         ==, 0);
    }
}

static void
test_packer (void)
{
  static const guint orders[2][N_IMPORTS] = { { 0, 2, 1 }, { 1, 0, 2 } };
  static const gsize memories[N_IMPORTS] = { 1, 1, 0 };
  gint64 ids[N_CARS];
  RdgRng rng;

  rdg_rng_init (&rng, 7, 0);
  /* In no order, over several blocks. */
  for (guint i = 0; i < N_CARS; i++)
    ids[i] = 1 + i * 37 % N_CARS * 3;

  for (guint o = 0; o < G_N_ELEMENTS (orders); o++)
    {
      g_autofree char *name = g_strdup_printf ("packer-%u.rodagem", o);
      g_autoptr (RdgStore) store = open_store (name);
      g_autoptr (GError) error = NULL;
      Import imports[N_IMPORTS] = { 0 };

      for (guint i = 0; i < N_IMPORTS; i++)
        {
          pack_at_random (store, &rng, imports, i, memories[i], 6000 - 1000 * i, ids);
          assert_union (store, imports, i + 1, ids);
        }
      for (guint i = 0; i < N_IMPORTS; i++)
        {
          Import *import = &imports[orders[o][i]];

          g_assert_true (rdg_store_begin (store, &error));
          g_assert_true (rdg_reading_table_delete (store, import->import_id, &error));
          g_assert_true (rdg_store_commit (store, &error));
          g_assert_no_error (error);
          g_clear_pointer (&import->cars, g_ptr_array_unref);
          assert_union (store, imports, N_IMPORTS, ids);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  ingest_fixture_open (&fixture);
  g_test_add_func ("/ingest/series-packer/random", test_packer);
  result = g_test_run ();
  ingest_fixture_close (&fixture);

  return result;
}
