/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a database of ours is, transactions, waiting and cancelling. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "rdg-migrations.h"
#include "rdg-store-private.h"
#include "store-fixture.h"

static void
test_make (StoreFixture  *fixture,
           gconstpointer  data)
{
  RdgStore *store = store_open (fixture->path, RDG_STORE_WRITE);

  g_assert_cmpint (store_query (store, "PRAGMA application_id"), ==, RDG_APPLICATION_ID);
  g_assert_cmpint (store_query (store, "PRAGMA user_version"), ==, rdg_migrations_get_latest ());
  g_assert_cmpint (store_query (store, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (store_query (store, "PRAGMA page_size"), ==, 8192);
  g_assert_cmpint (store_query (store, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), ==, 1);
  g_assert_cmpint (store_query (store, "SELECT min (strict) FROM pragma_table_list "
                                 "WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"), ==, 1);
  rdg_store_close (store);
  /* Once it is closed there is one file, whoever was the last. */
  g_assert_cmpuint (store_count_files (fixture->folder), ==, 1);

  store = store_open (fixture->path, RDG_STORE_READ);
  g_assert_cmpint (store_query (store, "SELECT count(*) FROM car"), ==, 0);
  rdg_store_close (store);
  g_assert_cmpuint (store_count_files (fixture->folder), ==, 1);
}

static void
test_reader_cannot_write (StoreFixture  *fixture,
                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  rdg_store_close (store_open (fixture->path, RDG_STORE_WRITE));

  g_autoptr (RdgStore) store = store_open (fixture->path, RDG_STORE_READ);

  g_assert_false (_rdg_store_execute (store, "DELETE FROM car", &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_READ_ONLY);
}

static void
test_transactions (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  RdgStore *store = store_open (fixture->path, RDG_STORE_WRITE);

  g_assert_true (rdg_store_begin (store, &error));
  store_execute (store, "INSERT INTO car (code) VALUES ('a')");
  rdg_store_rollback (store);
  g_assert_cmpint (store_query (store, "SELECT count(*) FROM car"), ==, 0);

  g_assert_true (rdg_store_begin (store, &error));
  store_execute (store, "INSERT INTO car (code) VALUES ('b')");
  g_assert_true (rdg_store_commit (store, &error));
  g_assert_cmpint (store_query (store, "SELECT count(*) FROM car"), ==, 1);

  g_assert_true (rdg_store_begin (store, &error));
  store_execute (store, "DELETE FROM car");
  rdg_store_close (store);
  store = store_open (fixture->path, RDG_STORE_READ);
  g_assert_cmpint (store_query (store, "SELECT count(*) FROM car"), ==, 1);
  rdg_store_close (store);
}

static void
test_busy (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) one = store_open (fixture->path, RDG_STORE_WRITE);
  g_autoptr (RdgStore) other = store_open (fixture->path, RDG_STORE_WRITE);
  gint64 started = g_get_monotonic_time ();

  g_assert_true (rdg_store_begin (one, &error));
  store_execute (one, "INSERT INTO car (code) VALUES ('a')");
  g_assert_cmpint (store_query (other, "SELECT count(*) FROM car"), ==, 0);
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
test_cancel (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = store_open (fixture->path, RDG_STORE_WRITE);
  GThread *thread;

  rdg_store_set_cancellable (store, cancellable);
  g_assert_true (rdg_store_begin (store, &error));
  store_execute (store, "INSERT INTO car (code) VALUES ('a')");
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
  g_assert_cmpint (store_query (store, "SELECT count(*) FROM car"), ==, 0);
}

static void
test_cancel_waiting (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) one = store_open (fixture->path, RDG_STORE_WRITE);
  g_autoptr (RdgStore) other = store_open (fixture->path, RDG_STORE_WRITE);
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
test_full (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  g_autoptr (RdgStore) store = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit_file_size (10000);
  store_assert_refused (fixture->path, RDG_STORE_WRITE, RDG_STORE_ERROR_FULL, "full");
  limit_file_size (before.rlim_cur);
  g_assert_cmpuint (store_count_files (fixture->folder), ==, 0);

  store = store_open (fixture->path, RDG_STORE_WRITE);
  store_execute (store, "PRAGMA max_page_count = 1");
  g_assert_true (rdg_store_begin (store, &error));
  g_assert_false (_rdg_store_execute (store, "INSERT INTO car (code) VALUES (hex (zeroblob (900000)))",
                                      &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_FULL);
  rdg_store_rollback (store);
  g_assert_cmpint (store_query (store, "SELECT count(*) FROM car"), ==, 0);
}

/* A file may bring a trigger of its own; it must not run. */
static void
test_hostile_trigger (StoreFixture  *fixture,
                      gconstpointer  data)
{
  RdgStore *store;

  rdg_store_close (store_open (fixture->path, RDG_STORE_WRITE));
  store_make_foreign (fixture->path, "CREATE TRIGGER sneaky AFTER INSERT ON car BEGIN "
                               "INSERT INTO car (code) VALUES ('planted'); END");
  store = store_open (fixture->path, RDG_STORE_WRITE);
  store_execute (store, "INSERT INTO car (code) VALUES ('a')");
  g_assert_cmpint (store_query (store, "SELECT count(*) FROM car"), ==, 1);
  rdg_store_close (store);
}

static gpointer
open_at_once (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_store_open (data, RDG_STORE_WRITE, &error);

  g_assert_no_error (error);
  return store != NULL ? GINT_TO_POINTER ((int) store_query (store, "SELECT count(*) FROM car") + 1) : NULL;
}

static void
test_made_by_many (StoreFixture  *fixture,
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
test_names (StoreFixture  *fixture,
            gconstpointer  data)
{
  static const char * const names[] = { "a b%20?mode=memory#.rodagem", "carro é.rodagem", ":memory:" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      rdg_store_close (store_open (path, RDG_STORE_WRITE));
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
      g_unlink (path);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  STORE_TEST ("/store/make", test_make);
  STORE_TEST ("/store/reader-cannot-write", test_reader_cannot_write);
  STORE_TEST ("/store/transactions", test_transactions);
  STORE_TEST ("/store/busy", test_busy);
  STORE_TEST ("/store/cancel", test_cancel);
  STORE_TEST ("/store/cancel-waiting", test_cancel_waiting);
  STORE_TEST ("/store/full", test_full);
  STORE_TEST ("/store/hostile-trigger", test_hostile_trigger);
  STORE_TEST ("/store/made-by-many", test_made_by_many);
  STORE_TEST ("/store/names", test_names);

  return g_test_run ();
}
