/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The key that inspectors are told apart by, on request. It lies beside the
 * user's databases, not in them: who gets a database cannot try ids until one
 * fits. Blocking; any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Made at the first call, for this user's eyes only. */
GBytes *rdg_inspector_key_load (GError **error);

G_END_DECLS
