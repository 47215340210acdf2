/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first rows of a file. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-preview-table.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-format.h"
#include "rdg-request.h"

/* More columns than this are no preview any more. */
#define PREVIEW_COLUMNS 40
/* What stands in a row's list of texts before its cells. */
#define N_FIRST 2
#define VERDICT_WIDTH 320
#define FEWEST_LETTERS 6
#define MOST_LETTERS 24

/**
 * RdgPreviewTable:
 *
 * Follows its file: other roles, other rejects.
 */
struct _RdgPreviewTable
{
  GtkWidget      parent_instance;

  RdgImportFile *file;
  RdgLook       *shown;       /* whose columns the table has */
  RdgJob        *reading;
  RdgJob        *read;        /* holds the preview that is shown */
  GListStore    *rows;        /* GtkStringList */

  GtkWidget     *box;
  GtkLabel      *sentence;
  GtkColumnView *table;
  GtkLabel      *note;
};

G_DEFINE_FINAL_TYPE (RdgPreviewTable, rdg_preview_table, GTK_TYPE_WIDGET)

typedef struct
{
  RdgLook    *look;
  RdgMapping *mapping;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  rdg_look_unref (work->look);
  rdg_mapping_free (work->mapping);
  g_free (work);
}

static gpointer
read_func (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  Work *work = data;

  return rdg_preview_new (work->look->inspection, work->mapping, rdg_job_get_cancellable (job),
                          error);
}

/* As wide as what stands in the column, so that codes and times are whole. */
static guint
get_letters (RdgPreviewTable *self,
             guint            column)
{
  const GPtrArray *rows = self->shown->inspection->first_rows;
  guint letters = FEWEST_LETTERS;

  for (guint i = 0; column >= N_FIRST && i < rows->len; i++)
    {
      GStrv cells = rows->pdata[i];

      letters = MAX (letters, (guint) g_utf8_strlen (cells[column - N_FIRST], -1));
    }

  return MIN (letters, MOST_LETTERS);
}

static void
cell_setup_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item,
               gpointer                  user_data)
{
  RdgPreviewTable *self =
    RDG_PREVIEW_TABLE (g_object_get_data (G_OBJECT (factory), "rdg-preview-table"));
  GtkWidget *label = gtk_inscription_new (NULL);
  guint i = GPOINTER_TO_UINT (user_data);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (label),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (label), get_letters (self, i));
  if (i != 1)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
}

/* What happens to the row is said in words; the colour only supports them. */
static void
mark (GtkWidget           *label,
      const RdgPreviewRow *row)
{
  gtk_widget_remove_css_class (label, "dim-label");
  gtk_widget_remove_css_class (label, "warning");
  gtk_widget_remove_css_class (label, "error");
  gtk_widget_add_css_class (label, row->rejected ? "error"
                                                 : row->problem != NULL ? "warning" : "dim-label");
  gtk_widget_set_tooltip_text (label, row->problem);
}

/* A row of the preview is a list of its texts. */
static void
cell_bind_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              gpointer                  user_data)
{
  RdgPreviewTable *self =
    RDG_PREVIEW_TABLE (g_object_get_data (G_OBJECT (factory), "rdg-preview-table"));
  GtkStringList *texts = gtk_list_item_get_item (list_item);
  GtkWidget *label = gtk_list_item_get_child (list_item);
  const RdgPreview *preview = rdg_preview_table_get_preview (self);
  guint i = GPOINTER_TO_UINT (user_data);

  gtk_inscription_set_text (GTK_INSCRIPTION (label), gtk_string_list_get_string (texts, i));
  if (i == 1 && preview != NULL)
    mark (label, preview->rows->pdata[gtk_list_item_get_position (list_item)]);
}

static GtkColumnViewColumn *
append_column (RdgPreviewTable *self,
               const char      *title,
               guint            i)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_object_set_data (G_OBJECT (factory), "rdg-preview-table", self);
  g_signal_connect (factory, "setup", G_CALLBACK (cell_setup_cb), GUINT_TO_POINTER (i));
  g_signal_connect (factory, "bind", G_CALLBACK (cell_bind_cb), GUINT_TO_POINTER (i));
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->table, column);

  return column;
}

static void
show_columns (RdgPreviewTable     *self,
              const RdgInspection *inspection)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);
  guint n = MIN (inspection->columns->len, PREVIEW_COLUMNS);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->table, column);
    }

  append_column (self, C_("preview", "Line"), 0);
  gtk_column_view_column_set_fixed_width (append_column (self, C_("preview", "At the Import"), 1),
                                          VERDICT_WIDTH);
  for (guint i = 0; i < n; i++)
    append_column (self, ((const RdgColumn *) inspection->columns->pdata[i])->name, N_FIRST + i);

  gtk_widget_set_visible (GTK_WIDGET (self->note), inspection->columns->len > n);
  if (inspection->columns->len > n)
    {
      g_autofree char *text = g_strdup_printf (_("The first %1$u of %2$u columns."), n,
                                               inspection->columns->len);

      gtk_label_set_text (self->note, text);
    }
}

