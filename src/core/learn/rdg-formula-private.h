/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How every complaint about a formula reads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void _rdg_formula_set_error (const char  *name,
                             guint        position,
                             const char  *fault,
                             GError     **error);

G_END_DECLS
