/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A simulated line to look at: a database of its own, made once. Main thread only. */
#pragma once

#include "rdg-app-context.h"

G_BEGIN_DECLS

char *rdg_demonstration_get_path (void);
/* done: the result is an RdgWorkspace. */
void  rdg_demonstration_start    (RdgAppContext  *context,
                                  RdgJobDoneFunc  done,
                                  gpointer        owner);

G_END_DECLS
