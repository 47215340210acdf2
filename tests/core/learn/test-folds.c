/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rdg-folds.h"

#include "learn-fixture.h"

static void
make (RdgFolds         *folds,
      const LearnTable *table,
      guint             n_folds,
      guint64           seed)
{
  rdg_folds_make (folds, table->failed, (const char * const *) table->codes, table->n_rows, n_folds,
                  seed);
}

/* Each fold is judged once, by all others, and has its share of failed and of passed cars. */
static void
test_stratified (void)
{
  for (guint k = RDG_SPLIT_LEAST_FOLDS; k <= RDG_SPLIT_MOST_FOLDS; k += 3)
    {
      g_auto (LearnTable) table = { 0 };
      g_auto (RdgFolds) folds = { 0 };
      gsize n_failed = 0, times[1003] = { 0 };

      learn_table_generate (&table, 1003, 0, k);
      for (guint i = 0; i < 1003; i++)
        n_failed += table.failed[i];
      make (&folds, &table, k, 7);
      g_assert_cmpuint (folds.n_failed, ==, n_failed);
      g_assert_cmpuint (folds.n_passed, ==, 1003 - n_failed);

      for (guint f = 0; f < k; f++)
        {
          g_auto (RdgSplit) split = { 0 };
          gsize n_held_failed = 0;

          rdg_folds_take (&folds, f, &split);
          g_assert_cmpint (split.kind, ==, RDG_SPLIT_FOLDS);
          g_assert_cmpuint (split.n_train + split.n_holdout, ==, 1003);
          g_assert_cmpuint (split.n_holdout, >=, 1003 / k);
          g_assert_cmpuint (split.n_holdout, <=, 1003 / k + 1);
          for (gsize i = 0; i < split.n_holdout; i++)
            {
              times[split.holdout[i]]++;
              n_held_failed += table.failed[split.holdout[i]];
            }
          for (gsize i = 0; i < split.n_train; i++)
            g_assert_cmpuint (folds.fold[split.train[i]], !=, f);
          g_assert_cmpuint (n_held_failed, >=, n_failed / k);
          g_assert_cmpuint (n_held_failed, <=, n_failed / k + 1);
        }
      for (guint i = 0; i < 1003; i++)
        g_assert_cmpuint (times[i], ==, 1);
    }
}

static void
test_all_teach (void)
{
  g_auto (LearnTable) table = { 0 };
  g_auto (RdgFolds) folds = { 0 };
  g_auto (RdgSplit) split = { 0 };

  learn_table_generate (&table, 100, 0, 1);
  make (&folds, &table, 5, 1);
  rdg_folds_take (&folds, G_MAXUINT, &split);
  g_assert_cmpuint (split.n_train, ==, 100);
  g_assert_cmpuint (split.n_holdout, ==, 0);
}

/* Rows of one code are one car: in one fold, and failed if any of them is. */
static void
test_one_car (void)
{
  static const char * const codes[] = { "a", "b", "c", "a", "d", "b", "e", "f", "a" };
  static const guint8 failed[] = { 0, 1, 1, 1, 0, 0, 0, 0, 0 };

  for (guint64 seed = 0; seed < 20; seed++)
    {
      g_auto (RdgFolds) folds = { 0 };
      guint n_failed[2] = { 0, 0 };

      rdg_folds_make (&folds, failed, codes, 9, 2, seed);
      g_assert_cmpuint (folds.n_failed, ==, 3);
      g_assert_cmpuint (folds.n_passed, ==, 3);
      g_assert_cmpuint (rdg_folds_count_possible (&folds), ==, 3);
      g_assert_cmpuint (folds.fold[0], ==, folds.fold[3]);
      g_assert_cmpuint (folds.fold[0], ==, folds.fold[8]);
      g_assert_cmpuint (folds.fold[1], ==, folds.fold[5]);
      n_failed[folds.fold[0]]++;
      n_failed[folds.fold[1]]++;
      n_failed[folds.fold[2]]++;
      g_assert_cmpuint (MAX (n_failed[0], n_failed[1]), ==, 2);
    }
}

/* The order of rows does not show; the seed does. */
static void
test_order_and_seed (void)
{
  g_auto (LearnTable) table = { 0 };
  g_auto (LearnTable) shuffled = { 0 };
  g_auto (RdgFolds) one = { 0 };
  g_auto (RdgFolds) two = { 0 };
  g_auto (RdgFolds) other = { 0 };
  gsize n_other = 0;

  learn_table_generate (&table, 400, 0, 3);
  learn_table_shuffle (&table, 9, &shuffled);
  make (&one, &table, 4, 1);
  make (&two, &shuffled, 4, 1);
  make (&other, &table, 4, 2);
  for (guint i = 0; i < 400; i++)
    {
      g_assert_cmpstr (table.codes[one.order[i]], ==, shuffled.codes[two.order[i]]);
      g_assert_cmpuint (one.fold[one.order[i]], ==, two.fold[two.order[i]]);
      n_other += one.fold[i] != other.fold[i];
    }
  g_assert_cmpuint (n_other, >, 200);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/folds/stratified", test_stratified);
  g_test_add_func ("/learn/folds/all-teach", test_all_teach);
  g_test_add_func ("/learn/folds/one-car", test_one_car);
  g_test_add_func ("/learn/folds/order-and-seed", test_order_and_seed);

  return g_test_run ();
}
