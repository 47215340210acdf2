/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small workbooks: see the header. */
#include "workbook-fixture.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#define MOST_PARTS 16
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

char *
workbook_fixture_zip (IngestFixture      *fixture,
                      const char         *name,
                      const WorkbookPart *parts)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  struct archive *archive = archive_write_new ();

  g_assert_cmpint (archive_write_set_format_zip (archive), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (; parts->name != NULL; parts++)
    {
      struct archive_entry *entry = archive_entry_new ();
      gsize length = strlen (parts->content);

      archive_entry_set_pathname (entry, parts->name);
      archive_entry_set_size (entry, (la_int64_t) length);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, parts->content, length), ==, length);
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);

  return path;
}

static void
put (WorkbookPart *parts,
     const char   *name,
     const char   *content)
{
  while (parts->name != NULL && !g_str_equal (parts->name, name))
    parts++;
  *parts = (WorkbookPart){ name, content };
}

char *
workbook_fixture_write (IngestFixture      *fixture,
                        const char         *name,
                        const char         *first,
                        const char         *second,
                        const char         *strings,
                        gboolean            from_1904,
                        const WorkbookPart *more)
{
  WorkbookPart parts[MOST_PARTS] = { 0 };
  g_autofree char *workbook = g_strdup_printf (
    HEAD "<workbook xmlns:r=\"" OFFICE "\"><workbookPr date1904=\"%d\"/><sheets>"
         "<sheet name=\"Plan1\" sheetId=\"7\" r:id=\"r2\"/>"
         "<sheet name=\"Chart\" sheetId=\"8\" r:id=\"r5\"/>"
         "<sheet name=\"R&amp;D\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>", from_1904);
  g_autofree char *sheet_1 = g_strdup_printf (
    HEAD "<worksheet><dimension ref=\"A1\"/><sheetData>%s</sheetData></worksheet>",
    first != NULL ? first : "");
  g_autofree char *sheet_2 = g_strdup_printf (
    HEAD "<x:worksheet xmlns:x=\"urn:x\"><x:sheetData>%s</x:sheetData></x:worksheet>",
    second != NULL ? second : "");
  g_autofree char *sst = g_strdup_printf (HEAD "<sst>%s</sst>", strings != NULL ? strings : "");

  put (parts, "[Content_Types].xml", HEAD "<Types/>");
  put (parts, "_rels/.rels",
       HEAD "<Relationships><Relationship Id=\"a\" Type=\"" OFFICE "/officeDocument\" "
            "Target=\"/xl/workbook.xml\"/></Relationships>");
  put (parts, "xl/workbook.xml", workbook);
  put (parts, "xl/_rels/workbook.xml.rels",
       HEAD "<Relationships>"
            "<Relationship Id=\"r1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/b.xml\"/>"
            "<Relationship Id=\"r2\" Type=\"" OFFICE "/worksheet\" Target=\"/xl/worksheets/a.xml\"/>"
            "<Relationship Id=\"r3\" Type=\"" OFFICE "/sharedStrings\" Target=\"../xl/s.xml\"/>"
            "<Relationship Id=\"r4\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
            "<Relationship Id=\"r5\" Type=\"" OFFICE "/chartsheet\" Target=\"chart.xml\"/>"
            "</Relationships>");
  put (parts, "xl/styles.xml",
       HEAD "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"d/m/yyyy\"/></numFmts>"
            "<cellStyleXfs><xf numFmtId=\"164\"/></cellStyleXfs>"
            "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>");
  put (parts, "xl/s.xml", sst);
  put (parts, "xl/worksheets/a.xml", sheet_1);
  put (parts, "xl/worksheets/b.xml", sheet_2);
  for (; more != NULL && more->name != NULL; more++)
    put (parts, more->name, more->content);

  return workbook_fixture_zip (fixture, name, parts);
}
