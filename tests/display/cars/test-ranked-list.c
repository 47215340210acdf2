/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of cars: order, filter, what it tells of its changes, and a million rows. */
#include <gtk/gtk.h>

#include "rdg-ranked-list.h"
#include "rdg-forecast.h"
#include "rdg-made-up-cars.h"
#include "rdg-test-loop.h"

#define MILLION 1000000

/* Follows the model as a view does, and fails where its story does not add up. */
typedef struct
{
  guint n_items;
  guint emissions;
  guint last_position;
  guint last_removed;
  guint last_added;
  guint largest_mixed;
} Watch;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Watch      *watch)
{
  g_assert_cmpuint (position + removed, <=, watch->n_items);
  watch->n_items = watch->n_items - removed + added;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, watch->n_items);
  watch->emissions++;
  watch->last_position = position;
  watch->last_removed = removed;
  watch->last_added = added;
  if (removed > 0 && added > 0)
    watch->largest_mixed = MAX (watch->largest_mixed, MAX (removed, added));
}

static RdgRankedList *
create_list (gsize  n_cars,
             double threshold,
             Watch *watch)
{
  g_autoptr (RdgRiskList) cars = rdg_made_up_cars (n_cars, n_cars);
  RdgRankedList *list = rdg_ranked_list_new ();

  *watch = (Watch) { 0 };
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), watch);
  rdg_ranked_list_set_cars (list, cars, threshold);

  return list;
}

static gboolean
is_idle (gpointer list)
{
  return !rdg_ranked_list_is_busy (list);
}

static void
settle (RdgRankedList *list)
{
  rdg_test_wait (is_idle, list, "the new order");
}

static RdgCarRow *
get_row (RdgRankedList *list,
         guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (list), position);
}

static void
assert_code (RdgRankedList *list,
             guint       position,
             const char *code)
{
  g_autoptr (RdgCarRow) row = get_row (list, position);

  g_assert_nonnull (row);
  g_assert_cmpstr (rdg_car_row_get_code (row), ==, code);
}

static void
test_natural_order (void)
{
  Watch watch;
  RdgRankedList *list = create_list (1000, 0.75, &watch);

  /* At once, without a thread: the first frame has rows. */
  g_assert_cmpuint (watch.n_items, ==, 1000);
  assert_code (list, 0, "2024-0000000");
  assert_code (list, 1, "2024-0000919");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 1000));
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == RDG_TYPE_CAR_ROW);
  rdg_test_drop (list, "the list");
}

static void
test_sort (void)
{
  Watch watch;
  RdgRankedList *list = create_list (1000, 0.75, &watch);

  rdg_ranked_list_set_sort (list, RDG_CAR_SORT_CODE, FALSE);
  settle (list);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *code = g_strdup_printf ("2024-%07u", i);

      assert_code (list, i, code);
    }

  rdg_ranked_list_set_sort (list, RDG_CAR_SORT_CODE, TRUE);
  settle (list);
  assert_code (list, 0, "2024-0000999");

  /* Equal variants stay in the order of their risk. */
  rdg_ranked_list_set_sort (list, RDG_CAR_SORT_VARIANT, FALSE);
  settle (list);
  for (guint i = 1; i < 1000; i++)
    {
      g_autoptr (RdgCarRow) above = get_row (list, i - 1);
      g_autoptr (RdgCarRow) row = get_row (list, i);
      int order = g_strcmp0 (rdg_car_row_get_variant (above), rdg_car_row_get_variant (row));

      g_assert_cmpint (order, <=, 0);
      if (order == 0)
        g_assert_cmpfloat (rdg_car_row_get_risk (above)->risk, >,
                           rdg_car_row_get_risk (row)->risk);
    }

  rdg_ranked_list_set_sort (list, RDG_CAR_SORT_RISK, FALSE);
  settle (list);
  assert_code (list, 999, "2024-0000000");
  g_assert_cmpuint (watch.n_items, ==, 1000);
  rdg_test_drop (list, "the list");
}

