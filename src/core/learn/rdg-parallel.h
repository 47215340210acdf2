/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Items of work pulled from one counter by a few threads. What an item computes
 * must not depend on who runs it or when; then neither does the result.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-progress.h"

G_BEGIN_DECLS

/* worker: 0 to n_threads - 1, to find this thread's scratch memory. */
typedef void (*RdgParallelFunc) (gsize    item,
                                 guint    worker,
                                 gpointer user_data);

guint    rdg_parallel_choose (guint              n_threads,
                              gsize              n_items);
gboolean rdg_parallel_run    (gsize              n_items,
                              guint              n_threads,
                              RdgParallelFunc    func,
                              gpointer           user_data,
                              const RdgProgress *progress,
                              GCancellable      *cancellable,
                              GError           **error);

G_END_DECLS
