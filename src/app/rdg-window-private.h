/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's files know of each other. */
#pragma once

#include "rdg-cars-page.h"
#include "rdg-data-page.h"
#include "rdg-job-button.h"
#include "rdg-message-bar.h"
#include "rdg-watched-folder.h"
#include "rdg-window.h"

G_BEGIN_DECLS

struct _RdgWindow
{
  AdwApplicationWindow parent_instance;

  RdgAppContext        *context;
  char                 *path;          /* of the database that is open or was tried */
  GStrv                 waiting;       /* files to import when the database is open */
  RdgJob               *opening;
  RdgWatchedFolder     *watched;

  AdwStatusPage        *problem_page;
  AdwToastOverlay      *toast_overlay;
  AdwViewStack         *stack;
  AdwViewSwitcherTitle *switcher_title;
  GtkMenuButton        *menu_button;
  GtkSpinner           *opening_spinner;
  GtkStack             *states;
  GtkWidget            *open_another_button;
  GtkWidget            *try_again_button;
  RdgCarsPage          *cars_page;
  RdgDataPage          *data_page;
  RdgJobButton         *job_button;
  RdgMessageBar        *demonstration_bar;
  RdgMessageBar        *error_bar;
  RdgMessageBar        *read_only_bar;
};

void _rdg_window_init_actions        (RdgWindow  *self);
void _rdg_window_update_actions      (RdgWindow  *self);
void _rdg_window_set_state           (RdgWindow  *self,
                                      const char *state);
void _rdg_window_start_demonstration (RdgWindow  *self);
void _rdg_window_leave_demonstration (RdgWindow  *self);
void _rdg_window_stop_opening        (RdgWindow  *self);
void _rdg_window_import              (RdgWindow          *self,
                                      const char * const *paths);

G_END_DECLS
