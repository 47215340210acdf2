/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Models page: its states, training, cancelling, promoting, rolling back. */
#include "rdg-model-dialog.h"
#include "rdg-models-page-private.h"
#include "rdg-prediction-service.h"
#include "rdg-preferences.h"
#include "rdg-settings.h"
#include "rdg-test-loop.h"
#include "rdg-test-page.h"
#include "rdg-test-widgets.h"
#include "rdg-train-dialog.h"

static const ServiceContent enough = { .n_cars = 300, .times = TRUE };
static const ServiceContent too_few = { .n_cars = 120, .times = TRUE, .n_failed = 6 };

typedef struct
{
  RdgTestPage    base;
  RdgModelsPage *page;
} Fixture;

static gboolean
is_loaded (gpointer user_data)
{
  return ((RdgModelsPage *) user_data)->snapshot != NULL;
}

static void
open_page (Fixture              *self,
           const ServiceContent *content)
{
  rdg_test_page_open (&self->base, RDG_TYPE_MODELS_PAGE, content);
  self->page = RDG_MODELS_PAGE (self->base.page);
  rdg_test_wait (is_loaded, self->page, "the registry");
}

static gboolean
is_enabled (Fixture    *self,
            const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (self->page->actions), action);
}

static void
start_training (Fixture *self)
{
  GtkWidget *dialog;

  rdg_test_page_activate (&self->base, "train", NULL);
  dialog = rdg_test_wait_toplevel (RDG_TYPE_TRAIN_DIALOG);
  rdg_test_click (dialog, "_Train");
  g_assert_nonnull (self->page->training);
}

static gboolean
is_not_training (gpointer user_data)
{
  return ((RdgModelsPage *) user_data)->training == NULL;
}

typedef struct
{
  Fixture *fixture;
  guint    n;
} Count;

static gboolean
has_models (gpointer user_data)
{
  Count *count = user_data;

  return g_list_model_get_n_items (G_LIST_MODEL (count->fixture->page->models)) == count->n;
}

static void
train (Fixture *self)
{
  Count count = { self, g_list_model_get_n_items (G_LIST_MODEL (self->page->models)) + 1 };

  start_training (self);
  rdg_test_wait (is_not_training, self->page, "the training");
  rdg_test_wait (has_models, &count, "the new model");
}

static RdgModelState
get_state (Fixture *self,
           gint64   model_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->page->models)); i++)
    {
      g_autoptr (RdgModelItem) item = g_list_model_get_item (G_LIST_MODEL (self->page->models), i);

      if (rdg_model_item_get_row (item)->model_id == model_id)
        return rdg_model_item_get_row (item)->state;
    }

  g_assert_not_reached ();
}

typedef struct
{
  Fixture *fixture;
  gint64   model_id;
} Active;

static gboolean
is_active (gpointer user_data)
{
  Active *active = user_data;

  return get_state (active->fixture, active->model_id) == RDG_MODEL_ACTIVE;
}

static void
promote (Fixture    *self,
         gint64      model_id,
         const char *note)
{
  Active active = { self, model_id };
  GtkWidget *dialog, *entry;

  rdg_test_page_activate (&self->base, "promote", g_variant_new_int64 (model_id));
  dialog = rdg_test_wait_toplevel (ADW_TYPE_MESSAGE_DIALOG);
  entry = rdg_test_find_type (dialog, ADW_TYPE_ENTRY_ROW);
  g_assert_false (gtk_widget_is_sensitive (rdg_test_find_button (dialog, "_Promote")));
  gtk_editable_set_text (GTK_EDITABLE (entry), "   ");
  g_assert_false (gtk_widget_is_sensitive (rdg_test_find_button (dialog, "_Promote")));
  gtk_editable_set_text (GTK_EDITABLE (entry), note);
  rdg_test_click (dialog, "_Promote");
  rdg_test_wait (is_active, &active, "the promotion");
  rdg_test_page_wait_for_jobs (&self->base);
}

static void
test_empty (void)
{
  Fixture fixture;

  open_page (&fixture, NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture.page->stack), ==, "empty");
  g_assert_false (is_enabled (&fixture, "train"));
  g_assert_false (is_enabled (&fixture, "rollback"));
  rdg_test_page_close (&fixture.base);
}

static void
test_too_few (void)
{
  Fixture fixture;

  open_page (&fixture, &too_few);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture.page->stack), ==, "content");
  g_assert_nonnull (rdg_test_find_text (GTK_WIDGET (fixture.page), "Too Few Failures"));
  g_assert_nonnull (rdg_test_find_text (GTK_WIDGET (fixture.page), "6 of 120 cars"));
  g_assert_false (is_enabled (&fixture, "train"));
  g_assert_null (rdg_test_find_button (GTK_WIDGET (fixture.page), "_Train a New Model…"));
  rdg_test_page_close (&fixture.base);
}

