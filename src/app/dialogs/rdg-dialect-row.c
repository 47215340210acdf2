/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Character set and decimal mark of a file. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-dialect-row.h"

#include <glib/gi18n-lib.h>

/**
 * RdgDialectRow:
 *
 * What is chosen here goes to the file, which is looked at again. A workbook and
 * a database say themselves what they hold: for these it is hidden.
 */
struct _RdgDialectRow
{
  AdwBin         parent_instance;

  RdgWorkspace  *workspace;
  RdgImportFile *file;
  gboolean       showing;      /* what is selected follows the file just now */

  GtkDropDown   *charsets;
  GtkDropDown   *decimals;
};

G_DEFINE_FINAL_TYPE (RdgDialectRow, rdg_dialect_row, ADW_TYPE_BIN)

/* As iconv calls them: what a look at a file can find, and what it takes for another. */
static const struct
{
  const char *name;
  const char *word;
} charsets[] = {
  { "UTF-8", NC_("charset", "UTF-8") },
  { "WINDOWS-1252", NC_("charset", "Windows 1252") },
  { "ISO-8859-1", NC_("charset", "ISO 8859-1") },
  { "ISO-8859-15", NC_("charset", "ISO 8859-15") },
  { "IBM850", NC_("charset", "DOS 850") },
  { "MAC-CENTRALEUROPE", NC_("charset", "Mac, Central Europe") },
  { "UTF-16LE", NC_("charset", "UTF-16") },
  { "UTF-16BE", NC_("charset", "UTF-16, high byte first") },
};

static const char decimal_marks[] = { '.', ',' };

static void
show_choices (RdgDialectRow *self)
{
  const RdgInspection *inspection = rdg_import_file_get_inspection (self->file);
  const RdgDialect *dialect = &inspection->dialect;

  self->showing = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (g_strcmp0 (charsets[i].name, dialect->charset) == 0)
      gtk_drop_down_set_selected (self->charsets, i);
  for (guint i = 0; i < G_N_ELEMENTS (decimal_marks); i++)
    if (decimal_marks[i] == dialect->decimal_mark)
      gtk_drop_down_set_selected (self->decimals, i);
  gtk_widget_set_visible (GTK_WIDGET (self), dialect->kind == RDG_SOURCE_TEXT);
  self->showing = FALSE;
}

static void
selected_cb (RdgDialectRow *self)
{
  const RdgInspection *inspection;
  const RdgLook *look;
  const char *charset;
  char decimal_mark;
  RdgLookRequest *request;

  if (self->showing)
    return;

  inspection = rdg_import_file_get_inspection (self->file);
  look = rdg_import_file_get_look (self->file);
  charset = charsets[gtk_drop_down_get_selected (self->charsets)].name;
  decimal_mark = decimal_marks[gtk_drop_down_get_selected (self->decimals)];
  request = rdg_look_request_new_again (self->workspace, look);

  /* What was left as it was found is found again: other letters can show other decimals. */
  if (g_strcmp0 (charset, inspection->dialect.charset) != 0)
    request->charset = charset;
  if (decimal_mark != inspection->dialect.decimal_mark)
    request->decimal_mark = decimal_mark;
  request->layout = g_strdup (look->layout);
  request->suggest = look->layout == NULL;
  rdg_import_file_look_again (self->file, request);
}

static GtkDropDown *
append_choice (RdgDialectRow      *self,
               GtkWidget          *box,
               const char         *title,
               const char         *spoken,
               const char * const *words)
{
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *choice = gtk_drop_down_new_from_strings (words);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), choice);

  return GTK_DROP_DOWN (choice);
}

static void
rdg_dialect_row_dispose (GObject *object)
{
  RdgDialectRow *self = RDG_DIALECT_ROW (object);

  g_clear_object (&self->file);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (rdg_dialect_row_parent_class)->dispose (object);
}

static void
rdg_dialect_row_class_init (RdgDialectRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rdg_dialect_row_dispose;
}

static void
rdg_dialect_row_init (RdgDialectRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *words[G_N_ELEMENTS (charsets) + 1] = { NULL };
  const char *marks[] = { C_("decimals", "1.5, with a point"), C_("decimals", "1,5, with a comma"),
                          NULL };

  self->showing = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    words[i] = g_dpgettext2 (GETTEXT_PACKAGE, "charset", charsets[i].word);
  self->charsets = append_choice (self, box, C_("dialect", "Letters"),
                                  _("The character set that the file is read in"), words);
  self->decimals = append_choice (self, box, C_("dialect", "Decimals"),
                                  _("How the file writes decimals"), marks);
  gtk_widget_set_margin_start (gtk_widget_get_next_sibling (GTK_WIDGET (self->charsets)), 12);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * rdg_dialect_row_set_file:
 * @file: a file that was recognised
 *
 * Call once.
 */
void
rdg_dialect_row_set_file (RdgDialectRow *self,
                          RdgWorkspace  *workspace,
                          RdgImportFile *file)
{
  self->workspace = g_object_ref (workspace);
  self->file = g_object_ref (file);
  g_signal_connect_object (file, "changed", G_CALLBACK (show_choices), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (file, "refused", G_CALLBACK (show_choices), self, G_CONNECT_SWAPPED);
  show_choices (self);
}
