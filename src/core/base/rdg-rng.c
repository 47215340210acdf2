/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox4x32-10 and the distributions that we draw from it. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-rng.h"

#include <math.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u
#define PHILOX_W0 0x9E3779B9u
#define PHILOX_W1 0xBB67AE85u

static inline void
make_block (const guint32 *key,
            const guint32 *counter,
            guint32       *block)
{
  guint32 c0 = counter[0], c1 = counter[1];
  guint32 c2 = counter[2], c3 = counter[3];
  guint32 k0 = key[0], k1 = key[1];

  for (guint round = 0; round < 10; round++)
    {
      guint64 p0 = (guint64) PHILOX_M0 * c0;
      guint64 p1 = (guint64) PHILOX_M1 * c2;
      guint32 n0 = (guint32) (p1 >> 32) ^ c1 ^ k0;
      guint32 n2 = (guint32) (p0 >> 32) ^ c3 ^ k1;

      c1 = (guint32) p1;
      c3 = (guint32) p0;
      c0 = n0;
      c2 = n2;
      k0 += PHILOX_W0;
      k1 += PHILOX_W1;
    }

  block[0] = c0;
  block[1] = c1;
  block[2] = c2;
  block[3] = c3;
}

#ifdef __SSE2__

#define PAIRS 4

/* As make_block(), for the 2 * PAIRS counters from @counter on, two in a vector: only the low half of
 * each 64 bits counts, as a multiplication takes no more of them. counter[0] must not overflow. */
static void
make_blocks (const guint32 *key,
             const guint32 *counter,
             guint32       *blocks)
{
  __m128i c0[PAIRS], c1[PAIRS], c2[PAIRS], c3[PAIRS];
  guint32 k0 = key[0], k1 = key[1];
  const __m128i m0 = _mm_set1_epi64x (PHILOX_M0), m1 = _mm_set1_epi64x (PHILOX_M1);

  for (guint p = 0; p < PAIRS; p++)
    {
      c0[p] = _mm_set_epi64x (counter[0] + 2 * p + 1, counter[0] + 2 * p);
      c1[p] = _mm_set1_epi64x (counter[1]);
      c2[p] = _mm_set1_epi64x (counter[2]);
      c3[p] = _mm_set1_epi64x (counter[3]);
    }

  for (guint round = 0; round < 10; round++)
    {
      const __m128i key0 = _mm_set1_epi64x (k0), key1 = _mm_set1_epi64x (k1);

      for (guint p = 0; p < PAIRS; p++)
        {
          __m128i p0 = _mm_mul_epu32 (c0[p], m0), p1 = _mm_mul_epu32 (c2[p], m1);

          c0[p] = _mm_xor_si128 (_mm_xor_si128 (_mm_srli_epi64 (p1, 32), c1[p]), key0);
          c2[p] = _mm_xor_si128 (_mm_xor_si128 (_mm_srli_epi64 (p0, 32), c3[p]), key1);
          c1[p] = p1;
          c3[p] = p0;
        }
      k0 += PHILOX_W0;
      k1 += PHILOX_W1;
    }

  for (guint p = 0; p < PAIRS; p++)
    {
      __m128i low01 = _mm_unpacklo_epi32 (c0[p], c1[p]), low23 = _mm_unpacklo_epi32 (c2[p], c3[p]);
      __m128i high01 = _mm_unpackhi_epi32 (c0[p], c1[p]), high23 = _mm_unpackhi_epi32 (c2[p], c3[p]);

      _mm_storeu_si128 ((__m128i *) (gpointer) (blocks + 8 * p), _mm_unpacklo_epi64 (low01, low23));
      _mm_storeu_si128 ((__m128i *) (gpointer) (blocks + 8 * p + 4), _mm_unpacklo_epi64 (high01, high23));
    }
}

#else

#define PAIRS 1

static void
make_blocks (const guint32 *key,
             const guint32 *counter,
             guint32       *blocks)
{
  const guint32 next[4] = { counter[0] + 1, counter[1], counter[2], counter[3] };

  make_block (key, counter, blocks);
  make_block (key, next, blocks + 4);
}

#endif

static void
next_block (RdgRng *self)
{
  make_block (self->key, self->counter, self->block);
  self->used = 0;

  if (++self->counter[0] == 0)
    self->counter[1]++;
}

/**
 * rdg_rng_init:
 * @self: the generator to set
 * @seed: the run's seed
 * @stream: which of the seed's independent streams
 *
 * Places @self at the beginning of a stream of 2^66 numbers.
 */
