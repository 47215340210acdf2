/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "learn-fixture.h"
#include "rdg-rng.h"

#define MAGIC "RDGTABLE"
#define STATION_COLUMNS 5
#define N_ROUTES 12
#define N_RULES 10
#define AI4I_TRAIN_SHARE 0.7

typedef struct
{
  guint32 n_rows;
  guint32 n_train;
  guint32 n_columns;
  guint32 reserved;
} Header;

typedef struct
{
  guint  a, b;            /* two columns */
  double above, below;    /* a is above, b below, in standard deviations */
  double begin, end;      /* the part of the time in which the rule holds */
} Rule;

typedef struct
{
  double routes;          /* the share of routes that pass the station */
  double wear;            /* how far a worn tool shifts its readings */
  double worn_every;      /* cars until the tool is changed */
} Station;

void
bench_table_clear (BenchTable *self)
{
  g_clear_pointer (&self->matrix, rdg_matrix_unref);
  g_clear_pointer (&self->failed, g_free);
}

void
bench_table_write (const BenchTable *self,
                   const char       *path)
{
  FILE *file = fopen (path, "wb");
  Header header = { (guint32) self->n_rows, (guint32) self->n_train,
                    rdg_matrix_get_n_columns (self->matrix), 0 };
  gsize n_written;

  if (file == NULL)
    g_error ("%s cannot be written", path);

  n_written = fwrite (MAGIC, strlen (MAGIC), 1, file);
  n_written += fwrite (&header, sizeof header, 1, file);
  n_written += fwrite (self->failed, self->n_rows, 1, file);
  for (guint c = 0; c < header.n_columns; c++)
    n_written += fwrite (rdg_matrix_get_column (self->matrix, c),
                         self->n_rows * sizeof (float), 1, file);
  if (fclose (file) != 0 || n_written != 3 + header.n_columns)
    g_error ("%s cannot be written", path);
}

void
bench_table_read (BenchTable *self,
                  const char *path)
{
  FILE *file = fopen (path, "rb");
  char magic[8];
  Header header;

  if (file == NULL || fread (magic, sizeof magic, 1, file) != 1 ||
      memcmp (magic, MAGIC, sizeof magic) != 0 || fread (&header, sizeof header, 1, file) != 1)
    g_error ("%s is no such table", path);

  self->n_rows = header.n_rows;
  self->n_train = header.n_train;
  self->matrix = rdg_matrix_new (self->n_rows);
  self->failed = g_new (guint8, self->n_rows);
  if (fread (self->failed, self->n_rows, 1, file) != 1)
    g_error ("%s is cut short", path);
  for (guint c = 0; c < header.n_columns; c++)
    {
      g_autofree char *name = g_strdup_printf ("x%u", c);

      if (fread (rdg_matrix_add_numeric (self->matrix, name, ""),
                 self->n_rows * sizeof (float), 1, file) != 1)
        g_error ("%s is cut short", path);
    }
  fclose (file);
}

static void
plan_line (Station *stations,
           guint    n_stations,
           Rule    *rules,
           guint    n_columns,
           RdgRng  *rng)
{
  static const double routes[] = { 1.0, 0.25, 0.5, 0.4, 0.6 };

  for (guint s = 0; s < n_stations; s++)
    {
      stations[s].routes = routes[s % G_N_ELEMENTS (routes)];
      stations[s].wear = rdg_rng_uniform (rng);
      stations[s].worn_every = 2000.0 + 8000.0 * rdg_rng_uniform (rng);
    }

  for (guint r = 0; r < N_RULES; r++)
    {
      double begin = rdg_rng_uniform (rng) * 0.5;

      rules[r] = (Rule){
        .a = (guint) rdg_rng_below (rng, n_columns),
        .b = (guint) rdg_rng_below (rng, n_columns),
        .above = 1.0 + 0.5 * rdg_rng_uniform (rng),
        .below = -0.6 - 0.5 * rdg_rng_uniform (rng),
        /* Half of the causes come or go; a hold-out of the newest cars feels it. */
        .begin = r % 2 == 0 ? 0.0 : begin,
        .end = r % 4 == 3 ? begin + 0.5 : 1.1,
      };
    }
}

