/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exact path-dependent tree SHAP values (Lundberg et al. 2020), computed so that
 * many rows share the walk through a tree.
 *
 * A leaf of share v whose path asks about d different features is a product game:
 * when the features of a set S are known, it is worth v x prod_{S} o_j x
 * prod_{not S} z_j. Here o_j is 1 if the row meets all that the path asks of
 * feature j, else 0, and z_j is the share of the training rows that do, the product
 * of the covers' ratios. With Owen's (1972) integral over the chance t of being
 * known, feature i's Shapley value is
 *
 *   v (o_i - z_i) int_0^1 prod_{j != i} (t o_j + (1 - t) z_j) dt,
 *
 * a polynomial of degree d - 1, which ceil (d / 2) Gauss nodes integrate exactly;
 * all its factors are positive, so nothing cancels and no factor is divided by zero.
 *
 * At every Gauss node the product is carried down the tree from parent to child
 * and, times the leaves' shares, summed up again from child to parent. Children
 * stand behind their parents, so both are plain loops over the nodes. Where a path
 * asks about a feature again, the earlier factor is replaced; a leaf counts for the
 * last of them, which is why an edge takes back what its predecessor would add.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-tree-shap.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-parallel.h"
#include "rdg-quadrature.h"

#define BLOCK_ROWS 64
#define WORKSPACE_DOUBLES (64 * 1024)   /* what a sub-block's products may fill, while one row fits */

/* Two Gauss nodes at a time, for which every processor that we know has an instruction. */
typedef double Pair __attribute__ ((vector_size (16), aligned (8), may_alias));

/* What the path has asked about an edge's feature, up to and with this edge. */
typedef enum
{
  STATE_MET,      /* met */
  STATE_LOST,     /* met until this edge */
  STATE_UNMET,    /* not met before it already */
  N_STATES
} State;

/* The edge that leads to a node. */
typedef struct
{
  guint32 parent;
  guint32 before;     /* the node of the last edge above that asks about the same feature; 0: none */
  guint16 feature;
  guint8  is_left;
  guint32 n_features; /* different features from the root to here */
  double  cover;
  double  share;      /* of the training rows that the path's questions about the feature let pass */
} Edge;

typedef struct
{
  float     *values;       /* the block, row-major */
  GPtrArray *quadratures;  /* of double[2 n], at n - 1 */
  gsize      n_edges;
  Edge      *edges;
  gsize      n_factors;
  double    *factors;      /* node x state x Gauss node */
  double    *gains;        /* the same */
  gsize      n_products;
  double    *products;     /* node x row x Gauss node */
  gsize      n_states;
  guint8    *states;       /* node x row */
} Worker;

typedef struct
{
  const RdgForest *forest;
  const RdgMatrix *matrix;
  const guint32   *rows;
  gsize            n_rows;
  double          *contributions;
  Worker          *workers;
  atomic_int       out_of_memory;
} Explaining;

static gboolean
grow (gpointer *memory,
      gsize    *have,
      gsize     need,
      gsize     size)
{
  if (*have >= need)
    return TRUE;

  g_free (*memory);
  *memory = g_try_malloc_n (need, size);
  *have = *memory != NULL ? need : 0;

  return *memory != NULL;
}

/* Returns the largest number of different features on any path. */
static guint
prepare_edges (const RdgNode *nodes,
               guint          n_nodes,
               Edge          *edges)
{
  guint most = 0;

  edges[0] = (Edge){ .share = 1.0 };
  for (guint i = 0; i < n_nodes; i++)
    {
      if (nodes[i].flags & RDG_NODE_LEAF)
        {
          edges[i].cover = nodes[i].n;
          continue;
        }
      for (guint side = 0; side < 2; side++)
        edges[nodes[i].left + side] = (Edge){ .parent = i, .feature = nodes[i].feature,
                                              .is_left = side == 0 };
    }

  for (guint i = n_nodes; i-- > 1;)
    edges[edges[i].parent].cover += edges[i].cover;

  for (guint i = 1; i < n_nodes; i++)
    {
      Edge *edge = &edges[i];
      const Edge *parent = &edges[edge->parent];
      guint32 above = edge->parent;

      while (above != 0 && edges[above].feature != edge->feature)
        above = edges[above].parent;

      edge->before = above;
      edge->n_features = parent->n_features + (above == 0);
      edge->share = (above != 0 ? edges[above].share : 1.0) * (edge->cover / parent->cover);
      most = MAX (most, edge->n_features);
    }

  return most;
}

