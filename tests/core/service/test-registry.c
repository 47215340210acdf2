/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace, and who is active: only a user promotes, it is kept, and it can be taken back. */
#include "rdg-error.h"
#include "rdg-import-service.h"
#include "rdg-model-registry.h"
#include "rdg-store-private.h"
#include "rdg-training-service.h"
#include "service-fixture.h"

#include <glib/gstdio.h>

static gint64
train (ServiceFixture *fixture,
       guint64         seed)
{
  g_autoptr (GError) error = NULL;
  RdgTrainingOptions options;
  RdgTrainingReport *report;
  gint64 model_id;

  rdg_training_options_init (&options);
  options.n_trees = 10;
  options.n_bootstrap = 5;
  options.seed = seed;
  report = rdg_training_service_run (fixture->workspace, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  model_id = report->model_id;
  rdg_training_report_free (report);

  return model_id;
}

static void
assert_state (ServiceFixture *fixture,
              gint64          model_id,
              RdgModelState   state)
{
  g_autoptr (GError) error = NULL;
  RdgModelRow *row = NULL;
  g_autoptr (RdgModel) model = rdg_model_registry_load (fixture->workspace, model_id, &row, &error);

  g_assert_no_error (error);
  g_assert_nonnull (model);
  g_assert_cmpint (row->model_id, ==, model_id);
  g_assert_cmpint (row->state, ==, state);
  rdg_model_row_free (row);
}

static void
test_promote (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) history = NULL;
  RdgModelRow *row = NULL;
  RdgModel *model;
  gint64 one, other, previous = -1, active = -1;

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 400 });
  one = train (&fixture, 1);
  other = train (&fixture, 2);
  g_assert_cmpint (one, !=, other);

  g_assert_null (rdg_model_registry_load (fixture.workspace, 0, NULL, &error));
  g_assert_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NONE_ACTIVE);
  g_clear_error (&error);
  g_assert_false (rdg_model_registry_rollback (fixture.workspace, NULL, NULL, NULL, &error));
  g_assert_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_STATE);
  g_clear_error (&error);
  g_assert_false (rdg_model_registry_promote (fixture.workspace, one, " \n", NULL, &error));
  g_assert_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (rdg_model_registry_promote (fixture.workspace, 99, "why", NULL, &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (rdg_model_registry_promote (fixture.workspace, one, "the first", &previous, &error));
  g_assert_cmpint (previous, ==, 0);
  assert_state (&fixture, one, RDG_MODEL_ACTIVE);
  g_assert_false (rdg_model_registry_promote (fixture.workspace, one, "again", NULL, &error));
  g_assert_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_STATE);
  g_clear_error (&error);
  /* There was none before the first. */
  g_assert_false (rdg_model_registry_rollback (fixture.workspace, NULL, NULL, NULL, &error));
  g_assert_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_STATE);
  g_clear_error (&error);

  g_assert_true (rdg_model_registry_promote (fixture.workspace, other, "better", &previous, &error));
  g_assert_cmpint (previous, ==, one);
  assert_state (&fixture, one, RDG_MODEL_RETIRED);
  assert_state (&fixture, other, RDG_MODEL_ACTIVE);

  g_assert_true (rdg_model_registry_rollback (fixture.workspace, "was worse", &active, &previous, &error));
  g_assert_cmpint (active, ==, one);
  g_assert_cmpint (previous, ==, other);
  assert_state (&fixture, one, RDG_MODEL_ACTIVE);
  assert_state (&fixture, other, RDG_MODEL_RETIRED);
  g_assert_false (rdg_model_registry_rollback (fixture.workspace, NULL, NULL, NULL, &error));
  g_assert_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_STATE);
  g_clear_error (&error);

  model = rdg_model_registry_load (fixture.workspace, 0, &row, &error);
  g_assert_no_error (error);
  g_assert_cmpint (row->model_id, ==, one);
  g_assert_cmpuint (rdg_model_get_seed (model), ==, 1);
  rdg_model_row_free (row);
  rdg_model_unref (model);

  history = rdg_model_registry_history (fixture.workspace, &error);
  g_assert_cmpuint (history->len, ==, 3);
  const RdgPromotionRow *last = g_ptr_array_index (history, 0);
  g_assert_true (last->rollback);
  g_assert_cmpint (last->active, ==, one);
  g_assert_cmpint (last->previous, ==, other);
  g_assert_cmpstr (last->note, ==, "was worse");
  const RdgPromotionRow *first = g_ptr_array_index (history, 2);
  g_assert_cmpint (first->previous, ==, 0);
  g_assert_cmpstr (first->note, ==, "the first");

  service_fixture_close (&fixture);
}

