/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of a test, in a folder of its own. */
#pragma once

#include "rdg-inspection.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;
} IngestFixture;

void           ingest_fixture_open    (IngestFixture *self);
void           ingest_fixture_close   (IngestFixture *self);
/* A new file with that content; length -1: up to its NUL. */
char          *ingest_fixture_write   (IngestFixture *self,
                                       const char    *name,
                                       const char    *content,
                                       gssize         length);
RdgInspection *ingest_fixture_inspect (const char    *path);
RdgColumn     *ingest_fixture_column  (RdgInspection *inspection,
                                       const char    *name);
/* NULL where it is not there. */
char          *ingest_fixture_shared  (const char    *name);

G_END_DECLS
