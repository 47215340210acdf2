/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the list was sorted and filtered last, and codes that are typed wherever the cursor is. */
#include "rdg-cars-page-private.h"
#include "rdg-settings.h"
#include "rdg-test-loop.h"
#include "rdg-window-fixture.h"

static RdgCarsPage *
get_page (WindowFixture *fixture)
{
  return fixture->window->cars_page;
}

static const char *
get_code_at (WindowFixture *fixture,
             guint          position)
{
  g_autoptr (RdgCarRow) row =
    g_list_model_get_item (G_LIST_MODEL (get_page (fixture)->list), position);

  /* The list of cars, which lives on, owns another copy. */
  return g_intern_string (rdg_car_row_get_code (row));
}

static void
test_sort (void)
{
  WindowFixture fixture;
  GSettings *settings;

  window_fixture_open_scored (&fixture);
  settings = rdg_application_get_settings (fixture.application);

  g_autoptr (GtkColumnViewColumn) car =
    g_list_model_get_item (gtk_column_view_get_columns (get_page (&fixture)->view), 0);

  gtk_column_view_sort_by_column (get_page (&fixture)->view, car, GTK_SORT_ASCENDING);
  window_fixture_settle (&fixture);

  g_autofree char *column = g_settings_get_string (settings, RDG_SETTING_SORT_COLUMN);

  g_assert_cmpstr (column, ==, "car");
  g_assert_false (g_settings_get_boolean (settings, RDG_SETTING_SORT_DESCENDING));
  g_assert_cmpstr (get_code_at (&fixture, 0), <, get_code_at (&fixture, 1));

  /* The next window over the same database. */
  gtk_window_destroy (GTK_WINDOW (fixture.window));
  window_fixture_show (&fixture, fixture.service.path);
  for (guint i = 1; i < FIXTURE_WAITING; i++)
    g_assert_cmpstr (get_code_at (&fixture, i - 1), <, get_code_at (&fixture, i));
  window_fixture_close (&fixture);
}

/* Keys cannot press a column's header. */
static void
test_sort_menu (void)
{
  WindowFixture fixture;
  RdgCarsPage *page;

  window_fixture_open_scored (&fixture);
  page = get_page (&fixture);
  gtk_widget_activate_action (GTK_WIDGET (page), "cars.sort-column", "s", "car");
  window_fixture_settle (&fixture);
  g_assert_cmpstr (get_code_at (&fixture, 0), >, get_code_at (&fixture, 1));
  gtk_widget_activate_action (GTK_WIDGET (page), "cars.sort-descending", NULL);
  window_fixture_settle (&fixture);
  g_assert_cmpstr (get_code_at (&fixture, 0), <, get_code_at (&fixture, 1));
  window_fixture_close (&fixture);
}

static void
test_long_only (void)
{
  WindowFixture fixture;
  guint n_long;

  window_fixture_open_scored (&fixture);
  gtk_toggle_button_set_active (get_page (&fixture)->long_button, TRUE);
  window_fixture_settle (&fixture);
  n_long = g_list_model_get_n_items (G_LIST_MODEL (get_page (&fixture)->list));
  g_assert_cmpuint (n_long, >, 0);
  g_assert_cmpuint (n_long, <, FIXTURE_WAITING);

  gtk_window_destroy (GTK_WINDOW (fixture.window));
  window_fixture_show (&fixture, fixture.service.path);
  g_assert_true (gtk_toggle_button_get_active (get_page (&fixture)->long_button));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_page (&fixture)->list)), ==,
                    n_long);
  window_fixture_close (&fixture);
}

static void
test_typing (void)
{
  WindowFixture fixture;
  RdgCarsPage *page;

  window_fixture_open_scored (&fixture);
  page = get_page (&fixture);

  g_assert_true (rdg_cars_page_type (page, GDK_KEY_2, 0));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (page->search_entry)), ==, "2");
  g_assert_true (rdg_cars_page_type (page, GDK_KEY_M, GDK_SHIFT_MASK));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (page->search_entry)), ==, "M");
  /* Neither shortcuts nor what is no code. */
  g_assert_false (rdg_cars_page_type (page, GDK_KEY_m, GDK_CONTROL_MASK));
  g_assert_false (rdg_cars_page_type (page, GDK_KEY_Return, 0));
  g_assert_false (rdg_cars_page_type (page, GDK_KEY_space, 0));

  /* The codes here are digits: F and P are free to mean failed and passed. */
  g_assert_false (_rdg_cars_page_begins_code (page, GDK_KEY_f));
  page->letters = 1u << ('f' - 'a');
  g_assert_true (_rdg_cars_page_begins_code (page, GDK_KEY_f));
  g_assert_true (_rdg_cars_page_begins_code (page, GDK_KEY_F));
  g_assert_false (_rdg_cars_page_begins_code (page, GDK_KEY_p));
  window_fixture_close (&fixture);
}

static gboolean
shows_one (gpointer fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_page (fixture)->list)) == 1
         && rdg_cars_page_get_selected (get_page (fixture)) != NULL
         && !get_page (fixture)->open_found;
}

/* A bar-code reader types a code and Enter before the entry has said that it changed. */
static void
test_bar_code (void)
{
  WindowFixture fixture;
  RdgCarsPage *page;
  const char *code;

  window_fixture_open_scored (&fixture);
  page = get_page (&fixture);
  code = get_code_at (&fixture, 40);
  gtk_editable_set_text (GTK_EDITABLE (page->search_entry), code);
  g_signal_emit_by_name (page->search_entry, "activate");
  rdg_test_wait (shows_one, &fixture, "the car of the code");
  g_assert_cmpstr (rdg_car_row_get_code (rdg_cars_page_get_selected (page)), ==, code);

  g_signal_emit_by_name (page->search_entry, "stop-search");
  window_fixture_settle (&fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (page->list)), ==, FIXTURE_WAITING);
  g_assert_cmpstr (rdg_car_row_get_code (rdg_cars_page_get_selected (page)), ==, code);
  window_fixture_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cars-remembered/sort", test_sort);
  g_test_add_func ("/cars-remembered/sort-menu", test_sort_menu);
  g_test_add_func ("/cars-remembered/long-only", test_long_only);
  g_test_add_func ("/cars-remembered/typing", test_typing);
  g_test_add_func ("/cars-remembered/bar-code", test_bar_code);

  return g_test_run ();
}
