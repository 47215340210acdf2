/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A forest packed for scoring many rows: see rdg-forest-walker.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-forest-walker.h"

#include <stdlib.h>
#include <string.h>

/* A node keeps twice its place in 16 bits. */
#define MOST_PLACES 32767
/* Above the thresholds of one place comes one code more, and 65535 is a missing value on the right. */
#define MOST_THRESHOLDS 65534
#define MISSING_RIGHT 65535
#define NO_PLACE G_MAXUINT

/* Written out, so that each lane has a register. */
#define EACH_LANE(DO) DO (0) DO (1) DO (2) DO (3) DO (4) DO (5) DO (6) DO (7)
#define BEGIN(i) guint32 at##i = 0;
#define LIST(i) at##i,
#define SEARCH(i) at##i += half * (thresholds[at##i + half - 1] < x[i]);

typedef struct
{
  guint16 place;   /* twice the place: the row's values are found in steps of eight bytes */
  guint16 most;    /* a value up to it goes left */
  guint32 left;    /* the left child; the right one follows it */
} Node;

/* A feature that the forest asks about. */
typedef struct
{
  guint   feature;
  guint   n_levels;       /* of a category; else 0 */
  guint   n_thresholds;   /* numeric: different ones, ascending */
  float  *thresholds;
  /* The first place of splits that send missing values right, and left; NO_PLACE if there is none.
   * More thresholds than a place can tell apart take the places that follow, too. */
  guint   places[2];
  GArray *sets;           /* category: of Set */
} Question;

/* A set of levels, and which way missing values go: a place that holds 1 for what goes right. */
typedef struct
{
  guint  place;
  GBytes *right;          /* at 0 a missing value, at l + 1 level l */
} Set;

struct _RdgForestWalker
{
  Node      *nodes;       /* in step with the forest's */
  guint8    *n_sure;      /* a tree: so many steps no leaf is short of */
  Question  *questions;
  guint      n_questions;
  guint      n_places;
  guint     *question_of; /* a feature: its question's index, or NO_PLACE; only while building */
};

