/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgCarWriter: from the codes of a file to car ids, many at a time; a code that
 * is new becomes a car. Inside a transaction; same thread as its store.
 */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

typedef struct _RdgCarWriter RdgCarWriter;

RdgCarWriter *rdg_car_writer_new       (RdgStore            *store,
                                        GError             **error);
void          rdg_car_writer_free      (RdgCarWriter        *self);
/* RDG_STORE_ERROR_EXISTS where a code comes a second time, in the same call or a later one; some are
 * found by the finish only. */
gboolean      rdg_car_writer_resolve   (RdgCarWriter        *self,
                                        const char * const  *codes,
                                        gsize                n_codes,
                                        gint64              *ids,
                                        GError             **error);
gboolean      rdg_car_writer_finish    (RdgCarWriter        *self,
                                        GError             **error);
/* Whether a resolved car was not in the database before. */
gboolean      rdg_car_writer_is_new    (const RdgCarWriter  *self,
                                        gint64               car_id);
guint64       rdg_car_writer_get_n_new (const RdgCarWriter  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCarWriter, rdg_car_writer_free)

G_END_DECLS
