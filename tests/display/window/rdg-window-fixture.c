/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One application a program, one window and one database a test. */
#include "rdg-window-fixture.h"

#include "rdg-cars-page-private.h"
#include "rdg-model-registry.h"
#include "rdg-prediction-service.h"
#include "rdg-settings.h"
#include "rdg-test-loop.h"
#include "rdg-training-service.h"

static const ServiceContent content = { .n_cars = 600, .times = TRUE };

/**
 * window_fixture_application:
 *
 * Returns: (transfer none): the program's one application, registered
 */
RdgApplication *
window_fixture_application (void)
{
  static RdgApplication *application;

  if (application == NULL)
    {
      g_autoptr (GError) error = NULL;

      application = rdg_application_new ();
      g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
      g_application_register (G_APPLICATION (application), NULL, &error);
      g_assert_no_error (error);
    }

  return application;
}

static gboolean
is_settled (gpointer user_data)
{
  RdgWindow *window = user_data;

  return window->opening == NULL && window->cars_page->job == NULL
         && !rdg_ranked_list_is_busy (window->cars_page->list)
         && g_strcmp0 (rdg_window_get_state (window), "opening") != 0;
}

void
window_fixture_settle (WindowFixture *self)
{
  /* What was asked for may only be on its way. */
  rdg_test_spin (50);
  rdg_test_wait (is_settled, self->window, "the list of cars");
}

void
window_fixture_show (WindowFixture *self,
                     const char    *path)
{
  self->application = window_fixture_application ();

  GSettings *settings = rdg_application_get_settings (self->application);

  g_settings_set_string (settings, RDG_SETTING_PAGE, "cars");
  self->window = rdg_window_new (ADW_APPLICATION (self->application), settings);
  rdg_window_open_database (self->window, path);
  gtk_window_present (GTK_WINDOW (self->window));
  window_fixture_settle (self);
}

/* What the test before has made the program remember. */
static void
forget (void)
{
  static const char * const keys[] = {
    RDG_SETTING_CAPACITY, RDG_SETTING_SHOW_ALL, RDG_SETTING_LONG_ONLY, RDG_SETTING_VARIANT,
    RDG_SETTING_SORT_COLUMN, RDG_SETTING_SORT_DESCENDING,
  };
  GSettings *settings = rdg_application_get_settings (window_fixture_application ());

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (settings, keys[i]);
}

void
window_fixture_open_empty (WindowFixture *self)
{
  forget ();
  service_fixture_open (&self->service);
  window_fixture_show (self, self->service.path);
}

void
window_fixture_open_scored (WindowFixture *self)
{
  g_autoptr (GError) error = NULL;
  RdgTrainingOptions options;
  RdgTrainingReport *report;

  forget ();
  service_fixture_open (&self->service);
  service_fixture_fill (&self->service, &content);
  rdg_training_options_init (&options);
  options.n_trees = 40;
  options.n_bootstrap = 20;
  report = rdg_training_service_run (self->service.workspace, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  rdg_model_registry_promote (self->service.workspace, report->model_id, "first", NULL, &error);
  g_assert_no_error (error);
  rdg_training_report_free (report);
  rdg_prediction_score (self->service.workspace, 0, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  window_fixture_show (self, self->service.path);
}

/* The window must not outlive its closing: something would hold it. */
void
window_fixture_close (WindowFixture *self)
{
  GtkWindow *window = g_object_ref (GTK_WINDOW (g_steal_pointer (&self->window)));

  gtk_window_destroy (window);
  rdg_test_drop (window, "the window");
  service_fixture_close (&self->service);
}
