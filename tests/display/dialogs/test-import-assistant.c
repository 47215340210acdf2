/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The import assistant: roles, rejects in the first rows, saved mappings, layouts, the report. */
#include <glib/gstdio.h>

#include "rdg-column-item.h"
#include "rdg-data-page.h"
#include "rdg-dialect-row.h"
#include "rdg-import-dialog.h"
#include "rdg-import-report-view.h"
#include "rdg-inspection-view.h"
#include "rdg-mapping-row.h"
#include "rdg-plant-review.h"
#include "rdg-positions-dialog.h"
#include "rdg-preview-table.h"
#include "rdg-test-loop.h"
#include "rdg-test-page.h"
#include "rdg-test-widgets.h"

typedef struct
{
  RdgTestPage base;
  char       *folder;
} Fixture;

static void
open_page (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("rdg-assistant-XXXXXX", &error);
  g_assert_no_error (error);
  rdg_test_page_open (&self->base, RDG_TYPE_DATA_PAGE, NULL);
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

/* Row 8 has a torque that is none, row 14 a cell too many. */
static char *
write_table (Fixture    *self,
             const char *name,
             guint       first,
             guint       n_rows)
{
  g_autoptr (GString) csv = g_string_new ("Car code;Type;Torque [Nm];Failed\n");
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (self->folder, name, NULL);

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (csv, "2026-%07u;%c;%s%u;%u%s\n", first + i, "LMH"[i % 3],
                            i == 6 ? "n/a" : "", i % 23 + 10, i % 9 == 0, i == 12 ? ";x" : "");
  g_file_set_contents (path, csv->str, -1, &error);
  g_assert_no_error (error);

  return path;
}

static GtkWidget *
open_assistant (Fixture    *self,
                const char *path)
{
  const char *paths[] = { path, NULL };
  GtkWidget *dialog;

  rdg_test_page_activate (&self->base, "import-files", g_variant_new_strv (paths, -1));
  dialog = rdg_test_wait_toplevel (RDG_TYPE_IMPORT_DIALOG);
  rdg_test_wait_text (dialog, "Car code");

  return dialog;
}

static RdgImportFile *
get_file (GtkWidget *dialog)
{
  return rdg_inspection_view_get_file (
    RDG_INSPECTION_VIEW (rdg_test_find_type (dialog, RDG_TYPE_INSPECTION_VIEW)));
}

static void
set_role (GtkWidget  *dialog,
          const char *column,
          RdgRole     role)
{
  GListModel *columns = rdg_import_file_get_columns (get_file (dialog));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (RdgColumnItem) item = g_list_model_get_item (columns, i);

      if (g_str_equal (rdg_column_item_get_name (item), column))
        {
          g_object_set (item, "role", role, NULL);
          return;
        }
    }
  g_assert_not_reached ();
}

static RdgRole
get_role (GtkWidget  *dialog,
          const char *column)
{
  GListModel *columns = rdg_import_file_get_columns (get_file (dialog));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (RdgColumnItem) item = g_list_model_get_item (columns, i);

      if (g_str_equal (rdg_column_item_get_name (item), column))
        return rdg_column_item_get_role (item);
    }
  g_assert_not_reached ();
}

/* What would be rejected stands in its row, and follows the roles. */
static void
test_first_rows (void)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  GtkWidget *dialog, *stack;

  open_page (&fixture);
  path = write_table (&fixture, "line.csv", 1, 200);
  dialog = open_assistant (&fixture, path);
  stack = rdg_test_find_type (dialog, GTK_TYPE_STACK_SWITCHER);
  gtk_stack_set_visible_child_name (gtk_stack_switcher_get_stack (GTK_STACK_SWITCHER (stack)),
                                    "rows");
  rdg_test_wait_text (dialog, "Of the first 50 rows, 1 would be rejected; 1 cells");

  set_role (dialog, "Torque [Nm]", RDG_ROLE_IGNORE);
  rdg_test_wait_text (dialog, "1 would be rejected; 0 cells");
  set_role (dialog, "Torque [Nm]", RDG_ROLE_LABEL);
  rdg_test_wait_text (dialog, "the whole file would be refused");
  close_page (&fixture);
}

static void
save_mapping (GtkWidget  *dialog,
              const char *name)
{
  GtkWidget *row = rdg_test_find_type (dialog, RDG_TYPE_MAPPING_ROW);
  GtkWidget *question;

  g_assert_true (gtk_widget_activate_action (row, "mapping.save", NULL));
  question = rdg_test_wait_toplevel (ADW_TYPE_MESSAGE_DIALOG);
  gtk_editable_set_text (GTK_EDITABLE (rdg_test_find_type (question, ADW_TYPE_ENTRY_ROW)), name);
  rdg_test_click (question, "_Save");
}

