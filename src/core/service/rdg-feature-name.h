/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plant's column names as people say them. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "MEAN_TORQUE_3108" is "Mean torque of operation 3108"; a name that says itself stays. */
char *_rdg_feature_name_for_people (const char *name);

G_END_DECLS
