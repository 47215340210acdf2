/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame: it opens and dies, says what is wrong with a database, and follows its actions. */
#include "rdg-cars-page-private.h"
#include "rdg-test-loop.h"
#include "rdg-window-fixture.h"

#include <string.h>

static const char *
get_cars_state (WindowFixture *fixture)
{
  return gtk_stack_get_visible_child_name (fixture->window->cars_page->states);
}

static void
test_empty (void)
{
  WindowFixture fixture;

  window_fixture_open_empty (&fixture);
  g_assert_cmpstr (rdg_window_get_state (fixture.window), ==, "pages");
  g_assert_cmpstr (get_cars_state (&fixture), ==, "first-start");
  window_fixture_close (&fixture);
}

static void
test_problem (void)
{
  WindowFixture fixture;
  g_autoptr (GError) error = NULL;

  service_fixture_open (&fixture.service);

  g_autofree char *path = g_build_filename (fixture.service.folder, "letter.rodagem", NULL);

  g_file_set_contents (path, "Dear Sirs, this is no database, however long you look at it.\n", -1,
                       &error);
  g_assert_no_error (error);
  window_fixture_show (&fixture, path);
  g_assert_cmpstr (rdg_window_get_state (fixture.window), ==, "problem");
  g_assert_nonnull (strstr (adw_status_page_get_description (fixture.window->problem_page),
                            "letter.rodagem"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture.window), "import"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture.window),
                                                   "import-folder"));

  /* Another one, and all is well. */
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.open-path", "s",
                              fixture.service.path);
  window_fixture_settle (&fixture);
  g_assert_cmpstr (rdg_window_get_state (fixture.window), ==, "pages");
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture.window), "import"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture.window),
                                                  "import-folder"));
  window_fixture_close (&fixture);
}

static void
test_pages (void)
{
  WindowFixture fixture;

  window_fixture_open_empty (&fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.show-page", "s", "models");
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture.window->stack), ==, "models");
  rdg_window_show_page (fixture.window, "no such page");
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture.window->stack), ==, "models");
  rdg_window_show_page (fixture.window, "data");
  rdg_test_spin (100);
  window_fixture_close (&fixture);
}

static gpointer
wait_func (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  while (!g_cancellable_set_error_if_cancelled (rdg_job_get_cancellable (job), error))
    g_usleep (1000);

  return NULL;
}

static gboolean
is_hidden (gpointer widget)
{
  return !gtk_widget_get_visible (widget);
}

static void
test_jobs (void)
{
  WindowFixture fixture;
  g_autoptr (RdgJob) job = rdg_job_new ("A long work");

  window_fixture_open_empty (&fixture);

  GtkWidget *button = GTK_WIDGET (fixture.window->job_button);

  g_assert_false (gtk_widget_get_visible (button));
  rdg_app_context_start_job (rdg_window_get_context (fixture.window), job, RDG_START_JOB_DEFAULT,
                             wait_func, NULL, NULL, NULL, NULL, NULL);
  g_assert_true (gtk_widget_get_visible (button));
  rdg_job_cancel (job);
  rdg_test_wait (is_hidden, button, "the end of the job");
  g_assert_cmpint (rdg_job_get_result (job), ==, RDG_JOB_RESULT_CANCELLED);
  window_fixture_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/window/empty", test_empty);
  g_test_add_func ("/window/problem", test_problem);
  g_test_add_func ("/window/pages", test_pages);
  g_test_add_func ("/window/jobs", test_jobs);

  return g_test_run ();
}
