/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Cars page. Main thread only. */
#pragma once

#include "rdg-page.h"

G_BEGIN_DECLS

#define RDG_TYPE_CARS_PAGE (rdg_cars_page_get_type ())

G_DECLARE_FINAL_TYPE (RdgCarsPage, rdg_cars_page, RDG, CARS_PAGE, RdgPage)

G_END_DECLS
