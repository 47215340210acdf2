/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RdgMessageBar: a sentence across the window that stays until it is dealt with. Main thread only. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RDG_TYPE_MESSAGE_BAR (rdg_message_bar_get_type ())

G_DECLARE_FINAL_TYPE (RdgMessageBar, rdg_message_bar, RDG, MESSAGE_BAR, AdwBin)

void rdg_message_bar_show (RdgMessageBar *self,
                           const char    *heading,
                           const char    *message);
void rdg_message_bar_hide (RdgMessageBar *self);

G_END_DECLS
