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
 * Where paths are long, far fewer nodes are as good: rdg-shap-plan.c.
 *
 * At every Gauss node the product is carried down the tree from parent to child
 * and, times the leaves' shares, summed up again from child to parent, depth first,
 * so that only one path is in memory, for a batch of rows. Where a path asks about a
 * feature again, the earlier factor is replaced; a leaf counts for the last of
 * them, which is why a question takes back what its predecessor would add. Leaves
 * are dealt with where their parent is, and a leaf of share 0 costs nothing.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-tree-shap.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-parallel.h"
#include "rdg-quadrature.h"
#include "rdg-shap-kernel.h"
#include "rdg-shap-plan.h"

#define BLOCK_ROWS 128
#define WORKSPACE_DOUBLES (192 * 1024)  /* what the products and sums of a batch should fill at most */
#define ALIGNMENT 8                     /* doubles: no vector lies across two lines of the cache */

/* Where on the path from the root we are. */
typedef struct
{
  double        share;     /* of the training rows that meet what the path asks about the feature */
  guint8       *met;       /* a row: whether it does */
  guint8       *stands;    /* a row: how it stands to the node's own question */
  double       *products;  /* row x Gauss node */
  double       *sums;
  RdgShapTables tables;
} Level;

typedef struct
{
  float     *values;         /* the block, feature by feature */
  double    *contributions;  /* the same */
  GPtrArray *quadratures;    /* of double[2 n], at n / RDG_SHAP_STEP - 1 */
  guint     *last;           /* a feature: the level below the last question about it; 0: none */
  gsize      n_covers;
  double    *covers;         /* a node: its training rows */
  Level     *levels;         /* RDG_TREE_MAX_DEPTH + 2 */
  gsize      n_memory;
  double    *memory;         /* of the levels */
  gsize      n_flags;
  guint8    *flags;
} Worker;

typedef struct
{
  const RdgForest *forest;
  const RdgMatrix *matrix;
  const guint32   *rows;
  gsize            n_rows;
  double          *contributions;
  Worker          *workers;
  GCancellable    *cancellable;
  atomic_uint     *plans;   /* a tree: its depth and its Gauss nodes, once they are known */
  atomic_int       out_of_memory;
} Explaining;

/* One tree and the rows that go through it together. */
typedef struct
{
  Worker        *worker;
  const RdgNode *nodes;
  const double  *shares;
  const guint32 *sets;
  const double  *quadrature;
  guint          n_gauss;
  guint          first_row;
  guint          n_rows;
} Walk;

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

static const double *
get_quadrature (Worker *worker,
                guint   n_gauss)
{
  while (worker->quadratures->len < n_gauss / RDG_SHAP_STEP)
    {
      guint size = (worker->quadratures->len + 1) * RDG_SHAP_STEP;
      double *quadrature = g_new (double, 2 * size);

      rdg_quadrature_gauss (size, quadrature, quadrature + size);
      g_ptr_array_add (worker->quadratures, quadrature);
    }

  return g_ptr_array_index (worker->quadratures, n_gauss / RDG_SHAP_STEP - 1);
}

static gboolean
prepare_covers (Worker        *worker,
                const RdgNode *nodes,
                guint          n_nodes)
{
  if (!grow ((gpointer *) &worker->covers, &worker->n_covers, n_nodes, sizeof (double)))
    return FALSE;

  for (guint i = n_nodes; i-- > 0;)
    worker->covers[i] = nodes[i].flags & RDG_NODE_LEAF
                          ? nodes[i].n
                          : worker->covers[nodes[i].left] + worker->covers[nodes[i].left + 1];

  return TRUE;
}