static const double *
get_quadrature (Worker *worker,
                guint   n)
{
  while (worker->quadratures->len < n)
    {
      guint size = worker->quadratures->len + 1;
      double *quadrature = g_new (double, 2 * size);

      rdg_quadrature_gauss (size, quadrature, quadrature + size);
      g_ptr_array_add (worker->quadratures, quadrature);
    }

  return g_ptr_array_index (worker->quadratures, n - 1);
}

/* For each edge, state and Gauss node: the factor from the parent's product to the child's, and
 * what a unit of the child's product gives to the edge's feature: nothing where it was unmet. */
static void
prepare_factors (const Edge   *edges,
                 guint         n_nodes,
                 const double *quadrature,
                 guint         n_gauss,
                 double       *factors,
                 double       *gains)
{
  for (guint i = 1; i < n_nodes; i++)
    {
      const Edge *edge = &edges[i];
      double z = edge->share;
      double *factor = factors + (gsize) i * N_STATES * n_gauss;
      double *gain = gains + (gsize) i * N_STATES * n_gauss;

      for (guint k = 0; k < n_gauss; k++)
        {
          double t = quadrature[k], weight = quadrature[n_gauss + k];
          double met = t + z * (1.0 - t), unmet = z * (1.0 - t);
          double met_before = 1.0, unmet_before = 1.0, gain_before = 0.0;

          if (edge->before != 0)
            {
              double y = edges[edge->before].share;

              met_before = t + y * (1.0 - t);
              unmet_before = y * (1.0 - t);
              gain_before = (1.0 - y) / met_before;
            }

          factor[STATE_MET * n_gauss + k] = met / met_before;
          factor[STATE_LOST * n_gauss + k] = unmet / met_before;
          factor[STATE_UNMET * n_gauss + k] = unmet / unmet_before;
          gain[STATE_MET * n_gauss + k] = weight * ((1.0 - z) / met - gain_before);
          gain[STATE_LOST * n_gauss + k] = weight * (-1.0 / (1.0 - t) - gain_before);
        }
    }
}

static void
walk_down (const RdgNode *nodes,
           const guint32 *sets,
           guint          n_nodes,
           const float   *values,
           guint          n_features,
           guint          n_rows,
           guint          n_gauss,
           Worker        *worker)
{
  gsize stride = (gsize) n_rows * n_gauss;
  guint8 goes_left[BLOCK_ROWS];

  for (gsize j = 0; j < stride; j++)
    worker->products[j] = 1.0;

  /* The two children of a node in one go: both ask the same question. */
  for (guint p = 0; p < n_nodes; p++)
    {
      if (nodes[p].flags & RDG_NODE_LEAF)
        continue;

      const double *from = worker->products + p * stride;

      for (guint r = 0; r < n_rows; r++)
        goes_left[r] = rdg_node_goes_left (&nodes[p], sets,
                                           values[(gsize) r * n_features + nodes[p].feature]) != 0;

      for (guint side = 0; side < 2; side++)
        {
          guint i = nodes[p].left + side;
          const Edge *edge = &worker->edges[i];
          const guint8 *before = worker->states + (gsize) edge->before * n_rows;
          guint8 *states = worker->states + (gsize) i * n_rows;
          const double *factors = worker->factors + (gsize) i * N_STATES * n_gauss;
          double *to = worker->products + i * stride;

          for (guint r = 0; r < n_rows; r++)
            {
              gboolean met_before = edge->before == 0 || before[r] == STATE_MET;

              states[r] = !met_before ? STATE_UNMET
                          : goes_left[r] == edge->is_left ? STATE_MET : STATE_LOST;

              const Pair *factor = (const Pair *) (factors + states[r] * n_gauss);
              const Pair *from_row = (const Pair *) (from + r * n_gauss);
              Pair *to_row = (Pair *) (to + r * n_gauss);

              for (guint k = 0; k < n_gauss / 2; k++)
                to_row[k] = from_row[k] * factor[k];
            }
        }
    }
}

