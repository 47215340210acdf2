/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small database for the services' tests, filled without a file. */
#pragma once

#include "rdg-workspace.h"

G_BEGIN_DECLS

#define FIXTURE_WAITING 60

typedef struct
{
  char         *folder;
  char         *path;
  RdgWorkspace *workspace;
} ServiceFixture;

typedef struct
{
  guint    n_cars;        /* with an outcome; FIXTURE_WAITING more have none */
  gboolean times;
  gboolean backwards;     /* the same cars and columns, brought in the other order */
  guint    n_failed;      /* 0: as the torque has it; else just so many */
} ServiceContent;

void  service_fixture_open  (ServiceFixture        *self);
void  service_fixture_close (ServiceFixture        *self);
void  service_fixture_fill  (ServiceFixture        *self,
                             const ServiceContent  *content);
/* The same cars as a file, with codes of that year; 2024 is that of the database. */
char *service_fixture_write_csv (ServiceFixture       *self,
                                 const ServiceContent *content,
                                 guint                 from,
                                 guint                 n,
                                 const char           *year);
/* All that the database says, as text: to see whether anything has changed. */
char *service_fixture_dump  (ServiceFixture        *self);

G_END_DECLS
