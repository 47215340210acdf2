/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One model as a row of the registry. Main thread only. */
#pragma once

#include <adwaita.h>

#include "rdg-model-item.h"

G_BEGIN_DECLS

#define RDG_TYPE_MODEL_TILE (rdg_model_tile_get_type ())

G_DECLARE_FINAL_TYPE (RdgModelTile, rdg_model_tile, RDG, MODEL_TILE, GtkListBoxRow)

GtkWidget    *rdg_model_tile_new      (RdgModelItem *item);
RdgModelItem *rdg_model_tile_get_item (RdgModelTile *self);

G_END_DECLS