/* A second file with the same header gets what was saved for the first, until it is forgotten. */
static void
test_mappings (void)
{
  Fixture fixture;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  GtkWidget *dialog, *row;

  open_page (&fixture);
  one = write_table (&fixture, "one.csv", 1, 100);
  two = write_table (&fixture, "two.csv", 501, 100);

  dialog = open_assistant (&fixture, one);
  g_assert_nonnull (rdg_test_find_text (dialog, "As recognised."));
  set_role (dialog, "Type", RDG_ROLE_BLOCKED);
  rdg_test_wait_text (dialog, "As recognised, changed by you.");
  save_mapping (dialog, "Line_1");
  rdg_test_wait_text (dialog, "As the mapping “Line_1” says, saved for this header.");
  g_assert_cmpint (get_role (dialog, "Type"), ==, RDG_ROLE_BLOCKED);
  gtk_window_close (GTK_WINDOW (dialog));

  dialog = open_assistant (&fixture, two);
  g_assert_nonnull (rdg_test_find_text (dialog, "As the mapping “Line_1” says"));
  g_assert_cmpint (get_role (dialog, "Type"), ==, RDG_ROLE_BLOCKED);

  row = rdg_test_find_type (dialog, RDG_TYPE_MAPPING_ROW);
  g_assert_true (gtk_widget_activate_action (row, "mapping.use", "s", ""));
  rdg_test_wait_text (dialog, "As recognised.");
  g_assert_cmpint (get_role (dialog, "Type"), ==, RDG_ROLE_CATEGORY);
  g_assert_true (gtk_widget_activate_action (row, "mapping.use", "s", "Line_1"));
  rdg_test_wait_text (dialog, "As the mapping “Line_1” says");

  /* The name goes; what the columns mean stays. */
  g_assert_true (gtk_widget_activate_action (row, "mapping.forget", "s", "Line_1"));
  rdg_test_wait_text (dialog, "As recognised");
  g_assert_cmpint (get_role (dialog, "Type"), ==, RDG_ROLE_BLOCKED);
  gtk_window_close (GTK_WINDOW (dialog));

  dialog = open_assistant (&fixture, one);
  g_assert_cmpint (get_role (dialog, "Type"), ==, RDG_ROLE_CATEGORY);
  close_page (&fixture);
}

/* A layout that the header does not have is refused in a sentence, and all stays as it was. */
static void
test_layout (void)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  GtkWidget *dialog;
  GtkDropDown *layouts;

  open_page (&fixture);
  path = write_table (&fixture, "line.csv", 1, 60);
  dialog = open_assistant (&fixture, path);
  layouts = GTK_DROP_DOWN (rdg_test_find_type (dialog, GTK_TYPE_DROP_DOWN));
  g_assert_cmpuint (gtk_drop_down_get_selected (layouts), ==, RDG_LAYOUT_TABLE);

  set_role (dialog, "Type", RDG_ROLE_IGNORE);
  gtk_drop_down_set_selected (layouts, RDG_LAYOUT_PREDICT);
  rdg_test_wait_text (dialog, "this is not the header");
  g_assert_cmpuint (gtk_drop_down_get_selected (layouts), ==, RDG_LAYOUT_TABLE);
  g_assert_cmpint (get_role (dialog, "Type"), ==, RDG_ROLE_IGNORE);
  g_assert_nonnull (rdg_test_find_button (dialog, "_Import"));
  close_page (&fixture);
}

static GtkDropDown *
find_choice (GtkWidget  *dialog,
             const char *title)
{
  GtkWidget *row = rdg_test_find_type (dialog, RDG_TYPE_DIALECT_ROW);

  return GTK_DROP_DOWN (gtk_widget_get_next_sibling (rdg_test_find_text (row, title)));
}

static void
select_word (GtkDropDown *choice,
             const char  *word)
{
  GListModel *words = gtk_drop_down_get_model (choice);

  for (guint i = 0; i < g_list_model_get_n_items (words); i++)
    if (strstr (gtk_string_list_get_string (GTK_STRING_LIST (words), i), word) != NULL)
      {
        gtk_drop_down_set_selected (choice, i);
        return;
      }
  g_assert_not_reached ();
}

static gboolean
is_comma (gpointer user_data)
{
  return rdg_import_file_get_inspection (get_file (user_data))->dialect.decimal_mark == ',';
}

