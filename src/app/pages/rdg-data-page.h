/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Data page. Main thread only. */
#pragma once

#include "rdg-page.h"
#include "rdg-watched-folder.h"

G_BEGIN_DECLS

#define RDG_TYPE_DATA_PAGE (rdg_data_page_get_type ())

G_DECLARE_FINAL_TYPE (RdgDataPage, rdg_data_page, RDG, DATA_PAGE, RdgPage)

/* Once: whose state the page shows. */
void rdg_data_page_set_watched (RdgDataPage      *self,
                                RdgWatchedFolder *watched);

G_END_DECLS
