/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A watched folder tells of a file once, when it is whole. */
#include "rdg-error.h"
#include "rdg-folder-scanner.h"
#include "rdg-folder-watch.h"
#include "rdg-test-loop.h"

#include <glib/gstdio.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("rdg-watch-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static void
put (Fixture    *fixture,
     const char *name,
     const char *content)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}

/* The names of the files that are ready, joined. */
static char *
look (RdgFolderScanner *scanner)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ready = rdg_folder_scanner_look (scanner, NULL, &error);
  GString *names = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ready->len; i++)
    {
      g_autofree char *name = g_path_get_basename (g_ptr_array_index (ready, i));

      g_string_append_printf (names, "%s ", name);
    }
  return g_string_free (names, FALSE);
}

static void
test_settles (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (RdgFolderScanner) scanner = rdg_folder_scanner_new (fixture->folder, 0, 30 * 1000);

  put (fixture, "b.csv", "car\n");
  put (fixture, "a.csv", "car\n");
  put (fixture, "empty.csv", "");
  put (fixture, ".hidden.csv", "car\n");
  put (fixture, "copy.csv.part", "car\n");

  g_autofree char *at_once = look (scanner);
  g_usleep (40 * 1000);
  put (fixture, "b.csv", "car,torque\n");
  g_autofree char *later = look (scanner);
  g_usleep (40 * 1000);
  g_autofree char *last = look (scanner);
  g_autofree char *nothing = look (scanner);

  g_assert_cmpstr (at_once, ==, "");
  g_assert_cmpstr (later, ==, "a.csv ");
  g_assert_cmpstr (last, ==, "b.csv ");
  g_assert_cmpstr (nothing, ==, "");

  /* A later watch goes on where this one was. */
  g_autoptr (RdgFolderScanner) next =
    rdg_folder_scanner_new (fixture->folder, rdg_folder_scanner_get_since (scanner), 0);
  g_autofree char *old = look (next);
  g_usleep (2000);
  put (fixture, "c.csv", "car\n");
  g_autofree char *new = look (next);

  g_assert_cmpstr (old, ==, "");
  g_assert_cmpstr (new, ==, "c.csv ");
}

static void
test_absent (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "none", NULL);
  g_autoptr (RdgFolderScanner) scanner = rdg_folder_scanner_new (folder, 0, 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (rdg_folder_scanner_look (scanner, NULL, &error));
  g_assert_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE);
}

typedef struct
{
  guint ready;
  guint trouble;
} Told;

static void
ready_cb (RdgFolderWatch *watch,
          const char     *path,
          Told           *told)
{
  told->ready++;
}

static void
trouble_cb (RdgFolderWatch *watch,
            const char     *message,
            Told           *told)
{
  told->trouble++;
}

static gboolean
is_ready (gpointer user_data)
{
  return ((Told *) user_data)->ready > 0;
}

static gboolean
is_in_trouble (gpointer user_data)
{
  return ((Told *) user_data)->trouble > 0;
}

static void
test_watch (Fixture       *fixture,
            gconstpointer  data)
{
  RdgFolderWatch *watch = rdg_folder_watch_new (fixture->folder, 0, 5, 10);
  g_autofree char *moved = g_strconcat (fixture->folder, ".away", NULL);
  Told told = { 0 };

  g_signal_connect (watch, "file-ready", G_CALLBACK (ready_cb), &told);
  g_signal_connect (watch, "trouble", G_CALLBACK (trouble_cb), &told);
  put (fixture, "a.csv", "car\n");
  rdg_test_wait (is_ready, &told, "the file that was put into the folder");
  g_assert_cmpint (rdg_folder_watch_get_since (watch), >, 0);
  g_assert_cmpuint (told.ready, ==, 1);

  /* A share that goes away is told once, and is looked at again when it is back. */
  g_assert_cmpint (g_rename (fixture->folder, moved), ==, 0);
  rdg_test_wait (is_in_trouble, &told, "the trouble with the folder that has gone");
  rdg_test_spin (50);
  g_assert_cmpint (g_rename (moved, fixture->folder), ==, 0);
  told.ready = 0;
  put (fixture, "b.csv", "car\n");
  rdg_test_wait (is_ready, &told, "the file after the folder came back");
  g_assert_cmpuint (told.trouble, ==, 1);

  rdg_folder_watch_stop (watch);
  told.ready = 0;
  put (fixture, "c.csv", "car\n");
  rdg_test_spin (60);
  g_assert_cmpuint (told.ready, ==, 0);
  g_assert_finalize_object (watch);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/service/folder-watch/settles", Fixture, NULL, set_up, test_settles, tear_down);
  g_test_add ("/service/folder-watch/absent", Fixture, NULL, set_up, test_absent, tear_down);
  g_test_add ("/service/folder-watch/watch", Fixture, NULL, set_up, test_watch, tear_down);

  return g_test_run ();
}
