/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Cars page on a real, small database: list, card, capacity, search. */
#include "rdg-cars-page-private.h"
#include "rdg-datetime.h"
#include "rdg-forecast.h"
#include "rdg-settings.h"
#include "rdg-test-loop.h"
#include "rdg-window-fixture.h"

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

static void
set_capacity (WindowFixture *fixture,
              int            capacity)
{
  g_settings_set_int (rdg_application_get_settings (fixture->application), RDG_SETTING_CAPACITY,
                      capacity);
}

static guint
count_long (WindowFixture *fixture)
{
  RdgRankedList *list = get_page (fixture)->list;
  RdgForecast forecast;

  rdg_forecast_make (&forecast, rdg_ranked_list_get_cars (list),
                     rdg_ranked_list_get_threshold (list));

  return (guint) forecast.n_long;
}

static void
test_list (void)
{
  WindowFixture fixture;

  window_fixture_open_scored (&fixture);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_page (&fixture)->states), ==, "list");
  g_assert_cmpuint (count_cars (&fixture), ==, FIXTURE_WAITING);
  /* The riskiest car is there to be read without a click. */
  g_assert_nonnull (rdg_cars_page_get_selected (get_page (&fixture)));
  g_assert_cmpuint (get_page (&fixture)->selected_at, ==, 0);

  g_settings_set_boolean (rdg_application_get_settings (fixture.application),
                          RDG_SETTING_SHOW_ALL, TRUE);
  window_fixture_settle (&fixture);
  g_assert_cmpuint (count_cars (&fixture), ==, FIXTURE_WAITING + 600);
  window_fixture_close (&fixture);
}

static void
test_capacity (void)
{
  WindowFixture fixture;
  RdgRankedList *list;
  guint few, many;

  window_fixture_open_scored (&fixture);
  list = get_page (&fixture)->list;
  set_capacity (&fixture, 10);
  few = count_long (&fixture);
  set_capacity (&fixture, 150);
  many = count_long (&fixture);
  g_assert_cmpuint (many, >, few);
  g_assert_cmpuint (rdg_ranked_list_get_divider (list), ==, many - 1);
  window_fixture_close (&fixture);
}

static void
test_card (void)
{
  WindowFixture fixture;
  GtkWidget *verdict;
  guint last;

  window_fixture_open_scored (&fixture);
  set_capacity (&fixture, 80);
  verdict = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (get_page (&fixture)->card),
                                                       RDG_TYPE_CAR_CARD, "verdict"));
  g_assert_true (gtk_widget_has_css_class (verdict, "long-test"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (verdict), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "LONG TEST");

  last = count_cars (&fixture) - 1;
  _rdg_cars_page_select (get_page (&fixture), last);
  g_assert_true (gtk_widget_has_css_class (verdict, "short-test"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (verdict), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "SHORT TEST");

  /* The card follows the line too. */
  set_capacity (&fixture, 100000);
  g_assert_true (gtk_widget_has_css_class (verdict, "long-test"));
  window_fixture_close (&fixture);
}

static GtkLabel *
get_label (WindowFixture *fixture,
           const char    *name)
{
  return GTK_LABEL (gtk_widget_get_template_child (GTK_WIDGET (get_page (fixture)->card),
                                                   RDG_TYPE_CAR_CARD, name));
}

/* Where to look stands under the word, for a car that stands out somewhere, and is spoken with it. */
static void
test_where (void)
{
  gint64 ids[] = { 1, 2 }, since[] = { RDG_DATETIME_NONE, RDG_DATETIME_NONE };
  const char *codes[] = { "2024-0000001", "2024-0000002" }, *none[] = { "", "" };
  const char *zones[] = { "doors", "rear" };
  double usual[] = { 0.02, 0.01 };
  RdgRisk risks[] = { { 0.41, 0.33, 0.5 }, { 0.02, 0.01, 0.03 } };
  RdgRisk zone_risks[] = { { 0.12, 0.1, 0.2 }, { 0.31, 0.2, 0.4 }, { 0.01, 0.01, 0.02 },
                           { 0.005, 0.001, 0.01 } };
  guint8 no[] = { 0, 0 };
  RdgRiskList list = {
    .n_cars = 2, .car_id = ids, .code = codes, .variant = none, .since = since, .risk = risks,
    .recommendation = no, .outcome = no, .past = no, .main_reason = none,
    .n_zones = 2, .zone = zones, .zone_usual = usual, .zone_risk = zone_risks,
  };
  g_autoptr (RdgCarRow) stands_out = rdg_car_row_new (&list, 0);
  g_autoptr (RdgCarRow) usual_one = rdg_car_row_new (&list, 1);
  WindowFixture fixture;
  GtkLabel *where, *numbers;

  window_fixture_open_scored (&fixture);
  where = get_label (&fixture, "where_label");
  numbers = get_label (&fixture, "zones_label");
  /* A table says nothing of zones. */
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (where)));

  rdg_car_row_set_mark (stands_out, RDG_RECOMMENDATION_LONG, FALSE);
  rdg_car_card_set_row (get_page (&fixture)->card, stands_out);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (where)));
  g_assert_cmpstr (gtk_label_get_label (where), ==, "Look at: rear");
  g_assert_cmpstr (gtk_label_get_label (numbers), ==, "rear: 31 in 100, usually 1 in 100");
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (gtk_widget_get_template_child (GTK_WIDGET (get_page (&fixture)->card),
                                                   RDG_TYPE_CAR_CARD, "verdict")),
    GTK_ACCESSIBLE_PROPERTY_LABEL, "LONG TEST. Look at: rear");

  rdg_car_card_set_row (get_page (&fixture)->card, usual_one);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (where)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (numbers)));
  window_fixture_close (&fixture);
}

static void
test_search (void)
{
  WindowFixture fixture;
  RdgCarsPage *page;
  g_autofree char *code = NULL;

  window_fixture_open_scored (&fixture);
  page = get_page (&fixture);
  _rdg_cars_page_select (page, 30);
  code = g_strdup (rdg_car_row_get_code (rdg_cars_page_get_selected (page)));
  _rdg_cars_page_select (page, 0);

  gtk_editable_set_text (GTK_EDITABLE (page->search_entry), code);
  g_signal_emit_by_name (page->search_entry, "search-changed");
  window_fixture_settle (&fixture);
  g_assert_cmpuint (count_cars (&fixture), ==, 1);
  g_assert_cmpstr (rdg_car_row_get_code (rdg_cars_page_get_selected (page)), ==, code);

  gtk_editable_set_text (GTK_EDITABLE (page->search_entry), "no such car");
  g_signal_emit_by_name (page->search_entry, "search-changed");
  window_fixture_settle (&fixture);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (page->list_stack), ==, "no-match");

  gtk_widget_activate_action (GTK_WIDGET (page), "cars.clear-filters", NULL);
  g_signal_emit_by_name (page->search_entry, "search-changed");
  window_fixture_settle (&fixture);
  g_assert_cmpuint (count_cars (&fixture), ==, FIXTURE_WAITING);
  window_fixture_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cars-page/list", test_list);
  g_test_add_func ("/cars-page/capacity", test_capacity);
  g_test_add_func ("/cars-page/card", test_card);
  g_test_add_func ("/cars-page/where", test_where);
  g_test_add_func ("/cars-page/search", test_search);

  return g_test_run ();
}