static void
test_train (void)
{
  Fixture fixture;

  open_page (&fixture, &enough);
  g_assert_nonnull (rdg_test_find_text (GTK_WIDGET (fixture.page), "No Model Yet"));
  train (&fixture);

  g_assert_cmpint (get_state (&fixture, 1), ==, RDG_MODEL_CANDIDATE);
  g_assert_nonnull (rdg_test_find_text (GTK_WIDGET (fixture.page), "Model 1 is trained"));
  g_assert_nonnull (rdg_test_find_text (GTK_WIDGET (fixture.page), "Sending every car"));
  g_assert_nonnull (rdg_test_find_text (GTK_WIDGET (fixture.page), "Candidate"));
  g_assert_nonnull (rdg_test_find_text (GTK_WIDGET (fixture.page), "newest cars"));
  g_assert_false (gtk_widget_get_visible (fixture.page->job_card));
  g_assert_true (is_enabled (&fixture, "train"));
  g_assert_false (is_enabled (&fixture, "rollback"));
  rdg_test_page_close (&fixture.base);
}

/* What the preferences say is what the training is judged at, also when it changes meanwhile. */
static void
test_change_capacity (void)
{
  Fixture fixture;
  GtkWidget *dialog, *preferences;
  g_autoptr (RdgModel) model = NULL;
  g_autoptr (GError) error = NULL;

  open_page (&fixture, &enough);
  rdg_test_page_activate (&fixture.base, "train", NULL);
  dialog = rdg_test_wait_toplevel (RDG_TYPE_TRAIN_DIALOG);
  rdg_test_click (dialog, "Change…");
  preferences = rdg_test_wait_toplevel (RDG_TYPE_PREFERENCES);
  g_settings_set_int (rdg_app_context_get_settings (fixture.base.context), RDG_SETTING_CAPACITY, 33);
  gtk_window_close (GTK_WINDOW (preferences));
  rdg_test_wait_text (dialog, "33 long tests a shift");
  rdg_test_click (dialog, "_Train");
  rdg_test_wait (is_not_training, fixture.page, "the training");

  model = rdg_model_registry_load (fixture.base.database.workspace, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (rdg_model_get_operating_point (model)->capacity, ==, 33);
  g_settings_reset (rdg_app_context_get_settings (fixture.base.context), RDG_SETTING_CAPACITY);
  rdg_test_page_close (&fixture.base);
}

/* The learner and what it is told reach the model. */
static void
test_support_vectors (void)
{
  Fixture fixture;
  GtkWidget *dialog, *row, *option;
  g_autoptr (RdgModel) model = NULL;
  g_autoptr (GError) error = NULL;

  open_page (&fixture, &enough);
  rdg_test_page_activate (&fixture.base, "train", NULL);
  dialog = rdg_test_wait_toplevel (RDG_TYPE_TRAIN_DIALOG);
  row = gtk_widget_get_ancestor (rdg_test_find_text (dialog, "Support vectors"),
                                 ADW_TYPE_ACTION_ROW);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (rdg_test_find_type (row, GTK_TYPE_CHECK_BUTTON)),
                               TRUE);
  row = gtk_widget_get_ancestor (rdg_test_find_text (dialog, "Advanced"), ADW_TYPE_EXPANDER_ROW);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  rdg_test_wait_text (dialog, "Cars in the sample");
  /* The drop-down shows the choices by words. */
  g_assert_nonnull (rdg_test_find_text (dialog, "What border it can draw"));
  g_assert_null (rdg_test_find_text (dialog, "rbf or linear"));
  option = gtk_widget_get_ancestor (rdg_test_find_text (dialog, "Cars in the sample"),
                                    ADW_TYPE_ACTION_ROW);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (rdg_test_find_type (option, GTK_TYPE_SPIN_BUTTON)),
                             150);
  rdg_test_click (dialog, "_Train");
  rdg_test_wait (is_not_training, fixture.page, "the training");

  model = rdg_model_registry_load (fixture.base.database.workspace, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rdg_model_get_algorithm (model), ==, RDG_ALGORITHM_SVM);
  g_assert_cmpuint (rdg_model_get_svm (model)->n_sampled, ==, 150);
  rdg_test_page_close (&fixture.base);
}

static void
test_stages (void)
{
  Fixture fixture;

  open_page (&fixture, &enough);
  start_training (&fixture);
  g_assert_false (is_enabled (&fixture, "train"));
  g_assert_true (rdg_job_panel_get_job (fixture.page->job_panel) == fixture.page->training);
  rdg_test_wait_text (GTK_WIDGET (fixture.page->job_panel), "Check for leaks");
  rdg_test_wait_text (GTK_WIDGET (fixture.page->job_panel), "Judge");
  rdg_test_wait (is_not_training, fixture.page, "the training");
  rdg_test_page_close (&fixture.base);
}

static void
test_cancel (void)
{
  Fixture fixture;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  RdgStore *other;

  open_page (&fixture, &enough);
  before = service_fixture_dump (&fixture.base.database);

  /* While another program writes, the training is under way for as long as this test needs. */
  other = rdg_workspace_open_store (fixture.base.database.workspace, RDG_STORE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (rdg_store_begin (other, &error));
  start_training (&fixture);
  rdg_test_wait_text (GTK_WIDGET (fixture.page->job_panel), "Judge");
  rdg_test_click (GTK_WIDGET (fixture.page->job_panel), "_Cancel");
  rdg_test_wait (is_not_training, fixture.page, "the cancelling");
  rdg_store_rollback (other);
  rdg_store_close (other);
  after = service_fixture_dump (&fixture.base.database);

  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.page->models)), ==, 0);
  g_assert_nonnull (rdg_test_find_text (GTK_WIDGET (fixture.page), "was cancelled"));
  g_assert_true (is_enabled (&fixture, "train"));
  rdg_test_page_close (&fixture.base);
}

