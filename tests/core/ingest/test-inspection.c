/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found in a file, and why; files that are none. */
#include <string.h>

#include "ingest-fixture.h"
#include "rdg-charset.h"
#include "rdg-error.h"
#include "rdg-preview.h"

static IngestFixture fixture;

static void
assert_role (RdgInspection *inspection,
             const char    *column,
             RdgRole        role,
             const char    *reason)
{
  RdgColumn *found = ingest_fixture_column (inspection, column);

  if (found->role != role)
    g_test_message ("%s: %s", column, found->reason);
  g_assert_cmpstr (rdg_role_get_key (found->role), ==, rdg_role_get_key (role));
  if (reason != NULL)
    g_assert_nonnull (strstr (found->reason, reason));
}

static void
test_ai4i (void)
{
  g_autofree char *path = ingest_fixture_shared ("data/ai4i2020.csv");

  if (path == NULL)
    {
      g_test_skip ("the data set is not there");
      return;
    }

  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);

  g_assert_true (inspection->dialect.bom);
  g_assert_true (inspection->whole_file);
  g_assert_cmpuint (inspection->rows_seen, ==, 10000);
  assert_role (inspection, "UDI", RDG_ROLE_IGNORE, "only counts the rows");
  assert_role (inspection, "Product ID", RDG_ROLE_CAR, NULL);
  assert_role (inspection, "Type", RDG_ROLE_CATEGORY, NULL);
  assert_role (inspection, "Air temperature [K]", RDG_ROLE_NUMERIC, NULL);
  assert_role (inspection, "Tool wear [min]", RDG_ROLE_NUMERIC, NULL);
  assert_role (inspection, "Machine failure", RDG_ROLE_LABEL, NULL);
  assert_role (inspection, "TWF", RDG_ROLE_IGNORE, "part of the answer");
  assert_role (inspection, "HDF", RDG_ROLE_IGNORE, "part of the answer");
  assert_role (inspection, "PWF", RDG_ROLE_IGNORE, "part of the answer");
  assert_role (inspection, "OSF", RDG_ROLE_IGNORE, "part of the answer");
  assert_role (inspection, "RNF", RDG_ROLE_IGNORE, "part of the answer");
  g_assert_cmpstr (ingest_fixture_column (inspection, "Torque [Nm]")->unit, ==, "Nm");
}

static void
test_second_spelling (void)
{
  g_autoptr (GString) content = g_string_new (
    "Identifier,Category,Air_Temp,Torque,Failure,Failure_Description\n");

  for (int i = 0; i < 400; i++)
    g_string_append_printf (content, "%d,%c,%d.5,%d.1,%d,%s\n", 1000 + i, "LMH"[i % 3], 300 + i % 7,
                            40 + i % 9, i % 20 == 0,
                            i % 40 == 0 ? "Power" : i % 20 == 0 ? "Heat" : "No Failure");

  g_autofree char *path = ingest_fixture_write (&fixture, "second.csv", content->str, -1);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);

  assert_role (inspection, "Identifier", RDG_ROLE_CAR, NULL);
  assert_role (inspection, "Category", RDG_ROLE_CATEGORY, NULL);
  assert_role (inspection, "Air_Temp", RDG_ROLE_NUMERIC, NULL);
  assert_role (inspection, "Failure", RDG_ROLE_LABEL, NULL);
  assert_role (inspection, "Failure_Description", RDG_ROLE_IGNORE, "part of the answer");
}