/* Not even a mistake of ours makes two of them active. */
static void
test_one_active (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  RdgStore *store;

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 400 });
  train (&fixture, 1);
  train (&fixture, 2);
  store = rdg_workspace_open_store (fixture.workspace, RDG_STORE_WRITE, &error);
  g_assert_false (_rdg_store_execute (store, "UPDATE model SET state = 1", &error));
  g_assert_nonnull (error);
  rdg_store_close (store);
  service_fixture_close (&fixture);
}

/* Damaged bytes are listed, but neither loaded nor promoted. */
static void
test_damaged_model (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  RdgStore *store;

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 400 });
  train (&fixture, 1);
  store = rdg_workspace_open_store (fixture.workspace, RDG_STORE_WRITE, &error);
  g_assert_true (_rdg_store_execute (store, "UPDATE model SET bytes = substr (bytes, 1, 1000)", &error));
  rdg_store_close (store);

  rows = rdg_model_registry_list (fixture.workspace, &error);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_null (rdg_model_registry_load (fixture.workspace, 1, NULL, &error));
  g_assert_true (error->domain == RDG_MODEL_ERROR);
  g_clear_error (&error);
  g_assert_false (rdg_model_registry_promote (fixture.workspace, 1, "why", NULL, &error));
  g_assert_true (error->domain == RDG_MODEL_ERROR);
  service_fixture_close (&fixture);
}

static void
changed_cb (RdgWorkspace *workspace,
            guint         what,
            guint        *seen)
{
  *seen |= what;
}

static gpointer
change_from_thread (gpointer data)
{
  rdg_workspace_changed (data, RDG_CHANGE_IMPORTS);
  return NULL;
}

static void
test_changed (void)
{
  ServiceFixture fixture;
  guint seen = 0;

  service_fixture_open (&fixture);
  g_signal_connect (fixture.workspace, "changed", G_CALLBACK (changed_cb), &seen);
  g_thread_join (g_thread_new ("change", change_from_thread, fixture.workspace));
  /* Not in that thread, but when this one turns its loop. */
  g_assert_cmpuint (seen, ==, 0);
  while (seen == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (seen, ==, RDG_CHANGE_IMPORTS);

  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = 400 });
  train (&fixture, 1);
  g_assert_true (rdg_model_registry_promote (fixture.workspace, 1, "why", NULL, NULL));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (seen, ==, RDG_CHANGE_IMPORTS | RDG_CHANGE_MODELS);
  service_fixture_close (&fixture);
}

/* main() has said that the user's data is here. */
static void
test_workspace (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = rdg_workspace_default_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (RdgWorkspace) workspace = rdg_workspace_open (path, &error);

  /* Its own folder is made. */
  g_assert_no_error (error);
  g_assert_cmpstr (rdg_workspace_get_path (workspace), ==, path);
  g_assert_false (rdg_workspace_is_read_only (workspace));
  g_assert_nonnull (rdg_workspace_get_queue (workspace));
  g_assert_null (rdg_workspace_open ("/nowhere/line.rodagem", &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);

  g_assert_true (g_str_has_prefix (path, g_getenv ("XDG_DATA_HOME")));
  g_clear_error (&error);

  /* The file is made when something is asked of it. */
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  g_autoptr (GPtrArray) imports = rdg_import_list (workspace, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (imports->len, ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *data = g_dir_make_tmp ("rdg-registry-XXXXXX", NULL);
  int result;

  /* Not G_TEST_OPTION_ISOLATE_DIRS, which leaks in GLib 2.74. */
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/registry/promote", test_promote);
  g_test_add_func ("/registry/one-active", test_one_active);
  g_test_add_func ("/registry/damaged-model", test_damaged_model);
  g_test_add_func ("/workspace/changed", test_changed);
  g_test_add_func ("/workspace/open", test_workspace);

  result = g_test_run ();
  g_rmdir (data);

  return result;
}
