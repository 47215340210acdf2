/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generator against its published vectors, and its distributions against their moments. */
#include "rdg-rng.h"

#include <math.h>

/* Random123, kat_vectors: philox4x32, 10 rounds. */
static void
test_known_vectors (void)
{
  static const struct
  {
    guint32 counter[4];
    guint32 key[2];
    guint32 expected[4];
  } vectors[] = {
    { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, { 0xffffffff, 0xffffffff },
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, { 0xa4093822, 0x299f31d0 },
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };

  for (guint v = 0; v < G_N_ELEMENTS (vectors); v++)
    {
      RdgRng rng = { .used = 4 };

      for (guint i = 0; i < 4; i++)
        rng.counter[i] = vectors[v].counter[i];
      rng.key[0] = vectors[v].key[0];
      rng.key[1] = vectors[v].key[1];
      for (guint i = 0; i < 4; i++)
        g_assert_cmphex (rdg_rng_u32 (&rng), ==, vectors[v].expected[i]);
    }
}

/* Where the seed and the stream go: models that exist depend on it. */
static void
test_layout (void)
{
  RdgRng rng;

  rdg_rng_init (&rng, 0, 0);
  g_assert_cmphex (rdg_rng_u64 (&rng), ==, G_GUINT64_CONSTANT (0xe169c58d6627e8d5));

  rdg_rng_init (&rng, G_GUINT64_CONSTANT (0x299f31d0a4093822), G_GUINT64_CONSTANT (0x0370734413198a2e));
  g_assert_cmphex (rng.key[0], ==, 0xa4093822);
  g_assert_cmphex (rng.key[1], ==, 0x299f31d0);
  g_assert_cmphex (rng.counter[2], ==, 0x13198a2e);
  g_assert_cmphex (rng.counter[3], ==, 0x03707344);
  rng.counter[0] = 0x243f6a88;
  rng.counter[1] = 0x85a308d3;
  g_assert_cmphex (rdg_rng_u32 (&rng), ==, 0xd16cfe09);
}

/* As many numbers at once as one by one, whatever was drawn before, also where the counter carries. */
static void
test_fill (void)
{
  for (guint skipped = 0; skipped < 6; skipped++)
    for (gsize n = 0; n < 150; n++)
      {
        RdgRng one, many;
        guint32 values[150];

        rdg_rng_init (&one, 12, 34);
        if (n % 2)
          one.counter[0] = G_MAXUINT32 - (guint32) n / 4;
        for (guint i = 0; i < skipped; i++)
          rdg_rng_u32 (&one);
        many = one;
        rdg_rng_fill_u32 (&many, values, n);
        for (gsize i = 0; i < n; i++)
          g_assert_cmphex (values[i], ==, rdg_rng_u32 (&one));
        g_assert_cmphex (rdg_rng_u32 (&many), ==, rdg_rng_u32 (&one));
      }
}

static void
test_carry (void)
{
  RdgRng rng;

  rdg_rng_init (&rng, 1, 2);
  rng.counter[0] = G_MAXUINT32;
  rdg_rng_u32 (&rng);
  g_assert_cmpuint (rng.counter[0], ==, 0);
  g_assert_cmpuint (rng.counter[1], ==, 1);
  g_assert_cmpuint (rng.counter[2], ==, 2);
}

static void
test_streams (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint64 seed = 0; seed < 30; seed++)
    for (guint64 stream = 0; stream < 30; stream++)
      {
        RdgRng rng, again;

        rdg_rng_init (&rng, seed, stream);
        rdg_rng_init (&again, seed, stream);
        for (guint i = 0; i < 20; i++)
          {
            guint64 value = rdg_rng_u64 (&rng);

            g_assert_cmphex (value, ==, rdg_rng_u64 (&again));
            g_assert_true (g_hash_table_add (seen, g_memdup2 (&value, sizeof value)));
          }
      }
}

#define N_DRAWS 200000

static void
test_uniform (void)
{
  RdgRng rng;
  double sum = 0, squares = 0;

  rdg_rng_init (&rng, 3, 0);
  for (guint i = 0; i < N_DRAWS; i++)
    {
      double u = rdg_rng_uniform (&rng);

      g_assert_cmpfloat (u, >=, 0);
      g_assert_cmpfloat (u, <, 1);
      sum += u;
      squares += u * u;
    }
  g_assert_cmpfloat_with_epsilon (sum / N_DRAWS, 0.5, 0.004);
  g_assert_cmpfloat_with_epsilon (squares / N_DRAWS, 1.0 / 3, 0.004);
}

