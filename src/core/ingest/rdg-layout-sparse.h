/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsvm's sparse table, mapped: its label, and every feature as an input. */
#pragma once

#include "rdg-mapping-private.h"

G_BEGIN_DECLS

RdgMapping *rdg_layout_sparse_map (const char         *path,
                                   const char * const *names);

G_END_DECLS
