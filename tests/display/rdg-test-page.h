/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page in a window of its own, over a small database. */
#pragma once

#include "rdg-page.h"
#include "service-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  ServiceFixture database;
  RdgAppContext *context;
  GtkWidget     *window;
  RdgPage       *page;
} RdgTestPage;

void rdg_test_page_init          (int                  *argc,
                                  char               ***argv);
void rdg_test_page_open          (RdgTestPage          *self,
                                  GType                 type,
                                  const ServiceContent *content);
void rdg_test_page_close         (RdgTestPage          *self);
void rdg_test_page_activate      (RdgTestPage          *self,
                                  const char           *action,
                                  GVariant             *parameter);
void rdg_test_page_wait_for_jobs (RdgTestPage          *self);

G_END_DECLS