/* Memory for a path of a tree, and so many rows at once that it stays in the cache. */
static gboolean
prepare_levels (Worker *worker,
                guint   depth,
                guint   n_gauss,
                guint   n_rows,
                guint  *n_at_once)
{
  gsize n_levels = (gsize) depth + 1;
  gsize n_tables = (gsize) RDG_SHAP_N_TABLES * RDG_SHAP_N_STANDS * n_gauss;
  gsize n = MIN (MAX (WORKSPACE_DOUBLES / (n_levels * n_gauss * 2), 4), n_rows);
  gsize n_level = 2 * n * n_gauss + n_tables;

  if (!grow ((gpointer *) &worker->memory, &worker->n_memory, n_levels * n_level + ALIGNMENT,
             sizeof (double)) ||
      !grow ((gpointer *) &worker->flags, &worker->n_flags, n_levels * 2 * n, sizeof (guint8)))
    return FALSE;

  double *aligned = worker->memory + ALIGNMENT - (gsize) worker->memory / sizeof (double) % ALIGNMENT;

  for (gsize l = 0; l < n_levels; l++)
    {
      Level *level = &worker->levels[l];
      double *memory = aligned + l * n_level;
      double *tables[RDG_SHAP_N_TABLES];

      level->met = worker->flags + l * 2 * n;
      level->stands = level->met + n;
      level->products = memory;
      level->sums = memory + n * n_gauss;
      for (guint t = 0; t < RDG_SHAP_N_TABLES; t++)
        tables[t] = memory + 2 * n * n_gauss + (gsize) t * RDG_SHAP_N_STANDS * n_gauss;
      level->tables = (RdgShapTables){ { tables[0], tables[1] }, { tables[2], tables[3] },
                                       tables[4], tables[5] };
    }
  *n_at_once = (guint) n;

  return TRUE;
}

/* How the rows stand to the question of a node, and whether they met what was asked about its feature. */
static void
find_stands (const Walk    *walk,
             const RdgNode *node,
             const guint8  *met_before,
             guint8        *stands)
{
  const float *x = walk->worker->values + (gsize) node->feature * BLOCK_ROWS + walk->first_row;

  /* The same as below, in loops that the compiler can do for many rows at once. */
  if (node->flags == RDG_NODE_MISSING_LEFT)
    for (guint r = 0; r < walk->n_rows; r++)
      stands[r] = (guint8) (RDG_SHAP_LEFT + (x[r] > node->threshold));
  else if (node->flags == 0)
    for (guint r = 0; r < walk->n_rows; r++)
      stands[r] = (guint8) (RDG_SHAP_LEFT + !(x[r] <= node->threshold));
  else
    for (guint r = 0; r < walk->n_rows; r++)
      stands[r] = rdg_node_goes_left (node, walk->sets, x[r]) ? RDG_SHAP_LEFT : RDG_SHAP_RIGHT;

  if (met_before != NULL)
    for (guint r = 0; r < walk->n_rows; r++)
      stands[r] = (guint8) (stands[r] * met_before[r]);
}

static inline void
swap (double **a,
      double **b)
{
  double *c = *a;

  *a = *b;
  *b = c;
}

static void
visit (const Walk *walk,
       guint       at,
       guint       depth)
{
  Worker *worker = walk->worker;
  const RdgNode *node = &walk->nodes[at];
  Level *level = &worker->levels[depth], *below = level + 1;
  double *feature = worker->contributions + (gsize) node->feature * BLOCK_ROWS + walk->first_row;
  guint n_rows = walk->n_rows, n_gauss = walk->n_gauss;
  guint before = worker->last[node->feature];
  RdgShapQuestion question = { before != 0 ? worker->levels[before].share : 1.0, before != 0 };
  gboolean leaves = FALSE, written = FALSE;

  for (guint side = 0; side < 2; side++)
    {
      guint child = node->left + side;

      question.z[side] = question.y * worker->covers[child] / worker->covers[at];
      question.worth[side] = walk->nodes[child].flags & RDG_NODE_LEAF ? walk->shares[child] : NAN;
      leaves |= question.worth[side] > 0.0;
    }

  find_stands (walk, node, before != 0 ? worker->levels[before].met : NULL, level->stands);
  rdg_shap_fill_tables (&question, walk->quadrature, n_gauss, &level->tables);
  if (leaves)
    {
      rdg_shap_add_leaves (level->products, &level->tables, level->stands, n_rows, n_gauss,
                           level->sums, feature);
      written = TRUE;
    }

  worker->last[node->feature] = depth + 1;
  for (guint side = 0; side < 2; side++)
    {
      if (!isnan (question.worth[side]))
        continue;

      const double *products = level->products;

      /* Whoever needs them last takes the products over, and sums are handed up: so less memory
       * has to stay in the cache. */
      if (side == 1 || !isnan (question.worth[1]))
        swap (&level->products, &below->products);
      below->share = question.z[side];
      for (guint r = 0; r < n_rows; r++)
        below->met[r] = level->stands[r] == (side == 0 ? RDG_SHAP_LEFT : RDG_SHAP_RIGHT);
      rdg_shap_multiply (products, level->tables.factor[side], level->stands, n_rows, n_gauss,
                         below->products);
      visit (walk, node->left + side, depth + 1);
      if (!written)
        swap (&level->sums, &below->sums);
      rdg_shap_add_child (written ? below->sums : level->sums, level->tables.gain[side],
                          level->stands, n_rows, n_gauss, written ? level->sums : NULL, feature);
      written = TRUE;
    }
  worker->last[node->feature] = before;

  if (!written)
    memset (level->sums, 0, (gsize) n_rows * n_gauss * sizeof (double));
}

