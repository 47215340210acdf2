/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether there is room for something large. GLib ends the program where a small
 * allocation fails; who is about to make many of them asks first, and says so in a sentence. Any
 * thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean rdg_memory_has_room (guint64 bytes);
/* For a sentence: in whole MB, at least 1. */
guint64  rdg_memory_to_mb    (guint64 bytes);

G_END_DECLS
