/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of a test: see the header. */
#include "ingest-fixture.h"

#include <glib/gstdio.h>

void
ingest_fixture_open (IngestFixture *self)
{
  self->folder = g_dir_make_tmp ("rodagem-test-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
}

void
ingest_fixture_close (IngestFixture *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
}

char *
ingest_fixture_write (IngestFixture *self,
                      const char    *name,
                      const char    *content,
                      gssize         length)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, length, NULL));
  return path;
}

RdgInspection *
ingest_fixture_inspect (const char *path)
{
  g_autoptr (GError) error = NULL;
  RdgInspection *inspection = rdg_inspection_new (path, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (inspection);
  return inspection;
}

RdgColumn *
ingest_fixture_column (RdgInspection *inspection,
                       const char    *name)
{
  for (guint i = 0; i < inspection->columns->len; i++)
    {
      RdgColumn *column = g_ptr_array_index (inspection->columns, i);

      if (g_str_equal (column->name, name))
        return column;
    }

  g_error ("no column %s", name);
}

char *
ingest_fixture_shared (const char *name)
{
  const char *folder = g_getenv ("RDG_SHARED_DIR");

  if (folder == NULL)
    folder = g_getenv ("RDG_SHARED_DIR_DEFAULT");

  g_autofree char *path = g_build_filename (folder != NULL ? folder : ".", name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}