static void
test_portuguese (void)
{
  static const char content[] =
    "Carro;Modelo;Torque;Data;Falhou\r\n"
    "A1;v\xe1lvula;1,5;13/02/2024 10:00:00;sim\r\n"
    "A2;p\xe3o;2,5;14/02/2024 10:00:00;n\xe3o\r\n"
    "A3;p\xe3o;3,5;15/02/2024 10:00:00;n\xe3o\r\n"
    "A4;v\xe1lvula;4,25;16/02/2024 10:00:00;n\xe3o\r\n";
  g_autofree char *path = ingest_fixture_write (&fixture, "pt.csv", content, -1);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);

  g_assert_cmpint (inspection->dialect.delimiter, ==, ';');
  g_assert_cmpint (inspection->dialect.decimal_mark, ==, ',');
  g_assert_cmpstr (inspection->dialect.charset, ==, "WINDOWS-1252");
  assert_role (inspection, "Carro", RDG_ROLE_CAR, NULL);
  assert_role (inspection, "Modelo", RDG_ROLE_CATEGORY, NULL);
  assert_role (inspection, "Torque", RDG_ROLE_NUMERIC, NULL);
  assert_role (inspection, "Data", RDG_ROLE_TIME, NULL);
  assert_role (inspection, "Falhou", RDG_ROLE_LABEL, NULL);
  g_assert_cmpstr (ingest_fixture_column (inspection, "Modelo")->examples[0], ==, "válvula");
}

static void
test_predict (void)
{
  static const char content[] =
    "KNR;MOD;TEMPO_MONT;TEMPO_BODY;TEMPO_ZP5;TEMPO_ZP7;TOTAL_FALHAS;FALHAS_ZP7;FALHAS_ROD\n"
    "2024-0000001;TC1;12,5;-3;4;5;7;2;0\n"
    "2024-0000002;TC2;12,5;-3;4;5;7;2;\n";
  g_autofree char *path = ingest_fixture_write (&fixture, "predict.csv", content, -1);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);

  g_assert_cmpint (inspection->layout, ==, RDG_LAYOUT_PREDICT);
  assert_role (inspection, "KNR", RDG_ROLE_CAR, NULL);
  assert_role (inspection, "MOD", RDG_ROLE_CATEGORY, NULL);
  assert_role (inspection, "TOTAL_FALHAS", RDG_ROLE_BLOCKED, "road test");
  assert_role (inspection, "FALHAS_ROD", RDG_ROLE_LABEL, "never an input");
  assert_role (inspection, "FALHAS_ZP7", RDG_ROLE_NUMERIC, NULL);
}

static void
test_headers (void)
{
  g_autofree char *unnamed = ingest_fixture_write (
    &fixture, "unnamed.csv",
    "Unnamed: 0,Unnamed: 1,Unnamed: 2\n,3,\ncar,torque,failure\nA1,1.5,0\nA2,2.5,1\n", -1);
  g_autofree char *twice = ingest_fixture_write (
    &fixture, "twice.csv", "car,torque,failure\ncar,torque,failure\nA1,1.5,0\nA2,2.5,1\n", -1);
  g_autoptr (RdgInspection) first = ingest_fixture_inspect (unnamed);
  g_autoptr (RdgInspection) second = ingest_fixture_inspect (twice);

  g_assert_cmpuint (first->dialect.header_line, ==, 3);
  g_assert_cmpuint (first->rows_seen, ==, 2);
  g_assert_cmpuint (second->dialect.header_line, ==, 1);
  g_assert_cmpuint (second->rows_seen, ==, 2);
  g_assert_cmpuint (g_strv_length (second->notes), >=, 1);
}

/* Most cells of a column say in some word that there is no number: that is no category. */
static void
test_non_values (void)
{
  g_autofree char *path = ingest_fixture_write (
    &fixture, "gaps.csv",
    "car,failure,torque,grade\nA1,0,NaN,a\nA2,1,-Inf,b\nA3,0,1.5,a\nA4,0,n/a,-\nA5,0,0x1F,b\n"
    "A6,1,#DIV/0!,a\n", -1);
  g_autoptr (RdgInspection) inspection = ingest_fixture_inspect (path);

  assert_role (inspection, "torque", RDG_ROLE_NUMERIC, NULL);
  assert_role (inspection, "grade", RDG_ROLE_CATEGORY, NULL);
}