/* Letters and decimals that were not found rightly; what is shown is what comes in. */
static void
test_dialect (void)
{
  Fixture fixture;
  g_autoptr (GString) csv = g_string_new ("Car code;Sa\xa1" "da;Torque\n");
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) imports = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog, *stack;

  open_page (&fixture);
  for (guint i = 0; i < 40; i++)
    g_string_append_printf (csv, "2026-%07u;M\x82" "dia;%u.%u\n", i, 40 + i % 9, i % 7);
  path = g_build_filename (fixture.folder, "dos.csv", NULL);
  g_file_set_contents (path, csv->str, -1, &error);
  g_assert_no_error (error);

  dialog = open_assistant (&fixture, path);
  g_assert_null (rdg_test_find_text (dialog, "Sa\u00edda"));
  select_word (find_choice (dialog, "Letters"), "DOS");
  rdg_test_wait_text (dialog, "Sa\u00edda");
  rdg_test_wait_text (dialog, "IBM850");
  g_assert_cmpstr (((GStrv) rdg_import_file_get_inspection (get_file (dialog))->first_rows->pdata[0])[1],
                   ==, "M\u00e9dia");

  /* The letters stay as they were chosen. */
  select_word (find_choice (dialog, "Decimals"), "comma");
  rdg_test_wait (is_comma, dialog, "the comma");
  g_assert_nonnull (rdg_test_find_text (dialog, "IBM850"));
  set_role (dialog, "Torque", RDG_ROLE_NUMERIC);
  stack = rdg_test_find_type (dialog, GTK_TYPE_STACK_SWITCHER);
  gtk_stack_set_visible_child_name (gtk_stack_switcher_get_stack (GTK_STACK_SWITCHER (stack)), "rows");
  rdg_test_wait_text (dialog, "0 would be rejected; 40 cells");
  rdg_test_click (dialog, "_Import");
  rdg_test_wait_text (dialog, "Rows taken");
  imports = rdg_import_list (fixture.base.database.workspace, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (((RdgImportRow *) imports->pdata[0])->rows_taken, ==, 40);
  g_assert_cmpuint (((RdgImportRow *) imports->pdata[0])->cells_dropped, ==, 40);
  close_page (&fixture);
}

static gboolean
is_written (gpointer user_data)
{
  return g_file_test (user_data, G_FILE_TEST_EXISTS);
}

static char *
export_report (Fixture         *self,
               GtkWidget       *dialog,
               RdgReportFormat  format)
{
  g_autofree char *name = g_strconcat ("report.", rdg_report_format_get_ending (format), NULL);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;

  rdg_import_report_view_export (
    RDG_IMPORT_REPORT_VIEW (rdg_test_find_type (dialog, RDG_TYPE_IMPORT_REPORT_VIEW)), file, format);
  rdg_test_wait (is_written, path, "the report");
  rdg_test_wait_text (dialog, name);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return g_steal_pointer (&text);
}

static void
test_report (void)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *json = NULL;
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  open_page (&fixture);
  path = write_table (&fixture, "a, b.csv", 1, 100);
  dialog = open_assistant (&fixture, path);
  rdg_test_click (dialog, "_Import");
  rdg_test_wait_text (dialog, "Rows taken");
  g_assert_nonnull (rdg_test_find_text (dialog, "failed ·"));

  csv = export_report (&fixture, dialog, RDG_REPORT_CSV);
  g_assert_true (g_str_has_prefix (csv, "file,layout,import_id,"));
  g_assert_nonnull (strstr (csv, "\n\"a, b.csv\",table,1,0,100,99,0,1,1,99,99,,,"));
  json = export_report (&fixture, dialog, RDG_REPORT_JSON);
  g_assert_nonnull (strstr (json, "\"rows_taken\" : 99"));
  g_assert_nonnull (strstr (json, "\"already_imported\" : null"));
  text = export_report (&fixture, dialog, RDG_REPORT_TEXT);
  g_assert_nonnull (strstr (text, "Rows taken: 99\n"));
  close_page (&fixture);
}

typedef struct
{
  guint n_toasts;
} Toasts;

static gboolean
has_toast (gpointer user_data)
{
  return ((Toasts *) user_data)->n_toasts > 0;
}

static void
toast_cb (RdgAppContext *context,
          AdwToast      *toast,
          Toasts        *toasts)
{
  g_assert_nonnull (strstr (adw_toast_get_title (toast), "rows taken"));
  toasts->n_toasts++;
}

