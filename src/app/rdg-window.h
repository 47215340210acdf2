/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: the frame around the pages. Main thread only. */
#pragma once

#include "rdg-app-context.h"

G_BEGIN_DECLS

#define RDG_TYPE_WINDOW (rdg_window_get_type ())

G_DECLARE_FINAL_TYPE (RdgWindow, rdg_window, RDG, WINDOW, AdwApplicationWindow)

RdgWindow     *rdg_window_new           (AdwApplication      *application,
                                         GSettings           *settings);
RdgAppContext *rdg_window_get_context   (RdgWindow           *self);
const char    *rdg_window_get_state     (RdgWindow           *self);
void           rdg_window_show_page     (RdgWindow           *self,
                                         const char          *name);
void           rdg_window_open_database (RdgWindow           *self,
                                         const char          *path);
void           rdg_window_open_files    (RdgWindow           *self,
                                         const char * const  *paths);

G_END_DECLS
