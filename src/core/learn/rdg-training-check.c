/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Can a model be learnt from these cars at all? What is said where it cannot. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-training-check.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "rdg-error.h"

#define LEAST_FAILURES 20        /* among all labelled cars */
#define LEAST_OF_CLASS 10        /* failed and passed cars alike, among those to learn from */
#define MOST_FEATURES 65535
#define MOST_CARS 100000000

gsize
_rdg_training_count_failed (const guint8  *failed,
                            const guint32 *rows,
                            gsize          n)
{
  gsize n_failed = 0;

  for (gsize i = 0; i < n; i++)
    n_failed += failed[rows != NULL ? rows[i] : i] != 0;

  return n_failed;
}

gboolean
_rdg_training_check_outcomes (const RdgTrainingSet *set,
                              GError              **error)
{
  gsize n = rdg_matrix_get_n_rows (set->matrix);
  gsize n_failed = _rdg_training_count_failed (set->failed, NULL, n);

  if (n == 0)
    g_set_error_literal (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW,
                         _("No car has a known outcome; there is nothing to learn from. "
                           "Import cars that passed or failed the road test."));
  else if (n > MOST_CARS)
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_MEMORY,
                 _("%" PRId64 " cars are more than can be trained on; "
                   "choose a shorter period."), (gint64) n);
  else if (n_failed == 0)
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_ONE_CLASS,
                 _("All %" PRId64 " cars passed; a model needs cars that failed, too "
                   "(at least %d)."), (gint64) n, LEAST_FAILURES);
  else if (n_failed == n)
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_ONE_CLASS,
                 _("All %" PRId64 " cars failed; a model needs cars that passed, too."),
                 (gint64) n);
  else if (n_failed < LEAST_FAILURES)
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW,
                 _("Only %" PRId64 " of %" PRId64 " cars failed; a model needs "
                   "at least %d that failed. Import a longer period."),
                 (gint64) n_failed, (gint64) n, LEAST_FAILURES);
  else
    return TRUE;

  return FALSE;
}

gboolean
_rdg_training_check_train_part (const RdgTrainingSet *set,
                                const RdgSplit       *split,
                                GError              **error)
{
  gsize n_failed = _rdg_training_count_failed (set->failed, split->train, split->n_train);
  gsize n_passed = split->n_train - n_failed;

  if (n_failed >= LEAST_OF_CLASS && n_passed >= LEAST_OF_CLASS)
    return TRUE;

  if (split->kind == RDG_SPLIT_FOLDS)
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW,
                 _("Without the %" PRId64 " cars of one fold, %" PRId64 " failed and %" PRId64
                   " passed cars are left to learn from; at least %d of each are needed. "
                   "Import a longer period or choose more folds."),
                 (gint64) split->n_holdout, (gint64) n_failed, (gint64) n_passed, LEAST_OF_CLASS);
  else if (split->n_gap > 0)
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW,
                 _("Without the %" PRId64 " cars of the hold-out and the %" PRId64 " of the gap "
                   "before it, %" PRId64 " failed and %" PRId64 " passed cars are left to learn "
                   "from; at least %d of each are needed. Import a longer period or choose a "
                   "shorter gap."),
                 (gint64) split->n_holdout, (gint64) split->n_gap, (gint64) n_failed,
                 (gint64) n_passed, LEAST_OF_CLASS);
  else
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW,
                 _("Without the %" PRId64 " cars of the hold-out, %" PRId64
                   " failed and %" PRId64 " passed cars are left to learn from; "
                   "at least %d of each are needed. Import a longer period or hold out less."),
                 (gint64) split->n_holdout, (gint64) n_failed, (gint64) n_passed, LEAST_OF_CLASS);

  return FALSE;
}

gboolean
_rdg_training_check_folds (const RdgTrainingSet *set,
                           const RdgFolds       *folds,
                           GError              **error)
{
  guint possible = rdg_folds_count_possible (folds);

  if (folds->n_folds > possible)
    {
      if (possible >= RDG_SPLIT_LEAST_FOLDS)
        g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_ONE_CLASS,
                     _("%" PRId64 " cars failed and %" PRId64 " passed: of %u folds one would have "
                       "only one outcome. At most %u folds are possible."),
                     (gint64) folds->n_failed, (gint64) folds->n_passed, folds->n_folds, possible);
      else
        g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_ONE_CLASS,
                     _("%" PRId64 " cars failed and %" PRId64 " passed: no folds are possible. "
                       "Import a longer period."),
                     (gint64) folds->n_failed, (gint64) folds->n_passed);
      return FALSE;
    }

  for (guint f = 0; f < folds->n_folds; f++)
    {
      g_auto (RdgSplit) split = { 0 };

      rdg_folds_take (folds, f, &split);
      if (!_rdg_training_check_train_part (set, &split, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_rdg_training_check_columns (const RdgMatrix *matrix,
                             GError         **error)
{
  guint n = rdg_matrix_get_n_columns (matrix);

  if (n == 0)
    g_set_error_literal (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_NO_FEATURES,
                         _("There is no feature to learn from; "
                           "every column is ignored, blocked or part of the answer."));
  else if (n > MOST_FEATURES)
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FAILED,
                 _("%u features are more than a model can hold; choose at most %d."),
                 n, MOST_FEATURES);
  else
    {
      for (guint c = 0; c < n; c++)
        {
          const RdgFeature *feature = rdg_matrix_get_feature (matrix, c);

          if (feature->n_levels > RDG_BINS_MAX_CODES)
            {
              g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_FAILED,
                           _("The category “%s” has %u levels; at most %d can be told apart. "
                             "Ignore that column."),
                           feature->name, feature->n_levels, RDG_BINS_MAX_CODES);
              return FALSE;
            }
        }
      return TRUE;
    }

  return FALSE;
}

static void
set_useless (gboolean   any_value,
             guint      n_columns,
             gsize      n_rows,
             GError   **error)
{
  if (any_value)
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_NO_FEATURES,
                 _("Each of the %u features has one and the same value in all %" PRId64
                   " cars; there is nothing to learn from."), n_columns, (gint64) n_rows);
  else
    g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_NO_FEATURES,
                 _("All values of the %u features are missing; there is nothing to learn from."),
                 n_columns);
}

gboolean
_rdg_training_check_bins (const RdgBins *bins,
                          guint         *n_usable,
                          GError       **error)
{
  gboolean any_value = FALSE;

  *n_usable = 0;
  for (guint c = 0; c < bins->n_columns; c++)
    {
      *n_usable += bins->columns[c].varies;
      for (gsize i = 0; i < bins->n_rows && !any_value; i++)
        any_value = rdg_bins_get_code (bins, c, i) != 0;
    }

  if (*n_usable > 0)
    return TRUE;

  set_useless (any_value, bins->n_columns, bins->n_rows, error);
  return FALSE;
}

gboolean
_rdg_training_check_values (const RdgMatrix *matrix,
                            const guint32   *rows,
                            gsize            n_rows,
                            GError         **error)
{
  guint n_columns = rdg_matrix_get_n_columns (matrix);
  gboolean any_value = FALSE;

  for (guint c = 0; c < n_columns; c++)
    {
      const float *column = rdg_matrix_get_column (matrix, c);
      float first = column[rows[0]];

      for (gsize i = 0; i < n_rows; i++)
        {
          float value = column[rows[i]];

          any_value |= !isnan (value);
          if (isnan (value) != isnan (first) || (!isnan (value) && value != first))
            return TRUE;
        }
    }

  set_useless (any_value, n_columns, n_rows, error);
  return FALSE;
}
