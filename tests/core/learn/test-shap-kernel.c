/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever instructions the processor has, the same bytes: the kernel as the program chose it, beside
 * the one that every processor can run. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-shap-kernel.h"

#include <math.h>
#include <string.h>

static __typeof__ (rdg_shap_fill_tables) plain_fill_tables;
static __typeof__ (rdg_shap_multiply) plain_multiply;
static __typeof__ (rdg_shap_add_leaves) plain_add_leaves;
static __typeof__ (rdg_shap_add_child) plain_add_child;

#define rdg_shap_fill_tables plain_fill_tables
#define rdg_shap_multiply plain_multiply
#define rdg_shap_add_leaves plain_add_leaves
#define rdg_shap_add_child plain_add_child
#define target_clones(...) noinline
#include "rdg-shap-kernel.c"
#undef target_clones
#undef rdg_shap_fill_tables
#undef rdg_shap_multiply
#undef rdg_shap_add_leaves
#undef rdg_shap_add_child

#define N_ROWS 37
#define MOST_GAUSS 24
#define TABLE (RDG_SHAP_N_STANDS * MOST_GAUSS)
#define PRODUCTS (N_ROWS * MOST_GAUSS)

/* All that the kernel writes. */
typedef struct
{
  double tables[RDG_SHAP_N_TABLES * TABLE];
  double child[PRODUCTS];
  double sums[PRODUCTS];
  double feature[N_ROWS];
} Written;

static RdgShapTables
lay_out (double *tables)
{
  return (RdgShapTables){
    { tables, tables + TABLE },
    { tables + 2 * TABLE, tables + 3 * TABLE },
    tables + 4 * TABLE,
    tables + 5 * TABLE,
  };
}

static void
fill (GRand  *rand,
      double *numbers,
      guint   n)
{
  for (guint i = 0; i < n; i++)
    numbers[i] = g_rand_double_range (rand, 0.01, 0.99);
}

static void
compare (GRand *rand,
         guint  n_gauss,
         guint  leaves,
         guint  asked_before)
{
  g_autofree Written *chosen = g_new0 (Written, 1), *plain = g_new0 (Written, 1);
  RdgShapTables chosen_tables = lay_out (chosen->tables), plain_tables = lay_out (plain->tables);
  double quadrature[2 * MOST_GAUSS], products[PRODUCTS];
  guint8 stands[N_ROWS];
  double z = g_rand_double_range (rand, 0.1, 0.9);
  RdgShapQuestion question = {
    .y = asked_before ? g_rand_double_range (rand, 0.1, 0.9) : 1.0,
    .asked_before = asked_before != 0,
    .z = { z, 1.0 - z },
    .worth = { leaves & 1 ? g_rand_double (rand) : NAN, leaves & 2 ? g_rand_double (rand) : NAN },
  };

  fill (rand, quadrature, 2 * n_gauss);
  fill (rand, products, N_ROWS * n_gauss);
  for (guint r = 0; r < N_ROWS; r++)
    stands[r] = (guint8) g_rand_int_range (rand, 0, RDG_SHAP_N_STANDS);
  stands[0] = RDG_SHAP_LEFT;

  rdg_shap_fill_tables (&question, quadrature, n_gauss, &chosen_tables);
  rdg_shap_multiply (products, chosen_tables.factor[0], stands, N_ROWS, n_gauss, chosen->child);
  rdg_shap_add_leaves (products, &chosen_tables, stands, N_ROWS, n_gauss, chosen->sums, chosen->feature);
  rdg_shap_add_child (products, chosen_tables.gain[1], stands, N_ROWS, n_gauss, chosen->sums,
                      chosen->feature);

  plain_fill_tables (&question, quadrature, n_gauss, &plain_tables);
  plain_multiply (products, plain_tables.factor[0], stands, N_ROWS, n_gauss, plain->child);
  plain_add_leaves (products, &plain_tables, stands, N_ROWS, n_gauss, plain->sums, plain->feature);
  plain_add_child (products, plain_tables.gain[1], stands, N_ROWS, n_gauss, plain->sums,
                   plain->feature);

  g_assert_cmpmem (chosen, sizeof *chosen, plain, sizeof *plain);
  g_assert_cmpfloat (plain->feature[0], !=, 0.0);
}

static void
test_every_processor (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint n_gauss = RDG_SHAP_STEP; n_gauss <= MOST_GAUSS; n_gauss += RDG_SHAP_STEP)
    for (guint leaves = 0; leaves < 4; leaves++)
      for (guint asked_before = 0; asked_before < 2; asked_before++)
        compare (rand, n_gauss, leaves, asked_before);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/learn/shap-kernel/every-processor", test_every_processor);

  return g_test_run ();
}
