/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text as the plant writes it: padded, in mixed case. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char       *rdg_text_normalise (const char *text,
                                gssize      length);
const char *rdg_text_trim      (const char *text,
                                gsize      *length);
GStrv       rdg_text_unique    (const char * const *texts);

G_END_DECLS
