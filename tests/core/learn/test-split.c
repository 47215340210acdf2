/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learn-fixture.h"
#include "rdg-split.h"

static guint8 *
mark (const guint32 *rows,
      gsize          n,
      gsize          n_rows)
{
  guint8 *marked = g_new0 (guint8, n_rows);

  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (rows[i], <, n_rows);
      marked[rows[i]]++;
    }

  return marked;
}

/* Every car is on one side. */
static void
assert_partition (const RdgSplit *split,
                  gsize           n_rows)
{
  g_autofree guint8 *train = mark (split->train, split->n_train, n_rows);
  g_autofree guint8 *holdout = mark (split->holdout, split->n_holdout, n_rows);

  g_assert_cmpuint (split->n_train + split->n_holdout, ==, n_rows);
  for (gsize i = 0; i < n_rows; i++)
    g_assert_cmpuint (train[i] + holdout[i], ==, 1);
}

static void
test_time (void)
{
  static const guint8 failed[10] = { 1, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
  static const char * const codes[10] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j" };
  /* Newest: row 4; then rows 2, 7 and 9 at one time, of which the larger codes are held out. */
  static const gint64 tested_at[10] = { 1, 2, 50, 3, 60, 4, 5, 50, 6, 50 };
  g_auto (RdgSplit) split = { 0 };

  rdg_split_make (&split, failed, codes, tested_at, 10, 0.3, 0);
  assert_partition (&split, 10);
  g_assert_cmpint (split.kind, ==, RDG_SPLIT_TIME);
  g_assert_cmpuint (split.n_holdout, ==, 3);

  g_autofree guint8 *held = mark (split.holdout, split.n_holdout, 10);

  g_assert_true (held[4] && held[9] && held[7]);
  g_assert_false (held[2]);
}

static void
test_time_unknown_is_oldest (void)
{
  static const guint8 failed[4] = { 0, 1, 0, 1 };
  static const char * const codes[4] = { "a", "b", "c", "d" };
  static const gint64 tested_at[4] = { G_MININT64, -5, 7, G_MININT64 };
  g_auto (RdgSplit) split = { 0 };

  rdg_split_make (&split, failed, codes, tested_at, 4, 0.5, 0);

  g_autofree guint8 *held = mark (split.holdout, split.n_holdout, 4);

  g_assert_true (held[1] && held[2]);
}

/* Held out: 100 and 90. The gap of 20 before 90 takes 80 and 71, but not 70, nor a car without a
 * time; the hold-out stays what it is. */
static void
test_gap (void)
{
  static const guint8 failed[8] = { 0, 1, 0, 1, 0, 0, 1, 0 };
  static const char * const codes[8] = { "a", "b", "c", "d", "e", "f", "g", "h" };
  static const gint64 tested_at[8] = { 10, 70, 80, 100, G_MININT64, 90, 71, 20 };
  g_auto (RdgSplit) split = { 0 };
  g_auto (RdgSplit) timeless = { 0 };
  g_auto (RdgSplit) by_hash = { 0 };

  rdg_split_make (&split, failed, codes, tested_at, 8, 0.25, 20);
  g_assert_cmpuint (split.n_gap, ==, 2);
  g_assert_cmpuint (split.n_holdout, ==, 2);
  g_assert_cmpuint (split.n_train, ==, 4);

  g_autofree guint8 *train = mark (split.train, split.n_train, 8);
  g_autofree guint8 *held = mark (split.holdout, split.n_holdout, 8);

  g_assert_true (held[3] && held[5]);
  g_assert_true (train[0] && train[1] && train[4] && train[7]);

  /* The oldest car of the hold-out has no time: nobody knows what is near it. */
  rdg_split_make (&timeless, failed, codes, tested_at, 8, 1.0, 20);
  g_assert_cmpuint (timeless.n_gap, ==, 0);
  rdg_split_make (&by_hash, failed, codes, NULL, 8, 0.25, 20);
  g_assert_cmpuint (by_hash.n_gap, ==, 0);
  assert_partition (&by_hash, 8);
}

static void
test_rounding (void)
{
  for (gsize n = 21; n < 60; n++)
    for (double share = 0.05; share < 0.5; share += 0.07)
      {
        g_auto (LearnTable) table = { 0 };
        g_auto (RdgSplit) split = { 0 };

        learn_table_generate (&table, n, 0, n);
        rdg_split_make (&split, table.failed, (const char * const *) table.codes, NULL, n, share, 0);
        assert_partition (&split, n);
        g_assert_cmpuint (split.n_holdout, ==, (gsize) (share * (double) n + 0.5));
      }
}

static void
test_hash_is_stratified (void)
{
  g_auto (LearnTable) table = { 0 };
  g_auto (RdgSplit) split = { 0 };
  gsize n_failed = 0, n_held_failed = 0;

  learn_table_generate (&table, 5000, 0, 3);
  rdg_split_make (&split, table.failed, (const char * const *) table.codes, NULL, 5000, 0.2, 0);
  assert_partition (&split, 5000);
  g_assert_cmpint (split.kind, ==, RDG_SPLIT_HASH);
  g_assert_cmpuint (split.n_holdout, ==, 1000);

  for (gsize i = 0; i < 5000; i++)
    n_failed += table.failed[i];
  for (gsize i = 0; i < split.n_holdout; i++)
    n_held_failed += table.failed[split.holdout[i]];
  g_assert_cmpuint (n_held_failed, ==, (gsize) (0.2 * (double) n_failed + 0.5));
}

static void
test_order_of_rows (void)
{
  for (guint timed = 0; timed < 2; timed++)
    {
      g_auto (LearnTable) table = { 0 };
      g_auto (LearnTable) shuffled = { 0 };
      g_auto (RdgSplit) one = { 0 };
      g_auto (RdgSplit) two = { 0 };

      learn_table_generate (&table, 500, 0, 3);
      if (timed)
        {
          table.tested_at = g_new (gint64, 500);
          for (gint64 i = 0; i < 500; i++)
            table.tested_at[i] = i * 7919 % 101;
        }
      learn_table_shuffle (&table, 9, &shuffled);
      rdg_split_make (&one, table.failed, (const char * const *) table.codes, table.tested_at,
                      500, 0.2, 0);
      rdg_split_make (&two, shuffled.failed, (const char * const *) shuffled.codes,
                      shuffled.tested_at, 500, 0.2, 0);

      for (gsize i = 0; i < one.n_train; i++)
        g_assert_cmpstr (table.codes[one.train[i]], ==, shuffled.codes[two.train[i]]);
      for (gsize i = 0; i < one.n_holdout; i++)
        g_assert_cmpstr (table.codes[one.holdout[i]], ==, shuffled.codes[two.holdout[i]]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/split/time", test_time);
  g_test_add_func ("/learn/split/time-unknown-is-oldest", test_time_unknown_is_oldest);
  g_test_add_func ("/learn/split/gap", test_gap);
  g_test_add_func ("/learn/split/rounding", test_rounding);
  g_test_add_func ("/learn/split/hash-is-stratified", test_hash_is_stratified);
  g_test_add_func ("/learn/split/order-of-rows", test_order_of_rows);

  return g_test_run ();
}
