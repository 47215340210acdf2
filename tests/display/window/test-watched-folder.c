/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What arrives in the watched folder comes in, once, with the mapping that was saved for it. */
#include <glib/gstdio.h>

#include "rdg-import-service.h"
#include "rdg-saved-mapping.h"
#include "rdg-settings.h"
#include "rdg-test-loop.h"
#include "rdg-test-page.h"
#include "rdg-watched-folder.h"

typedef struct
{
  ServiceFixture    database;
  GSettings        *settings;
  RdgAppContext    *context;
  RdgWatchedFolder *watched;
  char             *folder;
} Fixture;

static void
start (Fixture *self)
{
  self->watched = rdg_watched_folder_new (self->context);
  rdg_watched_folder_set_pace (self->watched, 50, 120);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  service_fixture_open (&self->database);
  self->folder = g_dir_make_tmp ("rdg-watched-XXXXXX", NULL);
  self->settings = rdg_settings_new ();
  g_settings_reset (self->settings, RDG_SETTING_WATCHED_FOLDER);
  self->context = rdg_app_context_new (self->settings);
  rdg_app_context_set_workspace (self->context, self->database.workspace, FALSE);
  start (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  while (g_list_model_get_n_items (G_LIST_MODEL (rdg_app_context_get_jobs (self->context))) > 0)
    g_main_context_iteration (NULL, TRUE);
  rdg_test_spin (200);
  rdg_app_context_set_workspace (self->context, NULL, FALSE);
  g_assert_null (rdg_watched_folder_get_status (self->watched));
  g_assert_finalize_object (self->watched);
  g_assert_finalize_object (self->context);
  g_settings_reset (self->settings, RDG_SETTING_WATCHED_FOLDER);
  g_object_unref (self->settings);
  dir = g_dir_open (self->folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  service_fixture_close (&self->database);
}

static void
put (Fixture    *self,
     const char *name,
     guint       first,
     guint       n_rows)
{
  g_autoptr (GString) csv = g_string_new ("Car code;Type;Torque [Nm];Failed\n");
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (csv, "2026-%07u;%c;%u;%u\n", first + i, "LMH"[i % 3], i % 23 + 10,
                            i % 9 == 0);
  g_file_set_contents (path, n_rows > 0 ? csv->str : "nothing but a line\n", -1, &error);
  g_assert_no_error (error);
}

static guint
count_imports (Fixture *self)
{
  g_autoptr (GPtrArray) imports = rdg_import_list (self->database.workspace, 0, NULL);

  return imports->len;
}

static gboolean
has_two (gpointer user_data)
{
  return count_imports (user_data) == 2;
}

static gboolean
has_three (gpointer user_data)
{
  return count_imports (user_data) == 3;
}

static gboolean
is_in_trouble (gpointer user_data)
{
  return rdg_watched_folder_is_in_trouble (((Fixture *) user_data)->watched);
}

static gboolean
is_well (gpointer user_data)
{
  return !is_in_trouble (user_data);
}

static gboolean
is_noted (gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GVariant) all = g_settings_get_value (self->settings, RDG_SETTING_WATCHED_SINCE);
  gint64 since = 0;

  return g_variant_lookup (all, self->folder, "x", &since) && since > 0;
}

static void
watch (Fixture *self)
{
  g_settings_set_string (self->settings, RDG_SETTING_WATCHED_FOLDER, self->folder);
  g_assert_nonnull (strstr (rdg_watched_folder_get_status (self->watched), self->folder));
}

static void
test_arrivals (Fixture       *self,
               gconstpointer  data)
{
  g_assert_null (rdg_watched_folder_get_status (self->watched));
  put (self, "one.csv", 1, 50);
  put (self, "two.csv", 101, 60);
  put (self, "line.rodagem", 1, 50);
  watch (self);
  rdg_test_wait (has_two, self, "two files");
  rdg_test_wait (is_noted, self, "the note where it goes on");

  /* A later watch goes on from there. */
  g_object_unref (self->watched);
  start (self);
  put (self, "three.csv", 201, 70);
  rdg_app_context_set_workspace (self->context, NULL, FALSE);
  rdg_app_context_set_workspace (self->context, self->database.workspace, FALSE);
  rdg_test_wait (has_three, self, "the third file");
  rdg_test_spin (400);
  g_assert_cmpuint (count_imports (self), ==, 3);
}

/* What cannot be imported is said, and does not keep out what comes after it. */
static void
test_trouble (Fixture       *self,
              gconstpointer  data)
{
  put (self, "a bad one.csv", 0, 0);
  watch (self);
  rdg_test_wait (is_in_trouble, self, "word of the bad file");
  g_assert_nonnull (strstr (rdg_watched_folder_get_status (self->watched), "a bad one.csv"));

  put (self, "b.csv", 1, 50);
  put (self, "c.csv", 101, 50);
  rdg_test_wait (has_two, self, "two files");
  rdg_test_wait (is_well, self, "the end of trouble");
}

/* A share that goes and comes back. */
static void
test_gone (Fixture       *self,
           gconstpointer  data)
{
  watch (self);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  rdg_test_wait (is_in_trouble, self, "word that the folder has gone");
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  rdg_test_wait (is_well, self, "the folder to be watched again");
  put (self, "one.csv", 1, 50);
  put (self, "two.csv", 101, 60);
  rdg_test_wait (has_two, self, "two files");
}

static void
test_mapping (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  put (self, "pattern.csv", 1, 50);

  g_autofree char *path = g_build_filename (self->folder, "pattern.csv", NULL);
  g_autoptr (RdgInspection) inspection = rdg_inspection_new (path, NULL, NULL, &error);
  g_autoptr (RdgMapping) mapping = rdg_mapping_copy (inspection->mapping);

  /* Without a label the report says of every car that it has none. */
  rdg_mapping_set_role (mapping, "Failed", RDG_ROLE_BLOCKED);
  g_assert_true (rdg_saved_mapping_save (self->database.workspace, "mine", inspection, mapping,
                                         &error));
  g_assert_no_error (error);
  put (self, "two.csv", 101, 60);
  watch (self);
  rdg_test_wait (has_two, self, "two files");

  RdgOutcomeCounts outcomes;

  g_assert_true (rdg_outcome_count (self->database.workspace, &outcomes, &error));
  g_assert_cmpuint (outcomes.failed + outcomes.passed, ==, 0);
  g_assert_cmpuint (outcomes.unlabelled, ==, 110);
  rdg_outcome_counts_clear (&outcomes);
}

int
main (int   argc,
      char *argv[])
{
  rdg_test_page_init (&argc, &argv);

  g_test_add ("/watched-folder/arrivals", Fixture, NULL, set_up, test_arrivals, tear_down);
  g_test_add ("/watched-folder/trouble", Fixture, NULL, set_up, test_trouble, tear_down);
  g_test_add ("/watched-folder/gone", Fixture, NULL, set_up, test_gone, tear_down);
  g_test_add ("/watched-folder/mapping", Fixture, NULL, set_up, test_mapping, tear_down);

  return g_test_run ();
}