void
rdg_rng_init (RdgRng  *self,
              guint64  seed,
              guint64  stream)
{
  self->key[0] = (guint32) seed;
  self->key[1] = (guint32) (seed >> 32);
  self->counter[0] = 0;
  self->counter[1] = 0;
  self->counter[2] = (guint32) stream;
  self->counter[3] = (guint32) (stream >> 32);
  self->used = 4;
}

/**
 * rdg_rng_u32:
 *
 * Returns: 32 random bits
 */
guint32
rdg_rng_u32 (RdgRng *self)
{
  if (self->used == 4)
    next_block (self);

  return self->block[self->used++];
}

/**
 * rdg_rng_u64:
 *
 * Returns: 64 random bits
 */
guint64
rdg_rng_u64 (RdgRng *self)
{
  guint64 low = rdg_rng_u32 (self);

  return low | (guint64) rdg_rng_u32 (self) << 32;
}

/**
 * rdg_rng_uniform:
 *
 * Returns: a number in [0, 1) with 53 random bits
 */
double
rdg_rng_uniform (RdgRng *self)
{
  return (double) (rdg_rng_u64 (self) >> 11) * 0x1.0p-53;
}

/**
 * rdg_rng_below:
 * @n: a positive bound
 *
 * Returns: an integer in [0, @n), without modulo bias for any @n that fits in memory
 *   (Lemire's multiply-shift with rejection, 2019)
 */
guint64
rdg_rng_below (RdgRng  *self,
               guint64  n)
{
  g_return_val_if_fail (n > 0, 0);

  if (n <= G_MAXUINT32)
    {
      guint32 bound = (guint32) n;
      guint64 product = (guint64) rdg_rng_u32 (self) * bound;

      if ((guint32) product < bound)
        {
          guint32 threshold = (guint32) -bound % bound;

          while ((guint32) product < threshold)
            product = (guint64) rdg_rng_u32 (self) * bound;
        }

      return product >> 32;
    }

  guint64 limit = G_MAXUINT64 - G_MAXUINT64 % n;
  guint64 value;

  do
    value = rdg_rng_u64 (self);
  while (value >= limit);

  return value % n;
}

/**
 * rdg_rng_fill_u32:
 * @values: (out caller-allocates) (array length=n): the numbers that @n calls of rdg_rng_u32() give
 *
 * Fills an array, faster than one by one.
 */
void
rdg_rng_fill_u32 (RdgRng  *self,
                  guint32 *values,
                  gsize    n)
{
  gsize i = 0;

  while (i < n && self->used < 4)
    values[i++] = self->block[self->used++];

  /* Several at a time: none waits for another's multiplications. */
  for (; n - i >= 8 * PAIRS && self->counter[0] < G_MAXUINT32 - 2 * PAIRS; i += 8 * PAIRS)
    {
      make_blocks (self->key, self->counter, values + i);
      self->counter[0] += 2 * PAIRS;
    }

  while (i < n)
    values[i++] = rdg_rng_u32 (self);
}

/**
 * rdg_rng_normal:
 *
 * Returns: a standard normal number (Box-Muller; the second of the pair is not kept, so that
 *   the stream's position never depends on history)
 */
double
rdg_rng_normal (RdgRng *self)
{
  double u = 1.0 - rdg_rng_uniform (self);
  double v = rdg_rng_uniform (self);

  return sqrt (-2.0 * log (u)) * cos (2.0 * G_PI * v);
}

/**
 * rdg_rng_exponential:
 *
 * Returns: an exponential number of mean 1
 */
double
rdg_rng_exponential (RdgRng *self)
{
  return -log (1.0 - rdg_rng_uniform (self));
}

/**
 * rdg_rng_poisson:
 * @mean: the mean, at least 0
 *
 * Returns: a Poisson count (Knuth's product below a mean of 30, a rounded normal above)
 */
guint
rdg_rng_poisson (RdgRng *self,
                 double  mean)
{
  g_return_val_if_fail (mean >= 0.0, 0);

  if (mean > 30.0)
    return (guint) MAX (0.0, floor (mean + sqrt (mean) * rdg_rng_normal (self) + 0.5));

  double limit = exp (-mean);
  double product = rdg_rng_uniform (self);
  guint count = 0;

  while (product > limit)
    {
      product *= rdg_rng_uniform (self);
      count++;
    }

  return count;
}

/**
 * rdg_rng_shuffle_u32:
 * @values: (array length=n): what to shuffle
 * @n: how many
 *
 * Fisher and Yates, in place.
 */
void
rdg_rng_shuffle_u32 (RdgRng  *self,
                     guint32 *values,
                     gsize    n)
{
  for (gsize i = n; i > 1; i--)
    {
      gsize j = rdg_rng_below (self, i);
      guint32 swap = values[i - 1];

      values[i - 1] = values[j];
      values[j] = swap;
    }
}
