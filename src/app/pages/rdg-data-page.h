/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Data page. Main thread only. */
#pragma once

#include "rdg-page.h"

G_BEGIN_DECLS

#define RDG_TYPE_DATA_PAGE (rdg_data_page_get_type ())

G_DECLARE_FINAL_TYPE (RdgDataPage, rdg_data_page, RDG, DATA_PAGE, RdgPage)

G_END_DECLS
