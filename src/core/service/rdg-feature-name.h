/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of features as people say them. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "MEAN_TORQUE_3108" is "Mean torque of operation 3108"; a name that says itself stays. */
char *rdg_feature_name_for_people   (const char *name,
                                     const char *unit);
/* Of a feature that the recipe makes, what a category is called; else the level itself. */
const char *_rdg_feature_level_for_people (const char *name,
                                     const char *level);
/* "doors": one of the plant's own zones, translated; else the name itself. */
const char *_rdg_zone_name_for_people (const char *name);

G_END_DECLS
