/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Data page: importing, what a bad file says, what was left out, undoing. */
#include <glib/gstdio.h>

#include "rdg-data-page-private.h"
#include "rdg-datetime.h"
#include "rdg-import-dialog.h"
#include "rdg-import-item.h"
#include "rdg-model-registry.h"
#include "rdg-prediction-service.h"
#include "rdg-rejects-dialog.h"
#include "rdg-test-loop.h"
#include "rdg-test-page.h"
#include "rdg-test-widgets.h"
#include "rdg-training-service.h"

typedef struct
{
  RdgTestPage  base;
  RdgDataPage *page;
  char        *folder;
} Fixture;

static gboolean
is_loaded (gpointer user_data)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (((RdgDataPage *) user_data)->stack),
                    "loading") != 0;
}

static void
open_page (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("rdg-data-page-XXXXXX", &error);
  g_assert_no_error (error);
  rdg_test_page_open (&self->base, RDG_TYPE_DATA_PAGE, NULL);
  self->page = RDG_DATA_PAGE (self->base.page);
  rdg_test_wait (is_loaded, self->page, "the imports");
}

static void
close_page (Fixture *self)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  rdg_test_page_close (&self->base);
  dir = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
}

static char *
write_file (Fixture    *self,
            const char *name,
            const char *text,
            gssize      length)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (self->folder, name, NULL);

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);

  return path;
}

/* A table of cars; every hundredth row has a cell too many, every fiftieth a torque that is none. */
static char *
write_table (Fixture    *self,
             const char *name,
             guint       n_rows)
{
  g_autoptr (GString) csv = g_string_new ("Car code;Type;Torque [Nm];Speed [rpm];Failed\n");

  for (guint i = 1; i <= n_rows; i++)
    g_string_append_printf (csv, "2026-%07u;%c;%s%u;%u;%u%s\n", i, "LMH"[i % 3],
                            i % 50 == 7 ? "n/a" : "4", i % 23 + 10, 1200 + i % 311, i % 9 == 0,
                            i % 100 == 3 ? ";x" : "");

  return write_file (self, name, csv->str, (gssize) csv->len);
}

static GtkWidget *
open_import (Fixture    *self,
             const char *path)
{
  const char *paths[] = { path, NULL };

  rdg_test_page_activate (&self->base, "import-files", g_variant_new_strv (paths, -1));

  return rdg_test_wait_toplevel (RDG_TYPE_IMPORT_DIALOG);
}

typedef struct
{
  Fixture *fixture;
  guint    n;
} Count;

static gboolean
has_imports (gpointer user_data)
{
  Count *count = user_data;

  return g_list_model_get_n_items (G_LIST_MODEL (count->fixture->page->imports)) == count->n;
}

static void
import (Fixture    *self,
        const char *path)
{
  Count count = { self, g_list_model_get_n_items (G_LIST_MODEL (self->page->imports)) + 1 };
  GtkWidget *dialog = open_import (self, path);

  rdg_test_wait_text (dialog, "Car code");
  rdg_test_click (dialog, "_Import");
  rdg_test_wait_text (dialog, "Rows taken");
  rdg_test_click (dialog, "_Close");
  rdg_test_wait (has_imports, &count, "the import");
}

static const RdgImportRow *
get_import (Fixture *self,
            guint    position)
{
  g_autoptr (RdgImportItem) item =
    g_list_model_get_item (G_LIST_MODEL (self->page->imports), position);

  return rdg_import_item_get_row (item);
}

static void
test_empty (void)
{
  Fixture fixture;

  open_page (&fixture);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture.page->stack), ==, "empty");
  g_assert_nonnull (rdg_test_find_text (GTK_WIDGET (fixture.page), "No Data Yet"));
  close_page (&fixture);
}

static void
check_bad_file (const char *name,
                const char *text,
                gssize      length)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GtkWidget *dialog;

  open_page (&fixture);
  before = service_fixture_dump (&fixture.base.database);
  path = write_file (&fixture, name, text, length);
  dialog = open_import (&fixture, path);
  rdg_test_wait_text (dialog, "This File Cannot Be Imported");
  g_assert_nonnull (rdg_test_find_text (dialog, name));
  g_assert_null (rdg_test_find_button (dialog, "_Import"));
  rdg_test_click (dialog, "_Close");
  after = service_fixture_dump (&fixture.base.database);
  g_assert_cmpstr (before, ==, after);
  close_page (&fixture);
}

