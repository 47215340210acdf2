/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which codes a file had so far, and in which line: 16 bytes a code. A code is
 * known by its 64-bit hash; among ten million codes, two that share one by chance
 * are met in one file of 400,000. One thread at a time.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RdgCodeSet RdgCodeSet;

RdgCodeSet *rdg_code_set_new  (void);
void        rdg_code_set_free (RdgCodeSet *self);
/* The line that had the code before, or 0. */
guint64     rdg_code_set_add  (RdgCodeSet *self,
                               const char *code,
                               gsize       length,
                               guint64     line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCodeSet, rdg_code_set_free)

G_END_DECLS
