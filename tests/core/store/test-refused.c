/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening what is no database of ours, what is damaged, and what may not be written. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rdg-migrations.h"
#include "rdg-statement.h"
#include "rdg-store-private.h"
#include "store-fixture.h"

static void
test_absent (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autofree char *lost = g_build_filename (fixture->folder, "lost", "line.rodagem", NULL);

  store_assert_refused (fixture->path, RDG_STORE_READ, RDG_STORE_ERROR_NOT_FOUND, "no database");
  store_assert_refused (lost, RDG_STORE_READ, RDG_STORE_ERROR_NOT_FOUND, "no folder");
  store_assert_refused (lost, RDG_STORE_WRITE, RDG_STORE_ERROR_NOT_FOUND, "no folder");
  g_assert_cmpuint (store_count_files (fixture->folder), ==, 0);
}

static void
test_not_a_database (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);
  g_autofree char *long_text = g_strnfill (5000, 'x');

  for (int mode = RDG_STORE_READ; mode <= RDG_STORE_WRITE; mode++)
    {
      store_assert_refused (fixture->folder, mode, RDG_STORE_ERROR_NOT_A_DATABASE, "is a folder");

      store_write_file (fixture->path, "KNR;MOD\n", -1);
      store_assert_refused (fixture->path, mode, RDG_STORE_ERROR_NOT_A_DATABASE, "not a Rodagem database");
      store_write_file (fixture->path, long_text, -1);
      store_assert_refused (fixture->path, mode, RDG_STORE_ERROR_NOT_A_DATABASE, "not a Rodagem database");
      store_write_file (fixture->path, "SQLite format 3", 16);
      store_assert_refused (fixture->path, mode, RDG_STORE_ERROR_DAMAGED, "damaged");

      g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
      store_assert_refused (fifo, mode, RDG_STORE_ERROR_NOT_A_DATABASE, "pipe");
      g_unlink (fifo);
    }

  /* Whatever it is, it is still there as it was. */
  g_autofree char *content = NULL;
  gsize length;

  store_write_file (fixture->path, long_text, -1);
  store_assert_refused (fixture->path, RDG_STORE_WRITE, RDG_STORE_ERROR_NOT_A_DATABASE, "Rodagem");
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  g_assert_cmpmem (content, length, long_text, strlen (long_text));
  g_assert_cmpuint (store_count_files (fixture->folder), ==, 1);
}

static void
test_foreign (StoreFixture  *fixture,
              gconstpointer  data)
{
  store_make_foreign (fixture->path, "CREATE TABLE car (car_id INTEGER PRIMARY KEY)");
  for (int mode = RDG_STORE_READ; mode <= RDG_STORE_WRITE; mode++)
    store_assert_refused (fixture->path, mode, RDG_STORE_ERROR_NOT_A_DATABASE, "another program");

  g_unlink (fixture->path);
  store_make_foreign (fixture->path, "PRAGMA application_id = 1; PRAGMA user_version = 3");
  store_assert_refused (fixture->path, RDG_STORE_WRITE, RDG_STORE_ERROR_NOT_A_DATABASE, "another program");
  g_assert_cmpuint (store_count_files (fixture->folder), ==, 1);
}

static void
test_versions (StoreFixture  *fixture,
               gconstpointer  data)
{
  RdgStore *store = store_open (fixture->path, RDG_STORE_WRITE);

  store_execute (store, "PRAGMA user_version = 99");
  rdg_store_close (store);
  for (int mode = RDG_STORE_READ; mode <= RDG_STORE_WRITE; mode++)
    store_assert_refused (fixture->path, mode, RDG_STORE_ERROR_NEWER, "newer Rodagem");

  store_make_foreign (fixture->path, "PRAGMA user_version = 0");
  for (int mode = RDG_STORE_READ; mode <= RDG_STORE_WRITE; mode++)
    store_assert_refused (fixture->path, mode, RDG_STORE_ERROR_DAMAGED, "schema version");
}

/* Ours by its marks, but not by its tables. */
static void
test_other_tables (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_autofree char *sql = g_strdup_printf ("CREATE TABLE other (a); PRAGMA application_id = 1382311789;"
                                          "PRAGMA user_version = %d",
                                          rdg_migrations_get_latest ());

  store_make_foreign (fixture->path, sql);

  g_autoptr (RdgStore) store = store_open (fixture->path, RDG_STORE_READ);
  g_autoptr (RdgStatement) statement = rdg_statement_new (store, "SELECT code FROM car", &error);

  g_assert_null (statement);
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_DAMAGED);
}

static void
test_empty_file (StoreFixture  *fixture,
                 gconstpointer  data)
{
  store_write_file (fixture->path, "", 0);
  store_assert_refused (fixture->path, RDG_STORE_READ, RDG_STORE_ERROR_NOT_FOUND, "no database");

  /* What a program that was killed while it made the file leaves. */
  rdg_store_close (store_open (fixture->path, RDG_STORE_WRITE));
  rdg_store_close (store_open (fixture->path, RDG_STORE_READ));
}