static void
walk_up (const RdgNode *nodes,
         const double  *shares,
         guint          n_nodes,
         guint          n_features,
         guint          n_rows,
         guint          n_gauss,
         Worker        *worker,
         double        *contributions)
{
  gsize stride = (gsize) n_rows * n_gauss;

  for (guint i = n_nodes; i-- > 1;)
    {
      const Edge *edge = &worker->edges[i];
      const guint8 *states = worker->states + (gsize) i * n_rows;
      const double *gains = worker->gains + (gsize) i * N_STATES * n_gauss;
      double *sums = worker->products + i * stride;
      double *to = worker->products + edge->parent * stride;

      if (nodes[i].flags & RDG_NODE_LEAF)
        for (gsize j = 0; j < stride; j++)
          sums[j] *= shares[i];

      /* Of two children the right one comes first; the parent's own product is done with. */
      if (edge->is_left)
        for (gsize j = 0; j < stride; j += 2)
          *(Pair *) (to + j) += *(const Pair *) (sums + j);
      else
        memcpy (to, sums, stride * sizeof (double));

      for (guint r = 0; r < n_rows; r++)
        {
          if (states[r] == STATE_UNMET)
            continue;

          const Pair *gain = (const Pair *) (gains + states[r] * n_gauss);
          const Pair *row = (const Pair *) (sums + r * n_gauss);
          Pair sum = { 0.0, 0.0 };

          for (guint k = 0; k < n_gauss / 2; k++)
            sum += row[k] * gain[k];
          contributions[(gsize) r * n_features + edge->feature] += sum[0] + sum[1];
        }
    }
}

static gboolean
explain_tree (const RdgForest *forest,
              guint            tree,
              Worker          *worker,
              guint            n_rows,
              double          *contributions)
{
  const RdgNode *nodes = forest->nodes + forest->node_start[tree];
  const double *shares = forest->shares + forest->node_start[tree];
  const guint32 *sets = forest->sets + forest->set_start[tree];
  guint n_nodes = rdg_forest_get_n_nodes (forest, tree);

  if (n_nodes == 1)
    return TRUE;

  if (!grow ((gpointer *) &worker->edges, &worker->n_edges, n_nodes, sizeof (Edge)))
    return FALSE;

  /* ceil (d / 2), made even: one node more than needed is as exact. */
  guint n_gauss = 2 * ((prepare_edges (nodes, n_nodes, worker->edges) + 3) / 4);
  gsize n_factors = (gsize) n_nodes * N_STATES * n_gauss;
  gsize n_at_once = CLAMP (WORKSPACE_DOUBLES / ((gsize) n_nodes * n_gauss), 1, n_rows);

  if (worker->n_factors < n_factors)
    {
      gsize n_gains = worker->n_factors;

      if (!grow ((gpointer *) &worker->factors, &worker->n_factors, n_factors, sizeof (double)) ||
          !grow ((gpointer *) &worker->gains, &n_gains, n_factors, sizeof (double)))
        return FALSE;
    }
  if (!grow ((gpointer *) &worker->products, &worker->n_products,
             (gsize) n_nodes * n_gauss * n_at_once, sizeof (double)) ||
      !grow ((gpointer *) &worker->states, &worker->n_states,
             (gsize) n_nodes * n_at_once, sizeof (guint8)))
    return FALSE;

  prepare_factors (worker->edges, n_nodes, get_quadrature (worker, n_gauss), n_gauss,
                   worker->factors, worker->gains);

  for (gsize begin = 0; begin < n_rows; begin += n_at_once)
    {
      guint n = (guint) MIN (n_at_once, n_rows - begin);
      guint n_features = forest->n_features;

      walk_down (nodes, sets, n_nodes, worker->values + begin * n_features, n_features, n, n_gauss,
                 worker);
      walk_up (nodes, shares, n_nodes, n_features, n, n_gauss, worker,
               contributions + begin * n_features);
    }

  return TRUE;
}

