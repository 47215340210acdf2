/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are dropped on the window. */
#include "rdg-import-dialog.h"
#include "rdg-test-loop.h"
#include "rdg-test-widgets.h"
#include "rdg-window-fixture.h"

#include <string.h>

static GtkDropTarget *
find_drop_target (WindowFixture *fixture)
{
  g_autoptr (GListModel) controllers =
    gtk_widget_observe_controllers (GTK_WIDGET (fixture->window->states));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      /* The widget keeps its controllers. */
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }

  g_error ("The window takes nothing that is dropped");
}

static gboolean
drop (WindowFixture *fixture,
      const char    *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));
  g_signal_emit_by_name (find_drop_target (fixture), "drop", &value, 100.0, 100.0, &taken);

  return taken;
}

static void
test_table (void)
{
  WindowFixture fixture;
  const ServiceContent content = { .n_cars = 100, .times = TRUE };
  g_autofree char *path = NULL;
  GtkWidget *dialog;

  window_fixture_open_empty (&fixture);
  path = service_fixture_write_csv (&fixture.service, &content, 0, 100, "2025");
  g_assert_true (drop (&fixture, path));

  /* It is shown what was recognised, and nothing is taken in before a word. */
  dialog = rdg_test_wait_toplevel (RDG_TYPE_IMPORT_DIALOG);
  rdg_test_wait_text (dialog, "Torque");
  rdg_test_click (dialog, "_Import");
  rdg_test_wait_text (dialog, "Rows taken");
  rdg_test_click (dialog, "_Close");
  window_fixture_settle (&fixture);
  window_fixture_close (&fixture);
}

static void
test_database (void)
{
  WindowFixture fixture;
  ServiceFixture other;

  window_fixture_open_empty (&fixture);
  service_fixture_open (&other);
  g_assert_true (drop (&fixture, other.path));
  window_fixture_settle (&fixture);
  g_assert_cmpstr (rdg_workspace_get_path (
                     rdg_app_context_get_workspace (rdg_window_get_context (fixture.window))),
                   ==, other.path);
  window_fixture_close (&fixture);
  service_fixture_close (&other);
}

/* Without a database there is nothing to import into. */
static void
test_refused (void)
{
  WindowFixture fixture;

  service_fixture_open (&fixture.service);

  g_autofree char *letter = g_build_filename (fixture.service.folder, "letter.rodagem", NULL);
  g_autofree char *table = g_build_filename (fixture.service.folder, "cars.csv", NULL);

  g_assert_true (g_file_set_contents (letter, "Dear Sirs, this is no database at all.\n", -1, NULL));
  g_assert_true (g_file_set_contents (table, "car;torque;failed\n1;2;0\n", -1, NULL));
  window_fixture_show (&fixture, letter);
  g_assert_cmpstr (rdg_window_get_state (fixture.window), ==, "problem");
  g_assert_false (gtk_widget_get_visible (fixture.window->try_again_button));
  g_assert_false (drop (&fixture, table));
  window_fixture_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/window-files/table", test_table);
  g_test_add_func ("/window-files/database", test_database);
  g_test_add_func ("/window-files/refused", test_refused);

  return g_test_run ();
}
