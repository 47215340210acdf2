/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One model as a row of the registry. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-model-tile.h"

#include <glib/gi18n-lib.h>

/**
 * RdgModelTile:
 *
 * Binds to its item; what can be done with the model are the page's actions.
 */
struct _RdgModelTile
{
  GtkListBoxRow  parent_instance;

  RdgModelItem  *item;

  GtkWidget     *state;
  GtkWidget     *promote;
};

G_DEFINE_FINAL_TYPE (RdgModelTile, rdg_model_tile, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
rdg_model_tile_dispose (GObject *object)
{
  RdgModelTile *self = RDG_MODEL_TILE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_MODEL_TILE);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (rdg_model_tile_parent_class)->dispose (object);
}

static void
rdg_model_tile_constructed (GObject *object)
{
  static const char *const state_classes[] = {
    [RDG_MODEL_CANDIDATE] = "accent",
    [RDG_MODEL_ACTIVE] = "success",
    [RDG_MODEL_RETIRED] = "dim-label",
  };
  RdgModelTile *self = RDG_MODEL_TILE (object);
  const RdgModelRow *row = rdg_model_item_get_row (self->item);
  g_autofree char *name = NULL;
  g_autofree char *caught = NULL;
  g_autofree char *note = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *promote = NULL;

  G_OBJECT_CLASS (rdg_model_tile_parent_class)->constructed (object);

  gtk_widget_add_css_class (self->state, state_classes[row->state]);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->promote), "x", row->model_id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "x", row->model_id);

  g_object_get (self->item, "name", &name, "caught", &caught, "caught-note", &note, NULL);
  /* Translators: a model, its state, "47 of 68", "failures caught (38 to 54)" */
  spoken = g_strdup_printf (C_("spoken", "%1$s, %2$s, %3$s %4$s"), name,
                            rdg_model_state_get_word (row->state), caught, note);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  /* Translators: %s is "Model 9" */
  promote = g_strdup_printf (_("Promote %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->promote), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  promote, -1);
}

static void
rdg_model_tile_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ITEM:
      g_value_set_object (value, RDG_MODEL_TILE (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_model_tile_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_ITEM:
      RDG_MODEL_TILE (object)->item = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_model_tile_class_init (RdgModelTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = rdg_model_tile_constructed;
  object_class->dispose = rdg_model_tile_dispose;
  object_class->get_property = rdg_model_tile_get_property;
  object_class->set_property = rdg_model_tile_set_property;

  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, RDG_TYPE_MODEL_ITEM,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-model-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgModelTile, promote);
  gtk_widget_class_bind_template_child (widget_class, RdgModelTile, state);
}

static void
rdg_model_tile_init (RdgModelTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_model_tile_new:
 *
 * Returns: (transfer floating): a row for @item
 */
GtkWidget *
rdg_model_tile_new (RdgModelItem *item)
{
  return g_object_new (RDG_TYPE_MODEL_TILE, "item", item, NULL);
}

/**
 * rdg_model_tile_get_item:
 *
 * Returns: (transfer none): the model
 */
RdgModelItem *
rdg_model_tile_get_item (RdgModelTile *self)
{
  return self->item;
}
