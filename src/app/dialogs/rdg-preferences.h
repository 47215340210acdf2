/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences: how many long tests there can be, or what they cost. Main thread only. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RDG_TYPE_PREFERENCES (rdg_preferences_get_type ())

G_DECLARE_FINAL_TYPE (RdgPreferences, rdg_preferences, RDG, PREFERENCES, AdwPreferencesWindow)

GtkWindow *rdg_preferences_new (GtkWindow *parent,
                                GSettings *settings);

G_END_DECLS
