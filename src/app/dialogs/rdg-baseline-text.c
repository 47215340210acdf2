/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be had without a model: see rdg-baseline-text.h. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-baseline-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-format.h"

static double
get_sent (const RdgBaseline *baseline)
{
  return baseline->metrics.value[RDG_METRIC_TP] + baseline->metrics.value[RDG_METRIC_FP];
}

/**
 * rdg_baseline_format:
 *
 * Returns: (transfer full): how many failures are caught, of how many
 */
char *
rdg_baseline_format (const RdgBaseline *baseline)
{
  if (!baseline->known)
    return g_strdup ("–");

  return g_strdup_printf (C_("failures", "%.0f of %.0f"), baseline->metrics.value[RDG_METRIC_TP],
                          baseline->metrics.value[RDG_METRIC_POSITIVES]);
}

/* Nothing where there is no interval, or where it is plain. */
static char *
describe_gain (const RdgMetrics *difference)
{
  double more = difference->value[RDG_METRIC_TP];
  double low = difference->low[RDG_METRIC_TP], high = difference->high[RDG_METRIC_TP];

  if (isnan (low))
    return NULL;
  if (more >= 0)
    /* Translators: number of failures, and its interval */
    return g_strdup_printf (_("the model catches %1$.0f more (%2$.0f to %3$.0f)"), more, low, high);

  /* Translators: number of failures, and its interval */
  return g_strdup_printf (_("the model catches %1$.0f fewer (%2$.0f to %3$.0f)"), -more, -high, -low);
}

/**
 * rdg_baseline_explain:
 *
 * Returns: (transfer full): how many long tests it takes, and what the model does better, or why
 *   nothing is known
 */
char *
rdg_baseline_explain (const RdgBaseline *baseline,
                      RdgBaselineKind    kind)
{
  if (!baseline->known)
    return g_strdup (rdg_baseline_get_why_unknown ());

  g_autofree char *count = rdg_format_count ((guint64) floor (get_sent (baseline) + 0.5));
  g_autofree char *tests = kind == RDG_BASELINE_EARLIER
                             ? g_strdup_printf (_("%s long tests, as many as with the model"), count)
                             : g_strdup_printf (_("%s long tests"), count);
  g_autofree char *gain = describe_gain (&baseline->difference);

  return gain != NULL ? g_strdup_printf ("%s; %s", tests, gain) : g_steal_pointer (&tests);
}

/**
 * rdg_baselines_describe:
 * @baselines: (array fixed-size=3): by kind
 *
 * Returns: (transfer full): what sending every car, and those with most earlier failures, comes to
 */
char *
rdg_baselines_describe (const RdgBaseline *baselines)
{
  const RdgBaseline *all = &baselines[RDG_BASELINE_ALL];
  const RdgBaseline *earlier = &baselines[RDG_BASELINE_EARLIER];
  g_autofree char *caught = rdg_baseline_format (all);
  g_autofree char *tests = rdg_format_count ((guint64) floor (get_sent (all) + 0.5));
  g_autofree char *by_count = rdg_baseline_format (earlier);

  if (earlier->known)
    /* Translators: "68 of 68" failures, number of long tests, "29 of 68" failures */
    return g_strdup_printf (_("Sending every car: %1$s with %2$s long tests; by the count of earlier "
                              "failures: %3$s."), caught, tests, by_count);

  /* Translators: "68 of 68" failures, number of long tests */
  return g_strdup_printf (_("Sending every car: %1$s with %2$s long tests."), caught, tests);
}
