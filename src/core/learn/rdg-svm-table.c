/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiles of pairs are the items of work, each pair added up by one thread: see rdg-svm-table.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-svm-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-lanes.h"
#include "rdg-parallel.h"

#define TILE 64        /* rows */
#define STRETCH 128    /* inputs; those of two tiles stay in the processor's cache */
#define N_LEFT 4       /* rows of each tile whose sums stay in registers */
#define N_RIGHT 8

struct _RdgSvmDots
{
  guint    n_rows;
  guint32 *rows;      /* rising */
  double  *pairs;     /* the lower triangle, row by row */
};

struct _RdgSvmTable
{
  guint            n_rows;
  guint32         *rows;    /* rising */
  struct svm_node *nodes;   /* a row: its place from 1, then its kernel with each */
};

/* A thread's. */
typedef struct
{
  double left[STRETCH * TILE];    /* by inputs */
  double right[STRETCH * TILE];
  double sums[TILE * TILE];
} Scratch;

typedef struct
{
  RdgSvmDots   *dots;
  const double *inputs;
  guint         n_inputs;
  Scratch      *scratch;
} Multiplying;

typedef struct
{
  RdgSvmTable         *table;
  const RdgSvmDots    *dots;
  guint32             *places;   /* of the table's rows among the dots' */
  const RdgSvmSetting *setting;
} Filling;

/* The tiles of a lower triangle, row by row. */
static void
find_tile (gsize  item,
           guint *left,
           guint *right)
{
  guint row = 0;

  while (item > row)
    item -= ++row;
  *left = row;
  *right = (guint) item;
}

static gsize
count_tiles (guint n_rows)
{
  gsize n = ((gsize) n_rows + TILE - 1) / TILE;

  return n * (n + 1) / 2;
}

static double *
find_pair (const RdgSvmDots *self,
           guint32           a,
           guint32           b)
{
  gsize i = MAX (a, b), j = MIN (a, b);

  return self->pairs + i * (i + 1) / 2 + j;
}

/* Rows that are not there are 0. */
static void
lay_out (const Multiplying *self,
         guint              tile,
         guint              first,
         guint              n,
         double            *into)
{
  for (guint r = 0; r < TILE; r++)
    {
      guint place = tile * TILE + r;
      const double *row = place < self->dots->n_rows
        ? self->inputs + (gsize) self->dots->rows[place] * self->n_inputs + first : NULL;

      for (guint i = 0; i < n; i++)
        into[(gsize) i * TILE + r] = row != NULL ? row[i] : 0.0;
    }
}

/* Lanes are pairs, so that each is summed up on its own, input by input. */
RDG_FOR_EACH_PROCESSOR static void
add_products (Scratch *scratch,
              guint    n)
{
  for (guint l = 0; l < TILE; l += N_LEFT)
    for (guint r = 0; r < TILE; r += N_RIGHT)
      {
        double *sums = scratch->sums + (gsize) l * TILE + r;
        RdgQuad sum[N_LEFT][2];

        for (guint k = 0; k < N_LEFT; k++)
          {
            sum[k][0] = *(const RdgQuad *) (sums + k * TILE);
            sum[k][1] = *(const RdgQuad *) (sums + k * TILE + 4);
          }
        for (guint i = 0; i < n; i++)
          {
            const double *left = scratch->left + i * TILE + l, *right = scratch->right + i * TILE + r;
            RdgQuad low = *(const RdgQuad *) right, high = *(const RdgQuad *) (right + 4);

            for (guint k = 0; k < N_LEFT; k++)
              {
                sum[k][0] += left[k] * low;
                sum[k][1] += left[k] * high;
              }
          }
        for (guint k = 0; k < N_LEFT; k++)
          {
            *(RdgQuad *) (sums + k * TILE) = sum[k][0];
            *(RdgQuad *) (sums + k * TILE + 4) = sum[k][1];
          }
      }
}

static void
multiply_tile (gsize    item,
               guint    worker,
               gpointer user_data)
{
  Multiplying *self = user_data;
  Scratch *scratch = &self->scratch[worker];
  guint left, right;

  find_tile (item, &left, &right);
  memset (scratch->sums, 0, sizeof scratch->sums);
  for (guint i = 0; i < self->n_inputs; i += STRETCH)
    {
      guint n = MIN (self->n_inputs - i, STRETCH);

      lay_out (self, left, i, n, scratch->left);
      lay_out (self, right, i, n, scratch->right);
      add_products (scratch, n);
    }

  for (guint a = left * TILE; a < MIN ((left + 1) * TILE, self->dots->n_rows); a++)
    for (guint b = right * TILE; b < MIN ((right + 1) * TILE, a + 1); b++)
      *find_pair (self->dots, a, b) = scratch->sums[a % TILE * TILE + b % TILE];
}

static void
set_no_memory (GError **error,
               guint    n_rows)
{
  g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
               _("There is not enough memory for support vectors of %u cars."), n_rows);
}

/**
 * rdg_svm_dots_new:
 * @inputs: (array): rows of @n_inputs
 * @rows: (array length=n_rows): which of them, rising
 * @n_threads: as rdg_parallel_choose() takes it; the numbers are the same with any
 *
 * Blocks; any thread. Cancelling returns within a few hundredths of a second.
 *
 * Returns: (transfer full) (nullable): the dot products of each two of @rows, or %NULL with
 *   %G_IO_ERROR_CANCELLED or %RDG_LEARN_ERROR_MEMORY
 */