static void
test_bad_files (void)
{
  static const char binary[] = "\x7f" "ELF\0\0\0\1\2\3\0\0\0\0\0\0\0\0";

  check_bad_file ("nothing.csv", "", 0);
  check_bad_file ("program.csv", binary, sizeof binary);
  check_bad_file ("head.csv", "Car code;Torque;Failed\n", -1);
}

static void
test_import (void)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  g_autofree char *copy = NULL;
  GtkWidget *dialog;

  open_page (&fixture);
  path = write_table (&fixture, "line.csv", 500);
  import (&fixture, path);
  g_assert_cmpuint (get_import (&fixture, 0)->rows_read, ==, 500);
  g_assert_cmpuint (get_import (&fixture, 0)->rows_rejected, ==, 5);
  g_assert_cmpuint (get_import (&fixture, 0)->rows_taken, ==, 495);
  g_assert_nonnull (rdg_test_find_text (GTK_WIDGET (fixture.page), "line.csv"));
  g_assert_nonnull (rdg_test_find_text (GTK_WIDGET (fixture.page), "5 rejected"));

  /* The same bytes under another name. */
  copy = write_table (&fixture, "line again.csv", 500);
  dialog = open_import (&fixture, copy);
  rdg_test_wait_text (dialog, "Car code");
  rdg_test_click (dialog, "_Import");
  rdg_test_wait_text (dialog, "already in");
  rdg_test_click (dialog, "_Close");
  close_page (&fixture);
}

/* Closing the dialog while it imports is cancelling, and the dialog says so. */
static void
test_cancel (void)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GtkWidget *dialog;

  open_page (&fixture);
  path = write_table (&fixture, "long.csv", 30000);
  before = service_fixture_dump (&fixture.base.database);
  dialog = open_import (&fixture, path);
  rdg_test_wait_text (dialog, "Car code");
  rdg_test_click (dialog, "_Import");
  gtk_window_close (GTK_WINDOW (dialog));
  rdg_test_wait_text (dialog, "The import was cancelled");
  after = service_fixture_dump (&fixture.base.database);
  g_assert_cmpstr (before, ==, after);
  g_assert_nonnull (rdg_test_find_button (dialog, "_Import"));
  close_page (&fixture);
}

/* One bad file keeps no good one out, but nothing comes in before the user has seen it. */
static void
test_several (void)
{
  Fixture fixture;
  Count count = { &fixture, 2 };
  g_autofree char *one = NULL;
  g_autofree char *bad = NULL;
  g_autofree char *two = NULL;
  GtkWidget *dialog;

  open_page (&fixture);
  one = write_table (&fixture, "one.csv", 100);
  bad = write_file (&fixture, "bad.csv", "", 0);
  two = write_table (&fixture, "two.csv", 150);
  const char *paths[] = { one, bad, two };

  rdg_test_page_activate (&fixture.base, "import-files", g_variant_new_strv (paths, 3));
  dialog = rdg_test_wait_toplevel (RDG_TYPE_IMPORT_DIALOG);
  rdg_test_wait_text (dialog, "bad.csv");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.page->imports)), ==, 0);
  g_assert_nonnull (rdg_test_find_text (dialog, "one.csv"));
  rdg_test_click (dialog, "_Import");
  rdg_test_wait (has_imports, &count, "both imports");
  rdg_test_wait_text (dialog, "Rows taken");
  close_page (&fixture);
}

typedef struct
{
  GListModel *model;
  guint       n;
} Rows;

static gboolean
has_rows (gpointer user_data)
{
  Rows *rows = user_data;

  return g_list_model_get_n_items (rows->model) == rows->n;
}

static gboolean
is_written (gpointer user_data)
{
  return g_file_test (user_data, G_FILE_TEST_EXISTS);
}