static int
compare_floats (const void *a,
                const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

static gboolean
is_split (const RdgNode *node)
{
  return !(node->flags & RDG_NODE_LEAF);
}

/* The features that are asked about, and of the numeric ones all thresholds. */
static gboolean
collect_questions (RdgForestWalker *self,
                   const RdgForest *forest,
                   const RdgMatrix *matrix)
{
  gsize n_nodes = forest->node_start[forest->n_trees];
  g_autofree guint *n_splits = g_new0 (guint, forest->n_features);

  for (gsize i = 0; i < n_nodes; i++)
    if (is_split (&forest->nodes[i]))
      n_splits[forest->nodes[i].feature]++;

  self->question_of = g_new (guint, forest->n_features);
  self->questions = g_new0 (Question, forest->n_features);
  for (guint f = 0; f < forest->n_features; f++)
    {
      const RdgFeature *feature = rdg_matrix_get_feature (matrix, f);
      Question *question = &self->questions[self->n_questions];

      self->question_of[f] = NO_PLACE;
      if (n_splits[f] == 0)
        continue;

      self->question_of[f] = self->n_questions++;
      *question = (Question){ .feature = f, .places = { NO_PLACE, NO_PLACE } };
      if (feature->kind == RDG_FEATURE_CATEGORY)
        {
          question->n_levels = feature->n_levels;
          question->sets = g_array_new (FALSE, FALSE, sizeof (Set));
        }
      else if ((question->thresholds = g_try_new (float, n_splits[f])) == NULL)
        return FALSE;
    }

  for (gsize i = 0; i < n_nodes; i++)
    if (is_split (&forest->nodes[i]) && !(forest->nodes[i].flags & RDG_NODE_CATEGORY))
      {
        Question *question = &self->questions[self->question_of[forest->nodes[i].feature]];

        question->thresholds[question->n_thresholds++] = forest->nodes[i].threshold;
      }

  for (guint q = 0; q < self->n_questions; q++)
    {
      Question *question = &self->questions[q];
      guint n = 0;

      if (question->n_thresholds == 0)
        continue;

      qsort (question->thresholds, question->n_thresholds, sizeof (float), compare_floats);
      for (guint i = 0; i < question->n_thresholds; i++)
        if (n == 0 || question->thresholds[i] != question->thresholds[n - 1])
          question->thresholds[n++] = question->thresholds[i];
      question->n_thresholds = n;
    }

  return TRUE;
}

/* How many of them are less than x; none where x is missing. Loops of fixed length, so that
 * the searches of several rows run side by side. */
static inline guint
count_less (const float *thresholds,
            guint        n,
            float        x)
{
  guint begin = 0;

  while (n > 1)
    {
      guint half = n / 2;

      begin += thresholds[begin + half - 1] < x ? half : 0;
      n -= half;
    }

  return begin + (n == 1 && thresholds[begin] < x);
}

static gboolean
pack_numeric (RdgForestWalker *self,
              Question        *question,
              const RdgNode   *node,
              Node            *packed)
{
  gboolean left = (node->flags & RDG_NODE_MISSING_LEFT) != 0;
  guint rank = count_less (question->thresholds, question->n_thresholds, node->threshold);

  if (question->places[left] == NO_PLACE)
    {
      question->places[left] = self->n_places;
      self->n_places += (question->n_thresholds - 1) / MOST_THRESHOLDS + 1;
    }

  guint place = question->places[left] + rank / MOST_THRESHOLDS;

  packed->place = (guint16) (2 * place);
  packed->most = (guint16) (rank % MOST_THRESHOLDS + left);

  return self->n_places <= MOST_PLACES;
}

static gboolean
pack_category (RdgForestWalker *self,
               Question        *question,
               const RdgNode   *node,
               const guint32   *sets,
               GHashTable      *known,
               Node            *packed)
{
  g_autofree guint8 *right = g_new (guint8, (gsize) question->n_levels + 1);

  for (guint l = 0; l <= question->n_levels; l++)
    right[l] = !rdg_node_goes_left (node, sets, l == 0 ? NAN : (float) (l - 1));

  g_autoptr (GBytes) bytes = g_bytes_new (right, (gsize) question->n_levels + 1);
  gpointer place;

  if (!g_hash_table_lookup_extended (known, bytes, NULL, &place))
    {
      Set set = { self->n_places++, g_bytes_ref (bytes) };

      place = GUINT_TO_POINTER (set.place);
      g_array_append_val (question->sets, set);
      g_hash_table_insert (known, set.right, place);
    }

  packed->place = (guint16) (2 * GPOINTER_TO_UINT (place));
  packed->most = 0;

  return self->n_places <= MOST_PLACES;
}

static gboolean
pack_nodes (RdgForestWalker *self,
            const RdgForest *forest)
{
  /* Of each question the sets that have a place, borrowed from it. */
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);

  for (guint q = 0; q < self->n_questions; q++)
    g_ptr_array_add (known, g_hash_table_new (g_bytes_hash, g_bytes_equal));

  for (guint t = 0; t < forest->n_trees; t++)
    {
      gsize start = forest->node_start[t];
      const guint32 *sets = forest->sets + forest->set_start[t];

      for (gsize i = start; i < forest->node_start[t + 1]; i++)
        {
          const RdgNode *node = &forest->nodes[i];
          Node *packed = &self->nodes[i];

          if (!is_split (node))
            {
              *packed = (Node){ 0, G_MAXUINT16, (guint32) (i - start) };
              continue;
            }

          guint q = self->question_of[node->feature];
          gboolean fits = node->flags & RDG_NODE_CATEGORY
                            ? pack_category (self, &self->questions[q], node, sets,
                                             g_ptr_array_index (known, q), packed)
                            : pack_numeric (self, &self->questions[q], node, packed);

          if (!fits)
            return FALSE;
          packed->left = node->left;
        }
    }

  return TRUE;
}

/* The depth of each tree's nearest leaf. */
static void
measure_trees (RdgForestWalker *self,
               const RdgForest *forest)
{
  g_autoptr (GArray) depths = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint t = 0; t < forest->n_trees; t++)
    {
      const RdgNode *nodes = forest->nodes + forest->node_start[t];
      guint n_nodes = rdg_forest_get_n_nodes (forest, t);
      guint least = G_MAXUINT8;

      g_array_set_size (depths, n_nodes);

      guint *depth = (guint *) (gpointer) depths->data;

      depth[0] = 0;
      for (guint i = 0; i < n_nodes; i++)
        if (is_split (&nodes[i]))
          depth[nodes[i].left] = depth[nodes[i].left + 1] = depth[i] + 1;
        else
          least = MIN (least, depth[i]);
      self->n_sure[t] = (guint8) least;
    }
}

/**
 * rdg_forest_walker_new:
 * @forest: a finished forest
 * @matrix: rows in the forest's own columns; only its columns' kinds are looked at
 *
 * Returns: (transfer full) (nullable): the packed forest, or %NULL if it asks about more than a row
 *   has places for, or if there is not enough memory
 */