typedef struct
{
  const char     *content;
  gssize          length;
  RdgImportError  code;
} Refused;

static void
test_refused (void)
{
  static const Refused refused[] = {
    { "", 0, RDG_IMPORT_ERROR_NO_DATA },
    { "\n \n\n", 4, RDG_IMPORT_ERROR_NO_DATA },
    { "car,torque,failure\n", -1, RDG_IMPORT_ERROR_NO_DATA },
    { "\001\002\003\004\005\006\377\376", 8, RDG_IMPORT_ERROR_NOT_TEXT },
    { "PK\003\004xxxx", 8, RDG_IMPORT_ERROR_UNREADABLE },
    { "\n<HTML><table><tr><td>car,v</td></tr>", -1, RDG_IMPORT_ERROR_NOT_TEXT },
    { "A1,1.5,0\nA2,2.5,1\n", -1, RDG_IMPORT_ERROR_BAD_HEADER },
    { "car,torque\nA1,1.5,0\nA2,2.5,1\nA3,1,1\n", -1, RDG_IMPORT_ERROR_BAD_HEADER },
    { "\037\213\010\000\000\000\000\000\000\003\001", 11, RDG_IMPORT_ERROR_UNREADABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = ingest_fixture_write (&fixture, "refused.csv", refused[i].content,
                                                    refused[i].length);

      g_assert_null (rdg_inspection_new (path, NULL, NULL, &error));
      g_assert_error (error, RDG_IMPORT_ERROR, (int) refused[i].code);
      g_assert_nonnull (strstr (error->message, "refused.csv"));
    }

  g_autoptr (GError) error = NULL;

  g_assert_null (rdg_inspection_new (fixture.folder, NULL, NULL, &error));
  g_assert_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE);
  g_clear_error (&error);
  g_assert_null (rdg_inspection_new ("/nowhere/at/all.csv", NULL, NULL, &error));
  g_assert_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE);
}

static void
test_mapping (void)
{
  static const char * const hostile[] = {
    "", "[]", "{}", "{\"rodagem_mapping\": 1}", "{\"rodagem_mapping\": 2, \"layout\": \"table\"}",
    "{\"rodagem_mapping\": 1, \"layout\": \"x\", \"columns\": []}",
    "{\"rodagem_mapping\": 1, \"layout\": \"table\", \"columns\": [1]}",
    "{\"rodagem_mapping\": 1, \"layout\": \"table\", \"columns\": "
    "[{\"name\": \"a\", \"role\": \"label\"}, {\"name\": \"b\", \"role\": \"label\"}]}",
    "{\"rodagem_mapping\": 1, \"layout\": \"table\", \"columns\": "
    "[{\"name\": \"a\", \"role\": \"car\"}, {\"name\": \"a\", \"role\": \"time\"}]}",
    "{\"rodagem_mapping\": 1, \"layout\": \"table\", \"label\": {}, \"columns\": []}",
  };
  g_autoptr (RdgMapping) mapping = rdg_mapping_from_json (
    "{\"rodagem_mapping\": 1, \"layout\": \"table\", \"label\": {\"at_least\": 2}, \"columns\": "
    "[{\"name\": \"car\", \"role\": \"car\"}, {\"name\": \"n\", \"role\": \"label\"}]}", -1, NULL);
  g_autofree char *json = NULL;
  g_autofree char *again = NULL;

  g_assert_nonnull (mapping);
  json = rdg_mapping_to_json (mapping);

  g_autoptr (RdgMapping) copy = rdg_mapping_from_json (json, -1, NULL);

  g_assert_nonnull (copy);
  again = rdg_mapping_to_json (copy);
  g_assert_cmpstr (json, ==, again);

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (rdg_mapping_from_json (hostile[i], -1, &error));
      g_assert_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_MAPPING);
    }
}

