/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of road tests, written back from the Cars page: at once, and while an import runs. */
#include "rdg-cars-page-private.h"
#include "rdg-store.h"
#include "rdg-test-loop.h"
#include "rdg-test-widgets.h"
#include "rdg-window-fixture.h"

#include <string.h>

static RdgCarsPage *
get_page (WindowFixture *fixture)
{
  return fixture->window->cars_page;
}

static guint
count_cars (WindowFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_page (fixture)->list));
}

static gboolean
one_has_gone (gpointer fixture)
{
  return count_cars (fixture) == FIXTURE_WAITING - 1;
}

static gboolean
all_are_back (gpointer fixture)
{
  return count_cars (fixture) == FIXTURE_WAITING;
}

static void
test_at_once (void)
{
  WindowFixture fixture;
  RdgCarsPage *page;
  g_autofree char *code = NULL;
  g_autofree char *next = NULL;

  window_fixture_open_scored (&fixture);
  page = get_page (&fixture);
  _rdg_cars_page_select (page, 6);
  next = g_strdup (rdg_car_row_get_code (rdg_cars_page_get_selected (page)));
  _rdg_cars_page_select (page, 5);
  code = g_strdup (rdg_car_row_get_code (rdg_cars_page_get_selected (page)));

  gtk_widget_activate_action (GTK_WIDGET (page), "cars.record-outcome", "s", "failed");
  rdg_test_wait (one_has_gone, &fixture, "the recorded result");
  /* The next car is there for the next result. */
  g_assert_cmpstr (rdg_car_row_get_code (rdg_cars_page_get_selected (page)), ==, next);
  g_assert_cmpuint (rdg_ranked_list_find_code (page->list, code), ==, G_MAXUINT);

  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.take-outcome-back", "s", code);
  rdg_test_wait (all_are_back, &fixture, "the car that is back");
  g_assert_cmpuint (rdg_ranked_list_find_code (page->list, code), ==, 5);
  window_fixture_settle (&fixture);
  window_fixture_close (&fixture);
}

typedef struct
{
  RdgWorkspace *workspace;
  int           holds;     /* atomic: the database is held */
  int           done;      /* atomic: let it go */
} Import;

/* As a long import does: begun, and not committed for longer than anybody waits for a database. */
static gpointer
hold_func (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  Import *import = data;
  RdgStore *store = rdg_workspace_open_store (import->workspace, RDG_STORE_WRITE, error);

  g_assert_nonnull (store);
  g_assert_true (rdg_store_begin (store, error));
  g_atomic_int_set (&import->holds, TRUE);
  while (!g_atomic_int_get (&import->done))
    g_usleep (1000);
  rdg_store_close (store);

  return GINT_TO_POINTER (TRUE);
}

static gboolean
is_held (gpointer data)
{
  return g_atomic_int_get (&((Import *) data)->holds);
}

static gboolean
is_never (gpointer data)
{
  return FALSE;
}

static const char *
get_card_text (RdgCarsPage *page)
{
  return gtk_label_get_label (GTK_LABEL (gtk_widget_get_template_child (GTK_WIDGET (page->card),
                                                                        RDG_TYPE_CAR_CARD,
                                                                        "outcome_label")));
}

static void
test_during_import (void)
{
  WindowFixture fixture;
  RdgCarsPage *page;
  g_autoptr (RdgJob) job = rdg_job_new ("Import “much.csv”");
  GtkWidget *button;

  window_fixture_open_scored (&fixture);
  page = get_page (&fixture);
  rdg_test_spin (500);
  button = rdg_test_find_button (GTK_WIDGET (page->card), "_Failed");
  _rdg_cars_page_select (page, 5);
  g_assert_true (gtk_widget_is_sensitive (button));

  RdgAppContext *context = rdg_window_get_context (fixture.window);
  Import import = { .workspace = rdg_app_context_get_workspace (context) };

  rdg_app_context_start_job (context, job, RDG_START_JOB_WRITES, hold_func, &import, NULL, NULL,
                             NULL, NULL);
  rdg_test_wait (is_held, &import, "the import");

  gtk_widget_activate_action (GTK_WIDGET (page), "cars.record-outcome", "s", "failed");
  g_assert_false (gtk_widget_is_sensitive (button));

  /* Longer than a connection waits for another: no failure, and the card says what it waits for. */
  rdg_test_wait_for (is_never, NULL, 6000);
  g_assert_cmpuint (count_cars (&fixture), ==, FIXTURE_WAITING);
  g_assert_nonnull (strstr (get_card_text (page), "much.csv"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rdg_app_context_get_jobs (context))),
                    ==, 2);

  /* The next driver's car is no worse for it. */
  _rdg_cars_page_select (page, 6);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_null (strstr (get_card_text (page), "much.csv"));

  g_atomic_int_set (&import.done, TRUE);
  rdg_test_wait (one_has_gone, &fixture, "the recorded result");
  g_assert_cmpuint (page->selected_at, ==, 5);
  g_assert_cmpuint (g_hash_table_size (page->recordings), ==, 0);
  window_fixture_settle (&fixture);
  window_fixture_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cars-outcome/at-once", test_at_once);
  g_test_add_func ("/cars-outcome/during-import", test_during_import);

  return g_test_run ();
}
