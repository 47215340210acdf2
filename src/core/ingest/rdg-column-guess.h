/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column plays which role, and why: from names in English and Portuguese, and from values. */
#pragma once

#include "rdg-column-profile.h"
#include "rdg-mapping-private.h"

G_BEGIN_DECLS

/* profiles: one a name. notes: sentences that the user should read. */
RdgMapping *rdg_column_guess (const char * const  *names,
                              RdgColumnProfile   **profiles,
                              guint                n_columns,
                              GStrvBuilder        *notes);

G_END_DECLS
