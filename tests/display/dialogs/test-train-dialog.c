/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog before a training: every option has its row, and what is chosen is what is trained with. */
#include "rdg-settings.h"
#include "rdg-test-page.h"
#include "rdg-test-widgets.h"
#include "rdg-train-dialog.h"
#include "rdg-training-option-row.h"

typedef struct
{
  RdgTrainDialog *dialog;
  guint           n_accepted;
} Fixture;

static void
accepted_cb (Fixture *fixture)
{
  fixture->n_accepted++;
}

static void
open_dialog (Fixture *fixture)
{
  g_autoptr (GSettings) settings = rdg_settings_new ();
  RdgTrainingOutlook outlook = { .failed = 60, .passed = 900, .features = 12 };

  fixture->n_accepted = 0;
  fixture->dialog = rdg_train_dialog_new (NULL, settings, &outlook);
  g_signal_connect_swapped (fixture->dialog, "accepted", G_CALLBACK (accepted_cb), fixture);
  gtk_window_present (GTK_WINDOW (fixture->dialog));
  rdg_test_wait_text (GTK_WIDGET (fixture->dialog), "Forest");
}

static void
close_dialog (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->dialog));
}

static void
choose (Fixture    *fixture,
        const char *learner)
{
  GtkWidget *title = rdg_test_find_text (GTK_WIDGET (fixture->dialog), learner);
  GtkWidget *row = gtk_widget_get_ancestor (title, ADW_TYPE_ACTION_ROW);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (rdg_test_find_type (row, GTK_TYPE_CHECK_BUTTON)),
                               TRUE);
}

static GtkWidget *
find_row (GtkWidget  *widget,
          const char *option)
{
  if (RDG_IS_TRAINING_OPTION_ROW (widget))
    return g_str_equal (rdg_training_option_row_get_option (RDG_TRAINING_OPTION_ROW (widget))->name,
                        option) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, option);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
unfold (Fixture *fixture)
{
  GtkWidget *title = rdg_test_find_text (GTK_WIDGET (fixture->dialog), "Advanced");

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (gtk_widget_get_ancestor (title,
                                                                            ADW_TYPE_EXPANDER_ROW)),
                                 TRUE);
  rdg_test_wait_text (GTK_WIDGET (fixture->dialog), "Seed");
}

/* As it is typed, without leaving the row. */
static void
type (Fixture    *fixture,
      const char *option,
      const char *text)
{
  GtkWidget *row = find_row (GTK_WIDGET (fixture->dialog), option);
  GtkWidget *control = rdg_test_find_type (row, GTK_TYPE_EDITABLE);

  g_assert_nonnull (control);
  gtk_editable_set_text (GTK_EDITABLE (control), text);
}

/* A line in the list is a row here, and seen with the learners that it belongs to. */
static void
test_every_option (void)
{
  static const struct
  {
    const char   *word;
    RdgAlgorithm  algorithm;
  } learners[] = {
    { "Boosted trees", RDG_ALGORITHM_BOOSTED },
    { "Support vectors", RDG_ALGORITHM_SVM },
    { "Forest", RDG_ALGORITHM_FOREST },
  };
  Fixture fixture;
  guint n;
  const RdgTrainingOption *list = rdg_training_options_get_list (&n);

  open_dialog (&fixture);
  unfold (&fixture);
  for (guint l = 0; l < G_N_ELEMENTS (learners); l++)
    {
      choose (&fixture, learners[l].word);
      for (guint i = 0; i < n; i++)
        {
          GtkWidget *row = find_row (GTK_WIDGET (fixture.dialog), list[i].name);

          g_assert_nonnull (row);
          g_assert_cmpint (gtk_widget_get_visible (row), ==,
                           rdg_training_option_belongs (&list[i], learners[l].algorithm));
          g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), !=, "");
        }
    }
  close_dialog (&fixture);
}

static gsize
get_size (const RdgTrainingOption *option)
{
  switch (option->kind)
    {
    case RDG_TRAINING_OPTION_NUMBER:
    case RDG_TRAINING_OPTION_SEED:
    case RDG_TRAINING_OPTION_TEXT:
      return 8;
    case RDG_TRAINING_OPTION_COUNT:
    case RDG_TRAINING_OPTION_CHOICE:
    case RDG_TRAINING_OPTION_OFF:
    default:
      return 4;
    }
}

static void
assert_defaults (Fixture      *fixture,
                 RdgAlgorithm  algorithm)
{
  RdgTrainingOptions *options = rdg_train_dialog_dup_options (fixture->dialog);
  RdgTrainingOptions defaults;
  guint n;
  const RdgTrainingOption *list = rdg_training_options_get_list (&n);

  rdg_training_options_init (&defaults);
  g_assert_cmpint (options->algorithm, ==, algorithm);
  for (guint i = 0; i < n; i++)
    g_assert_cmpmem (rdg_training_options_at (options, &list[i]), get_size (&list[i]),
                     rdg_training_options_at (&defaults, &list[i]), get_size (&list[i]));
  rdg_training_options_free (options);
}

/* What nobody touches is what the command line has, whatever the learner. */
static void
test_defaults (void)
{
  Fixture fixture;

  open_dialog (&fixture);
  assert_defaults (&fixture, RDG_ALGORITHM_FOREST);
  choose (&fixture, "Boosted trees");
  assert_defaults (&fixture, RDG_ALGORITHM_BOOSTED);
  close_dialog (&fixture);
}

