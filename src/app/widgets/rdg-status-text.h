/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a status page says, where the words are not ours. Main thread only. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void rdg_status_text_set (AdwStatusPage *page,
                          const char    *text);

G_END_DECLS
