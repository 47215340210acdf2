/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formulas' dialog: writing one with its preview and its faults, changing, removing, undoing. */
#include "rdg-formula-editor.h"
#include "rdg-formulas-dialog.h"
#include "rdg-models-page-private.h"
#include "rdg-test-loop.h"
#include "rdg-test-page.h"
#include "rdg-test-widgets.h"

static const ServiceContent content = { .n_cars = 300, .times = TRUE };

static gboolean
is_loaded (gpointer user_data)
{
  return ((RdgModelsPage *) user_data)->snapshot != NULL;
}

static GtkWidget *
open_dialog (RdgTestPage *self)
{
  GtkWidget *dialog;

  rdg_test_page_open (self, RDG_TYPE_MODELS_PAGE, &content);
  rdg_test_wait (is_loaded, self->page, "the registry");
  rdg_test_click (GTK_WIDGET (self->page), "_Formulas…");
  dialog = rdg_test_wait_toplevel (RDG_TYPE_FORMULAS_DIALOG);
  rdg_test_wait_text (dialog, "A formula is a feature");

  return dialog;
}

static void
type (GtkWidget  *dialog,
      const char *title,
      const char *text)
{
  GtkWidget *row = gtk_widget_get_ancestor (rdg_test_find_text (dialog, title), ADW_TYPE_ENTRY_ROW);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static gboolean
is_sensitive (gpointer user_data)
{
  GtkWidget *button = rdg_test_find_button (user_data, "_Save");

  return button != NULL && gtk_widget_is_sensitive (button);
}

static gboolean
is_marked (GtkWidget *dialog,
           guint      from,
           guint      to)
{
  GtkWidget *row = gtk_widget_get_ancestor (rdg_test_find_text (dialog, "Expression"), ADW_TYPE_ENTRY_ROW);
  PangoAttrList *attributes = adw_entry_row_get_attributes (ADW_ENTRY_ROW (row));
  g_autoptr (PangoAttrIterator) iterator = pango_attr_list_get_iterator (attributes);
  int start, end;

  do
    {
      pango_attr_iterator_range (iterator, &start, &end);
      if (pango_attr_iterator_get (iterator, PANGO_ATTR_UNDERLINE) != NULL)
        return start == (int) from && end == (int) to && gtk_widget_has_css_class (row, "error");
    }
  while (pango_attr_iterator_next (iterator));

  return FALSE;
}

static guint
count_saved (RdgTestPage *self)
{
  g_autoptr (GPtrArray) saved = rdg_formula_service_list (self->database.workspace, NULL);

  return saved->len;
}

static void
write_formula (GtkWidget *dialog)
{
  rdg_test_click (dialog, "Write a _New Formula");
  rdg_test_wait_text (dialog, "A feature stands in quotation marks");
  type (dialog, "Name", "per minute");
  type (dialog, "Unit", "Nm/min");
  type (dialog, "Expression", "\"Torque [Nm]\" / TEMPO_ZP7");
  rdg_test_wait (is_sensitive, dialog, "the formula to be tried");
  g_assert_nonnull (rdg_test_find_text (dialog, "Of 300 cars"));
  g_assert_nonnull (rdg_test_find_text (dialog, "Value [Nm/min]"));
  rdg_test_click (dialog, "_Save");
  rdg_test_wait_text (dialog, "per minute [Nm/min]");
}

static void
test_write (void)
{
  RdgTestPage fixture;
  GtkWidget *dialog = open_dialog (&fixture);

  write_formula (dialog);
  g_assert_cmpuint (count_saved (&fixture), ==, 1);

  /* The same name again is refused where it is written. */
  gtk_widget_activate_action (dialog, "formulas.new", NULL);
  type (dialog, "Name", "per minute");
  type (dialog, "Expression", "Torque * 2");
  rdg_test_wait (is_sensitive, dialog, "the second formula to be tried");
  rdg_test_click (dialog, "_Save");
  rdg_test_wait_text (dialog, "There is a formula “per minute” already");
  g_assert_cmpuint (count_saved (&fixture), ==, 1);
  rdg_test_page_close (&fixture);
}

static void
test_faults (void)
{
  static const struct
  {
    const char *expression;
    const char *fault;
    guint       from, to;
  } faults[] = {
    { "Torque * * 2", "position 10: a number or a feature is missing before “*”.", 9, 10 },
    { "Torque + Torqe", "position 10: there is no feature “Torqe”", 9, 14 },
    { "Torque *", "position 9: it ends", 7, 8 },
    { "Torque * Type", "position 10: “Type” is a category", 9, 13 },
  };
  RdgTestPage fixture;
  GtkWidget *dialog = open_dialog (&fixture);

  rdg_test_click (dialog, "Write a _New Formula");
  type (dialog, "Name", "x");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      type (dialog, "Expression", faults[i].expression);
      rdg_test_wait_text (dialog, faults[i].fault);
      g_assert_true (is_marked (dialog, faults[i].from, faults[i].to));
      g_assert_false (is_sensitive (dialog));
    }

  /* A feature from the list, put where the cursor is. */
  type (dialog, "Expression", "");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (rdg_test_find_type (dialog, GTK_TYPE_DROP_DOWN)), 1);
  rdg_test_wait (is_sensitive, dialog, "the feature to be a formula");
  gtk_widget_activate_action (dialog, "formulas.leave", NULL);
  rdg_test_wait_text (dialog, "A formula is a feature");
  rdg_test_page_close (&fixture);
}

static void
test_remove (void)
{
  RdgTestPage fixture;
  GtkWidget *dialog = open_dialog (&fixture);

  write_formula (dialog);
  gtk_widget_activate_action (dialog, "formulas.edit", "s", "per minute");
  type (dialog, "Name", "per second");
  type (dialog, "Unit", "Nm/s");
  rdg_test_wait (is_sensitive, dialog, "the changed formula to be tried");
  rdg_test_click (dialog, "_Save");
  rdg_test_wait_text (dialog, "per second [Nm/s]");
  g_assert_cmpuint (count_saved (&fixture), ==, 1);

  gtk_widget_activate_action (dialog, "formulas.remove", "s", "per second");
  rdg_test_wait_text (dialog, "“per second” was removed");
  g_assert_cmpuint (count_saved (&fixture), ==, 0);
  rdg_test_click (dialog, "_Undo");
  rdg_test_wait_text (dialog, "per second [Nm/s]");
  g_assert_cmpuint (count_saved (&fixture), ==, 1);
  rdg_test_page_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  rdg_test_page_init (&argc, &argv);

  g_test_add_func ("/formulas-dialog/write", test_write);
  g_test_add_func ("/formulas-dialog/faults", test_faults);
  g_test_add_func ("/formulas-dialog/remove", test_remove);

  return g_test_run ();
}
