/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was recognised of a file. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-inspection-view.h"

#include <glib/gi18n-lib.h>

#include "rdg-column-item.h"
#include "rdg-format.h"
#include "rdg-import-item.h"

/* More columns than this are no preview any more. */
#define PREVIEW_COLUMNS 40
#define NOTE_MIN_HEIGHT 20

/**
 * RdgInspectionView:
 *
 * Good as it stands when the guess is good: the user may change roles, and need not.
 */
struct _RdgInspectionView
{
  AdwBin              parent_instance;

  RdgInspection      *inspection;
  GListStore         *columns;

  GtkLabel           *layout;
  GtkLabel           *dialect;
  GtkBox             *notes;
  GtkListView        *column_list;
  GtkColumnView      *preview;
  GtkLabel           *preview_note;
};

G_DEFINE_FINAL_TYPE (RdgInspectionView, rdg_inspection_view, ADW_TYPE_BIN)

static const char *
describe_delimiter (char delimiter)
{
  switch (delimiter)
    {
    case ',':
      return _("commas between cells");
    case ';':
      return _("semicolons between cells");
    case '\t':
      return _("tabs between cells");
    case '|':
      return _("bars between cells");
    default:
      return _("blanks between cells");
    }
}

static void
show_summary (RdgInspectionView *self)
{
  const RdgInspection *inspection = self->inspection;
  const RdgDialect *dialect = &inspection->dialect;
  g_autofree char *rows = rdg_format_count (inspection->rows_seen);
  g_autofree char *columns = rdg_format_count (inspection->columns->len);
  g_autofree char *layout = NULL;
  g_autofree char *text = NULL;

  if (inspection->whole_file)
    /* Translators: kind of file, number of rows, number of columns */
    layout = g_strdup_printf (_("%1$s: %2$s rows, %3$s columns"),
                              rdg_layout_get_word (inspection->layout), rows, columns);
  else
    /* Translators: kind of file, number of columns, number of rows */
    layout = g_strdup_printf (_("%1$s: %2$s columns, judged from the first %3$s rows"),
                              rdg_layout_get_word (inspection->layout), columns, rows);
  gtk_label_set_text (self->layout, layout);

  switch (dialect->kind)
    {
    case RDG_SOURCE_WORKBOOK:
      text = g_strdup_printf (_("Excel workbook; the header is in row %u"), dialect->header_line);
      break;
    case RDG_SOURCE_DATABASE:
      text = g_strdup_printf (_("“%s” of a database"), inspection->table);
      break;
    case RDG_SOURCE_TEXT:
    default:
      /* Translators: character set, what is between cells, what decimals have, line of the header */
      text = g_strdup_printf (_("%1$s, %2$s, %3$s; the header is in line %4$u"), dialect->charset,
                              describe_delimiter (dialect->delimiter),
                              dialect->decimal_mark == ',' ? _("decimal comma")
                                                           : _("decimal point"),
                              dialect->header_line);
      break;
    }
  gtk_label_set_text (self->dialect, text);

  for (char **note = inspection->notes; note != NULL && *note != NULL; note++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-information-symbolic");
      GtkWidget *label = gtk_label_new (*note);

      gtk_widget_set_valign (icon, GTK_ALIGN_START);
      /* GTK 4.8 measures a wrapping line a pixel lower without a width than with one, and says so. */
      gtk_widget_set_size_request (row, -1, NOTE_MIN_HEIGHT);
      gtk_widget_add_css_class (icon, "accent");
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_box_append (GTK_BOX (row), icon);
      gtk_box_append (GTK_BOX (row), label);
      gtk_box_append (self->notes, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->notes),
                          inspection->notes != NULL && inspection->notes[0] != NULL);
}

static void
column_setup_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *list_item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *reason = gtk_label_new (NULL);
  GtkWidget *role = gtk_drop_down_new_from_strings (rdg_role_get_words ());

  gtk_widget_add_css_class (row, "column-row");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (reason), 0);
  gtk_label_set_wrap (GTK_LABEL (reason), TRUE);
  gtk_label_set_lines (GTK_LABEL (reason), 2);
  gtk_label_set_ellipsize (GTK_LABEL (reason), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (reason, "caption");
  gtk_widget_add_css_class (reason, "dim-label");
  gtk_widget_set_valign (role, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (role, 190, -1);
  gtk_box_append (GTK_BOX (texts), name);
  gtk_box_append (GTK_BOX (texts), reason);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), role);
  gtk_list_item_set_child (list_item, row);
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
column_bind_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *list_item)
{
  RdgColumnItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *row = gtk_list_item_get_child (list_item);
  GtkWidget *texts = gtk_widget_get_first_child (row);
  GtkWidget *name = gtk_widget_get_first_child (texts);
  GtkWidget *reason = gtk_widget_get_last_child (texts);
  GtkWidget *role = gtk_widget_get_last_child (row);
  GBindingGroup *bindings = g_binding_group_new ();
  g_autofree char *title = rdg_format_column (rdg_column_item_get_name (item),
                                              rdg_column_item_get_unit (item));
  /* Translators: %s is a column of a file */
  g_autofree char *spoken = g_strdup_printf (_("What %s means"), title);

  gtk_label_set_text (GTK_LABEL (name), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (role), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_binding_group_bind (bindings, "reason", reason, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (bindings, "reason", reason, "tooltip-text", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (bindings, "role", role, "selected",
                        G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_binding_group_set_source (bindings, item);
  g_object_set_data_full (G_OBJECT (list_item), "rdg-bindings", bindings, g_object_unref);
}

static void
column_unbind_cb (GtkSignalListItemFactory *factory,
                  GtkListItem              *list_item)
{
  GBindingGroup *bindings = g_object_get_data (G_OBJECT (list_item), "rdg-bindings");

  g_binding_group_set_source (bindings, NULL);
  g_object_set_data (G_OBJECT (list_item), "rdg-bindings", NULL);
}

static void
show_columns (RdgInspectionView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;

  for (guint i = 0; i < self->inspection->columns->len; i++)
    {
      g_autoptr (RdgColumnItem) item = rdg_column_item_new (self->inspection->columns->pdata[i]);

      g_list_store_append (self->columns, item);
    }

  g_signal_connect (factory, "setup", G_CALLBACK (column_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (column_bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (column_unbind_cb), NULL);
  gtk_list_view_set_factory (self->column_list, factory);
  g_object_unref (factory);

  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->columns)));
  gtk_list_view_set_model (self->column_list, GTK_SELECTION_MODEL (selection));
}

static void
cell_setup_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item)
{
  GtkWidget *label = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (label),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (label), 10);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
}

/* A row of the preview is a list of its cells. */
static void
cell_bind_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              gpointer                  user_data)
{
  GtkStringList *row = gtk_list_item_get_item (list_item);

  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (list_item)),
                            gtk_string_list_get_string (row, GPOINTER_TO_UINT (user_data)));
}

