/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for the options of a training. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-training-option-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *key;
  const char *word;
} Word;

/* By the names that the command line has. One that is missing here goes by its own name. */
static const Word titles[] = {
  { "trees", NC_("training option", "Trees") },
  { "mtry", NC_("training option", "Features tried at a split") },
  { "min-node-size", NC_("training option", "Smallest group that is split") },
  { "max-depth", NC_("training option", "Deepest tree") },
  { "split-rule", NC_("training option", "Split rule") },
  { "always-split", NC_("training option", "Features that are always tried") },
  { "split-weights", NC_("training option", "Weights of features") },
  { "class-weight", NC_("training option", "Weight of a failed car") },
  { "sample-fraction", NC_("training option", "Cars for a tree") },
  { "sample-failed", NC_("training option", "Failed cars for a tree") },
  { "sample-passed", NC_("training option", "Passed cars for a tree") },
  { "no-replacement", NC_("training option", "Each car once") },
  { "importance", NC_("training option", "Ranking of features") },
  { "kernel", NC_("training option", "Border between the outcomes") },
  { "svm-rows", NC_("training option", "Cars in the sample") },
  { "svm-cost", NC_("training option", "Cost of an error") },
  { "svm-gamma", NC_("training option", "Reach of a car") },
  { "boost-rounds", NC_("training option", "Trees at the most") },
  { "boost-rate", NC_("training option", "Share of an answer") },
  { "boost-depth", NC_("training option", "Deepest tree") },
  { "boost-lambda", NC_("training option", "Caution with small leaves") },
  { "boost-weight", NC_("training option", "Smallest leaf") },
  { "boost-rows", NC_("training option", "Cars for a tree") },
  { "boost-columns", NC_("training option", "Features for a tree") },
  { "boost-stop", NC_("training option", "Patience") },
  { "seed", NC_("training option", "Seed") },
  { "threads", NC_("training option", "Processors") },
  { "holdout", NC_("training option", "Cars kept aside") },
  { "gap", NC_("training option", "Hours between learning and judging") },
  { "folds", NC_("training option", "Folds") },
  { "formulas", NC_("training option", "Formulas") },
};

static const Word choices[] = {
  { "gini", NC_("training option", "Gini") },
  { "hellinger", NC_("training option", "Hellinger") },
  { "extra-trees", NC_("training option", "Extra trees") },
  { "impurity", NC_("training option", "Impurity") },
  { "corrected", NC_("training option", "Impurity, corrected") },
  { "permutation", NC_("training option", "Permutation") },
  { "rbf", NC_("training option", "Curved (RBF)") },
  { "linear", NC_("training option", "Straight") },
};

/* What an entry stands for that is left empty, or how it is filled. */
static const Word examples[] = {
  { "always-split", NC_("training option", "none") },
  { "split-weights", NC_("training option", "name=2;name=0.5") },
  { "formulas", NC_("training option", "all") },
};

static const char *
find_word (const Word *words,
           gsize       n_words,
           const char *key)
{
  for (gsize i = 0; i < n_words; i++)
    if (strcmp (words[i].key, key) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, "training option", words[i].word);

  return NULL;
}

static char *
begin_with_capital (const char *text)
{
  g_autofree char *first = g_utf8_strup (text, *text != '\0' ? g_utf8_next_char (text) - text : 0);

  return g_strconcat (first, *text != '\0' ? g_utf8_next_char (text) : "", NULL);
}

/**
 * rdg_training_option_text_peek_choice:
 * @key: one of rdg_training_choice_get_keys()
 *
 * Returns: (transfer none): its word
 */
const char *
rdg_training_option_text_peek_choice (const char *key)
{
  const char *word = find_word (choices, G_N_ELEMENTS (choices), key);

  return word != NULL ? word : key;
}

/**
 * rdg_training_option_text_peek_example:
 *
 * Returns: (transfer none): what its entry shows while it is empty, or ""
 */
const char *
rdg_training_option_text_peek_example (const RdgTrainingOption *option)
{
  const char *word = find_word (examples, G_N_ELEMENTS (examples), option->name);

  return word != NULL ? word : "";
}

/**
 * rdg_training_option_text_dup_title:
 *
 * Returns: (transfer full): a title for a row
 */
char *
rdg_training_option_text_dup_title (const RdgTrainingOption *option)
{
  const char *word = find_word (titles, G_N_ELEMENTS (titles), option->name);
  g_autofree char *name = NULL;

  if (word != NULL)
    return g_strdup (word);

  name = g_strdelimit (g_strdup (option->name), "-", ' ');
  return begin_with_capital (name);
}

/**
 * rdg_training_option_text_dup_help:
 *
 * Returns: (transfer full): what the command line's help says; without “Of svm:”, which everybody
 *   knows who has chosen the learner, and without the words of a choice, which a drop-down shows
 */
char *
rdg_training_option_text_dup_help (const RdgTrainingOption *option)
{
  const char *help = _(option->help);
  const char *colon = strstr (help, ": ");
  g_autofree char *text = NULL;

  if (!rdg_training_option_belongs (option, RDG_ALGORITHM_FOREST) && colon != NULL)
    help = colon + 2;
  text = begin_with_capital (help);

  colon = strstr (text, ": ");
  if (option->kind == RDG_TRAINING_OPTION_CHOICE && colon != NULL)
    return g_strndup (text, colon - text);

  return g_steal_pointer (&text);
}
