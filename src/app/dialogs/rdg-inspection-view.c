/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was recognised of a file. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-inspection-view.h"

#include <glib/gi18n-lib.h>

#include "rdg-column-item.h"
#include "rdg-dialect-row.h"
#include "rdg-format.h"
#include "rdg-import-item.h"
#include "rdg-mapping-row.h"
#include "rdg-notice.h"
#include "rdg-preview-table.h"

#define NOTE_MIN_HEIGHT 20
#define N_LAYOUTS (RDG_LAYOUT_STATUS + 1)

/**
 * RdgInspectionView:
 *
 * Good as it stands when the guess is good: the user may change the layout, the
 * table and the roles, and need not.
 */
struct _RdgInspectionView
{
  AdwBin           parent_instance;

  RdgWorkspace    *workspace;
  RdgImportFile   *file;
  gboolean         showing;       /* what is selected follows the file just now */

  GtkLabel        *layout;
  GtkLabel        *dialect;
  GtkBox          *notes;
  GtkDropDown     *layouts;
  GtkWidget       *table_title;
  GtkDropDown     *tables;
  RdgDialectRow   *dialect_row;
  RdgMappingRow   *mapping;
  RdgNotice       *notice;
  GtkListView     *column_list;
  RdgPreviewTable *preview;
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
show_notes (RdgInspectionView *self,
            const char        *const *notes)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->notes))) != NULL)
    gtk_box_remove (self->notes, child);

  for (guint i = 0; notes != NULL && notes[i] != NULL; i++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-information-symbolic");
      GtkWidget *label = gtk_label_new (notes[i]);

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
  gtk_widget_set_visible (GTK_WIDGET (self->notes), notes != NULL && notes[0] != NULL);
}