/* The dialog can go; a second file can be chosen while the first is still coming in. */
static void
test_background (void)
{
  Fixture fixture;
  Toasts toasts = { 0 };
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  GtkWidget *dialog;

  open_page (&fixture);
  g_signal_connect (fixture.base.context, "toast", G_CALLBACK (toast_cb), &toasts);
  one = write_table (&fixture, "one.csv", 1, 40000);
  two = write_table (&fixture, "two.csv", 100001, 100);
  dialog = open_assistant (&fixture, one);
  rdg_test_click (dialog, "_Import");
  rdg_test_click (dialog, "Continue in the _Background");

  dialog = open_assistant (&fixture, two);
  rdg_test_click (dialog, "_Import");
  rdg_test_wait_text (dialog, "Rows taken");
  rdg_test_wait (has_toast, &toasts, "word of the first import");
  rdg_test_wait_text (GTK_WIDGET (fixture.base.page), "one.csv");
  rdg_test_wait_text (GTK_WIDGET (fixture.base.page), "two.csv");
  close_page (&fixture);
  g_assert_cmpuint (toasts.n_toasts, ==, 1);
}

typedef struct
{
  RdgWorkspace *workspace;
  const char   *code;
  const char   *hall;
} Mark;

static gboolean
is_marked (gpointer user_data)
{
  Mark *mark = user_data;
  g_autoptr (GPtrArray) positions = rdg_plant_list_positions (mark->workspace, NULL);

  for (guint i = 0; i < positions->len; i++)
    {
      const RdgPositionRow *position = positions->pdata[i];

      if (g_str_equal (position->code, mark->code))
        return g_str_equal (position->hall, mark->hall);
    }

  return FALSE;
}

/* A code that nobody knew is taken, shown first, and can be given a hall. */
static void
test_positions (void)
{
  Fixture fixture;
  g_autoptr (GString) csv = g_string_new ("KNR,STATUS,DATA\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  GtkWidget *dialog, *row;
  Mark mark = { NULL, "X999", "ZP7" };

  open_page (&fixture);
  path = g_build_filename (fixture.folder, "status.csv", NULL);
  for (guint i = 0; i < 40; i++)
    g_string_append_printf (csv, "2026-%07u,%s,2026-02-03 %02u:00:00\n", i / 4,
                            ((const char *[]) { "R750", "X999", "M700", "M710" })[i % 4], i % 4 + 8);
  g_file_set_contents (path, csv->str, -1, &error);
  g_assert_no_error (error);

  const char *paths[] = { path, NULL };

  rdg_test_page_activate (&fixture.base, "import-files", g_variant_new_strv (paths, -1));
  dialog = rdg_test_wait_toplevel (RDG_TYPE_IMPORT_DIALOG);
  rdg_test_wait_text (dialog, "STATUS, positions passed");
  rdg_test_click (dialog, "_Import");
  rdg_test_wait_text (dialog, "Rows taken");
  rdg_test_click (dialog, "_Close");
  rdg_test_wait_text (GTK_WIDGET (fixture.base.page), "There is no failure file yet");

  rdg_test_click (GTK_WIDGET (fixture.base.page), "_Positions…");
  dialog = rdg_test_wait_toplevel (RDG_TYPE_POSITIONS_DIALOG);
  rdg_test_wait_text (dialog, "X999");
  row = gtk_widget_get_ancestor (rdg_test_find_text (dialog, "X999"), GTK_TYPE_LIST_BOX_ROW);
  g_assert_cmpint (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)), ==, 0);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 0);
  g_assert_nonnull (rdg_test_find_text (row, "No hall"));

  GListModel *halls = adw_combo_row_get_model (ADW_COMBO_ROW (row));
  guint i = 0;

  while (g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (halls), i), mark.hall) != 0)
    i++;
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  rdg_test_wait_text (dialog, "What is known of X999 was changed");
  mark.workspace = fixture.base.database.workspace;
  rdg_test_wait (is_marked, &mark, "the position to mark its hall");
  close_page (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  rdg_test_page_init (&argc, &argv);

  g_test_add_func ("/import-assistant/first-rows", test_first_rows);
  g_test_add_func ("/import-assistant/mappings", test_mappings);
  g_test_add_func ("/import-assistant/layout", test_layout);
  g_test_add_func ("/import-assistant/dialect", test_dialect);
  g_test_add_func ("/import-assistant/report", test_report);
  g_test_add_func ("/import-assistant/background", test_background);
  g_test_add_func ("/import-assistant/positions", test_positions);

  return g_test_run ();
}