static gboolean
explain_tree (Explaining *explaining,
              guint       tree,
              Worker     *worker,
              guint       n_rows)
{
  const RdgForest *forest = explaining->forest;
  guint n_nodes = rdg_forest_get_n_nodes (forest, tree);
  guint plan = atomic_load_explicit (&explaining->plans[tree], memory_order_relaxed);
  guint n_at_once;
  Walk walk = {
    .worker = worker,
    .nodes = forest->nodes + forest->node_start[tree],
    .shares = forest->shares + forest->node_start[tree],
    .sets = forest->sets + forest->set_start[tree],
  };

  if (n_nodes == 1)
    return TRUE;

  if (!prepare_covers (worker, walk.nodes, n_nodes))
    return FALSE;

  /* Whoever comes first finds the same. */
  if (plan == 0)
    {
      RdgShapPlan made = rdg_shap_plan_make (walk.nodes, walk.shares, worker->covers,
                                             forest->n_features);

      plan = made.depth << 16 | made.n_gauss;
      atomic_store_explicit (&explaining->plans[tree], plan, memory_order_relaxed);
    }

  walk.n_gauss = plan & 0xffff;
  walk.quadrature = get_quadrature (worker, walk.n_gauss);
  if (!prepare_levels (worker, plan >> 16, walk.n_gauss, n_rows, &n_at_once))
    return FALSE;

  for (walk.first_row = 0; walk.first_row < n_rows; walk.first_row += n_at_once)
    {
      walk.n_rows = MIN (n_at_once, n_rows - walk.first_row);
      for (gsize j = 0; j < (gsize) walk.n_rows * walk.n_gauss; j++)
        worker->levels[0].products[j] = 1.0;
      visit (&walk, 0, 0);
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
        worker->values[(gsize) f * BLOCK_ROWS + r] = column[explaining->rows[begin + r]];
    }

  memset (worker->contributions, 0, (gsize) BLOCK_ROWS * n_features * sizeof (double));
  /* A block of deep trees can take a second. */
  for (guint t = 0; t < forest->n_trees && !g_cancellable_is_cancelled (explaining->cancellable); t++)
    if (!explain_tree (explaining, t, worker, n))
      {
        atomic_store (&explaining->out_of_memory, 1);
        return;
      }

  for (guint r = 0; r < n; r++)
    for (guint f = 0; f < n_features; f++)
      contributions[(gsize) r * n_features + f] =
        worker->contributions[(gsize) f * BLOCK_ROWS + r] / forest->n_trees;
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
worker_init (Worker *worker,
             guint   n_features)
{
  worker->values = g_new (float, (gsize) BLOCK_ROWS * n_features);
  worker->contributions = g_new (double, (gsize) BLOCK_ROWS * n_features);
  worker->last = g_new0 (guint, n_features);
  worker->levels = g_new0 (Level, RDG_TREE_MAX_DEPTH + 2);
  worker->quadratures = g_ptr_array_new_with_free_func (g_free);
}

static void
worker_clear (Worker *worker)
{
  g_free (worker->values);
  g_free (worker->contributions);
  g_free (worker->last);
  g_free (worker->levels);
  g_ptr_array_unref (worker->quadratures);
  g_free (worker->covers);
  g_free (worker->memory);
  g_free (worker->flags);
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
  g_autofree atomic_uint *plans = g_new0 (atomic_uint, forest->n_trees);
  Explaining explaining = { forest, matrix, rows, n_rows, contributions, workers, cancellable,
                            plans, 0 };

  for (guint w = 0; w < n_workers; w++)
    worker_init (&workers[w], forest->n_features);

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
