/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences change the settings, and the settings the preferences. */
#include "rdg-preferences.h"
#include "rdg-settings.h"
#include "rdg-test-page.h"
#include "rdg-test-widgets.h"

static GtkSpinButton *
find_spin (GtkWidget  *window,
           const char *row)
{
  GtkWidget *title = rdg_test_find_text (window, row);

  g_assert_nonnull (title);

  return GTK_SPIN_BUTTON (rdg_test_find_type (gtk_widget_get_ancestor (title, ADW_TYPE_ACTION_ROW),
                                              GTK_TYPE_SPIN_BUTTON));
}

static GtkCheckButton *
find_choice (GtkWidget  *window,
             const char *row)
{
  GtkWidget *title = rdg_test_find_text (window, row);

  return GTK_CHECK_BUTTON (rdg_test_find_type (gtk_widget_get_ancestor (title, ADW_TYPE_ACTION_ROW),
                                               GTK_TYPE_CHECK_BUTTON));
}

static void
test_both_ways (void)
{
  g_autoptr (GSettings) settings = rdg_settings_new ();
  GtkWidget *window = GTK_WIDGET (rdg_preferences_new (NULL, settings));
  RdgOperatingPoint point;

  gtk_window_present (GTK_WINDOW (window));
  rdg_test_wait_text (window, "Long tests a shift");

  gtk_spin_button_set_value (find_spin (window, "Long tests a shift"), 45);
  gtk_check_button_set_active (find_choice (window, "By costs"), TRUE);
  gtk_spin_button_set_value (find_spin (window, "A failure that escapes"), 25.5);
  rdg_settings_get_operating_point (settings, &point);
  g_assert_cmpint (point.kind, ==, RDG_OPERATING_POINT_COSTS);
  g_assert_cmpfloat (point.capacity, ==, 45);
  g_assert_cmpfloat (point.cost_escape, ==, 25.5);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (find_spin (window, "Long tests a shift"))));

  g_settings_set_string (settings, RDG_SETTING_OPERATING_POINT, "capacity");
  g_assert_true (gtk_check_button_get_active (find_choice (window, "By capacity")));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (find_spin (window, "Long tests a shift"))));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  rdg_test_page_init (&argc, &argv);

  g_test_add_func ("/preferences/both-ways", test_both_ways);

  return g_test_run ();
}
