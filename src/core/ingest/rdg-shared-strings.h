/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts that the cells of a workbook name by number. In memory, up to a limit. */
#pragma once

#include "rdg-xml.h"

G_BEGIN_DECLS

#define RDG_SHARED_STRINGS_MOST_BYTES (192u << 20)
#define RDG_SHARED_STRINGS_MOST (16u << 20)

typedef struct _RdgSharedStrings RdgSharedStrings;

RdgSharedStrings *rdg_shared_strings_read (RdgZip                  *zip,
                                           guint                    member,
                                           const char              *file,
                                           GCancellable            *cancellable,
                                           GError                 **error);
void              rdg_shared_strings_free (RdgSharedStrings        *self);
/* NULL: there is none of that number. */
const char       *rdg_shared_strings_get  (const RdgSharedStrings  *self,
                                           guint64                  index,
                                           gsize                   *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSharedStrings, rdg_shared_strings_free)

G_END_DECLS