static char *
describe_row (const RdgPreviewRow *row)
{
  if (row->problem == NULL)
    return g_strdup (C_("preview", "taken"));
  if (row->rejected)
    /* Translators: %s is a sentence that says why */
    return g_strdup_printf (C_("preview", "rejected: %s"), row->problem);

  /* Translators: %s says which cells, and why */
  return g_strdup_printf (C_("preview", "taken without a cell: %s"), row->problem);
}

static GtkStringList *
make_row (const RdgPreviewRow *row,
          guint                n_columns)
{
  GtkStringList *texts = gtk_string_list_new (NULL);

  gtk_string_list_take (texts, row->place != NULL ? g_strdup (row->place)
                                                  : g_strdup_printf ("%" PRIu64, row->line));
  gtk_string_list_take (texts, describe_row (row));
  for (guint i = 0; i < n_columns; i++)
    gtk_string_list_append (texts, row->cells != NULL ? row->cells[i] : "");

  return texts;
}

static char *
describe (const RdgPreview *preview)
{
  if (preview->obstacle != NULL)
    /* Translators: %s is a sentence that says why */
    return g_strdup_printf (_("As it stands the whole file would be refused. %s"),
                            preview->obstacle);
  if (preview->n_rejected == 0 && preview->n_dropped == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The only row would be taken.",
                                         "All of the first %u rows would be taken.",
                                         preview->rows->len), preview->rows->len);

  /* Translators: numbers of rows, of rejected rows, of cells */
  return g_strdup_printf (_("Of the first %1$u rows, %2$u would be rejected; %3$u cells would be "
                            "left out of rows that are taken."), preview->rows->len,
                          preview->n_rejected, preview->n_dropped);
}

static void
set_sentence (RdgPreviewTable *self,
              const char      *text,
              const char      *css_class)
{
  gtk_label_set_text (self->sentence, text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->sentence), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->sentence), "warning");
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->sentence), css_class);
}

static void
read_cb (gpointer  owner,
         RdgJob   *job)
{
  RdgPreviewTable *self = owner;
  const RdgPreview *preview = rdg_job_peek_value (job);
  const RdgInspection *inspection = rdg_import_file_get_inspection (self->file);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *text = NULL;

  if (preview == NULL)
    {
      if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
        set_sentence (self, rdg_job_get_error (job)->message, "error");
      return;
    }

  for (guint i = 0; i < preview->rows->len; i++)
    g_ptr_array_add (rows, make_row (preview->rows->pdata[i],
                                     MIN (inspection->columns->len, PREVIEW_COLUMNS)));

  g_list_store_remove_all (self->rows);
  g_set_object (&self->read, job);
  if (self->shown != rdg_import_file_get_look (self->file))
    {
      g_clear_pointer (&self->shown, rdg_look_unref);
      self->shown = rdg_look_ref (rdg_import_file_get_look (self->file));
      show_columns (self, inspection);
    }
  g_list_store_splice (self->rows, 0, 0, rows->pdata, rows->len);

  text = describe (preview);
  set_sentence (self, text, preview->obstacle != NULL
                              ? "error" : preview->n_rejected > 0 ? "warning" : NULL);
}

static void
read_again (RdgPreviewTable *self)
{
  Work *work;

  if (rdg_import_file_get_inspection (self->file) == NULL)
    return;

  work = g_new0 (Work, 1);
  work->look = rdg_look_ref (rdg_import_file_get_look (self->file));
  work->mapping = rdg_import_file_dup_mapping (self->file);
  rdg_request_start (&self->reading, self, read_cb, read_func, work, work_free,
                     (GDestroyNotify) rdg_preview_free);
}

static void
rdg_preview_table_dispose (GObject *object)
{
  RdgPreviewTable *self = RDG_PREVIEW_TABLE (object);

  rdg_request_drop (&self->reading, self);
  if (self->file != NULL)
    g_signal_handlers_disconnect_by_data (self->file, self);
  if (self->table != NULL)
    gtk_column_view_set_model (self->table, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_PREVIEW_TABLE);
  g_clear_object (&self->file);
  g_clear_object (&self->read);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->shown, rdg_look_unref);

  G_OBJECT_CLASS (rdg_preview_table_parent_class)->dispose (object);
}

static void
rdg_preview_table_class_init (RdgPreviewTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rdg_preview_table_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-preview-table.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, RdgPreviewTable, box);
  gtk_widget_class_bind_template_child (widget_class, RdgPreviewTable, note);
  gtk_widget_class_bind_template_child (widget_class, RdgPreviewTable, sentence);
  gtk_widget_class_bind_template_child (widget_class, RdgPreviewTable, table);
}

static void
rdg_preview_table_init (RdgPreviewTable *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->rows = g_list_store_new (GTK_TYPE_STRING_LIST);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (selection));
}

/**
 * rdg_preview_table_set_file:
 * @file: a file that was recognised; once
 */
void
rdg_preview_table_set_file (RdgPreviewTable *self,
                            RdgImportFile   *file)
{
  g_return_if_fail (self->file == NULL);

  self->file = g_object_ref (file);
  g_signal_connect_object (file, "changed", G_CALLBACK (read_again), self, G_CONNECT_SWAPPED);
  read_again (self);
}

const RdgPreview *
rdg_preview_table_get_preview (RdgPreviewTable *self)
{
  return self->read != NULL ? rdg_job_peek_value (self->read) : NULL;
}
