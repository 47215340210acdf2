/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-plant.h"

#include "rdg-car-matrix.h"
#include "rdg-car-outcomes.h"
#include "rdg-workspace.h"

#define HOLDOUT_SHARE 0.2

typedef struct
{
  gint64  time;
  guint32 row;
} Tested;

static int
compare_tested (const void *a,
                const void *b)
{
  const Tested *x = a, *y = b;

  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;

  return (x->row > y->row) - (x->row < y->row);
}

void
bench_table_read_plant (BenchTable *self,
                        const char *database)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_store_open (database, RDG_STORE_READ, &error);
  g_autoptr (RdgCarRoll) roll = store != NULL ? _rdg_car_outcomes_read (store, NULL, &error) : NULL;

  if (roll == NULL)
    g_error ("%s: %s", database, error->message);

  g_autofree gint64 *ids = g_new (gint64, MAX (roll->n_cars, 1));
  g_autofree Tested *tested = g_new (Tested, MAX (roll->n_cars, 1));
  g_autofree guint32 *rows = g_new (guint32, MAX (roll->n_cars, 1));
  g_autofree guint8 *failed = g_new (guint8, MAX (roll->n_cars, 1));
  gsize n = 0;

  for (gsize i = 0; i < roll->n_cars; i++)
    {
      if (roll->label[i] == RDG_LABEL_NONE)
        continue;
      ids[n] = roll->id[i];
      failed[n] = roll->label[i] == RDG_LABEL_FAILED;
      tested[n] = (Tested){ roll->time[i], (guint32) n };
      n++;
    }

  g_autoptr (RdgCarMatrix) cars = _rdg_car_matrix_load (store, NULL, roll, ids, n, NULL, NULL,
                                                        &error);

  if (cars == NULL)
    g_error ("%s: %s", database, error->message);

  qsort (tested, n, sizeof *tested, compare_tested);
  self->n_rows = n;
  self->n_train = n - (gsize) (HOLDOUT_SHARE * (double) n + 0.5);
  self->failed = g_new (guint8, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    {
      rows[i] = tested[i].row;
      self->failed[i] = failed[rows[i]];
    }
  self->matrix = rdg_matrix_take_rows (cars->matrix, rows, n);
}
