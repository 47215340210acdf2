/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Excel workbooks as sources of text, and what is wrong with some. */
#include <string.h>

#include "rdg-error.h"
#include "rdg-source.h"
#include "workbook-fixture.h"

static IngestFixture fixture;

#define ROW(n, cells) "<row r=\"" #n "\">" cells "</row>"
#define TEXT(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define HEADER ROW (1, TEXT ("car") TEXT ("torque") TEXT ("date"))

/* The whole text; the source is left at its end. */
static char *
read_text (RdgSource *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[7];
  gssize n;

  while ((n = rdg_source_read (source, buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (text, buffer, n);
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static RdgSource *
open_source (const char *path)
{
  g_autoptr (GError) error = NULL;
  RdgSource *source = rdg_source_open (path, NULL, &error);

  g_assert_no_error (error);
  return source;
}

static void
assert_text (const char *first,
             const char *second,
             const char *strings,
             gboolean    from_1904,
             const char *expected)
{
  g_autofree char *path =
    workbook_fixture_write (&fixture, "a.xlsx", first, second, strings, from_1904, NULL);
  g_autoptr (RdgSource) source = open_source (path);
  g_autofree char *text = read_text (source);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_cells (void)
{
  assert_text (ROW (1, "<c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>0</v></c>")
               ROW (2, "<c r=\"B2\"><v>0.10000000000000001</v></c><c t=\"b\"><v>1</v></c>")
               ROW (4, "<c r=\"C4\" t=\"e\"><v>#N/A</v></c><c r=\"A4\" t=\"str\"><f>x</f><v></v></c>"),
               NULL,
               "<si><r><t>rich</t></r><r><t xml:space=\"preserve\"> text</t></r>"
               "<rPh><t>reading</t></rPh></si><si><t>a &amp; \"b\"</t></si>",
               FALSE,
               "\"a & \"\"b\"\"\"\t\trich text\n\t0.10000000000000001\t1\n\n\t\t#N/A\n");
  assert_text (ROW (1, TEXT ("x\ty") TEXT ("_x0041__x000D__x00e7_ _x_") TEXT ("a&#10;b")), NULL, NULL,
               FALSE, "\"x\ty\"\tA \303\247 _x_\ta b\n");
  assert_text ("<row><c><v>1</v></c><c><v>2E-3</v></c></row><row><c/><c><v>4</v></c></row>", NULL, NULL,
               FALSE, "1\t2E-3\n\t4\n");
}

static void
test_dates (void)
{
  const char *dates = ROW (1, "<c s=\"1\"><v>43890.5</v></c><c s=\"0\"><v>43890.5</v></c>"
                              "<c s=\"9\"><v>1</v></c><c s=\"1\"><v>-3</v></c>"
                              "<c t=\"d\"><v>2024-03-01T12:00:00</v></c>");

  assert_text (dates, NULL, NULL, TRUE, "2024-03-01 12:00:00\t43890.5\t1\t-3\t2024-03-01T12:00:00\n");
  assert_text (dates, NULL, NULL, FALSE, "2020-02-29 12:00:00\t43890.5\t1\t-3\t2024-03-01T12:00:00\n");
}

/* A header that comes again is left out, with the title above; a sheet without one goes on. */
static void
test_sheets (void)
{
  assert_text (HEADER ROW (2, TEXT ("A")), ROW (1, TEXT ("B") TEXT ("7")), NULL, FALSE,
               "car\ttorque\tdate\nA\t\t\nB\t7\t\n");
  assert_text (HEADER ROW (2, TEXT ("A")),
               ROW (1, TEXT ("page 2")) ROW (3, TEXT ("car") TEXT ("torque") TEXT ("date"))
               ROW (5, TEXT ("B")),
               NULL, FALSE, "car\ttorque\tdate\nA\t\t\n\n\n\n\nB\t\t\n");
  /* The first sheet with rows has the header. */
  assert_text (NULL, HEADER ROW (2, TEXT ("A")), NULL, FALSE, "car\ttorque\tdate\nA\t\t\n");
  /* Notes behind the table are no part of it. */
  assert_text (HEADER ROW (2, TEXT ("A")), ROW (1, TEXT ("Legend")) ROW (2, TEXT ("a: b")), NULL,
               FALSE, "car\ttorque\tdate\nA\t\t\n");
  /* A row like one of the first sheet does not cost what stands above it. */
  assert_text (ROW (1, TEXT ("car")) ROW (2, TEXT ("A") TEXT ("1")),
               ROW (1, TEXT ("B") TEXT ("2")) ROW (2, TEXT ("A") TEXT ("1")), NULL, FALSE,
               "car\t\nA\t1\nB\t2\nA\t1\n");
}

static void
test_places (void)
{
  g_autofree char *path = workbook_fixture_write (&fixture, "a.xlsx",
                                                  HEADER ROW (4, TEXT ("A")),
                                                  ROW (3, TEXT ("B") TEXT ("2")), NULL, FALSE, NULL);
  g_autoptr (RdgSource) source = open_source (path);
  g_autofree char *text = read_text (source);
  g_autofree char *first = rdg_source_get_place (source, 4);
  g_autofree char *second = rdg_source_get_place (source, 7);

  g_assert_cmpstr (text, ==, "car\ttorque\tdate\n\n\nA\t\t\n\n\nB\t2\t\n");
  g_assert_cmpstr (first, ==, "sheet Plan1, row 4");
  g_assert_cmpstr (second, ==, "sheet R&D, row 3");
  g_assert_nonnull (strstr (rdg_source_get_note (source), "Plan1, R&D"));
  g_assert_cmpint (rdg_source_get_delimiter (source), ==, '\t');
  g_assert_cmpuint (rdg_source_get_position (source), ==, rdg_source_get_size (source));
}

/* A cell that is too long is cut to where the reader of rows sees that it is. */
static void
test_long_cell (void)
{
  g_autofree char *cell = g_strnfill (100 * 1000, 'x');
  g_autofree char *row = g_strdup_printf ("<row><c t=\"inlineStr\"><is><t>%s</t></is></c></row>", cell);
  g_autofree char *path = workbook_fixture_write (&fixture, "a.xlsx", row, NULL, NULL, FALSE, NULL);
  g_autoptr (RdgSource) source = open_source (path);
  g_autofree char *text = read_text (source);

  g_assert_cmpuint (strlen (text), ==, 64 * 1024 + 2);
}

static void
assert_refused_path (const char     *path,
                     RdgImportError  code,
                     const char     *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgSource) source = rdg_source_open (path, NULL, &error);
  char buffer[4096];

  if (source != NULL)
    while (rdg_source_read (source, buffer, sizeof buffer, NULL, &error) > 0)
      ;
  g_assert_error (error, RDG_IMPORT_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_nonnull (strstr (error->message, "bad"));
}

static void
assert_refused (const char         *sheet,
                const WorkbookPart *more,
                RdgImportError      code,
                const char         *part)
{
  g_autofree char *path =
    workbook_fixture_write (&fixture, "bad.xlsx", sheet, NULL, NULL, FALSE, more);

  assert_refused_path (path, code, part);
}

static void
test_references (void)
{
  static const char * const rows[] = {
    "<row><c r=\"BZZZZ1\"><v>1</v></c></row>",
    "<row><c r=\"XFE1\"><v>1</v></c></row>",
    "<row><c r=\"A-5\"><v>1</v></c></row>",
    "<row><c r=\"5\"><v>1</v></c></row>",
    "<row><c r=\"A\"><v>1</v></c></row>",
    "<row><c r=\"A2\"><v>1</v></c></row>",
    "<row><c r=\"A4294967297\"><v>1</v></c></row>",
    "<row><c r=\"XFD1\"><v>1</v></c><c><v>1</v></c></row>",
    "<row r=\"0\"><c><v>1</v></c></row>",
    "<row r=\"-1\"><c><v>1</v></c></row>",
    "<row r=\"1048577\"><c><v>1</v></c></row>",
    "<row r=\"18446744073709551617\"><c><v>1</v></c></row>",
    "<row r=\"3\"/><row r=\"3\"/>",
    "<row r=\"1048576\"/><row/>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i]);
      assert_refused (rows[i], NULL, RDG_IMPORT_ERROR_UNREADABLE, "sheet “Plan1”");
    }
}

static void
test_bad_parts (void)
{
  static const WorkbookPart bomb[] = {
    { "xl/s.xml", "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><sst><si><t>&b;</t></si></sst>" },
    { NULL }
  };
  static const WorkbookPart outside[] = {
    { "xl/workbook.xml", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><workbook/>" }, { NULL }
  };
  static const WorkbookPart no_sheets[] = { { "xl/_rels/workbook.xml.rels", "<R/>" }, { NULL } };
  static const WorkbookPart cut[] = { { "xl/workbook.xml", "<workbook><sheets>" }, { NULL } };
  static const WorkbookPart empty[] = { { "xl/worksheets/a.xml", "" }, { NULL } };

  assert_refused (HEADER, bomb, RDG_IMPORT_ERROR_FAILED, "document type");
  assert_refused (HEADER, outside, RDG_IMPORT_ERROR_FAILED, "document type");
  assert_refused (HEADER, no_sheets, RDG_IMPORT_ERROR_UNREADABLE, "none of its sheets");
  assert_refused (HEADER, cut, RDG_IMPORT_ERROR_UNREADABLE, "xl/workbook.xml");
  assert_refused (HEADER, empty, RDG_IMPORT_ERROR_UNREADABLE, "xl/worksheets/a.xml");
  assert_refused ("<row><c>", NULL, RDG_IMPORT_ERROR_UNREADABLE, "breaks");
  assert_refused ("<row><c>&undefined;</c></row>", NULL, RDG_IMPORT_ERROR_UNREADABLE, "breaks");
  assert_refused ("<row><c t=\"s\"><v>0</v></c></row>", NULL, RDG_IMPORT_ERROR_UNREADABLE, "row 1");
  assert_refused ("<row><c t=\"s\"><v>-1</v></c></row>", NULL, RDG_IMPORT_ERROR_UNREADABLE, "row 1");
  assert_refused ("<row><c><f>A1+B1</f></c></row>", NULL, RDG_IMPORT_ERROR_NO_DATA, "formula");
  assert_refused ("", NULL, RDG_IMPORT_ERROR_NO_DATA, "empty");
}

static void
test_other_files (void)
{
  static const WorkbookPart archive[] = { { "a.csv", "a,b\n1,2\n" }, { NULL } };
  static const WorkbookPart ods[] = {
    { "mimetype", "application/vnd.oasis.opendocument.spreadsheet" }, { "content.xml", "<a/>" }, { NULL }
  };
  g_autofree char *zip = workbook_fixture_zip (&fixture, "bad.zip", archive);
  g_autofree char *document = workbook_fixture_zip (&fixture, "bad.ods", ods);
  g_autofree char *noise = ingest_fixture_write (&fixture, "bad.xlsx", "\1\2\3\4\5\6\7\1\2\3", -1);
  g_autofree guint8 *ole2 = g_malloc0 (4096);
  static const guint8 magic[] = { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1 };

  assert_refused_path (zip, RDG_IMPORT_ERROR_NOT_TEXT, "ZIP");
  assert_refused_path (document, RDG_IMPORT_ERROR_NOT_TEXT, ".ods");
  assert_refused_path (noise, RDG_IMPORT_ERROR_NOT_TEXT, "is none");

  memcpy (ole2, magic, sizeof magic);
  ole2[48] = 2;

  g_autofree char *old = ingest_fixture_write (&fixture, "bad.xls", (char *) ole2, 4096);

  assert_refused_path (old, RDG_IMPORT_ERROR_NOT_TEXT, ".xls");
  for (guint i = 0; i < strlen ("EncryptedPackage"); i++)
    ole2[1536 + 128 + 2 * i] = (guint8) "EncryptedPackage"[i];

  g_autofree char *locked = ingest_fixture_write (&fixture, "bad.xlsx", (char *) ole2, 4096);

  assert_refused_path (locked, RDG_IMPORT_ERROR_NOT_TEXT, "password");
}

/* Cut anywhere, and with any byte wrong: refused or read, never worse. */
static void
test_damage (void)
{
  g_autofree char *path = workbook_fixture_write (&fixture, "a.xlsx", HEADER ROW (2, TEXT ("A")),
                                                  NULL, "<si><t>x</t></si>", FALSE, NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  for (gsize i = 4; i < length; i += 97)
    {
      g_autofree char *cut = ingest_fixture_write (&fixture, "bad.xlsx", content, (gssize) i);
      g_autoptr (GError) error = NULL;
      g_autoptr (RdgSource) source = rdg_source_open (cut, NULL, &error);

      g_assert_null (source);
      g_assert_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE);
    }

  for (gsize i = 0; i < length; i += 7)
    {
      content[i] ^= (char) (1 << (i % 8));

      g_autofree char *wrong = ingest_fixture_write (&fixture, "bad.xlsx", content, (gssize) length);
      g_autoptr (GError) error = NULL;
      g_autoptr (RdgSource) source = rdg_source_open (wrong, NULL, &error);
      char buffer[512];

      if (source != NULL)
        while (rdg_source_read (source, buffer, sizeof buffer, NULL, &error) > 0)
          ;
      content[i] ^= (char) (1 << (i % 8));
    }
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  ingest_fixture_open (&fixture);
  g_test_add_func ("/ingest/workbook/cells", test_cells);
  g_test_add_func ("/ingest/workbook/dates", test_dates);
  g_test_add_func ("/ingest/workbook/sheets", test_sheets);
  g_test_add_func ("/ingest/workbook/places", test_places);
  g_test_add_func ("/ingest/workbook/long-cell", test_long_cell);
  g_test_add_func ("/ingest/workbook/references", test_references);
  g_test_add_func ("/ingest/workbook/bad-parts", test_bad_parts);
  g_test_add_func ("/ingest/workbook/other-files", test_other_files);
  g_test_add_func ("/ingest/workbook/damage", test_damage);
  result = g_test_run ();
  ingest_fixture_close (&fixture);

  return result;
}
