/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model said of a car: a row each, with the main reason where it was computed. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_prediction_table_schema[];

G_END_DECLS
