/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a training takes: defaults, ranges and texts, all from the one list. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-training-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-number.h"
#include "rdg-operating-point.h"

#define MOST_BOOTSTRAP 10000
#define MOST_WEIGHT 1e6

#define AS_OPTION(kind, learner, name, field, value, help, least, most, fallback) \
  { RDG_TRAINING_OPTION_##kind, TELLS_##learner, name, value, help, \
    G_STRUCT_OFFSET (RdgTrainingOptions, field), least, most },
#define AS_FIELD(kind, learner, name, field, value, help, least, most, fallback) .field = fallback,

/* A bit for each learner that is told an option. */
#define TELLS_FOREST (1u << RDG_ALGORITHM_FOREST)
#define TELLS_SVM (1u << RDG_ALGORITHM_SVM)
#define TELLS_BOOSTED (1u << RDG_ALGORITHM_BOOSTED)
#define TELLS_ALL (TELLS_FOREST | TELLS_SVM | TELLS_BOOSTED)

static const RdgTrainingOption option_list[] = { RDG_TRAINING_OPTIONS (AS_OPTION) };

/**
 * rdg_training_options_init:
 * @self: (out caller-allocates): the options
 *
 * Sets the defaults: a forest of 500 trees as ranger grows probability trees, a fifth of the cars
 * held out, and 60 long tests for the 267 cars of a shift.
 */
void
rdg_training_options_init (RdgTrainingOptions *self)
{
  *self = (RdgTrainingOptions){
    RDG_TRAINING_OPTIONS (AS_FIELD)
    .algorithm = RDG_ALGORITHM_FOREST,
    .point = {
      .kind = RDG_OPERATING_POINT_CAPACITY,
      .capacity = 60.0,
      .cars_per_shift = 267.0,
    },
    .n_bootstrap = 200,
  };
}

/**
 * rdg_training_options_copy:
 *
 * Returns: (transfer full): @self with texts of its own
 */
RdgTrainingOptions *
rdg_training_options_copy (const RdgTrainingOptions *self)
{
  RdgTrainingOptions *copy = g_memdup2 (self, sizeof *self);

  for (guint i = 0; i < G_N_ELEMENTS (option_list); i++)
    if (option_list[i].kind == RDG_TRAINING_OPTION_TEXT)
      {
        char **text = rdg_training_options_at (copy, &option_list[i]);

        *text = g_strdup (*text);
      }

  return copy;
}

/**
 * rdg_training_options_free:
 * @copy: (transfer full): made by rdg_training_options_copy()
 */
void
rdg_training_options_free (RdgTrainingOptions *copy)
{
  for (guint i = 0; i < G_N_ELEMENTS (option_list); i++)
    if (option_list[i].kind == RDG_TRAINING_OPTION_TEXT)
      g_free (*(char **) rdg_training_options_at (copy, &option_list[i]));
  g_free (copy);
}

/**
 * rdg_training_option_belongs:
 *
 * Returns: whether @algorithm is told @option
 */
gboolean
rdg_training_option_belongs (const RdgTrainingOption *option,
                             RdgAlgorithm             algorithm)
{
  return (option->learners & 1u << algorithm) != 0;
}

/**
 * rdg_training_options_get_list:
 * @n: (out): how many there are
 *
 * Returns: (transfer none) (array length=n): the options that have a name
 */
const RdgTrainingOption *
rdg_training_options_get_list (guint *n)
{
  *n = G_N_ELEMENTS (option_list);

  return option_list;
}

/**
 * rdg_training_choice_get_keys:
 * @option: one of the kind CHOICE
 *
 * Returns: (transfer none): what can be chosen
 */
const char * const *
rdg_training_choice_get_keys (const RdgTrainingOption *option)
{
  static const char * const rules[] = { "gini", "hellinger", "extra-trees", NULL };
  static const char * const kinds[] = { "impurity", "corrected", "permutation", NULL };
  static const char * const kernels[] = { "rbf", "linear", NULL };

  if (option->offset == G_STRUCT_OFFSET (RdgTrainingOptions, svm_kernel))
    return kernels;

  return option->offset == G_STRUCT_OFFSET (RdgTrainingOptions, split_rule) ? rules : kinds;
}

/**
 * rdg_training_options_set_choice:
 * @option: one of the kind CHOICE
 * @key: what was chosen
 *
 * Returns: %FALSE with %RDG_USAGE_ERROR_UNKNOWN, naming what can be chosen
 */
gboolean
rdg_training_options_set_choice (RdgTrainingOptions       *self,
                                 const RdgTrainingOption  *option,
                                 const char               *key,
                                 GError                  **error)
{
  const char * const *keys = rdg_training_choice_get_keys (option);

  for (guint i = 0; keys[i] != NULL; i++)
    if (strcmp (keys[i], key) == 0)
      {
        *(guint *) rdg_training_options_at (self, option) = i;
        return TRUE;
      }

  g_autofree char *known = g_strjoinv (", ", (char **) keys);

  g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
               _("%s cannot be “%s”; it is one of %s."), option->name, key, known);

  return FALSE;
}

static gboolean
check_count (const char *option,
             guint64     value,
             double      least,
             double      most,
             GError    **error)
{
  if ((double) value >= least && (double) value <= most)
    return TRUE;

  g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
               _("%s must be a whole number from %u to %u; it is %u."),
               option, (guint) least, (guint) most, (guint) MIN (value, G_MAXUINT));

  return FALSE;
}

static gboolean
check_number (const char *option,
              double      value,
              double      least,
              double      most,
              GError    **error)
{
  /* Written so that a NaN is refused. */
  if (value >= least && value <= most)
    return TRUE;

  g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
               _("%s must be a number from %g to %g; it is %g."), option, least, most, value);

  return FALSE;
}

