/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the application's files know of each other. */
#pragma once

#include "rdg-application.h"

G_BEGIN_DECLS

void _rdg_application_init_actions (RdgApplication *self);

G_END_DECLS
