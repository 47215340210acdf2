/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The numbered steps from an empty file to today's schema. user_version is the
 * number of the last step taken. A step, once released, never changes: what is
 * new is a new step.
 */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

/* 'Rdgm' */
#define RDG_APPLICATION_ID 0x5264676d

int      rdg_migrations_get_latest (void);
/* All steps after version, in one transaction, or none. */
gboolean rdg_migrations_run        (RdgStore  *store,
                                    GError   **error);

G_END_DECLS