/* What the user knows better than the first rows. */
static void
test_dialect (void)
{
  g_autoptr (GString) content = g_string_new ("Carro;Sa\xa1" "da;Torque\n");
  RdgInspectionOptions options = { 0 };

  for (int i = 0; i < 60; i++)
    g_string_append_printf (content, "B%d;M\x82" "dia %c;%d.%d\n", i, "xyz"[i % 3], 40 + i % 9, i % 7);

  g_autofree char *path = ingest_fixture_write (&fixture, "dos.csv", content->str, -1);
  g_autoptr (RdgInspection) found = ingest_fixture_inspect (path);

  g_assert_cmpstr (found->dialect.charset, !=, "IBM850");
  assert_role (found, "Torque", RDG_ROLE_NUMERIC, NULL);

  options.charset = rdg_charset_find ("ibm850");
  options.decimal_mark = ',';
  g_assert_cmpstr (options.charset, ==, "IBM850");

  g_autoptr (GError) error = NULL;
  g_autoptr (RdgInspection) chosen = rdg_inspection_new_with (path, &options, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (chosen->dialect.charset, ==, "IBM850");
  g_assert_cmpint (chosen->dialect.decimal_mark, ==, ',');
  g_assert_nonnull (ingest_fixture_column (chosen, "Sa\u00edda"));
  g_assert_cmpstr (((GStrv) chosen->first_rows->pdata[0])[1], ==, "M\u00e9dia x");
  g_assert_cmpint (ingest_fixture_column (chosen, "Torque")->role, !=, RDG_ROLE_NUMERIC);

  /* The rows are read as the inspection says. */
  g_autoptr (RdgMapping) mapping = rdg_mapping_copy (chosen->mapping);

  rdg_mapping_set_role (mapping, "Torque", RDG_ROLE_NUMERIC);

  g_autoptr (RdgPreview) preview = rdg_preview_new (chosen, mapping, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (preview->n_dropped, >, 0);
}

/* Two bytes a letter without a mark that says so. */
static void
test_wide (void)
{
  static const char text[] = "Carro;Sa\u00edda;Torque\nA1;x;40,5\nA2;y;41,5\nA3;x;39,5\n";
  RdgInspectionOptions options = { .charset = "UTF-16LE" };
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *bytes = g_convert (text, -1, "UTF-16LE", "UTF-8", NULL, &length, &error);
  g_autofree char *path = ingest_fixture_write (&fixture, "wide.csv", bytes, (gssize) length);
  g_autoptr (RdgInspection) inspection = rdg_inspection_new_with (path, &options, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (ingest_fixture_column (inspection, "Sa\u00edda"));
  g_assert_cmpuint (inspection->rows_seen, ==, 3);
}

static void
test_charset_names (void)
{
  static const char * const none[] = { "", "no such", "latin", "UTF-16//IGNORE", "UTF-8\n", "%s" };

  g_assert_cmpstr (rdg_charset_find ("utf8"), ==, "UTF-8");
  g_assert_cmpstr (rdg_charset_find ("windows-1252"), ==, "WINDOWS-1252");
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (rdg_charset_find (none[i]));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ingest/inspection/ai4i", test_ai4i);
  g_test_add_func ("/ingest/inspection/second-spelling", test_second_spelling);
  g_test_add_func ("/ingest/inspection/portuguese", test_portuguese);
  g_test_add_func ("/ingest/inspection/predict", test_predict);
  g_test_add_func ("/ingest/inspection/headers", test_headers);
  g_test_add_func ("/ingest/inspection/non-values", test_non_values);
  g_test_add_func ("/ingest/inspection/refused", test_refused);
  g_test_add_func ("/ingest/inspection/mapping", test_mapping);
  g_test_add_func ("/ingest/inspection/dialect", test_dialect);
  g_test_add_func ("/ingest/inspection/wide", test_wide);
  g_test_add_func ("/ingest/inspection/charset-names", test_charset_names);
  ingest_fixture_open (&fixture);
  status = g_test_run ();
  ingest_fixture_close (&fixture);

  return status;
}