static gboolean
is_scored (gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;
  RdgRiskList *risks = rdg_prediction_list (self->base.database.workspace, 0, FALSE, G_MININT64, NULL,
                                            &error);
  gboolean scored;

  g_assert_no_error (error);
  scored = risks->n_waiting == FIXTURE_WAITING;
  rdg_risk_list_unref (risks);

  return scored;
}

static void
test_promote (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;

  open_page (&fixture, &enough);
  train (&fixture);
  promote (&fixture, 1, " the first one ");

  history = rdg_model_registry_history (fixture.base.database.workspace, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (history->len, ==, 1);
  g_assert_cmpstr (((RdgPromotionRow *) history->pdata[0])->note, ==, "the first one");
  rdg_test_wait_text (fixture.page->history, "Model 1 promoted");

  /* Scored at once, so that the list of cars is the new model's. */
  rdg_test_wait (is_scored, &fixture, "the scores of the new model");
  rdg_test_page_close (&fixture.base);
}

static void
test_rollback (void)
{
  Fixture fixture;
  Active active = { &fixture, 1 };
  GtkWidget *dialog;

  open_page (&fixture, &enough);
  train (&fixture);
  promote (&fixture, 1, "first");
  train (&fixture);
  promote (&fixture, 2, "second");
  g_assert_cmpint (get_state (&fixture, 1), ==, RDG_MODEL_RETIRED);
  g_assert_true (is_enabled (&fixture, "rollback"));

  /* To say no changes nothing. */
  rdg_test_page_activate (&fixture.base, "rollback", NULL);
  dialog = rdg_test_wait_toplevel (ADW_TYPE_MESSAGE_DIALOG);
  rdg_test_click (dialog, "_Cancel");
  rdg_test_spin (200);
  g_assert_cmpint (get_state (&fixture, 2), ==, RDG_MODEL_ACTIVE);

  rdg_test_page_activate (&fixture.base, "rollback", NULL);
  dialog = rdg_test_wait_toplevel (ADW_TYPE_MESSAGE_DIALOG);
  rdg_test_click (dialog, "_Roll Back");
  rdg_test_wait (is_active, &active, "the rollback");
  rdg_test_page_close (&fixture.base);
}

static void
test_details (void)
{
  Fixture fixture;
  GtkWidget *dialog;

  open_page (&fixture, &enough);
  train (&fixture);
  rdg_test_page_activate (&fixture.base, "details", g_variant_new_int64 (1));
  dialog = rdg_test_wait_toplevel (RDG_TYPE_MODEL_DIALOG);
  rdg_test_wait_text (dialog, "Failures caught");
  g_assert_nonnull (rdg_test_find_text (dialog, "Recall"));
  /* What can be had without it; of earlier failures this table says nothing. */
  g_assert_nonnull (rdg_test_find_text (dialog, "Sending every car"));
  g_assert_nonnull (rdg_test_find_text (dialog, "the model catches"));
  g_assert_nonnull (rdg_test_find_text (dialog, "By the count of earlier failures"));
  g_assert_nonnull (rdg_test_find_text (dialog, "No file says"));
  g_assert_nonnull (rdg_test_find_text (dialog, "Torque [Nm]"));
  g_assert_nonnull (rdg_test_find_text (dialog, "Part of the answer."));
  g_assert_nonnull (rdg_test_find_text (dialog, "the newest ones"));
  rdg_test_spin (200);
  rdg_test_page_close (&fixture.base);

  /* A model that is not there says so. */
  open_page (&fixture, &enough);
  rdg_test_page_activate (&fixture.base, "details", g_variant_new_int64 (99));
  dialog = rdg_test_wait_toplevel (RDG_TYPE_MODEL_DIALOG);
  rdg_test_wait_text (dialog, "Could Not Be Read");
  rdg_test_page_close (&fixture.base);
}

int
main (int   argc,
      char *argv[])
{
  rdg_test_page_init (&argc, &argv);

  g_test_add_func ("/models-page/empty", test_empty);
  g_test_add_func ("/models-page/too-few", test_too_few);
  g_test_add_func ("/models-page/train", test_train);
  g_test_add_func ("/models-page/change-capacity", test_change_capacity);
  g_test_add_func ("/models-page/support-vectors", test_support_vectors);
  g_test_add_func ("/models-page/stages", test_stages);
  g_test_add_func ("/models-page/cancel", test_cancel);
  g_test_add_func ("/models-page/promote", test_promote);
  g_test_add_func ("/models-page/rollback", test_rollback);

  g_test_add_func ("/models-page/details", test_details);

  return g_test_run ();
}
