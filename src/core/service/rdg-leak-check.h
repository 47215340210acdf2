/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A last look before training: a feature that alone tells nearly all failed cars
 * from the others is probably part of the answer, or was measured after the test.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-matrix.h"

G_BEGIN_DECLS

/* times: of each row, ascending order is older first; NULL: there are none. Adds a translated sentence for each suspect. FALSE only when cancelled. */
gboolean _rdg_leak_check (const RdgMatrix  *matrix,
                          const guint8     *failed,
                          const gint64     *times,
                          GStrvBuilder     *warnings,
                          GCancellable     *cancellable,
                          GError          **error);

G_END_DECLS