static void
test_truncated (StoreFixture  *fixture,
                gconstpointer  data)
{
  static const int sizes[] = { 50, 100, 511, 4096, 8192, 20000 };
  g_autofree char *content = NULL;
  gsize length;

  rdg_store_close (store_open (fixture->path, RDG_STORE_WRITE));
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  g_assert_cmpuint (length, >, 20000);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      store_write_file (fixture->path, content, sizes[i]);
      for (int mode = RDG_STORE_READ; mode <= RDG_STORE_WRITE; mode++)
        store_assert_refused (fixture->path, mode, RDG_STORE_ERROR_DAMAGED, "damaged");
    }
  store_write_file (fixture->path, content, (gssize) length - 1);
  store_assert_refused (fixture->path, RDG_STORE_READ, RDG_STORE_ERROR_DAMAGED, "end is missing");
}

/* Bytes flipped anywhere must give an error or an answer, never a crash. */
static void
test_damaged (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autofree char *content = NULL;
  gsize length;
  guint n_refused = 0;

  rdg_store_close (store_open (fixture->path, RDG_STORE_WRITE));
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));

  for (gsize at = 100; at < 4096; at += 41)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *changed = g_memdup2 (content, length);
      g_autoptr (RdgStore) store = NULL;
      g_autoptr (RdgStatement) statement = NULL;

      changed[at] = (char) ~changed[at];
      store_write_file (fixture->path, changed, (gssize) length);
      store = rdg_store_open (fixture->path, RDG_STORE_READ, &error);
      if (store != NULL)
        statement = rdg_statement_new (store, "SELECT code FROM car", &error);
      if (error != NULL)
        {
          g_assert_true (error->domain == RDG_STORE_ERROR);
          n_refused++;
        }
    }
  g_assert_cmpuint (n_refused, >, 0);
}

/* As somebody whom permissions hold back. */
static gboolean
become_nobody (void)
{
  if (geteuid () != 0)
    return TRUE;

  return seteuid (65534) == 0;
}

static void
become_oneself (void)
{
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
test_read_only_folder (StoreFixture  *fixture,
                       gconstpointer  data)
{
  RdgStore *store = store_open (fixture->path, RDG_STORE_WRITE);

  store_execute (store, "INSERT INTO car (code) VALUES ('a')");
  rdg_store_close (store);
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  if (!become_nobody ())
    {
      g_test_skip ("cannot become a user without rights");
      return;
    }

  store = store_open (fixture->path, RDG_STORE_READ);
  g_assert_cmpint (store_query (store, "SELECT count(*) FROM car"), ==, 1);
  rdg_store_close (store);
  store_assert_refused (fixture->path, RDG_STORE_WRITE, RDG_STORE_ERROR_READ_ONLY, "write-protected");

  g_autofree char *other = g_build_filename (fixture->folder, "other.rodagem", NULL);

  store_assert_refused (other, RDG_STORE_WRITE, RDG_STORE_ERROR_READ_ONLY, "write-protected");
  store_assert_refused (other, RDG_STORE_READ, RDG_STORE_ERROR_NOT_FOUND, "no database");

  become_oneself ();
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpuint (store_count_files (fixture->folder), ==, 1);
}

static void
test_read_only_file (StoreFixture  *fixture,
                     gconstpointer  data)
{
  rdg_store_close (store_open (fixture->path, RDG_STORE_WRITE));
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0777), ==, 0);
  if (!become_nobody ())
    {
      g_test_skip ("cannot become a user without rights");
      return;
    }

  rdg_store_close (store_open (fixture->path, RDG_STORE_READ));
  store_assert_refused (fixture->path, RDG_STORE_WRITE, RDG_STORE_ERROR_READ_ONLY, "write-protected");
  become_oneself ();
}

static void
test_unreadable (StoreFixture  *fixture,
                 gconstpointer  data)
{
  rdg_store_close (store_open (fixture->path, RDG_STORE_WRITE));
  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);
  if (!become_nobody ())
    {
      g_test_skip ("cannot become a user without rights");
      return;
    }

  store_assert_refused (fixture->path, RDG_STORE_READ, RDG_STORE_ERROR_FAILED, "cannot be opened");
  become_oneself ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  STORE_TEST ("/store/refused/absent", test_absent);
  STORE_TEST ("/store/refused/not-a-database", test_not_a_database);
  STORE_TEST ("/store/refused/foreign", test_foreign);
  STORE_TEST ("/store/refused/versions", test_versions);
  STORE_TEST ("/store/refused/other-tables", test_other_tables);
  STORE_TEST ("/store/refused/empty-file", test_empty_file);
  STORE_TEST ("/store/refused/truncated", test_truncated);
  STORE_TEST ("/store/refused/damaged", test_damaged);
  STORE_TEST ("/store/refused/read-only-folder", test_read_only_folder);
  STORE_TEST ("/store/refused/read-only-file", test_read_only_file);
  STORE_TEST ("/store/refused/unreadable", test_unreadable);

  return g_test_run ();
}
