/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application: command line, files given to it, its one window. Main thread only. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RDG_TYPE_APPLICATION (rdg_application_get_type ())

G_DECLARE_FINAL_TYPE (RdgApplication, rdg_application, RDG, APPLICATION, AdwApplication)

RdgApplication *rdg_application_new          (void);
GSettings      *rdg_application_get_settings (RdgApplication *self);

G_END_DECLS