RdgForestWalker *
rdg_forest_walker_new (const RdgForest *forest,
                       const RdgMatrix *matrix)
{
  g_autoptr (RdgForestWalker) self = g_new0 (RdgForestWalker, 1);

  self->nodes = g_try_new (Node, MAX (forest->node_start[forest->n_trees], 1));
  self->n_sure = g_new (guint8, MAX (forest->n_trees, 1));
  /* A leaf reads a place, too. */
  self->n_places = 1;
  if (self->nodes == NULL || !collect_questions (self, forest, matrix) ||
      !pack_nodes (self, forest))
    return NULL;
  measure_trees (self, forest);

  return g_steal_pointer (&self);
}

/**
 * rdg_forest_walker_free:
 *
 * Frees the packed forest.
 */
void
rdg_forest_walker_free (RdgForestWalker *self)
{
  if (self == NULL)
    return;

  for (guint q = 0; q < self->n_questions; q++)
    {
      Question *question = &self->questions[q];

      for (guint s = 0; question->sets != NULL && s < question->sets->len; s++)
        g_bytes_unref (g_array_index (question->sets, Set, s).right);
      g_clear_pointer (&question->sets, g_array_unref);
      g_free (question->thresholds);
    }
  g_free (self->questions);
  g_free (self->question_of);
  g_free (self->n_sure);
  g_free (self->nodes);
  g_free (self);
}

/**
 * rdg_forest_walker_takes:
 *
 * Returns: whether @matrix has as many levels as the matrix that @self was made for
 */
gboolean
rdg_forest_walker_takes (const RdgForestWalker *self,
                         const RdgMatrix       *matrix)
{
  for (guint q = 0; q < self->n_questions; q++)
    {
      const Question *question = &self->questions[q];

      if (rdg_matrix_get_feature (matrix, question->feature)->n_levels != question->n_levels)
        return FALSE;
    }

  return TRUE;
}

/**
 * rdg_forest_walker_get_size:
 *
 * Returns: how many values rdg_forest_walker_lay_out() writes for @n_rows rows
 */
gsize
rdg_forest_walker_get_size (const RdgForestWalker *self,
                            gsize                  n_rows)
{
  gsize n_groups = (n_rows + RDG_WALKER_LANES - 1) / RDG_WALKER_LANES;

  return n_groups * self->n_places * RDG_WALKER_LANES;
}

/* One group's values in the places of a numeric feature. */
static void
lay_out_numeric (const Question *question,
                 const float    *x,
                 guint16        *group)
{
  const float *thresholds = question->thresholds;
  guint n_places = (question->n_thresholds - 1) / MOST_THRESHOLDS + 1;

  EACH_LANE (BEGIN)
  for (guint n = question->n_thresholds; n > 0; n -= MAX (n / 2, 1))
    {
      guint half = MAX (n / 2, 1);

      EACH_LANE (SEARCH)
    }

  guint rank[RDG_WALKER_LANES] = { EACH_LANE (LIST) };

  for (guint left = 0; left < 2; left++)
    {
      if (question->places[left] == NO_PLACE)
        continue;

      for (guint p = 0; p < n_places; p++)
        {
          guint first = p * MOST_THRESHOLDS;
          guint16 *values = group + (gsize) (question->places[left] + p) * RDG_WALKER_LANES;

          for (guint i = 0; i < RDG_WALKER_LANES; i++)
            {
              guint code = MIN (rank[i] - MIN (rank[i], first), MOST_THRESHOLDS);

              if (isnan (x[i]))
                values[i] = left ? 0 : MISSING_RIGHT;
              else
                values[i] = (guint16) (code + left);
            }
        }
    }
}

static void
lay_out_category (const Question *question,
                  const float    *x,
                  guint16        *group)
{
  guint level[RDG_WALKER_LANES];

  for (guint i = 0; i < RDG_WALKER_LANES; i++)
    level[i] = isnan (x[i]) ? 0 : (guint) x[i] + 1;

  for (guint s = 0; s < question->sets->len; s++)
    {
      const Set *set = &g_array_index (question->sets, Set, s);
      const guint8 *right = g_bytes_get_data (set->right, NULL);
      guint16 *values = group + (gsize) set->place * RDG_WALKER_LANES;

      for (guint i = 0; i < RDG_WALKER_LANES; i++)
        values[i] = right[level[i]];
    }
}

/**
 * rdg_forest_walker_lay_out:
 * @matrix: what rdg_forest_walker_takes() takes
 * @begin: the first row
 * @rows: (out caller-allocates): rdg_forest_walker_get_size() of @n_rows, aligned to eight bytes
 *
 * Lays out rows for rdg_forest_walker_add(). The last group is filled up with its last row.
 */
