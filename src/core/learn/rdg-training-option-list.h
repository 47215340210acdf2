/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every option of a training, said once: the defaults, the check, the command line and its help, and
 * the rows of the window's dialog are made from this list.
 *
 *   X (kind, learner, name, field of RdgTrainingOptions, name of the value, help, least, most, default)
 *
 * learner: the one that is told it, FOREST, SVM or BOOSTED; or ALL. kind: COUNT (a guint), NUMBER (a double), SEED (a guint64), CHOICE (an enum, told by
 * rdg_training_choice_get_keys()), TEXT (a borrowed string or NULL) or OFF (a flag that makes
 * its field FALSE).
 */
#pragma once

#define RDG_TRAINING_OPTIONS(X) \
  X (COUNT, FOREST, "trees", n_trees, "N", N_("How many trees"), 1, 10000, 500) \
  X (COUNT, FOREST, "mtry", mtry, "N", N_("Features tried at a split; 0: the square root of all"), \
     0, 65535, 0) \
  X (COUNT, FOREST, "min-node-size", min_node_size, "N", N_("A node with fewer cars is not split"), \
     1, 1000000, 10) \
  X (COUNT, FOREST, "max-depth", max_depth, "N", N_("Splits in a row at the most; 0: any number"), \
     0, RDG_TREE_MAX_DEPTH, 0) \
  X (CHOICE, FOREST, "split-rule", split_rule, "RULE", \
     N_("What a split is judged by: gini, hellinger or extra-trees"), 0, 0, RDG_SPLIT_RULE_GINI) \
  X (TEXT, FOREST, "always-split", always_split, "NAMES", \
     N_("Features that every split tries, separated by “;”"), 0, 0, NULL) \
  X (TEXT, FOREST, "split-weights", split_weights, "NAME=W;…", \
     N_("How likely a split tries a feature; one that is not named weighs 1"), 0, 0, NULL) \
  X (NUMBER, ALL, "class-weight", class_weight, "W", N_("What a failed car counts; a passed one counts 1"), \
     0.001, 1000, 1.0) \
  X (NUMBER, FOREST, "sample-fraction", sample_fraction, "P", N_("Share of the cars drawn for a tree"), \
     0.01, 1, 1.0) \
  X (NUMBER, FOREST, "sample-failed", sample_failed, "P", \
     N_("Share of the failed cars drawn for a tree; 0: as of all cars"), 0, 1, 0.0) \
  X (NUMBER, FOREST, "sample-passed", sample_passed, "P", \
     N_("Share of the passed cars drawn for a tree; 0: as of all cars"), 0, 1, 0.0) \
  X (OFF, FOREST, "no-replacement", replace, NULL, N_("Draw no car twice for one tree"), 0, 0, TRUE) \
  X (CHOICE, FOREST, "importance", importance, "KIND", \
     N_("How features are ranked: impurity, corrected or permutation"), 0, 0, \
     RDG_IMPORTANCE_IMPURITY) \
  X (CHOICE, SVM, "kernel", svm_kernel, "KERNEL", \
     N_("Of svm: what border it can draw: rbf or linear"), 0, 0, RDG_SVM_RBF) \
  X (COUNT, SVM, "svm-rows", svm_rows, "N", N_("Of svm: so many cars are learnt from at the most"), \
     100, RDG_SVM_MOST_ROWS, 4000) \
  X (NUMBER, SVM, "svm-cost", svm_cost, "C", N_("Of svm: what an error costs; 0: the best of a few"), \
     0, 1e6, 0.0) \
  X (NUMBER, SVM, "svm-gamma", svm_gamma, "G", N_("Of svm: how narrow rbf is; 0: the best of a few"), \
     0, 1e6, 0.0) \
  X (COUNT, BOOSTED, "boost-rounds", boost_rounds, "N", N_("Of boosted: so many trees at the most"), \
     1, 10000, 300) \
  X (NUMBER, BOOSTED, "boost-rate", boost_rate, "P", N_("Of boosted: how much of its answer a tree adds"), \
     0.001, 1, 0.1) \
  X (COUNT, BOOSTED, "boost-depth", boost_depth, "N", N_("Of boosted: splits in a row at the most"), \
     1, RDG_BOOST_MOST_DEPTH, 6) \
  X (NUMBER, BOOSTED, "boost-lambda", boost_lambda, "L", N_("Of boosted: how much small leaves are held back"), \
     0, 1e6, 1.0) \
  X (NUMBER, BOOSTED, "boost-weight", boost_weight, "W", \
     N_("Of boosted: the least weight of a leaf; a car weighs its risk times the rest to 1"), \
     1e-6, 1e6, 1.0) \
  X (NUMBER, BOOSTED, "boost-rows", boost_rows, "P", N_("Of boosted: share of the cars drawn for a tree"), \
     0.01, 1, 1.0) \
  X (NUMBER, BOOSTED, "boost-columns", boost_columns, "P", \
     N_("Of boosted: share of the features drawn for a tree"), 0.01, 1, 1.0) \
  X (COUNT, BOOSTED, "boost-stop", boost_stop, "N", \
     N_("Of boosted: stop after so many trees that do not help on the newest cars; 0: never"), \
     0, 10000, 20) \
  X (TEXT, ALL, "formulas", formulas, "NAMES", \
     N_("Saved formulas to learn from: all, none, or their names with commas between"), 0, 0, NULL) \
  X (SEED, ALL, "seed", seed, "S", N_("The same seed and data give the same model"), 0, G_MAXINT32, 1) \
  X (COUNT, ALL, "threads", n_threads, "N", N_("Processors to use; 0: all but one"), 0, 256, 0) \
  X (NUMBER, ALL, "holdout", holdout, "P", N_("Share of the cars kept for judging"), 0.05, 0.5, 0.2) \
  X (NUMBER, ALL, "gap", gap_hours, "HOURS", \
     N_("Cars tested in these hours before the first car kept aside are not learned from"), \
     0, RDG_SPLIT_MOST_GAP, 0.0) \
  X (COUNT, ALL, "folds", n_folds, "K", \
     N_("2 to 20: learn from all cars, and judge each by a model of the others; 0: keep some aside"), \
     0, RDG_SPLIT_MOST_FOLDS, 0)
