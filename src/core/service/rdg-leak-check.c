/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Features that know too much: see rdg-leak-check.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-leak-check.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

/* Of a feature alone, the area under the ROC curve (or under its mirror image). */
#define SUSPICIOUS 0.98
/* Fewer cars of a kind can look clean-cut by chance. */
#define LEAST_OF_CLASS 20
/* A share of the cars tells as much as all of them. */
#define MOST_ROWS 50000
/* With more levels a category can know each car by name. */
#define MOST_LEVELS 64

/* Of a stump: the share of the failed cars that it finds less that of the others that it suspects. */
#define SUSPICIOUS_STUMP 0.9

typedef struct
{
  float  value;
  guint8 failed;
  guint8 newer;     /* among the newer half of the cars */
} Point;

static int
compare_points (const void *a,
                const void *b)
{
  const Point *one = a, *other = b;

  return (one->value > other->value) - (one->value < other->value);
}

/* Rank statistic with half points for ties; 0.5 where there are too few of a class. */
static double
separation (Point *points,
            gsize  n)
{
  gsize n_failed = 0, n_passed;
  double wins = 0, passed_below = 0;

  for (gsize i = 0; i < n; i++)
    n_failed += points[i].failed;
  n_passed = n - n_failed;
  if (n_failed < LEAST_OF_CLASS || n_passed < LEAST_OF_CLASS)
    return 0.5;

  qsort (points, n, sizeof (Point), compare_points);
  for (gsize i = 0; i < n; )
    {
      gsize failed_here = 0, passed_here = 0;
      float value = points[i].value;

      for (; i < n && points[i].value == value; i++)
        {
          failed_here += points[i].failed;
          passed_here += !points[i].failed;
        }
      wins += (double) failed_here * (passed_below + 0.5 * (double) passed_here);
      passed_below += (double) passed_here;
    }

  double area = wins / ((double) n_failed * (double) n_passed);

  return MAX (area, 1 - area);
}

/* Learns one cut on the older cars and judges it on the newer ones: what only tells the period apart
 * does not pass. points: ascending. */
static double
judge_stump (const Point *points,
             gsize        n)
{
  double total[2][2] = { { 0 } }, below[2][2] = { { 0 } };   /* by newer, by failed */
  double best = 0, judged = 0;

  for (gsize i = 0; i < n; i++)
    total[points[i].newer][points[i].failed] += 1;
  for (guint newer = 0; newer < 2; newer++)
    {
      if (total[newer][0] < LEAST_OF_CLASS || total[newer][1] < LEAST_OF_CLASS)
        return 0;
    }

  for (gsize i = 0; i < n; i++)
    {
      below[points[i].newer][points[i].failed] += 1;
      if (i + 1 < n && points[i + 1].value <= points[i].value)
        continue;

      double learnt = below[0][1] / total[0][1] - below[0][0] / total[0][0];

      if (fabs (learnt) > fabs (best))
        {
          best = learnt;
          judged = copysign (1, learnt) * (below[1][1] / total[1][1] - below[1][0] / total[1][0]);
        }
    }

  return judged;
}

/* Of each level, the share of its cars that failed: what a category is ordered by. */
static void
rate_levels (const float  *column,
             const guint8 *failed,
             gsize         n_rows,
             float         rate[MOST_LEVELS])
{
  double n_failed[MOST_LEVELS] = { 0 }, n[MOST_LEVELS] = { 0 };

  for (gsize i = 0; i < n_rows; i++)
    {
      if (isnan (column[i]))
        continue;
      n[(guint) column[i]] += 1;
      n_failed[(guint) column[i]] += failed[i];
    }
  for (guint l = 0; l < MOST_LEVELS; l++)
    rate[l] = n[l] > 0 ? (float) (n_failed[l] / n[l]) : 0;
}

static gboolean
is_suspicious (Point *points,
               gsize  n)
{
  return separation (points, n) >= SUSPICIOUS || judge_stump (points, n) >= SUSPICIOUS_STUMP;
}

/* By its values, and by whether there is one at all. */
static gboolean
judge_column (const RdgMatrix *matrix,
              guint            c,
              const guint8    *failed,
              const guint8    *newer,
              Point           *points)
{
  const RdgFeature *feature = rdg_matrix_get_feature (matrix, c);
  const float *column = rdg_matrix_get_column (matrix, c);
  gsize n_rows = rdg_matrix_get_n_rows (matrix);
  gsize stride = n_rows / MOST_ROWS + 1;
  float rate[MOST_LEVELS];
  gsize n = 0;

  if (feature->kind == RDG_FEATURE_CATEGORY && feature->n_levels > MOST_LEVELS)
    return FALSE;
  if (feature->kind == RDG_FEATURE_CATEGORY)
    rate_levels (column, failed, n_rows, rate);

  for (gsize i = 0; i < n_rows; i += stride)
    {
      float value = column[i];

      if (!isnan (value))
        points[n++] = (Point) { feature->kind == RDG_FEATURE_CATEGORY ? rate[(guint) value] : value,
                                failed[i], newer[i] };
    }
  if (is_suspicious (points, n))
    return TRUE;

  n = 0;
  for (gsize i = 0; i < n_rows; i += stride)
    points[n++] = (Point) { isnan (column[i]) ? 0 : 1, failed[i], newer[i] };

  return is_suspicious (points, n);
}

static int
compare_times (const void *a,
               const void *b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* Without times, every other car stands for the newer ones. */
static guint8 *
find_newer (const gint64 *times,
            gsize         n_rows)
{
  guint8 *newer = g_new (guint8, MAX (n_rows, 1));
  g_autofree gint64 *sorted = NULL;

  for (gsize i = 0; i < n_rows; i++)
    newer[i] = i & 1;
  if (times == NULL || n_rows == 0)
    return newer;

  sorted = g_memdup2 (times, n_rows * sizeof (gint64));
  qsort (sorted, n_rows, sizeof (gint64), compare_times);
  for (gsize i = 0; i < n_rows; i++)
    newer[i] = times[i] > sorted[n_rows / 2];
  return newer;
}

gboolean
_rdg_leak_check (const RdgMatrix  *matrix,
                 const guint8     *failed,
                 const gint64     *times,
                 GStrvBuilder     *warnings,
                 GCancellable     *cancellable,
                 GError          **error)
{
  gsize n_rows = rdg_matrix_get_n_rows (matrix);
  g_autofree guint8 *newer = find_newer (times, n_rows);
  g_autofree Point *points = g_new (Point, MIN (n_rows, 2 * MOST_ROWS) + 1);

  for (guint c = 0; c < rdg_matrix_get_n_columns (matrix); c++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!judge_column (matrix, c, failed, newer, points))
        continue;

      g_autofree char *warning =
        g_strdup_printf (_("“%s” alone tells nearly all failed cars apart: make sure that it is known "
                           "before the road test, or import it as blocked."),
                         rdg_matrix_get_feature (matrix, c)->name);

      g_strv_builder_add (warnings, warning);
    }

  return TRUE;
}