/* What happens to a car is drawn from a stream of its own, so that rows do not depend on columns. */
static void
generate_car (BenchTable    *self,
              gsize          row,
              guint          n_columns,
              const Station *stations,
              const Rule    *rules,
              guint64        seed,
              float        **columns,
              double        *value)
{
  double time = (double) row / (double) self->n_rows;
  double risk = 0.0012;
  RdgRng rng;

  rdg_rng_init (&rng, seed, row + 1);

  guint route = (guint) rdg_rng_below (&rng, N_ROUTES);
  double body = rdg_rng_normal (&rng);

  for (guint c = 0; c < n_columns; c++)
    {
      guint s = c / STATION_COLUMNS;
      const Station *station = &stations[s];
      double worn = fmod ((double) row + 977.0 * s, station->worn_every) / station->worn_every;
      /* The same routes pass a station always, so that whole blocks are missing together. */
      gboolean passes = (route * 7 + s * 5) % N_ROUTES < station->routes * N_ROUTES;

      value[c] = 0.9 * rdg_rng_normal (&rng) + 0.3 * body + station->wear * (worn - 0.5);
      if (!passes || rdg_rng_uniform (&rng) < 0.02)
        value[c] = NAN;
      columns[c][row] = (float) (floor ((50.0 + (double) (c % 7) * 11.0 + 4.0 * value[c]) * 1000.0) /
                                 1000.0);
    }

  for (guint r = 0; r < N_RULES; r++)
    if (time >= rules[r].begin && time < rules[r].end &&
        value[rules[r].a] > rules[r].above && value[rules[r].b] < rules[r].below)
      risk += 0.15;

  self->failed[row] = rdg_rng_uniform (&rng) < risk;
}

void
bench_table_generate (BenchTable *self,
                      gsize       n_train,
                      gsize       n_holdout,
                      guint       n_columns,
                      guint64     seed)
{
  guint n_stations = (n_columns + STATION_COLUMNS - 1) / STATION_COLUMNS;
  g_autofree Station *stations = g_new0 (Station, n_stations);
  g_autofree float **columns = g_new (float *, n_columns);
  g_autofree double *value = g_new (double, n_columns);
  Rule rules[N_RULES];
  RdgRng rng;

  rdg_rng_init (&rng, seed, 0);
  self->n_rows = n_train + n_holdout;
  self->n_train = n_train;
  self->matrix = rdg_matrix_new (self->n_rows);
  self->failed = g_new0 (guint8, self->n_rows);
  for (guint c = 0; c < n_columns; c++)
    {
      g_autofree char *name = g_strdup_printf ("x%u", c);

      columns[c] = rdg_matrix_add_numeric (self->matrix, name, "");
    }

  plan_line (stations, n_stations, rules, n_columns, &rng);
  for (gsize i = 0; i < self->n_rows; i++)
    generate_car (self, i, n_columns, stations, rules, seed, columns, value);
}

static void
add_formulas (RdgMatrix       *matrix,
              const RdgMatrix *from,
              const guint32   *rows)
{
  const float *air = rdg_matrix_get_column (from, 1), *process = rdg_matrix_get_column (from, 2);
  const float *speed = rdg_matrix_get_column (from, 3), *torque = rdg_matrix_get_column (from, 4);
  const float *wear = rdg_matrix_get_column (from, 5);
  float *warmer = rdg_matrix_add_numeric (matrix, "process - air", "K");
  float *power = rdg_matrix_add_numeric (matrix, "power", "W");
  float *stiffness = rdg_matrix_add_numeric (matrix, "torque / speed", "");
  float *ratio = rdg_matrix_add_numeric (matrix, "process / air", "");
  float *pace = rdg_matrix_add_numeric (matrix, "wear / speed", "");

  for (gsize i = 0; i < rdg_matrix_get_n_rows (matrix); i++)
    {
      guint32 r = rows[i];

      warmer[i] = process[r] - air[r];
      power[i] = torque[r] * speed[r] * (float) (2.0 * G_PI / 60.0);
      stiffness[i] = torque[r] / (speed[r] / 1000.0f);
      ratio[i] = process[r] / air[r];
      pace[i] = wear[r] / (speed[r] * 0.001f);
    }
}

void
bench_table_read_ai4i (BenchTable *self,
                       gboolean    only_type_l,
                       guint64     seed)
{
  g_auto (LearnTable) table = { 0 };
  RdgRng rng;
  gsize n = 0;

  if (!learn_table_read_ai4i (&table))
    g_error ("RDG_TEST_AI4I does not name the table of AI4I 2020");

  g_autofree guint32 *rows = g_new (guint32, table.n_rows);
  const float *type = rdg_matrix_get_column (table.matrix, 0);

  for (gsize i = 0; i < table.n_rows; i++)
    if (!only_type_l || type[i] == 1.0f)
      rows[n++] = (guint32) i;
  rdg_rng_init (&rng, seed, 0);
  rdg_rng_shuffle_u32 (&rng, rows, n);

  self->n_rows = n;
  self->n_train = (gsize) (AI4I_TRAIN_SHARE * (double) n + 0.5);
  self->matrix = rdg_matrix_new (n);
  self->failed = g_new (guint8, n);
  for (gsize i = 0; i < n; i++)
    self->failed[i] = table.failed[rows[i]];
  for (guint c = only_type_l; c < rdg_matrix_get_n_columns (table.matrix); c++)
    {
      const float *from = rdg_matrix_get_column (table.matrix, c);
      float *to = rdg_matrix_add_numeric (self->matrix,
                                          rdg_matrix_get_feature (table.matrix, c)->name, "");

      for (gsize i = 0; i < n; i++)
        to[i] = from[rows[i]];
    }
  if (only_type_l)
    add_formulas (self->matrix, table.matrix, rows);
}