RdgSvmDots *
rdg_svm_dots_new (const double       *inputs,
                  guint               n_inputs,
                  const guint32      *rows,
                  guint               n_rows,
                  guint               n_threads,
                  const RdgProgress  *progress,
                  GCancellable       *cancellable,
                  GError            **error)
{
  g_autoptr (RdgSvmDots) self = g_new0 (RdgSvmDots, 1);
  gsize n_tiles = count_tiles (n_rows);
  guint n_workers = rdg_parallel_choose (n_threads, n_tiles);
  g_autofree Scratch *scratch = g_try_new (Scratch, n_workers);

  self->n_rows = n_rows;
  self->rows = g_memdup2 (rows, n_rows * sizeof *rows);
  self->pairs = g_try_new (double, (gsize) n_rows * (n_rows + 1) / 2);
  if (scratch == NULL || self->pairs == NULL)
    {
      set_no_memory (error, n_rows);
      return NULL;
    }

  Multiplying multiplying = { self, inputs, n_inputs, scratch };

  if (!rdg_parallel_run (n_tiles, n_workers, multiply_tile, &multiplying, progress, cancellable,
                         error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * rdg_svm_dots_free:
 *
 * Frees the dot products.
 */
void
rdg_svm_dots_free (RdgSvmDots *self)
{
  g_free (self->rows);
  g_free (self->pairs);
  g_free (self);
}

static double
get_kernel (const Filling *self,
            guint32        a,
            guint32        b)
{
  double dot = *find_pair (self->dots, a, b);

  return self->setting->kernel == RDG_SVM_LINEAR
           ? dot : exp (-self->setting->gamma * (*find_pair (self->dots, a, a) +
                                                 *find_pair (self->dots, b, b) - 2.0 * dot));
}

static void
fill_tile (gsize    item,
           guint    worker,
           gpointer user_data)
{
  Filling *self = user_data;
  struct svm_node *nodes = self->table->nodes;
  guint n_rows = self->table->n_rows, left, right;
  gsize stride = (gsize) n_rows + 1;

  find_tile (item, &left, &right);
  for (guint a = left * TILE; a < MIN ((left + 1) * TILE, n_rows); a++)
    for (guint b = right * TILE; b < MIN ((right + 1) * TILE, a + 1); b++)
      {
        double value = get_kernel (self, self->places[a], self->places[b]);

        nodes[a * stride + b + 1] = (struct svm_node){ (int) b + 1, value };
        nodes[b * stride + a + 1] = (struct svm_node){ (int) a + 1, value };
        if (a == b)
          nodes[a * stride] = (struct svm_node){ 0, (double) a + 1.0 };
      }
}

static void
table_clear (gpointer data)
{
  RdgSvmTable *self = data;

  g_free (self->rows);
  g_free (self->nodes);
}

static guint
find_row (const guint32 *rows,
          guint          n_rows,
          guint32        row)
{
  guint low = 0, high = n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (rows[middle] < row)
        low = middle + 1;
      else
        high = middle;
    }
  g_assert (low < n_rows && rows[low] == row);

  return low;
}

/**
 * rdg_svm_table_new:
 * @rows: (array length=n_rows): of those that @dots has, rising
 * @setting: whose kernel and gamma it is
 *
 * Blocks; any thread. Cancelling returns within a few hundredths of a second.
 *
 * Returns: (transfer full) (nullable): the kernel of each two of @rows, or %NULL with
 *   %G_IO_ERROR_CANCELLED or %RDG_LEARN_ERROR_MEMORY
 */
RdgSvmTable *
rdg_svm_table_new (const RdgSvmDots    *dots,
                   const guint32       *rows,
                   guint                n_rows,
                   const RdgSvmSetting *setting,
                   guint                n_threads,
                   GCancellable        *cancellable,
                   GError             **error)
{
  g_autoptr (RdgSvmTable) self = g_atomic_rc_box_new0 (RdgSvmTable);
  g_autofree guint32 *places = g_new (guint32, MAX (n_rows, 1));

  for (guint r = 0; r < n_rows; r++)
    places[r] = find_row (dots->rows, dots->n_rows, rows[r]);
  self->n_rows = n_rows;
  self->rows = g_memdup2 (rows, n_rows * sizeof *rows);
  self->nodes = g_try_new (struct svm_node, (gsize) n_rows * ((gsize) n_rows + 1));
  if (self->nodes == NULL)
    {
      set_no_memory (error, n_rows);
      return NULL;
    }

  Filling filling = { self, dots, places, setting };

  if (!rdg_parallel_run (count_tiles (n_rows), n_threads, fill_tile, &filling, NULL, cancellable,
                         error))
    return NULL;

  return g_steal_pointer (&self);
}

RdgSvmTable *
rdg_svm_table_ref (RdgSvmTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
rdg_svm_table_unref (RdgSvmTable *self)
{
  g_atomic_rc_box_release_full (self, table_clear);
}

/**
 * rdg_svm_table_get_row:
 * @row: one that it has
 *
 * Returns: (transfer none): what libsvm calls a row of a precomputed kernel
 */
const struct svm_node *
rdg_svm_table_get_row (const RdgSvmTable *self,
                       guint32            row)
{
  return self->nodes + (gsize) find_row (self->rows, self->n_rows, row) * (self->n_rows + 1);
}

/**
 * rdg_svm_table_reckon:
 * @n_dots: rows that have dot products
 * @n_tables: tables of @n_rows at a time
 *
 * Returns: how many bytes they take
 */
guint64
rdg_svm_table_reckon (guint n_dots,
                      guint n_tables,
                      guint n_rows)
{
  return (guint64) n_dots * (n_dots + 1) / 2 * sizeof (double) +
         (guint64) n_tables * n_rows * ((guint64) n_rows + 1) * sizeof (struct svm_node);
}
