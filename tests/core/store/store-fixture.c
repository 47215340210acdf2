/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "rdg-statement.h"
#include "rdg-store-private.h"

void
store_fixture_set_up (StoreFixture  *fixture,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("rdg-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "line.rodagem", NULL);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        g_rmdir (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

void
store_fixture_tear_down (StoreFixture  *fixture,
                         gconstpointer  data)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

guint
store_count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

void
store_write_file (const char *path,
                  const char *content,
                  gssize      length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
}

void
store_assert_refused (const char    *path,
                      RdgStoreMode   mode,
                      RdgStoreError  code,
                      const char    *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_store_open (path, mode, &error);
  g_autofree char *name = g_path_get_basename (path);

  g_assert_null (store);
  g_assert_error (error, RDG_STORE_ERROR, (int) code);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” is not in “%s”", part, error->message);
  /* A message names the file. */
  if (strstr (error->message, name) == NULL && strstr (error->message, "folder") == NULL)
    g_error ("“%s” is not in “%s”", name, error->message);
}

RdgStore *
store_open (const char   *path,
            RdgStoreMode  mode)
{
  g_autoptr (GError) error = NULL;
  RdgStore *store = rdg_store_open (path, mode, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

void
store_execute (RdgStore   *store,
               const char *sql)
{
  g_autoptr (GError) error = NULL;

  _rdg_store_execute (store, sql, &error);
  g_assert_no_error (error);
}

gint64
store_query (RdgStore   *store,
             const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStatement) statement = rdg_statement_new (store, sql, &error);

  g_assert_no_error (error);
  g_assert_cmpint (rdg_statement_step (statement, &error), ==, RDG_STEP_ROW);
  return rdg_statement_get_int (statement, 0);
}

void
store_make_foreign (const char *path,
                    const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}
