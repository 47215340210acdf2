/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A measure is called worse or better where the whole interval of the difference is on
 * that side of 0. Only three are asked, which say the most to people: with each more,
 * chance alone would find a difference more often. Calibration is not among them: on few
 * cars its error is larger by chance, and resampling shows that as a difference.
 */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-evaluation.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_BOOTSTRAP 200

static const RdgMetric asked[] = { RDG_METRIC_RECALL, RDG_METRIC_PRECISION, RDG_METRIC_ROC_AUC };

gboolean
_rdg_evaluation_compute (RdgEvaluation   *self,
                         const RdgModel  *model,
                         const double    *risk,
                         const guint8    *failed,
                         gsize            n,
                         GCancellable    *cancellable,
                         GError         **error)
{
  double threshold = rdg_model_get_threshold (model);
  guint64 seed = rdg_model_get_seed (model);
  gsize n_judged;
  const RdgJudgedCar *judged = rdg_model_get_judged (model, &n_judged);
  g_autofree double *judged_risk = g_new (double, MAX (n_judged, 1));
  g_autofree guint8 *judged_failed = g_new (guint8, MAX (n_judged, 1));
  RdgScoredCars here = { risk, failed, n, threshold };
  RdgScoredCars there = { judged_risk, judged_failed, n_judged, threshold };

  self->has_judged = n_judged > 0;
  for (guint m = 0; m < RDG_N_METRICS; m++)
    self->against_holdout.value[m] = self->against_holdout.low[m] =
      self->against_holdout.high[m] = NAN;
  for (gsize i = 0; i < n_judged; i++)
    {
      judged_risk[i] = judged[i].risk;
      judged_failed[i] = judged[i].failed;
    }

  return rdg_metrics_compute (risk, failed, n, threshold, N_BOOTSTRAP, seed, &self->metrics,
                              cancellable, error) &&
         (!self->has_judged ||
          rdg_metrics_compare (&here, &there, FALSE, N_BOOTSTRAP, seed, &self->against_holdout,
                               cancellable, error));
}

static char *
describe_metric (const RdgEvaluation *self,
                 RdgMetric            metric)
{
  double now = 100.0 * self->metrics.value[metric];
  double then = now - 100.0 * self->against_holdout.value[metric];

  switch ((int) metric)
    {
    case RDG_METRIC_RECALL:
      return g_strdup_printf (_("failures caught %.0f %% instead of %.0f %%"), now, then);
    case RDG_METRIC_PRECISION:
      return g_strdup_printf (_("long tests that find one %.1f %% instead of %.1f %%"), now, then);
    case RDG_METRIC_ROC_AUC:
    default:
      return g_strdup_printf (_("a failed car ranked above a passed one in %.0f of 100 pairs instead "
                                "of %.0f"), now, then);
    }
}

/* Those whose interval lies wholly on one side; NULL: none. */
static char *
list_changed (const RdgEvaluation *self,
              gboolean             worse)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    if (worse ? self->against_holdout.high[asked[i]] < 0.0
              : self->against_holdout.low[asked[i]] > 0.0)
      {
        g_autofree char *text = describe_metric (self, asked[i]);

        g_strv_builder_add (builder, text);
      }

  g_auto (GStrv) texts = g_strv_builder_end (builder);

  return texts[0] != NULL ? g_strjoinv ("; ", texts) : NULL;
}

/**
 * rdg_evaluation_describe:
 *
 * Returns: (transfer full): whether the model is as good as when it was judged, in words
 */
char *
rdg_evaluation_describe (const RdgEvaluation *self)
{
  g_autofree char *worse = list_changed (self, TRUE);
  g_autofree char *better = list_changed (self, FALSE);

  if (!self->has_judged)
    return g_strdup (_("The model is of an older version or came from another program, "
                       "without the cars that judged it: "
                       "whether it is still as good cannot be told."));
  if (isnan (self->against_holdout.low[RDG_METRIC_ROC_AUC]) && worse == NULL && better == NULL)
    return g_strdup (_("Too few cars, or all passed or all failed: whether the model is still as good "
                       "cannot be told."));
  if (worse != NULL && better != NULL)
    /* Translators: each is a list of measures that changed */
    return g_strdup_printf (_("Not as when it was judged. Worse: %s. Better: %s."), worse, better);
  if (worse != NULL)
    return g_strdup_printf (_("Worse than when it was judged: %s."), worse);
  if (better != NULL)
    return g_strdup_printf (_("Better than when it was judged: %s."), better);

  return g_strdup (_("About as good as when it was judged."));
}