static void
show_dialect (RdgInspectionView   *self,
              const RdgInspection *inspection)
{
  const RdgDialect *dialect = &inspection->dialect;
  g_autofree char *text = NULL;

  switch (dialect->kind)
    {
    case RDG_SOURCE_WORKBOOK:
      text = g_strdup_printf (_("Excel workbook; the header is in row %u"), dialect->header_line);
      break;
    case RDG_SOURCE_DATABASE:
      text = g_strdup_printf (_("“%s” of a database"), inspection->table);
      break;
    case RDG_SOURCE_SPARSE:
      text = g_strdup (_("libsvm's sparse format"));
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
}

static void
show_choices (RdgInspectionView *self)
{
  const RdgLook *look = rdg_import_file_get_look (self->file);

  self->showing = TRUE;
  gtk_drop_down_set_selected (self->layouts, look->inspection->layout);
  for (guint i = 0; look->tables != NULL && look->tables[i] != NULL; i++)
    if (g_strcmp0 (look->tables[i], look->table) == 0)
      gtk_drop_down_set_selected (self->tables, i);
  self->showing = FALSE;
}

static void
show_look (RdgInspectionView *self)
{
  const RdgInspection *inspection = rdg_import_file_get_inspection (self->file);
  g_autofree char *summary = rdg_import_file_dup_summary (self->file);

  rdg_notice_hide (self->notice);
  gtk_label_set_text (self->layout, summary);
  show_dialect (self, inspection);
  show_notes (self, (const char * const *) inspection->notes);
  show_choices (self);
}

static void
refused_cb (RdgInspectionView *self,
            const char        *message)
{
  rdg_notice_show (self->notice, RDG_NOTICE_ERROR, message);
  show_choices (self);
}

static void
look_again (RdgInspectionView *self,
            const char        *table,
            const char        *layout)
{
  const RdgLook *look = rdg_import_file_get_look (self->file);
  RdgLookRequest *request = rdg_look_request_new_again (self->workspace, look);

  g_free (request->table);
  request->table = g_strdup (table);
  request->layout = g_strdup (layout);
  request->suggest = layout == NULL;
  rdg_import_file_look_again (self->file, request);
}

static void
layout_selected_cb (RdgInspectionView *self)
{
  const RdgLook *look = rdg_import_file_get_look (self->file);
  RdgLayout layout = (RdgLayout) gtk_drop_down_get_selected (self->layouts);

  if (!self->showing && layout != look->inspection->layout)
    look_again (self, look->table, rdg_layout_get_key (layout));
}

static void
table_selected_cb (RdgInspectionView *self)
{
  const RdgLook *look = rdg_import_file_get_look (self->file);
  guint i = gtk_drop_down_get_selected (self->tables);

  if (!self->showing && i != GTK_INVALID_LIST_POSITION
      && g_strcmp0 (look->tables[i], look->table) != 0)
    look_again (self, look->tables[i], NULL);
}

static void
fill_choices (RdgInspectionView *self)
{
  const RdgLook *look = rdg_import_file_get_look (self->file);
  g_autoptr (GtkStringList) layouts = gtk_string_list_new (NULL);

  self->showing = TRUE;
  for (guint i = 0; i < N_LAYOUTS; i++)
    gtk_string_list_append (layouts, rdg_layout_get_word ((RdgLayout) i));
  gtk_drop_down_set_model (self->layouts, G_LIST_MODEL (layouts));
  if (look->tables != NULL)
    {
      g_autoptr (GtkStringList) tables =
        gtk_string_list_new ((const char * const *) look->tables);

      gtk_drop_down_set_model (self->tables, G_LIST_MODEL (tables));
    }
  gtk_widget_set_visible (self->table_title, look->tables != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->tables), look->tables != NULL);
  self->showing = FALSE;
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
                GtkListItem              *list_item,
                gpointer                  user_data)
{
  RdgInspectionView *self = user_data;
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
  gtk_widget_set_sensitive (role, rdg_import_file_has_roles (self->file));
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

  g_signal_connect (factory, "setup", G_CALLBACK (column_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (column_bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (column_unbind_cb), NULL);
  gtk_list_view_set_factory (self->column_list, factory);
  g_object_unref (factory);

  selection = gtk_no_selection_new (g_object_ref (rdg_import_file_get_columns (self->file)));
  gtk_list_view_set_model (self->column_list, GTK_SELECTION_MODEL (selection));
}

static void
rdg_inspection_view_dispose (GObject *object)
{
  RdgInspectionView *self = RDG_INSPECTION_VIEW (object);

  /* Its rows ask this view while they go. */
  if (self->column_list != NULL)
    gtk_list_view_set_model (self->column_list, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_INSPECTION_VIEW);
  g_clear_object (&self->file);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (rdg_inspection_view_parent_class)->dispose (object);
}

static void
rdg_inspection_view_class_init (RdgInspectionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_inspection_view_dispose;

  g_type_ensure (RDG_TYPE_DIALECT_ROW);
  g_type_ensure (RDG_TYPE_MAPPING_ROW);
  g_type_ensure (RDG_TYPE_NOTICE);
  g_type_ensure (RDG_TYPE_PREVIEW_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/"
                                               "rdg-inspection-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, column_list);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, dialect);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, dialect_row);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, layout);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, layouts);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, mapping);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, notes);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, notice);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, preview);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, table_title);
  gtk_widget_class_bind_template_child (widget_class, RdgInspectionView, tables);
  gtk_widget_class_bind_template_callback (widget_class, layout_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_selected_cb);
}

static void
rdg_inspection_view_init (RdgInspectionView *self)
{
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_inspection_view_new:
 * @context: what starts work
 * @workspace: the database that it is for
 * @file: a file that was recognised
 *
 * Returns: (transfer floating): a view of it
 */
GtkWidget *
rdg_inspection_view_new (RdgAppContext *context,
                         RdgWorkspace  *workspace,
                         RdgImportFile *file)
{
  RdgInspectionView *self = g_object_new (RDG_TYPE_INSPECTION_VIEW, NULL);

  self->workspace = g_object_ref (workspace);
  self->file = g_object_ref (file);
  fill_choices (self);
  show_columns (self);
  rdg_dialect_row_set_file (self->dialect_row, workspace, file);
  rdg_mapping_row_set_file (self->mapping, context, workspace, file);
  rdg_preview_table_set_file (self->preview, file);
  g_signal_connect_object (file, "changed", G_CALLBACK (show_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (file, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
  show_look (self);

  return GTK_WIDGET (self);
}

/**
 * rdg_inspection_view_get_file:
 *
 * Returns: (transfer none): what is shown
 */
RdgImportFile *
rdg_inspection_view_get_file (RdgInspectionView *self)
{
  return self->file;
}
