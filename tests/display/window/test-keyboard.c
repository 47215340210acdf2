/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the mouse can press, the Tab key reaches: on every page. */
#include "rdg-test-loop.h"
#include "rdg-window-fixture.h"

/* More presses than any page needs to come round. */
#define MANY 300

static gboolean
is_inside (GtkWidget *widget,
           GType      type)
{
  return gtk_widget_get_ancestor (widget, type) != NULL;
}

/* The window's own controls belong to the window manager's keys, a number's + and - to the arrow keys;
 * what sorts is in the menu beside the list. */
static gboolean
is_control (GtkWidget *widget)
{
  return (GTK_IS_BUTTON (widget) || GTK_IS_TEXT (widget) || GTK_IS_SWITCH (widget))
         && gtk_widget_is_sensitive (widget)
         && !is_inside (widget, GTK_TYPE_WINDOW_CONTROLS)
         && !is_inside (widget, GTK_TYPE_POPOVER)
         && !(GTK_IS_BUTTON (widget) && is_inside (widget, GTK_TYPE_SPIN_BUTTON));
}

static void
collect (GtkWidget *widget,
         GPtrArray *controls)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (is_control (widget))
    g_ptr_array_add (controls, widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, controls);
}

static void
check_page (GtkWindow  *window,
            const char *page)
{
  g_autoptr (GPtrArray) controls = g_ptr_array_new ();
  g_autoptr (GHashTable) reached = g_hash_table_new (NULL, NULL);

  rdg_window_show_page (RDG_WINDOW (window), page);
  rdg_test_spin (400);
  collect (GTK_WIDGET (window), controls);
  g_assert_cmpuint (controls->len, >, 4);

  for (guint i = 0; i < MANY; i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
      for (GtkWidget *focus = gtk_window_get_focus (window); focus != NULL;
           focus = gtk_widget_get_parent (focus))
        g_hash_table_add (reached, focus);
    }

  for (guint i = 0; i < controls->len; i++)
    {
      GtkWidget *control = controls->pdata[i];

      if (!g_hash_table_contains (reached, control))
        g_error ("On the page %s, Tab never reaches the %s “%s” (%s)", page,
                 G_OBJECT_TYPE_NAME (control),
                 GTK_IS_BUTTON (control) && gtk_button_get_label (GTK_BUTTON (control)) != NULL
                   ? gtk_button_get_label (GTK_BUTTON (control)) : "",
                 gtk_widget_get_tooltip_text (control));
    }
}

static void
test_empty (void)
{
  WindowFixture fixture;

  window_fixture_open_empty (&fixture);
  check_page (GTK_WINDOW (fixture.window), "cars");
  check_page (GTK_WINDOW (fixture.window), "models");
  check_page (GTK_WINDOW (fixture.window), "data");
  window_fixture_close (&fixture);
}

static void
test_scored (void)
{
  WindowFixture fixture;

  window_fixture_open_scored (&fixture);
  check_page (GTK_WINDOW (fixture.window), "cars");
  check_page (GTK_WINDOW (fixture.window), "models");
  check_page (GTK_WINDOW (fixture.window), "data");
  window_fixture_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyboard/empty", test_empty);
  g_test_add_func ("/keyboard/scored", test_scored);

  return g_test_run ();
}