static gboolean
check_option (const RdgTrainingOptions *self,
              const RdgTrainingOption  *option,
              GError                  **error)
{
  gconstpointer field = rdg_training_options_at (self, option);
  guint n_keys = 0;

  switch (option->kind)
    {
    case RDG_TRAINING_OPTION_COUNT:
      return check_count (option->name, *(const guint *) field, option->least, option->most, error);

    case RDG_TRAINING_OPTION_NUMBER:
      return check_number (option->name, *(const double *) field, option->least, option->most,
                           error);

    case RDG_TRAINING_OPTION_CHOICE:
      while (rdg_training_choice_get_keys (option)[n_keys] != NULL)
        n_keys++;
      return check_count (option->name, *(const guint *) field, 0, n_keys - 1, error);

    /* Any seed will do, and what a text names only the data can tell. */
    case RDG_TRAINING_OPTION_SEED:
    case RDG_TRAINING_OPTION_TEXT:
    case RDG_TRAINING_OPTION_OFF:
    default:
      return TRUE;
    }
}

/**
 * rdg_training_options_check:
 *
 * Returns: %FALSE with %RDG_USAGE_ERROR_VALUE, naming the first option that is out of its range
 */
gboolean
rdg_training_options_check (const RdgTrainingOptions *self,
                            GError                  **error)
{
  if (self->algorithm >= RDG_N_ALGORITHMS)
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                           _("There is no such algorithm; there are “forest”, “svm” and “boosted”."));
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (option_list); i++)
    if (!check_option (self, &option_list[i], error))
      return FALSE;

  if (self->n_folds != 0 && self->n_folds < RDG_SPLIT_LEAST_FOLDS)
    {
      g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                   _("folds must be 0 or a whole number from %d to %d; it is %u."),
                   RDG_SPLIT_LEAST_FOLDS, RDG_SPLIT_MOST_FOLDS, self->n_folds);
      return FALSE;
    }

  return rdg_operating_point_check (&self->point, error) &&
         check_count ("bootstrap", self->n_bootstrap, 0, MOST_BOOTSTRAP, error);
}

static gboolean
find_feature (const RdgMatrix *matrix,
              const char      *option,
              const char      *name,
              guint           *feature,
              GError         **error)
{
  if (rdg_matrix_find (matrix, name, feature))
    return TRUE;

  g_set_error (error, RDG_LEARN_ERROR, RDG_LEARN_ERROR_NO_FEATURES,
               _("%s names “%s”, which is no feature to learn from; "
                 "it may be misspelt, or blocked."), option, name);

  return FALSE;
}

static gboolean
read_always (const char       *text,
             const RdgMatrix  *matrix,
             guint8           *always,
             GError          **error)
{
  g_auto (GStrv) names = g_strsplit (text, ";", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      guint feature;

      if (*g_strstrip (names[i]) == '\0')
        continue;
      if (!find_feature (matrix, "always-split", names[i], &feature, error))
        return FALSE;
      always[feature] = 1;
    }

  return TRUE;
}

static gboolean
read_weights (const char       *text,
              const RdgMatrix  *matrix,
              double           *weights,
              GError          **error)
{
  g_auto (GStrv) entries = g_strsplit (text, ";", -1);

  for (guint i = 0; entries[i] != NULL; i++)
    {
      char *entry = g_strstrip (entries[i]);
      char *equals = strrchr (entry, '=');
      guint feature;
      double weight;

      if (*entry == '\0')
        continue;
      if (equals == NULL || !rdg_number_parse_double (equals + 1, strlen (equals + 1), '.', &weight) ||
          !(weight >= 0.0 && weight <= MOST_WEIGHT))
        {
          g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                       _("split-weights says “%s”; it takes a feature's name, “=” and a number "
                         "from 0 to %g."), entry, MOST_WEIGHT);
          return FALSE;
        }
      *equals = '\0';
      if (!find_feature (matrix, "split-weights", g_strchomp (entry), &feature, error))
        return FALSE;
      weights[feature] = weight;
    }

  return TRUE;
}

/**
 * rdg_training_options_name_features:
 * @matrix: the table that names the features
 * @weights: (out) (transfer full) (nullable): the split weight of each feature
 * @always: (out) (transfer full) (nullable): 1 for each feature that every split tries
 *
 * Returns: %FALSE with an error of %RDG_LEARN_ERROR or %RDG_USAGE_ERROR
 */
gboolean
rdg_training_options_name_features (const RdgTrainingOptions *self,
                                    const RdgMatrix          *matrix,
                                    double                  **weights,
                                    guint8                  **always,
                                    GError                  **error)
{
  guint n = rdg_matrix_get_n_columns (matrix);
  gboolean any = FALSE;

  *weights = NULL;
  *always = NULL;
  if (self->always_split != NULL)
    {
      *always = g_new0 (guint8, n);
      if (!read_always (self->always_split, matrix, *always, error))
        return FALSE;
    }
  if (self->split_weights == NULL)
    return TRUE;

  *weights = g_new (double, n);
  for (guint f = 0; f < n; f++)
    (*weights)[f] = 1.0;
  if (!read_weights (self->split_weights, matrix, *weights, error))
    return FALSE;
  for (guint f = 0; f < n; f++)
    any |= (*weights)[f] > 0.0 || (*always != NULL && (*always)[f]);
  if (!any)
    g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                         _("split-weights gives every feature a weight of 0; "
                           "at least one must be tried."));

  return any;
}
