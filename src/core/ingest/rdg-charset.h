/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which characters a file's bytes mean, and whether they are text at all. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *name;      /* as iconv knows it; static */
  guint       bom;       /* bytes to pass over */
} RdgCharset;

/* What a file's first bytes say; ended: these are all. NULL: text; else why it is not, a part of a
 * sentence, translated. */
const char *rdg_charset_why_not_text (const guint8 *bytes,
                                      gsize         length);
RdgCharset  rdg_charset_detect       (const guint8 *bytes,
                                      gsize         length);
/* What a user calls a charset, as detect would name it; NULL: there is none that can be read. */
const char *rdg_charset_find         (const char   *name);

G_END_DECLS