static void
test_rejects (void)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  g_autofree char *out = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GtkStringList) first = NULL;
  g_auto (GStrv) lines = NULL;
  Rows rows = { NULL, 15 };
  GtkWidget *dialog;

  open_page (&fixture);
  path = write_table (&fixture, "line.csv", 500);
  import (&fixture, path);
  g_assert_cmpuint (get_import (&fixture, 0)->cells_dropped, ==, 10);

  rdg_test_page_activate (&fixture.base, "rejects",
                          g_variant_new_int64 (get_import (&fixture, 0)->import_id));
  dialog = rdg_test_wait_toplevel (RDG_TYPE_REJECTS_DIALOG);
  rows.model = rdg_rejects_dialog_get_model (RDG_REJECTS_DIALOG (dialog));
  rdg_test_wait (has_rows, &rows, "the rejects");
  first = g_list_model_get_item (rows.model, 0);
  g_assert_cmpstr (gtk_string_list_get_string (first, 0), ==, "4");

  out = g_build_filename (fixture.folder, "out.csv", NULL);
  file = g_file_new_for_path (out);
  rdg_rejects_dialog_export (RDG_REJECTS_DIALOG (dialog), file);
  rdg_test_wait (is_written, out, "the export");
  rdg_test_wait_text (dialog, "was written");
  g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 15 + 1);
  g_assert_cmpstr (lines[0], ==, "line,column,reason,text");
  close_page (&fixture);
}

static gboolean
is_undone (gpointer user_data)
{
  return get_import (user_data, 0)->state == RDG_IMPORT_UNDONE;
}

static void
test_undo (void)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  GtkWidget *dialog;

  open_page (&fixture);
  path = write_table (&fixture, "line.csv", 300);
  import (&fixture, path);
  rdg_test_page_activate (&fixture.base, "undo",
                          g_variant_new_int64 (get_import (&fixture, 0)->import_id));
  dialog = rdg_test_wait_toplevel (ADW_TYPE_MESSAGE_DIALOG);
  rdg_test_click (dialog, "_Undo Import");
  rdg_test_wait (is_undone, &fixture, "the undoing");
  rdg_test_wait_text (GTK_WIDGET (fixture.page), "Undone");

  /* The file can come again. */
  import (&fixture, path);
  close_page (&fixture);
}

static guint
count_scored (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgRiskList) list = rdg_prediction_list (self->base.database.workspace, 0, TRUE,
                                                      RDG_DATETIME_NONE, NULL, &error);

  g_assert_no_error (error);

  return (guint) list->n_scored;
}

static gboolean
all_are_scored (gpointer user_data)
{
  return count_scored (user_data) == 297;
}

/* Cars that an undone import had touched are scored anew by themselves. */
static void
test_undo_scores (void)
{
  Fixture fixture;
  RdgTrainingOptions options;
  RdgTrainingReport *report;
  g_autofree char *path = NULL;
  g_autofree char *extra = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;

  open_page (&fixture);
  path = write_table (&fixture, "line.csv", 300);
  import (&fixture, path);
  rdg_training_options_init (&options);
  options.n_trees = 60;
  options.n_bootstrap = 0;
  report = rdg_training_service_run (fixture.base.database.workspace, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (rdg_model_registry_promote (fixture.base.database.workspace, report->model_id, "one",
                                             NULL, &error));
  rdg_training_report_free (report);

  extra = write_file (&fixture, "extra.csv",
                      "Car code;Weight [kg]\n2026-0000001;1100\n2026-0000002;1200\n2026-0000004;1190\n",
                      -1);
  import (&fixture, extra);
  rdg_test_wait (all_are_scored, &fixture, "the scores after the import");
  rdg_test_page_wait_for_jobs (&fixture.base);

  rdg_test_page_activate (&fixture.base, "undo",
                          g_variant_new_int64 (get_import (&fixture, 0)->import_id));
  dialog = rdg_test_wait_toplevel (ADW_TYPE_MESSAGE_DIALOG);
  rdg_test_click (dialog, "_Undo Import");
  rdg_test_wait (is_undone, &fixture, "the undoing");
  rdg_test_wait (all_are_scored, &fixture, "the scores after the undoing");
  rdg_test_page_wait_for_jobs (&fixture.base);
  close_page (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  rdg_test_page_init (&argc, &argv);

  g_test_add_func ("/data-page/empty", test_empty);
  g_test_add_func ("/data-page/bad-files", test_bad_files);
  g_test_add_func ("/data-page/import", test_import);
  g_test_add_func ("/data-page/cancel", test_cancel);
  g_test_add_func ("/data-page/several", test_several);
  g_test_add_func ("/data-page/rejects", test_rejects);
  g_test_add_func ("/data-page/undo", test_undo);
  g_test_add_func ("/data-page/undo-scores", test_undo_scores);

  return g_test_run ();
}
