/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The part of the truth that an import's report must equal: what each file
 * holds, and which outcomes follow from them. Halls, zones and stations are
 * named as the files name them, without padding and in capitals. One thread at a time.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "rdg-simulate-writer.h"

G_BEGIN_DECLS

void rdg_simulate_truth_add_files    (JsonBuilder              *builder,
                                      const RdgSimulateContext *context);
void rdg_simulate_truth_add_outcomes (JsonBuilder              *builder,
                                      const RdgSimulateContext *context);

G_END_DECLS
