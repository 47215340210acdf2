/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mapping that was saved comes back for the same header, whatever the file. */
#include "rdg-error.h"
#include "rdg-saved-mapping.h"
#include "rdg-store-private.h"
#include "service-fixture.h"

#include <glib/gstdio.h>

static RdgInspection *
inspect (ServiceFixture *fixture,
         const char     *file,
         const char     *content)
{
  g_autofree char *path = g_build_filename (fixture->folder, file, NULL);
  g_autoptr (GError) error = NULL;
  RdgInspection *inspection;

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
  inspection = rdg_inspection_new (path, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);

  return inspection;
}

static void
test_suggest (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;

  service_fixture_open (&fixture);

  g_autoptr (RdgInspection) first = inspect (&fixture, "a.csv", "car,torque,failed\nA1,1.5,0\nA2,2,1\n");
  g_autoptr (RdgInspection) again = inspect (&fixture, "b.csv", " Car;TORQUE;failed\nB1;7,5;1\nB2;8;0\n");
  g_autoptr (RdgInspection) other = inspect (&fixture, "c.csv", "car,angle,failed\nA1,1.5,0\nA2,2,1\n");
  g_autoptr (RdgMapping) mine = rdg_mapping_copy (first->mapping);

  g_assert_null (rdg_saved_mapping_suggest (fixture.workspace, first, &error));
  g_assert_no_error (error);

  g_assert_true (rdg_saved_mapping_save (fixture.workspace, "as guessed", first, NULL, &error));
  rdg_mapping_set_role (mine, "torque", RDG_ROLE_IGNORE);
  g_assert_true (rdg_saved_mapping_save (fixture.workspace, "mine", first, mine, &error));
  g_assert_no_error (error);

  g_autoptr (RdgSavedMapping) suggested = rdg_saved_mapping_suggest (fixture.workspace, again, &error);
  g_autofree char *json = rdg_mapping_to_json (mine);
  g_autofree char *found = rdg_mapping_to_json (suggested->mapping);

  g_assert_cmpstr (suggested->name, ==, "mine");
  g_assert_cmpstr (found, ==, json);
  g_assert_null (rdg_saved_mapping_suggest (fixture.workspace, other, &error));
  g_assert_no_error (error);

  /* Saved again under its name, it is one still. */
  g_assert_true (rdg_saved_mapping_save (fixture.workspace, "mine", other, NULL, &error));

  g_autoptr (GPtrArray) all = rdg_saved_mapping_list (fixture.workspace, &error);

  g_assert_cmpuint (all->len, ==, 2);
  service_fixture_close (&fixture);
}

static void
test_refused (void)
{
  ServiceFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  service_fixture_open (&fixture);

  g_autoptr (RdgInspection) inspection = inspect (&fixture, "a.csv", "car,failed\nA1,0\nA2,1\n");

  before = service_fixture_dump (&fixture);
  g_assert_false (rdg_saved_mapping_save (fixture.workspace, "  ", inspection, NULL, &error));
  g_assert_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (rdg_saved_mapping_remove (fixture.workspace, "none", &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (rdg_saved_mapping_load (fixture.workspace, "none", &error));
  g_assert_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  after = service_fixture_dump (&fixture);
  g_assert_cmpstr (after, ==, before);

  service_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/service/saved-mapping/suggest", test_suggest);
  g_test_add_func ("/service/saved-mapping/refused", test_refused);

  return g_test_run ();
}
