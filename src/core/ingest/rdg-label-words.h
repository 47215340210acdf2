/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a label cell says: 0/1, yes/no, pass/fail, OK/NOK, -1/1, in English and Portuguese. Any
 * thread. */
#pragma once

#include "rdg-record.h"

G_BEGIN_DECLS

/* The name of a column whose 1 or yes means a pass. */
gboolean rdg_label_name_means_passed (const char *name);
/* FALSE: the text is none of the words. */
gboolean rdg_label_parse_word        (const char *text,
                                      gsize       length,
                                      gboolean    yes_means_passed,
                                      RdgLabel   *label);

G_END_DECLS