static void
test_filter (void)
{
  Watch watch;
  RdgRankedList *list = create_list (1000, 0.75, &watch);

  rdg_ranked_list_set_search (list, "2024-000001");
  settle (list);
  g_assert_cmpuint (watch.n_items, ==, 10);
  g_assert_true (rdg_ranked_list_is_filtered (list));

  rdg_ranked_list_set_search (list, "no such car");
  settle (list);
  g_assert_cmpuint (watch.n_items, ==, 0);

  rdg_ranked_list_set_search (list, NULL);
  settle (list);
  rdg_ranked_list_set_variant (list, "1.4 High");
  settle (list);
  g_assert_cmpuint (watch.n_items, ==, 334);

  rdg_ranked_list_set_variant (list, NULL);
  rdg_ranked_list_set_long_only (list, TRUE);
  settle (list);
  g_assert_cmpuint (watch.n_items, ==, 251);

  /* The newest question is the one that is answered. */
  rdg_ranked_list_set_search (list, "2024-00000");
  rdg_ranked_list_set_search (list, "2024-0000000");
  settle (list);
  g_assert_cmpuint (watch.n_items, ==, 1);
  rdg_ranked_list_set_long_only (list, FALSE);
  rdg_ranked_list_set_search (list, "");
  settle (list);
  g_assert_cmpuint (watch.n_items, ==, 1000);
  g_assert_false (rdg_ranked_list_is_filtered (list));
  rdg_test_drop (list, "the list");
}

static void
count_cb (gpointer  row,
          guint    *count)
{
  (*count)++;
}

static void
test_threshold (void)
{
  Watch watch;
  RdgRankedList *list = create_list (1000, 0.5, &watch);
  g_autoptr (RdgCarRow) middle = get_row (list, 300);
  RdgForecast forecast;
  guint marks = 0;

  g_signal_connect (middle, "mark-changed", G_CALLBACK (count_cb), &marks);
  g_assert_cmpint (rdg_car_row_get_recommendation (middle), ==, RDG_RECOMMENDATION_LONG);
  g_assert_cmpuint (rdg_ranked_list_get_divider (list), ==, 500);
  rdg_forecast_make (&forecast, rdg_ranked_list_get_cars (list), 0.5);
  g_assert_cmpuint (forecast.n_long, ==, 501);
  g_assert_cmpfloat_with_epsilon (forecast.caught, 375.75, 1e-9);
  g_assert_cmpfloat_with_epsilon (forecast.failures, 500.5, 1);
  /* 501 cars of about 3 in 4: a standard deviation of 9.1. */
  g_assert_cmpfloat_with_epsilon (forecast.caught_high - forecast.caught_low, 35.8, 1);

  /* The line moves; rows that are on the screen follow, and none is replaced. */
  watch.emissions = 0;
  rdg_ranked_list_set_threshold (list, 0.9);
  g_assert_cmpuint (watch.emissions, ==, 0);
  g_assert_cmpuint (marks, ==, 1);
  g_assert_cmpint (rdg_car_row_get_recommendation (middle), ==, RDG_RECOMMENDATION_SHORT);
  g_assert_cmpuint (rdg_ranked_list_get_divider (list), ==, 100);

  g_autoptr (RdgCarRow) divider = get_row (list, 100);

  g_assert_true (rdg_car_row_is_divider (divider));
  g_assert_false (rdg_car_row_is_divider (middle));

  /* In any other order there is no line to draw. */
  rdg_ranked_list_set_sort (list, RDG_CAR_SORT_CODE, FALSE);
  settle (list);
  g_assert_cmpuint (rdg_ranked_list_get_divider (list), ==, G_MAXUINT);
  g_assert_false (rdg_car_row_is_divider (divider));
  rdg_ranked_list_set_threshold (list, 2);
  rdg_forecast_make (&forecast, rdg_ranked_list_get_cars (list), 2);
  g_assert_cmpuint (forecast.n_long, ==, 0);
  g_assert_cmpfloat (forecast.caught_low, ==, 0);
  g_assert_cmpfloat (forecast.caught_high, ==, 0);

  g_clear_object (&divider);
  rdg_test_drop (list, "the list");
}

