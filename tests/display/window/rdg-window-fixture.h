/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application's window on a small database, for tests in process. */
#pragma once

#include "rdg-application.h"
#include "rdg-window-private.h"
#include "service-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  RdgApplication *application;
  ServiceFixture  service;
  RdgWindow      *window;
} WindowFixture;

void            window_fixture_open_empty  (WindowFixture *self);
void            window_fixture_open_scored (WindowFixture *self);
void            window_fixture_show        (WindowFixture *self,
                                            const char    *path);
void            window_fixture_close       (WindowFixture *self);
/* Waits until the page has read its list. */
void            window_fixture_settle      (WindowFixture *self);
RdgApplication *window_fixture_application (void);

G_END_DECLS
