/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgLineContext: how the line was doing at a moment, from what was known by
 * then. Immutable; any thread.
 */
#pragma once

#include "rdg-car-table.h"

G_BEGIN_DECLS

/* The cars that it looks back on. */
#define RDG_LINE_CONTEXT_CARS 200

typedef struct _RdgLineContext RdgLineContext;

RdgLineContext *_rdg_line_context_new       (const RdgCarRoll     *cars);
void            _rdg_line_context_free      (RdgLineContext       *self);
/* The percentage that failed of the last cars whose outcome was known before that moment; NaN where
 * too few were. */
float           _rdg_line_context_get_share (const RdgLineContext *self,
                                             gint64                at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgLineContext, _rdg_line_context_free)

G_END_DECLS