void
rdg_forest_walker_lay_out (const RdgForestWalker *self,
                           const RdgMatrix       *matrix,
                           gsize                  begin,
                           gsize                  n_rows,
                           guint16               *rows)
{
  gsize group_size = (gsize) self->n_places * RDG_WALKER_LANES;

  memset (rows, 0, rdg_forest_walker_get_size (self, n_rows) * sizeof *rows);
  for (guint q = 0; q < self->n_questions; q++)
    {
      const Question *question = &self->questions[q];
      const float *column = rdg_matrix_get_column (matrix, question->feature) + begin;
      guint16 *group = rows;

      for (gsize r = 0; r < n_rows; r += RDG_WALKER_LANES, group += group_size)
        {
          float x[RDG_WALKER_LANES];

          for (gsize i = 0; i < RDG_WALKER_LANES; i++)
            x[i] = column[MIN (r + i, n_rows - 1)];
          if (question->sets != NULL)
            lay_out_category (question, x, group);
          else
            lay_out_numeric (question, x, group);
        }
    }
}

#define STEP(i) \
  { \
    const Node *node = &nodes[at##i]; \
    guint value = ((const guint16 *) (group + node->place))[i]; \
    at##i = node->left + (node->most < value); \
  }
#define STEP_AND_LOOK(i) \
  { \
    const Node *node = &nodes[at##i]; \
    guint value = ((const guint16 *) (group + node->place))[i]; \
    guint32 next = node->left + (node->most < value); \
    moved |= next ^ at##i; \
    at##i = next; \
  }
#define END(i) sum[i] += shares[at##i];
#define KEEP(i) leaf[i] = at##i;

/* One group down one tree. */
#define GO_DOWN \
  guint32 moved; \
  \
  EACH_LANE (BEGIN) \
  for (guint s = 0; s < n_sure; s++) \
    { \
      EACH_LANE (STEP) \
    } \
  do \
    { \
      moved = 0; \
      EACH_LANE (STEP) \
      EACH_LANE (STEP_AND_LOOK) \
    } \
  while (moved != 0);

static inline void
walk (const Node    *nodes,
      const double  *shares,
      guint          n_sure,
      const guint64 *group,
      double        *sum)
{
  GO_DOWN
  EACH_LANE (END)
}

static inline void
reach (const Node    *nodes,
       guint          n_sure,
       const guint64 *group,
       guint32       *leaf)
{
  GO_DOWN
  EACH_LANE (KEEP)
}

/**
 * rdg_forest_walker_add:
 * @forest: what @self was made of
 * @rows: what rdg_forest_walker_lay_out() wrote
 * @sum: (inout) (array): to it is added, tree by tree, the share of the leaf that the row reaches;
 *   whole groups, so that there must be room for @n_rows rounded up
 *
 * Every tree takes all the rows while its nodes are in the cache.
 */
void
rdg_forest_walker_add (const RdgForestWalker *self,
                       const RdgForest       *forest,
                       const guint16         *rows,
                       gsize                  n_rows,
                       double                *sum)
{
  gsize group_size = (gsize) self->n_places * RDG_WALKER_LANES;

  for (guint t = 0; t < forest->n_trees; t++)
    {
      const Node *nodes = self->nodes + forest->node_start[t];
      const double *shares = forest->shares + forest->node_start[t];
      const guint16 *group = rows;

      for (gsize r = 0; r < n_rows; r += RDG_WALKER_LANES, group += group_size)
        walk (nodes, shares, self->n_sure[t], (const guint64 *) (gconstpointer) group, sum + r);
    }
}

/**
 * rdg_forest_walker_reach:
 * @forest: what @self was made of
 * @rows: what rdg_forest_walker_lay_out() wrote
 * @leaves: (out caller-allocates) (array): the leaf that each row reaches, counted from the tree's
 *   first node; whole groups, so that there must be room for @n_rows rounded up
 */
void
rdg_forest_walker_reach (const RdgForestWalker *self,
                         const RdgForest       *forest,
                         guint                  tree,
                         const guint16         *rows,
                         gsize                  n_rows,
                         guint32               *leaves)
{
  gsize group_size = (gsize) self->n_places * RDG_WALKER_LANES;
  const Node *nodes = self->nodes + forest->node_start[tree];

  for (gsize r = 0; r < n_rows; r += RDG_WALKER_LANES, rows += group_size)
    reach (nodes, self->n_sure[tree], (const guint64 *) (gconstpointer) rows, leaves + r);
}