static void
test_selection (void)
{
  Watch watch;
  RdgRankedList *list = create_list (2000, 0.5, &watch);
  g_autoptr (GtkSingleSelection) selection =
    gtk_single_selection_new (g_object_ref (G_LIST_MODEL (list)));
  g_autoptr (RdgCarRow) chosen = get_row (list, 700);
  gint64 car_id = rdg_car_row_get_car_id (chosen);

  rdg_ranked_list_set_sort (list, RDG_CAR_SORT_CODE, FALSE);
  settle (list);

  /* What the page does: the car is where the list says. */
  guint position = rdg_ranked_list_find (list, car_id);

  g_assert_cmpuint (position, !=, G_MAXUINT);
  gtk_single_selection_set_selected (selection, position);
  g_assert_cmpstr (rdg_car_row_get_code (gtk_single_selection_get_selected_item (selection)), ==,
                   rdg_car_row_get_code (chosen));
  g_assert_cmpuint (rdg_ranked_list_find_code (list, rdg_car_row_get_code (chosen)), ==, position);
  g_assert_cmpuint (rdg_ranked_list_find (list, -1), ==, G_MAXUINT);

  g_clear_object (&selection);
  rdg_test_drop (list, "the list");
}

static void
test_one_car_goes (void)
{
  Watch watch;
  RdgRankedList *list = create_list (5000, 0.5, &watch);
  g_autoptr (RdgRiskList) fewer = rdg_made_up_cars (5000, 1234);

  watch.emissions = 0;
  rdg_ranked_list_set_cars (list, fewer, 0.5);

  /* One row, so that the view stays where it is. */
  g_assert_cmpuint (watch.emissions, ==, 1);
  g_assert_cmpuint (watch.last_position, ==, 1234);
  g_assert_cmpuint (watch.last_removed, ==, 1);
  g_assert_cmpuint (watch.last_added, ==, 0);
  rdg_test_drop (list, "the list");
}

static void
test_no_cars (void)
{
  Watch watch;
  RdgRankedList *list = create_list (0, 0.5, &watch);

  g_assert_cmpuint (watch.n_items, ==, 0);
  g_assert_cmpuint (rdg_ranked_list_get_divider (list), ==, G_MAXUINT);
  rdg_ranked_list_set_sort (list, RDG_CAR_SORT_VARIANT, TRUE);
  settle (list);
  rdg_ranked_list_set_cars (list, NULL, 0.5);
  g_assert_null (rdg_ranked_list_get_cars (list));
  rdg_test_drop (list, "the list");
}

static void
test_dies_while_sorting (void)
{
  Watch watch;
  RdgRankedList *list = create_list (20000, 0.5, &watch);

  rdg_ranked_list_set_sort (list, RDG_CAR_SORT_CODE, TRUE);
  rdg_test_drop (list, "the list");
}

static void
test_a_million (void)
{
  Watch watch;
  RdgRankedList *list = create_list (MILLION, 0.75, &watch);
  gint64 started = g_get_monotonic_time ();

  g_assert_cmpuint (watch.n_items, ==, MILLION);
  rdg_ranked_list_set_sort (list, RDG_CAR_SORT_CODE, FALSE);
  settle (list);
  assert_code (list, 0, "2024-0000000");
  assert_code (list, MILLION - 1, "2024-0999999");
  g_test_message ("sorting a million by code: %.2f s",
                  (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC);

  started = g_get_monotonic_time ();
  rdg_ranked_list_set_search (list, "12345");
  settle (list);
  g_assert_cmpuint (watch.n_items, >, 0);
  g_assert_cmpuint (watch.n_items, <, 1000);
  g_test_message ("searching a million: %.2f s",
                  (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC);

  /* All away, then all there: never a million replaced by a million. */
  g_assert_cmpuint (watch.largest_mixed, <, 1000);
  rdg_test_drop (list, "the list");
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ranked-list/natural-order", test_natural_order);
  g_test_add_func ("/ranked-list/sort", test_sort);
  g_test_add_func ("/ranked-list/filter", test_filter);
  g_test_add_func ("/ranked-list/threshold", test_threshold);
  g_test_add_func ("/ranked-list/selection", test_selection);
  g_test_add_func ("/ranked-list/one-car-goes", test_one_car_goes);
  g_test_add_func ("/ranked-list/no-cars", test_no_cars);
  g_test_add_func ("/ranked-list/dies-while-sorting", test_dies_while_sorting);
  g_test_add_func ("/ranked-list/a-million", test_a_million);

  return g_test_run ();
}
