/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One import as a row of the Data page. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-tile.h"

#include <glib/gi18n-lib.h>

#include "rdg-period-bar.h"

/**
 * RdgImportTile:
 *
 * Binds to its item; what can be done with the import are the page's actions.
 */
struct _RdgImportTile
{
  GtkListBoxRow  parent_instance;

  RdgImportItem *item;

  GtkWidget     *state;
  GtkWidget     *rejects;
  GtkWidget     *undo;
  RdgPeriodBar  *period;
};

G_DEFINE_FINAL_TYPE (RdgImportTile, rdg_import_tile, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
rdg_import_tile_dispose (GObject *object)
{
  RdgImportTile *self = RDG_IMPORT_TILE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_IMPORT_TILE);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (rdg_import_tile_parent_class)->dispose (object);
}

static void
set_spoken (GtkWidget  *widget,
            const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
rdg_import_tile_constructed (GObject *object)
{
  RdgImportTile *self = RDG_IMPORT_TILE (object);
  const RdgImportRow *row = rdg_import_item_get_row (self->item);
  g_autofree char *rows = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *spoken_rejects = NULL;
  g_autofree char *spoken_undo = NULL;
  g_autofree char *state = NULL;

  G_OBJECT_CLASS (rdg_import_tile_parent_class)->constructed (object);

  gtk_widget_add_css_class (self->state,
                            row->state == RDG_IMPORT_DONE ? "success" : "dim-label");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->rejects), "x", row->import_id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->undo), "x", row->import_id);

  if (rdg_import_item_has_period (self->item))
    {
      gint64 from, to;

      rdg_import_item_get_axis (self->item, &from, &to);
      rdg_period_bar_set (self->period, from, to, row->from, row->to);
      if (row->state != RDG_IMPORT_DONE)
        gtk_widget_add_css_class (GTK_WIDGET (self->period), "dim-label");
      gtk_widget_set_visible (GTK_WIDGET (self->period), TRUE);
    }

  g_object_get (self->item, "rows", &rows, "state-word", &state, NULL);
  spoken = g_strdup_printf ("%s, %s, %s", row->file, state, rows);
  /* Translators: %s is a file */
  spoken_rejects = g_strdup_printf (_("Show what was left out of %s"), row->file);
  /* Translators: %s is a file */
  spoken_undo = g_strdup_printf (_("Undo the import of %s"), row->file);
  set_spoken (GTK_WIDGET (self), spoken);
  set_spoken (self->rejects, spoken_rejects);
  set_spoken (self->undo, spoken_undo);
}

static void
rdg_import_tile_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ITEM:
      g_value_set_object (value, RDG_IMPORT_TILE (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_import_tile_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_ITEM:
      RDG_IMPORT_TILE (object)->item = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_import_tile_class_init (RdgImportTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = rdg_import_tile_constructed;
  object_class->dispose = rdg_import_tile_dispose;
  object_class->get_property = rdg_import_tile_get_property;
  object_class->set_property = rdg_import_tile_set_property;

  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, RDG_TYPE_IMPORT_ITEM,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (RDG_TYPE_PERIOD_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-import-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgImportTile, period);
  gtk_widget_class_bind_template_child (widget_class, RdgImportTile, rejects);
  gtk_widget_class_bind_template_child (widget_class, RdgImportTile, state);
  gtk_widget_class_bind_template_child (widget_class, RdgImportTile, undo);
}

static void
rdg_import_tile_init (RdgImportTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_import_tile_new:
 *
 * Returns: (transfer floating): a row for @item
 */
GtkWidget *
rdg_import_tile_new (RdgImportItem *item)
{
  return g_object_new (RDG_TYPE_IMPORT_TILE, "item", item, NULL);
}
