/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Models page. Main thread only. */
#pragma once

#include "rdg-page.h"

G_BEGIN_DECLS

#define RDG_TYPE_MODELS_PAGE (rdg_models_page_get_type ())

G_DECLARE_FINAL_TYPE (RdgModelsPage, rdg_models_page, RDG, MODELS_PAGE, RdgPage)

G_END_DECLS