static void
explain_block (gsize    item,
               guint    index,
               gpointer user_data)
{
  Explaining *explaining = user_data;
  const RdgForest *forest = explaining->forest;
  Worker *worker = &explaining->workers[index];
  guint n_features = forest->n_features;
  gsize begin = item * BLOCK_ROWS;
  guint n = (guint) MIN (BLOCK_ROWS, explaining->n_rows - begin);
  double *contributions = explaining->contributions + begin * n_features;

  for (guint f = 0; f < n_features; f++)
    {
      const float *column = rdg_matrix_get_column (explaining->matrix, f);

      for (guint r = 0; r < n; r++)
        worker->values[(gsize) r * n_features + f] = column[explaining->rows[begin + r]];
    }

  memset (contributions, 0, (gsize) n * n_features * sizeof (double));
  for (guint t = 0; t < forest->n_trees; t++)
    if (!explain_tree (forest, t, worker, n, contributions))
      {
        atomic_store (&explaining->out_of_memory, 1);
        return;
      }

  for (gsize j = 0; j < (gsize) n * n_features; j++)
    contributions[j] /= forest->n_trees;
}

/* The mean share over the trees' own samples: what the forest says of a car of which nothing
 * is known. */
static double
expect (const RdgForest *forest)
{
  double sum = 0.0;

  for (guint t = 0; t < forest->n_trees; t++)
    {
      double weighted = 0.0, cover = 0.0;

      for (gsize i = forest->node_start[t]; i < forest->node_start[t + 1]; i++)
        if (forest->nodes[i].flags & RDG_NODE_LEAF)
          {
            weighted += forest->nodes[i].n * forest->shares[i];
            cover += forest->nodes[i].n;
          }
      sum += weighted / cover;
    }

  return sum / forest->n_trees;
}

static void
worker_clear (Worker *worker)
{
  g_free (worker->values);
  g_ptr_array_unref (worker->quadratures);
  g_free (worker->edges);
  g_free (worker->factors);
  g_free (worker->gains);
  g_free (worker->products);
  g_free (worker->states);
}

/**
 * rdg_tree_shap_explain:
 * @matrix: rows in the forest's own columns
 * @rows: (array length=n_rows): which of them
 * @base: (out): what the contributions are added to
 * @contributions: (out caller-allocates) (array): @n_rows x features, row by row
 *
 * Blocks; any thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED or %RDG_LEARN_ERROR_MEMORY
 */
gboolean
rdg_tree_shap_explain (const RdgForest    *forest,
                       const RdgMatrix    *matrix,
                       const guint32      *rows,
                       gsize               n_rows,
                       guint               n_threads,
                       double             *base,
                       double             *contributions,
                       const RdgProgress  *progress,
                       GCancellable       *cancellable,
                       GError            **error)
{
  g_return_val_if_fail (rdg_matrix_get_n_columns (matrix) == forest->n_features, FALSE);

  gsize n_blocks = (n_rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
  guint n_workers = rdg_parallel_choose (n_threads, n_blocks);
  g_autofree Worker *workers = g_new0 (Worker, n_workers);
  Explaining explaining = { forest, matrix, rows, n_rows, contributions, workers, 0 };

  for (guint w = 0; w < n_workers; w++)
    {
      workers[w].values = g_new (float, (gsize) BLOCK_ROWS * forest->n_features);
      workers[w].quadratures = g_ptr_array_new_with_free_func (g_free);
    }

  *base = expect (forest);

  gboolean done = rdg_parallel_run (n_blocks, n_workers, explain_block, &explaining, progress,
                                    cancellable, error);

  for (guint w = 0; w < n_workers; w++)
    worker_clear (&workers[w]);

  if (done && atomic_load (&explaining.out_of_memory))
    {
      g_set_error_literal (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
                           _("There is not enough memory to explain these cars; "
                             "explain fewer at a time."));
      return FALSE;
    }

  return done;
}