static void
show_preview (RdgInspectionView *self)
{
  const RdgInspection *inspection = self->inspection;
  g_autoptr (GListStore) rows = g_list_store_new (GTK_TYPE_STRING_LIST);
  g_autoptr (GtkNoSelection) selection = NULL;
  guint n_columns = MIN (inspection->columns->len, PREVIEW_COLUMNS);

  for (guint i = 0; i < inspection->first_rows->len; i++)
    {
      g_autoptr (GtkStringList) row =
        gtk_string_list_new ((const char * const *) inspection->first_rows->pdata[i]);

      g_list_store_append (rows, row);
    }

  for (guint i = 0; i < n_columns; i++)
    {
      const RdgColumn *described = inspection->columns->pdata[i];
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_signal_connect (factory, "setup", G_CALLBACK (cell_setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (cell_bind_cb), GUINT_TO_POINTER (i));
      column = gtk_column_view_column_new (described->name, factory);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_append_column (self->preview, column);
    }

  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (rows)));
  gtk_column_view_set_model (self->preview, GTK_SELECTION_MODEL (selection));

  gtk_widget_set_visible (GTK_WIDGET (self->preview_note),
                          inspection->columns->len > PREVIEW_COLUMNS);
  if (inspection->columns->len > PREVIEW_COLUMNS)
    {
      g_autofree char *text =
        g_strdup_printf (_("The first %1$u of %2$u columns."), PREVIEW_COLUMNS,
                         inspection->columns->len);

      gtk_label_set_text (self->preview_note, text);
    }
}

static void
rdg_inspection_view_dispose (GObject *object)
{
  RdgInspectionView *self = RDG_INSPECTION_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_INSPECTION_VIEW);
  g_clear_object (&self->columns);

  G_OBJECT_CLASS (rdg_inspection_view_parent_class)->dispose (object);
}

static void
rdg_inspection_view_finalize (GObject *object)
{
  g_clear_pointer (&RDG_INSPECTION_VIEW (object)->inspection, rdg_inspection_free);

  G_OBJECT_CLASS (rdg_inspection_view_parent_class)->finalize (object);
}

static void
rdg_inspection_view_class_init (RdgInspectionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_inspection_view_dispose;
  object_class->finalize = rdg_inspection_view_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/"
                                               "rdg-inspection-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, column_list);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, dialect);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, layout);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, notes);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, preview);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, preview_note);
}

static void
rdg_inspection_view_init (RdgInspectionView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->columns = g_list_store_new (RDG_TYPE_COLUMN_ITEM);
}

/**
 * rdg_inspection_view_new:
 * @inspection: (transfer full): what was recognised
 *
 * Returns: (transfer floating): a view of it
 */
GtkWidget *
rdg_inspection_view_new (RdgInspection *inspection)
{
  RdgInspectionView *self = g_object_new (RDG_TYPE_INSPECTION_VIEW, NULL);

  self->inspection = inspection;
  show_summary (self);
  show_columns (self);
  show_preview (self);

  return GTK_WIDGET (self);
}

/**
 * rdg_inspection_view_get_path:
 *
 * Returns: (transfer none): the file
 */
const char *
rdg_inspection_view_get_path (RdgInspectionView *self)
{
  return self->inspection->path;
}

/**
 * rdg_inspection_view_dup_mapping:
 *
 * Returns: (transfer full): what the columns mean, as the user left it
 */
RdgMapping *
rdg_inspection_view_dup_mapping (RdgInspectionView *self)
{
  RdgMapping *mapping = rdg_mapping_copy (self->inspection->mapping);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->columns)); i++)
    {
      g_autoptr (RdgColumnItem) item = g_list_model_get_item (G_LIST_MODEL (self->columns), i);

      if (rdg_column_item_is_changed (item))
        rdg_mapping_set_role (mapping, rdg_column_item_get_name (item),
                              rdg_column_item_get_role (item));
    }

  return mapping;
}

/**
 * rdg_inspection_view_get_columns:
 *
 * Returns: (transfer none): the columns, of #RdgColumnItem
 */
GListModel *
rdg_inspection_view_get_columns (RdgInspectionView *self)
{
  return G_LIST_MODEL (self->columns);
}
