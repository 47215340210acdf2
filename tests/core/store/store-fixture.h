/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of its own for each test of the store, and short words for what they do. */
#pragma once

#include "rdg-error.h"
#include "rdg-store.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  char *path;     /* of a database that is not there yet */
} StoreFixture;

void      store_fixture_set_up    (StoreFixture  *fixture,
                                   gconstpointer  data);
void      store_fixture_tear_down (StoreFixture  *fixture,
                                   gconstpointer  data);
guint     store_count_files       (const char    *folder);
void      store_write_file        (const char    *path,
                                   const char    *content,
                                   gssize         length);
/* The message has to have this part in it, and the file's name. */
void      store_assert_refused    (const char    *path,
                                   RdgStoreMode   mode,
                                   RdgStoreError  code,
                                   const char    *part);
RdgStore *store_open              (const char    *path,
                                   RdgStoreMode   mode);
void      store_execute           (RdgStore      *store,
                                   const char    *sql);
gint64    store_query             (RdgStore      *store,
                                   const char    *sql);
/* Done by another program. */
void      store_make_foreign      (const char    *path,
                                   const char    *sql);

#define STORE_TEST(path, func) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)

G_END_DECLS
