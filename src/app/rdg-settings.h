/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the application remembers, and its translation into the plain values
 * that the services take. Main thread only.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-model.h"

G_BEGIN_DECLS

#define RDG_SETTINGS_SCHEMA "io.github.rodagem.Rodagem"

#define RDG_SETTING_WIDTH           "width"
#define RDG_SETTING_HEIGHT          "height"
#define RDG_SETTING_MAXIMIZED       "maximized"
#define RDG_SETTING_PAGE            "page"
#define RDG_SETTING_DATABASE        "database"
#define RDG_SETTING_OPERATING_POINT "operating-point"
#define RDG_SETTING_CAPACITY        "capacity"
#define RDG_SETTING_CARS_PER_SHIFT  "cars-per-shift"
#define RDG_SETTING_COST_TEST       "cost-test"
#define RDG_SETTING_COST_ESCAPE     "cost-escape"
#define RDG_SETTING_SHOW_ALL        "show-all"
#define RDG_SETTING_LONG_ONLY       "long-only"
#define RDG_SETTING_VARIANT         "variant"
#define RDG_SETTING_SORT_COLUMN     "sort-column"
#define RDG_SETTING_SORT_DESCENDING "sort-descending"
#define RDG_SETTING_WATCHED_FOLDER  "watched-folder"
#define RDG_SETTING_WATCHED_SINCE   "watched-since"

GSettings *rdg_settings_new                 (void);
void       rdg_settings_get_operating_point (GSettings         *settings,
                                             RdgOperatingPoint *point);

G_END_DECLS
