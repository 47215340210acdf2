/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers as files hold them, whatever the user's locale. Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RDG_NUMBER_BUFFER_SIZE 32

gboolean    rdg_number_parse_double (const char *text,
                                     gsize       length,
                                     char        decimal_mark,
                                     double     *value);
gboolean    rdg_number_parse_int    (const char *text,
                                     gsize       length,
                                     gint64     *value);
const char *rdg_number_format       (double      value,
                                     char        buffer[RDG_NUMBER_BUFFER_SIZE]);

G_END_DECLS
