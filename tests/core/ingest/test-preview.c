/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first rows say what an import would refuse of them, and why. */
#include "rdg-preview.h"

#include "ingest-fixture.h"

static RdgPreview *
preview (IngestFixture    *fixture,
         const char       *content,
         const char       *changed,
         RdgRole           role)
{
  g_autofree char *path = ingest_fixture_write (fixture, "file.csv", content, -1);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);
  g_autoptr (RdgMapping) mapping = rdg_mapping_copy (inspection->mapping);
  g_autoptr (GError) error = NULL;
  RdgPreview *result;

  if (changed != NULL)
    rdg_mapping_set_role (mapping, changed, role);
  result = rdg_preview_new (inspection, changed != NULL ? mapping : NULL, NULL, &error);
  g_assert_no_error (error);
  return result;
}

static const RdgPreviewRow *
get_row (const RdgPreview *self,
         guint             i)
{
  return g_ptr_array_index (self->rows, i);
}

static char *
make_table (guint n_rows)
{
  GString *csv = g_string_new ("Car code;Torque [Nm];Failed\n");

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (csv, "2026-%07u;%s%u;%u%s\n", i, i == 3 ? "n/a" : "", i % 7 + 40, i % 5 == 0,
                            i == 5 ? ";x" : "");

  return g_string_free (csv, FALSE);
}

static void
test_faults (void)
{
  IngestFixture fixture;

  ingest_fixture_open (&fixture);

  g_autofree char *csv = make_table (20);
  g_autoptr (RdgPreview) self = preview (&fixture, csv, NULL, 0);

  g_assert_cmpuint (self->rows->len, ==, 20);
  g_assert_cmpuint (self->n_rejected, ==, 1);
  g_assert_cmpuint (self->n_dropped, ==, 1);
  g_assert_null (self->obstacle);

  g_assert_cmpuint (get_row (self, 0)->line, ==, 2);
  g_assert_null (get_row (self, 0)->problem);
  g_assert_cmpstr (get_row (self, 0)->cells[1], ==, "40");

  /* A cell that is no number costs the cell, and the row still shows it. */
  g_assert_false (get_row (self, 3)->rejected);
  g_assert_nonnull (strstr (get_row (self, 3)->problem, "Torque"));
  g_assert_cmpstr (get_row (self, 3)->cells[1], ==, "n/a43");

  /* Of a row with a cell too many, which cell is whose is not known: none is shown. */
  g_assert_true (get_row (self, 5)->rejected);
  g_assert_null (get_row (self, 5)->cells);
  g_assert_nonnull (strstr (get_row (self, 5)->problem, "4 cells"));
  g_assert_cmpuint (get_row (self, 6)->line, ==, 8);
  g_assert_cmpstr (get_row (self, 6)->cells[0], ==, "2026-0000006");
  ingest_fixture_close (&fixture);
}

/* What would be refused follows from the roles. */
static void
test_roles (void)
{
  IngestFixture fixture;

  ingest_fixture_open (&fixture);

  g_autofree char *csv = make_table (20);
  g_autoptr (RdgPreview) without = preview (&fixture, csv, "Torque [Nm]", RDG_ROLE_IGNORE);
  g_autoptr (RdgPreview) label = preview (&fixture, csv, "Torque [Nm]", RDG_ROLE_LABEL);

  g_assert_cmpuint (without->n_dropped, ==, 0);
  g_assert_cmpuint (without->n_rejected, ==, 1);
  g_assert_nonnull (label->obstacle);
  ingest_fixture_close (&fixture);
}

/* However long the file, the preview is short; and a file of bad rows is not read to its end. */
static void
test_long (void)
{
  IngestFixture fixture;

  ingest_fixture_open (&fixture);

  g_autofree char *csv = make_table (5000);
  g_autoptr (RdgPreview) self = preview (&fixture, csv, NULL, 0);
  g_autoptr (GString) bad = g_string_new ("Car code;Torque [Nm];Failed\n2026-0000001;4;0\n");

  g_assert_cmpuint (self->rows->len, ==, RDG_PREVIEW_ROWS);

  for (guint i = 0; i < 100000; i++)
    g_string_append (bad, ";5;0\n");

  gint64 start = g_get_monotonic_time ();
  g_autoptr (RdgPreview) broken = preview (&fixture, bad->str, "Car code", RDG_ROLE_CAR);

  g_assert_cmpuint (broken->rows->len, ==, RDG_PREVIEW_ROWS);
  g_assert_cmpuint (broken->n_rejected, ==, RDG_PREVIEW_ROWS - 1);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  ingest_fixture_close (&fixture);
}

/* The plant's own files, too; and who found a failure is not shown. */
static void
test_plant (void)
{
  static const char header[] = "KNR,MODELO,COR,MOTOR,ESTACAO,USUARIO,HALLE,FALHA,S_GROUP_ID,DATA\n";
  IngestFixture fixture;
  g_autoptr (GString) falhas = g_string_new (header);
  g_autoptr (GString) results = g_string_new ("KNR,NAME,ID,STATUS,UNIT,VALUE_ID,VALUE,DATA\n");

  ingest_fixture_open (&fixture);
  for (guint i = 0; i < 30; i++)
    {
      g_string_append_printf (falhas, "%s,T-CROSS,B4B4,DHS,S1,U4711,ZP7,Porta. Risco,4,%s\n",
                              i == 4 ? "no code" : "2026-0000001",
                              i == 7 ? "31/02/2026 10:00:00" : "3/2/2026 10:00:00");
      g_string_append_printf (results, "%s,3108,2,10,Nm,1.0,%s,2026-02-03 10:00:00\n",
                              i == 4 ? "no code" : "2026-0000001", i == 9 ? "n/a" : "52.1");
    }

  g_autoptr (RdgPreview) first = preview (&fixture, falhas->str, NULL, 0);
  g_autoptr (RdgPreview) second = preview (&fixture, results->str, NULL, 0);

  g_assert_cmpuint (first->rows->len, ==, 30);
  g_assert_cmpuint (first->n_rejected, ==, 2);
  g_assert_true (get_row (first, 4)->rejected);
  g_assert_true (get_row (first, 7)->rejected);
  g_assert_cmpstr (get_row (first, 0)->cells[5], !=, "U4711");
  g_assert_cmpstr (second->obstacle, ==, NULL);
  g_assert_cmpuint (second->n_rejected, ==, 1);
  g_assert_true (get_row (second, 4)->rejected);
  g_assert_cmpuint (second->n_dropped, ==, 1);
  g_assert_nonnull (get_row (second, 9)->problem);
  ingest_fixture_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/preview/faults", test_faults);
  g_test_add_func ("/preview/roles", test_roles);
  g_test_add_func ("/preview/long", test_long);
  g_test_add_func ("/preview/plant", test_plant);

  return g_test_run ();
}