static void
test_below (void)
{
  RdgRng rng;
  guint counts[7] = { 0 };

  rdg_rng_init (&rng, 4, 0);
  for (guint i = 0; i < 70000; i++)
    counts[rdg_rng_below (&rng, 7)]++;
  /* Five standard deviations of a binomial count. */
  for (guint i = 0; i < 7; i++)
    g_assert_cmpfloat_with_epsilon (counts[i], 10000, 463);

  guint64 large = (G_GUINT64_CONSTANT (1) << 63) + 1;
  guint above_half = 0;

  for (guint i = 0; i < 2000; i++)
    {
      guint64 value = rdg_rng_below (&rng, large);

      g_assert_cmpuint (value, <, large);
      above_half += value > large / 2;
    }
  g_assert_cmpfloat_with_epsilon (above_half, 1000, 112);

  for (guint i = 0; i < 100; i++)
    {
      g_assert_cmpuint (rdg_rng_below (&rng, 1), ==, 0);
      g_assert_cmpuint (rdg_rng_below (&rng, G_MAXUINT32), <, G_MAXUINT32);
    }
}

static void
test_normal (void)
{
  RdgRng rng;
  double sum = 0, squares = 0;
  guint beyond_two = 0;

  rdg_rng_init (&rng, 5, 0);
  for (guint i = 0; i < N_DRAWS; i++)
    {
      double z = rdg_rng_normal (&rng);

      g_assert_true (isfinite (z));
      sum += z;
      squares += z * z;
      beyond_two += fabs (z) > 1.959964;
    }
  g_assert_cmpfloat_with_epsilon (sum / N_DRAWS, 0, 0.012);
  g_assert_cmpfloat_with_epsilon (squares / N_DRAWS, 1, 0.017);
  g_assert_cmpfloat_with_epsilon ((double) beyond_two / N_DRAWS, 0.05, 0.0025);
}

static void
test_exponential_and_poisson (void)
{
  static const double means[] = { 0, 0.3, 4, 29.9, 80 };
  RdgRng rng;
  double sum = 0;

  rdg_rng_init (&rng, 6, 0);
  for (guint i = 0; i < N_DRAWS; i++)
    {
      double e = rdg_rng_exponential (&rng);

      g_assert_cmpfloat (e, >=, 0);
      sum += e;
    }
  g_assert_cmpfloat_with_epsilon (sum / N_DRAWS, 1, 0.012);

  for (guint m = 0; m < G_N_ELEMENTS (means); m++)
    {
      double total = 0, squares = 0;
      guint n = 50000;

      for (guint i = 0; i < n; i++)
        {
          double count = rdg_rng_poisson (&rng, means[m]);

          total += count;
          squares += count * count;
        }

      double mean = total / n;

      g_assert_cmpfloat_with_epsilon (mean, means[m], 5 * sqrt (means[m] / n) + 1e-12);
      g_assert_cmpfloat_with_epsilon (squares / n - mean * mean, means[m], 0.05 * means[m] + 1e-12);
    }
}

static void
test_shuffle (void)
{
  RdgRng rng;
  guint first[5] = { 0 };

  rdg_rng_init (&rng, 7, 0);
  for (guint round = 0; round < 50000; round++)
    {
      guint32 values[] = { 0, 1, 2, 3, 4 };
      guint all = 0;

      rdg_rng_shuffle_u32 (&rng, values, 5);
      for (guint i = 0; i < 5; i++)
        all |= 1u << values[i];
      g_assert_cmpuint (all, ==, 31);
      first[values[0]]++;
    }
  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat_with_epsilon (first[i], 10000, 447);

  rdg_rng_shuffle_u32 (&rng, NULL, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/rng/known-vectors", test_known_vectors);
  g_test_add_func ("/base/rng/layout", test_layout);
  g_test_add_func ("/base/rng/carry", test_carry);
  g_test_add_func ("/base/rng/fill", test_fill);
  g_test_add_func ("/base/rng/streams", test_streams);
  g_test_add_func ("/base/rng/uniform", test_uniform);
  g_test_add_func ("/base/rng/below", test_below);
  g_test_add_func ("/base/rng/normal", test_normal);
  g_test_add_func ("/base/rng/exponential-and-poisson", test_exponential_and_poisson);
  g_test_add_func ("/base/rng/shuffle", test_shuffle);

  return g_test_run ();
}
