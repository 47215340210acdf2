/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening what is no database of ours, transactions, and what is left behind. */
#include "rdg-error.h"
#include "rdg-migrations.h"
#include "rdg-statement.h"
#include "rdg-store-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
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

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
write_file (const char *path,
            const char *content,
            gssize      length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
}

static void
assert_refused (const char    *path,
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

static RdgStore *
open_store (const char   *path,
            RdgStoreMode  mode)
{
  g_autoptr (GError) error = NULL;
  RdgStore *store = rdg_store_open (path, mode, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

static void
execute (RdgStore   *store,
         const char *sql)
{
  g_autoptr (GError) error = NULL;

  _rdg_store_execute (store, sql, &error);
  g_assert_no_error (error);
}

static gint64
query (RdgStore   *store,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStatement) statement = rdg_statement_new (store, sql, &error);

  g_assert_no_error (error);
  g_assert_cmpint (rdg_statement_step (statement, &error), ==, RDG_STEP_ROW);
  return rdg_statement_get_int (statement, 0);
}

static void
make_foreign (const char *path,
              const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

static void
test_make (Fixture       *fixture,
           gconstpointer  data)
{
  RdgStore *store = open_store (fixture->path, RDG_STORE_WRITE);

  g_assert_cmpint (query (store, "PRAGMA application_id"), ==, RDG_APPLICATION_ID);
  g_assert_cmpint (query (store, "PRAGMA user_version"), ==, rdg_migrations_get_latest ());
  g_assert_cmpint (query (store, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (query (store, "PRAGMA page_size"), ==, 8192);
  g_assert_cmpint (query (store, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), ==, 1);
  g_assert_cmpint (query (store, "SELECT min (strict) FROM pragma_table_list "
                                 "WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"), ==, 1);
  rdg_store_close (store);
  /* Once it is closed there is one file, whoever was the last. */
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);

  store = open_store (fixture->path, RDG_STORE_READ);
  g_assert_cmpint (query (store, "SELECT count(*) FROM car"), ==, 0);
  rdg_store_close (store);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_reader_cannot_write (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  rdg_store_close (open_store (fixture->path, RDG_STORE_WRITE));

  g_autoptr (RdgStore) store = open_store (fixture->path, RDG_STORE_READ);

  g_assert_false (_rdg_store_execute (store, "DELETE FROM car", &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_READ_ONLY);
}

static void
test_absent (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *lost = g_build_filename (fixture->folder, "lost", "line.rodagem", NULL);

  assert_refused (fixture->path, RDG_STORE_READ, RDG_STORE_ERROR_NOT_FOUND, "no database");
  assert_refused (lost, RDG_STORE_READ, RDG_STORE_ERROR_NOT_FOUND, "no folder");
  assert_refused (lost, RDG_STORE_WRITE, RDG_STORE_ERROR_NOT_FOUND, "no folder");
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

static void
test_not_a_database (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);
  g_autofree char *long_text = g_strnfill (5000, 'x');

  for (int mode = RDG_STORE_READ; mode <= RDG_STORE_WRITE; mode++)
    {
      assert_refused (fixture->folder, mode, RDG_STORE_ERROR_NOT_A_DATABASE, "is a folder");

      write_file (fixture->path, "KNR;MOD\n", -1);
      assert_refused (fixture->path, mode, RDG_STORE_ERROR_NOT_A_DATABASE, "not a Rodagem database");
      write_file (fixture->path, long_text, -1);
      assert_refused (fixture->path, mode, RDG_STORE_ERROR_NOT_A_DATABASE, "not a Rodagem database");
      write_file (fixture->path, "SQLite format 3", 16);
      assert_refused (fixture->path, mode, RDG_STORE_ERROR_DAMAGED, "damaged");

      g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
      assert_refused (fifo, mode, RDG_STORE_ERROR_NOT_A_DATABASE, "pipe");
      g_unlink (fifo);
    }

  /* Whatever it is, it is still there as it was. */
  g_autofree char *content = NULL;
  gsize length;

  write_file (fixture->path, long_text, -1);
  assert_refused (fixture->path, RDG_STORE_WRITE, RDG_STORE_ERROR_NOT_A_DATABASE, "Rodagem");
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  g_assert_cmpmem (content, length, long_text, strlen (long_text));
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_foreign (Fixture       *fixture,
              gconstpointer  data)
{
  make_foreign (fixture->path, "CREATE TABLE car (car_id INTEGER PRIMARY KEY)");
  for (int mode = RDG_STORE_READ; mode <= RDG_STORE_WRITE; mode++)
    assert_refused (fixture->path, mode, RDG_STORE_ERROR_NOT_A_DATABASE, "another program");

  g_unlink (fixture->path);
  make_foreign (fixture->path, "PRAGMA application_id = 1; PRAGMA user_version = 3");
  assert_refused (fixture->path, RDG_STORE_WRITE, RDG_STORE_ERROR_NOT_A_DATABASE, "another program");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_versions (Fixture       *fixture,
               gconstpointer  data)
{
  RdgStore *store = open_store (fixture->path, RDG_STORE_WRITE);

  execute (store, "PRAGMA user_version = 99");
  rdg_store_close (store);
  for (int mode = RDG_STORE_READ; mode <= RDG_STORE_WRITE; mode++)
    assert_refused (fixture->path, mode, RDG_STORE_ERROR_NEWER, "newer Rodagem");

  make_foreign (fixture->path, "PRAGMA user_version = 0");
  for (int mode = RDG_STORE_READ; mode <= RDG_STORE_WRITE; mode++)
    assert_refused (fixture->path, mode, RDG_STORE_ERROR_DAMAGED, "schema version");
}

/* Ours by its marks, but not by its tables. */
static void
test_other_tables (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_autofree char *sql = g_strdup_printf ("CREATE TABLE other (a); PRAGMA application_id = 1382311789;"
                                          "PRAGMA user_version = %d",
                                          rdg_migrations_get_latest ());

  make_foreign (fixture->path, sql);

  g_autoptr (RdgStore) store = open_store (fixture->path, RDG_STORE_READ);
  g_autoptr (RdgStatement) statement = rdg_statement_new (store, "SELECT code FROM car", &error);

  g_assert_null (statement);
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_DAMAGED);
}

static void
test_empty_file (Fixture       *fixture,
                 gconstpointer  data)
{
  write_file (fixture->path, "", 0);
  assert_refused (fixture->path, RDG_STORE_READ, RDG_STORE_ERROR_NOT_FOUND, "no database");

  /* What a program that was killed while it made the file leaves. */
  rdg_store_close (open_store (fixture->path, RDG_STORE_WRITE));
  rdg_store_close (open_store (fixture->path, RDG_STORE_READ));
}

static void
test_truncated (Fixture       *fixture,
                gconstpointer  data)
{
  static const int sizes[] = { 50, 100, 511, 4096, 8192, 20000 };
  g_autofree char *content = NULL;
  gsize length;

  rdg_store_close (open_store (fixture->path, RDG_STORE_WRITE));
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  g_assert_cmpuint (length, >, 20000);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      write_file (fixture->path, content, sizes[i]);
      for (int mode = RDG_STORE_READ; mode <= RDG_STORE_WRITE; mode++)
        assert_refused (fixture->path, mode, RDG_STORE_ERROR_DAMAGED, "damaged");
    }
  write_file (fixture->path, content, (gssize) length - 1);
  assert_refused (fixture->path, RDG_STORE_READ, RDG_STORE_ERROR_DAMAGED, "end is missing");
}

/* Bytes flipped anywhere must give an error or an answer, never a crash. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *content = NULL;
  gsize length;
  guint n_refused = 0;

  rdg_store_close (open_store (fixture->path, RDG_STORE_WRITE));
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));

  for (gsize at = 100; at < 4096; at += 41)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *changed = g_memdup2 (content, length);
      g_autoptr (RdgStore) store = NULL;
      g_autoptr (RdgStatement) statement = NULL;

      changed[at] = (char) ~changed[at];
      write_file (fixture->path, changed, (gssize) length);
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
test_read_only_folder (Fixture       *fixture,
                       gconstpointer  data)
{
  RdgStore *store = open_store (fixture->path, RDG_STORE_WRITE);

  execute (store, "INSERT INTO car (code) VALUES ('a')");
  rdg_store_close (store);
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  if (!become_nobody ())
    {
      g_test_skip ("cannot become a user without rights");
      return;
    }

  store = open_store (fixture->path, RDG_STORE_READ);
  g_assert_cmpint (query (store, "SELECT count(*) FROM car"), ==, 1);
  rdg_store_close (store);
  assert_refused (fixture->path, RDG_STORE_WRITE, RDG_STORE_ERROR_READ_ONLY, "write-protected");

  g_autofree char *other = g_build_filename (fixture->folder, "other.rodagem", NULL);

  assert_refused (other, RDG_STORE_WRITE, RDG_STORE_ERROR_READ_ONLY, "write-protected");
  assert_refused (other, RDG_STORE_READ, RDG_STORE_ERROR_NOT_FOUND, "no database");

  become_oneself ();
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_read_only_file (Fixture       *fixture,
                     gconstpointer  data)
{
  rdg_store_close (open_store (fixture->path, RDG_STORE_WRITE));
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0777), ==, 0);
  if (!become_nobody ())
    {
      g_test_skip ("cannot become a user without rights");
      return;
    }

  rdg_store_close (open_store (fixture->path, RDG_STORE_READ));
  assert_refused (fixture->path, RDG_STORE_WRITE, RDG_STORE_ERROR_READ_ONLY, "write-protected");
  become_oneself ();
}

static void
test_unreadable (Fixture       *fixture,
                 gconstpointer  data)
{
  rdg_store_close (open_store (fixture->path, RDG_STORE_WRITE));
  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);
  if (!become_nobody ())
    {
      g_test_skip ("cannot become a user without rights");
      return;
    }

  assert_refused (fixture->path, RDG_STORE_READ, RDG_STORE_ERROR_FAILED, "cannot be opened");
  become_oneself ();
}

static void
test_transactions (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  RdgStore *store = open_store (fixture->path, RDG_STORE_WRITE);

  g_assert_true (rdg_store_begin (store, &error));
  execute (store, "INSERT INTO car (code) VALUES ('a')");
  rdg_store_rollback (store);
  g_assert_cmpint (query (store, "SELECT count(*) FROM car"), ==, 0);

  g_assert_true (rdg_store_begin (store, &error));
  execute (store, "INSERT INTO car (code) VALUES ('b')");
  g_assert_true (rdg_store_commit (store, &error));
  g_assert_cmpint (query (store, "SELECT count(*) FROM car"), ==, 1);

  g_assert_true (rdg_store_begin (store, &error));
  execute (store, "DELETE FROM car");
  rdg_store_close (store);
  store = open_store (fixture->path, RDG_STORE_READ);
  g_assert_cmpint (query (store, "SELECT count(*) FROM car"), ==, 1);
  rdg_store_close (store);
}

static void
test_busy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) one = open_store (fixture->path, RDG_STORE_WRITE);
  g_autoptr (RdgStore) other = open_store (fixture->path, RDG_STORE_WRITE);
  gint64 started = g_get_monotonic_time ();

  g_assert_true (rdg_store_begin (one, &error));
  execute (one, "INSERT INTO car (code) VALUES ('a')");
  g_assert_cmpint (query (other, "SELECT count(*) FROM car"), ==, 0);
  g_assert_false (rdg_store_begin (other, &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "line.rodagem"));
  g_assert_cmpint (g_get_monotonic_time () - started, >=, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 8 * G_USEC_PER_SEC);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = open_store (fixture->path, RDG_STORE_WRITE);
  GThread *thread;

  rdg_store_set_cancellable (store, cancellable);
  g_assert_true (rdg_store_begin (store, &error));
  execute (store, "INSERT INTO car (code) VALUES ('a')");
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (_rdg_store_execute (store,
                                      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                      "SELECT max (i) FROM n", &error));
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  g_assert_false (rdg_store_commit (store, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  rdg_store_set_cancellable (store, NULL);
  g_assert_cmpint (query (store, "SELECT count(*) FROM car"), ==, 0);
}

static void
test_cancel_waiting (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) one = open_store (fixture->path, RDG_STORE_WRITE);
  g_autoptr (RdgStore) other = open_store (fixture->path, RDG_STORE_WRITE);
  gint64 started = g_get_monotonic_time ();
  GThread *thread;

  g_assert_true (rdg_store_begin (one, &error));
  rdg_store_set_cancellable (other, cancellable);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (rdg_store_begin (other, &error));
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 3 * G_USEC_PER_SEC);
}

static void
limit_file_size (rlim_t bytes)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  g_autoptr (RdgStore) store = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit_file_size (10000);
  assert_refused (fixture->path, RDG_STORE_WRITE, RDG_STORE_ERROR_FULL, "full");
  limit_file_size (before.rlim_cur);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);

  store = open_store (fixture->path, RDG_STORE_WRITE);
  execute (store, "PRAGMA max_page_count = 1");
  g_assert_true (rdg_store_begin (store, &error));
  g_assert_false (_rdg_store_execute (store, "INSERT INTO car (code) VALUES (hex (zeroblob (900000)))",
                                      &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_FULL);
  rdg_store_rollback (store);
  g_assert_cmpint (query (store, "SELECT count(*) FROM car"), ==, 0);
}

/* A file may bring a trigger of its own; it must not run. */
static void
test_hostile_trigger (Fixture       *fixture,
                      gconstpointer  data)
{
  RdgStore *store;

  rdg_store_close (open_store (fixture->path, RDG_STORE_WRITE));
  make_foreign (fixture->path, "CREATE TRIGGER sneaky AFTER INSERT ON car BEGIN "
                               "INSERT INTO car (code) VALUES ('planted'); END");
  store = open_store (fixture->path, RDG_STORE_WRITE);
  execute (store, "INSERT INTO car (code) VALUES ('a')");
  g_assert_cmpint (query (store, "SELECT count(*) FROM car"), ==, 1);
  rdg_store_close (store);
}

static gpointer
open_at_once (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_store_open (data, RDG_STORE_WRITE, &error);

  g_assert_no_error (error);
  return store != NULL ? GINT_TO_POINTER ((int) query (store, "SELECT count(*) FROM car") + 1) : NULL;
}

static void
test_made_by_many (Fixture       *fixture,
                   gconstpointer  data)
{
  for (guint round = 0; round < 20; round++)
    {
      GThread *threads[4];

      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("open", open_at_once, fixture->path);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (threads[i])), ==, 1);
      g_unlink (fixture->path);
    }
}

/* Unusual names are names. */
static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  static const char * const names[] = { "a b%20?mode=memory#.rodagem", "carro é.rodagem", ":memory:" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      rdg_store_close (open_store (path, RDG_STORE_WRITE));
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
      g_unlink (path);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/store/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("make", test_make);
  ADD ("reader-cannot-write", test_reader_cannot_write);
  ADD ("absent", test_absent);
  ADD ("not-a-database", test_not_a_database);
  ADD ("foreign", test_foreign);
  ADD ("versions", test_versions);
  ADD ("other-tables", test_other_tables);
  ADD ("empty-file", test_empty_file);
  ADD ("truncated", test_truncated);
  ADD ("damaged", test_damaged);
  ADD ("read-only-folder", test_read_only_folder);
  ADD ("read-only-file", test_read_only_file);
  ADD ("unreadable", test_unreadable);
  ADD ("transactions", test_transactions);
  ADD ("busy", test_busy);
  ADD ("cancel", test_cancel);
  ADD ("cancel-waiting", test_cancel_waiting);
  ADD ("full", test_full);
  ADD ("hostile-trigger", test_hostile_trigger);
  ADD ("made-by-many", test_made_by_many);
  ADD ("names", test_names);
#undef ADD

  return g_test_run ();
}
