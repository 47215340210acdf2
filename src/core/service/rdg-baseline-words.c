/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for what can be had without a model. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-baseline-words.h"

#include <glib/gi18n-lib.h>

/**
 * rdg_baseline_get_title:
 *
 * Returns: (transfer none): which cars are sent, translated
 */
const char *
rdg_baseline_get_title (RdgBaselineKind kind)
{
  switch (kind)
    {
    case RDG_BASELINE_ALL:
      return _("Sending every car");
    case RDG_BASELINE_NONE:
      return _("Sending no car");
    case RDG_BASELINE_EARLIER:
    case RDG_N_BASELINES:
    default:
      return _("By the count of earlier failures");
    }
}

/**
 * rdg_baseline_get_why_unknown:
 *
 * Returns: (transfer none): a sentence, translated
 */
const char *
rdg_baseline_get_why_unknown (void)
{
  return _("No file says what failures were found on these cars before their road test.");
}
