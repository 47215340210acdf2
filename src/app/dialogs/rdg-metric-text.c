/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics in words: one table, so that every place calls them the same. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-metric-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-format.h"

typedef enum
{
  COUNT,
  SHARE,
  DECIMAL,
  TIMES,
} Form;

/* The plain name comes first for those who drive the line; the proper one for those who checked. */
static const struct
{
  const char *plain;
  const char *proper;
  Form        form;
} metrics_text[RDG_N_METRICS] = {
  [RDG_METRIC_N] = { N_("Cars it was judged on"), N_("Hold-out"), COUNT },
  [RDG_METRIC_POSITIVES] = { N_("Cars among them that failed"), N_("Positives"), COUNT },
  [RDG_METRIC_THRESHOLD] = { N_("A long test begins at a risk of"), N_("Threshold"), SHARE },
  [RDG_METRIC_TP] = { N_("Sent, and failed"), N_("True positives"), COUNT },
  [RDG_METRIC_FP] = { N_("Sent, but passed"), N_("False positives"), COUNT },
  [RDG_METRIC_TN] = { N_("Not sent, and passed"), N_("True negatives"), COUNT },
  [RDG_METRIC_FN] = { N_("Not sent, but failed"), N_("False negatives"), COUNT },
  [RDG_METRIC_RECALL] = { N_("Failures caught"), N_("Recall"), SHARE },
  [RDG_METRIC_PRECISION] = { N_("Long tests that find a failure"), N_("Precision"), SHARE },
  [RDG_METRIC_F1] = { N_("Balance of the two above"), N_("F1"), DECIMAL },
  [RDG_METRIC_MCC] = { N_("Agreement with what happened"), N_("Matthews correlation"), DECIMAL },
  [RDG_METRIC_ACCURACY] = { N_("Cars told right, of all"), N_("Accuracy"), SHARE },
  [RDG_METRIC_BALANCED_ACCURACY] = { N_("Told right, both kinds counted alike"),
                                     N_("Balanced accuracy"), SHARE },
  [RDG_METRIC_ROC_AUC] = { N_("A failed car is ranked above a passed one"), N_("ROC-AUC"), SHARE },
  [RDG_METRIC_PR_AUC] = { N_("Precision over all capacities"), N_("PR-AUC"), DECIMAL },
  [RDG_METRIC_BRIER] = { N_("Error of the risks; 0 is perfect"), N_("Brier score"), DECIMAL },
  [RDG_METRIC_LOG_LOSS] = { N_("Surprise at what happened; 0 is perfect"), N_("Log loss"),
                            DECIMAL },
  [RDG_METRIC_ECE] = { N_("How far “18 in 100” is off; 0 is perfect"),
                       N_("Expected calibration error"), DECIMAL },
  [RDG_METRIC_SENT_SHARE] = { N_("Cars sent to the long test"), N_("Share sent"), SHARE },
  [RDG_METRIC_LIFT] = { N_("Better than sending cars by chance"), N_("Lift"), TIMES },
};

/**
 * rdg_metric_get_plain_name:
 *
 * Returns: (transfer none): what it says, translated
 */
const char *
rdg_metric_get_plain_name (RdgMetric metric)
{
  return _(metrics_text[metric].plain);
}

/**
 * rdg_metric_get_proper_name:
 *
 * Returns: (transfer none): what a statistician calls it, translated
 */
const char *
rdg_metric_get_proper_name (RdgMetric metric)
{
  return _(metrics_text[metric].proper);
}

static char *
format (double value,
        Form   form)
{
  if (isnan (value))
    return g_strdup ("–");

  switch (form)
    {
    case COUNT:
      return rdg_format_count ((guint64) MAX (round (value), 0));
    case SHARE:
      return rdg_format_percent (value);
    case TIMES:
      /* Translators: so many times better */
      return g_strdup_printf (_("%.1f times"), value);
    case DECIMAL:
    default:
      return rdg_format_decimal (value);
    }
}

/**
 * rdg_metric_format:
 *
 * Returns: (transfer full): the value, as its kind is read
 */
char *
rdg_metric_format (const RdgMetrics *metrics,
                   RdgMetric         metric)
{
  return format (metrics->value[metric], metrics_text[metric].form);
}

/**
 * rdg_metric_format_interval:
 *
 * Returns: (transfer full) (nullable): "54.0 % to 79.1 %", %NULL where there is no interval
 */
char *
rdg_metric_format_interval (const RdgMetrics *metrics,
                            RdgMetric         metric)
{
  g_autofree char *low = format (metrics->low[metric], metrics_text[metric].form);
  g_autofree char *high = format (metrics->high[metric], metrics_text[metric].form);

  if (isnan (metrics->low[metric]) || isnan (metrics->high[metric])
      || rdg_metric_is_count (metric) || metric == RDG_METRIC_THRESHOLD)
    return NULL;

  /* Translators: an interval */
  return g_strdup_printf (C_("interval", "%1$s to %2$s"), low, high);
}