static void
test_chosen (void)
{
  Fixture fixture;
  RdgTrainingOptions *options;
  GtkWidget *row;

  open_dialog (&fixture);
  unfold (&fixture);
  type (&fixture, "trees", "50");
  type (&fixture, "sample-fraction", "0.75");
  type (&fixture, "always-split", "Torque; Speed");
  row = find_row (GTK_WIDGET (fixture.dialog), "split-rule");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (rdg_test_find_type (row, GTK_TYPE_DROP_DOWN)), 1);
  row = find_row (GTK_WIDGET (fixture.dialog), "no-replacement");
  gtk_switch_set_active (GTK_SWITCH (rdg_test_find_type (row, GTK_TYPE_SWITCH)), TRUE);

  options = rdg_train_dialog_dup_options (fixture.dialog);
  g_assert_cmpint (options->algorithm, ==, RDG_ALGORITHM_FOREST);
  g_assert_cmpuint (options->n_trees, ==, 50);
  g_assert_cmpfloat (options->sample_fraction, ==, 0.75);
  g_assert_cmpint (options->split_rule, ==, RDG_SPLIT_RULE_HELLINGER);
  g_assert_false (options->replace);

  /* Another learner is not told of it, and the texts outlive the dialog. */
  choose (&fixture, "Support vectors");
  type (&fixture, "svm-gamma", "0.0001");
  close_dialog (&fixture);
  g_assert_cmpstr (options->always_split, ==, "Torque; Speed");
  rdg_training_options_free (options);

  open_dialog (&fixture);
  unfold (&fixture);
  type (&fixture, "trees", "50");
  choose (&fixture, "Support vectors");
  type (&fixture, "svm-gamma", "0.0001");
  options = rdg_train_dialog_dup_options (fixture.dialog);
  g_assert_cmpint (options->algorithm, ==, RDG_ALGORITHM_SVM);
  g_assert_cmpfloat (options->svm_gamma, ==, 0.0001);
  g_assert_cmpuint (options->n_trees, ==, 500);
  g_assert_null (options->always_split);
  rdg_training_options_free (options);
  close_dialog (&fixture);
}

/* What the row's range cannot say is told above the rows, and nothing is trained. */
static void
test_refused (void)
{
  Fixture fixture;

  open_dialog (&fixture);
  if (find_row (GTK_WIDGET (fixture.dialog), "folds") == NULL)
    {
      g_test_skip ("no option has more than a range");
      close_dialog (&fixture);
      return;
    }
  unfold (&fixture);
  type (&fixture, "folds", "1");
  rdg_test_click (GTK_WIDGET (fixture.dialog), "_Train");
  rdg_test_wait_text (GTK_WIDGET (fixture.dialog), "folds must be 0 or");
  g_assert_cmpuint (fixture.n_accepted, ==, 0);
  close_dialog (&fixture);
}

/* A number out of its range is told where it stands, and is not trained with. */
static void
test_out_of_range (void)
{
  Fixture fixture;
  GtkWidget *row, *control;
  RdgTrainingOptions *options;

  open_dialog (&fixture);
  unfold (&fixture);
  type (&fixture, "trees", "20000");
  row = find_row (GTK_WIDGET (fixture.dialog), "trees");
  control = rdg_test_find_type (row, GTK_TYPE_SPIN_BUTTON);
  rdg_test_wait_text (row, "It takes a whole number from 1 to 10000.");

  /* Leaving the row changes nothing about it. */
  gtk_spin_button_update (GTK_SPIN_BUTTON (control));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (control)), ==, "20000");
  rdg_test_click (GTK_WIDGET (fixture.dialog), "_Train");
  g_assert_cmpuint (fixture.n_accepted, ==, 0);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture.dialog)));

  /* A step from there is a step from what can be. */
  gtk_spin_button_spin (GTK_SPIN_BUTTON (control), GTK_SPIN_STEP_BACKWARD, 10);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (control)), ==, "9990");
  rdg_test_wait_text (row, "How many trees");
  type (&fixture, "holdout", "7");
  row = find_row (GTK_WIDGET (fixture.dialog), "holdout");
  rdg_test_wait_text (row, "It takes a number from 0.05 to 0.5.");
  rdg_test_click (GTK_WIDGET (fixture.dialog), "_Reset");
  options = rdg_train_dialog_dup_options (fixture.dialog);
  g_assert_cmpuint (options->n_trees, ==, 500);
  g_assert_cmpfloat (options->holdout, ==, 0.2);
  rdg_training_options_free (options);

  /* What is wrong with another learner's option is no matter. */
  type (&fixture, "trees", "0");
  choose (&fixture, "Boosted trees");
  g_object_ref (fixture.dialog);
  rdg_test_click (GTK_WIDGET (fixture.dialog), "_Train");
  g_assert_cmpuint (fixture.n_accepted, ==, 1);
  g_object_unref (fixture.dialog);
}

int
main (int   argc,
      char *argv[])
{
  rdg_test_page_init (&argc, &argv);

  g_test_add_func ("/train-dialog/every-option", test_every_option);
  g_test_add_func ("/train-dialog/defaults", test_defaults);
  g_test_add_func ("/train-dialog/chosen", test_chosen);
  g_test_add_func ("/train-dialog/out-of-range", test_out_of_range);
  g_test_add_func ("/train-dialog/refused", test_refused);

  return g_test_run ();
}
