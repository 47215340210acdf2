/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a training takes; see rdg-training-option-list.h. A plain value. */
#pragma once

#include "rdg-boost-train.h"
#include "rdg-forest-importance.h"
#include "rdg-model.h"
#include "rdg-svm-train.h"
#include "rdg-training-option-list.h"
#include "rdg-tree-split.h"

G_BEGIN_DECLS

typedef struct
{
  RdgAlgorithm      algorithm;
  guint64           seed;
  guint             n_threads;        /* 0: one less than there are, at least 1 */
  const char       *formulas;         /* which saved ones are features, for who brings the matrix; NULL: all */
  double            holdout;          /* share of labelled cars, 0.05 to 0.5 */
  double            gap_hours;        /* before the hold-out's first car; only where that is by time */
  guint             n_folds;          /* 2 to 20: judge by folds, and learn from all; 0: hold out */
  RdgOperatingPoint point;
  guint             n_bootstrap;      /* resamples for the intervals */

  guint             n_trees;
  guint             mtry;             /* 0: the square root of the number of features */
  guint             min_node_size;
  guint             max_depth;        /* 0: no limit */
  RdgSplitRule      split_rule;
  const char       *always_split;     /* names, separated by ";"; NULL: none */
  const char       *split_weights;    /* name=weight, separated by ";"; NULL: all weigh 1 */
  double            sample_fraction;  /* of the rows, per tree */
  double            sample_failed;    /* of the failed ones; 0: sample_fraction */
  double            sample_passed;
  gboolean          replace;
  double            class_weight;     /* of a failed car; a passed one weighs 1. For support vectors,
                                         beside what makes both outcomes weigh the same */
  RdgImportance     importance;

  RdgSvmKernel      svm_kernel;
  guint             svm_rows;         /* support vectors are chosen from so many cars at most */
  double            svm_cost;         /* 0: the best of a few */
  double            svm_gamma;        /* the same */

  guint             boost_rounds;
  double            boost_rate;
  guint             boost_depth;
  double            boost_lambda;
  double            boost_weight;     /* the least of a leaf */
  double            boost_rows;       /* shares drawn for a tree */
  double            boost_columns;
  guint             boost_stop;       /* rounds without a better one; 0: no end before the last */
} RdgTrainingOptions;

typedef enum
{
  RDG_TRAINING_OPTION_COUNT,
  RDG_TRAINING_OPTION_NUMBER,
  RDG_TRAINING_OPTION_SEED,
  RDG_TRAINING_OPTION_CHOICE,
  RDG_TRAINING_OPTION_TEXT,
  RDG_TRAINING_OPTION_OFF,
} RdgTrainingOptionKind;

typedef struct
{
  RdgTrainingOptionKind kind;
  guint                 learners;     /* a bit for each RdgAlgorithm that is told it */
  const char           *name;
  const char           *value;        /* how one is written; NULL for OFF */
  const char           *help;         /* untranslated */
  gsize                 offset;       /* of its field */
  double                least;
  double                most;
} RdgTrainingOption;

void                     rdg_training_options_init       (RdgTrainingOptions       *self);
/* With texts of its own, for a thread that outlives those borrowed. */
RdgTrainingOptions      *rdg_training_options_copy       (const RdgTrainingOptions *self);
void                     rdg_training_options_free       (RdgTrainingOptions       *copy);
/* RDG_USAGE_ERROR_VALUE, naming the option and its range. */
gboolean                 rdg_training_options_check      (const RdgTrainingOptions *self,
                                                          GError                  **error);
const RdgTrainingOption *rdg_training_options_get_list   (guint                    *n);
gboolean                 rdg_training_option_belongs     (const RdgTrainingOption  *option,
                                                          RdgAlgorithm              algorithm);
/* NULL-terminated, in the order of the enum's values. */
const char * const      *rdg_training_choice_get_keys    (const RdgTrainingOption  *option);
gboolean                 rdg_training_options_set_choice (RdgTrainingOptions       *self,
                                                          const RdgTrainingOption  *option,
                                                          const char               *key,
                                                          GError                  **error);
/* Of the named features: weights and always are n_features each, or NULL where no option asks for
 * them. An unknown name is RDG_LEARN_ERROR, a weight that is none RDG_USAGE_ERROR. */
gboolean                 rdg_training_options_name_features
                                                         (const RdgTrainingOptions *self,
                                                          const RdgMatrix          *matrix,
                                                          double                  **weights,
                                                          guint8                  **always,
                                                          GError                  **error);

static inline gpointer
rdg_training_options_at (const RdgTrainingOptions *self,
                         const RdgTrainingOption  *option)
{
  return (guint8 *) self + option->offset;
}

G_END_DECLS
