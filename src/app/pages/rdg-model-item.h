/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One model of the registry, as texts that a row binds to. Immutable; main thread only. */
#pragma once

#include "rdg-model-registry.h"

G_BEGIN_DECLS

#define RDG_TYPE_MODEL_ITEM (rdg_model_item_get_type ())

G_DECLARE_FINAL_TYPE (RdgModelItem, rdg_model_item, RDG, MODEL_ITEM, GObject)

RdgModelItem      *rdg_model_item_new            (GPtrArray     *rows,
                                                  guint          index);
const RdgModelRow *rdg_model_item_get_row        (RdgModelItem  *self);
const char        *rdg_model_state_get_word      (RdgModelState  state);
const char        *rdg_model_state_get_icon_name (RdgModelState  state);
const char        *rdg_algorithm_get_word        (RdgAlgorithm   algorithm);

G_END_DECLS
