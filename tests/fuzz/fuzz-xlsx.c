/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workbook. Checksums would keep a fuzzer out of a ZIP file, so the input is
 * its parts, each ended by a NUL: the rows of the first sheet, of the second,
 * the shared strings, then whole parts: styles, workbook, relations.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "fuzz-target.h"
#include "rdg-source.h"
#include "workbook-fixture.h"

#define MOST_LINES 4000000

static void
read_all (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgSource) source = rdg_source_open (path, NULL, &error);
  char buffer[16384];
  guint64 n_lines = 0;
  gssize n = 1;

  /* An honest row number fills up with blank lines; enough of them is enough. */
  while (source != NULL && n_lines < MOST_LINES &&
         (n = rdg_source_read (source, buffer, sizeof buffer, NULL, &error)) > 0)
    for (gssize i = 0; i < n; i++)
      n_lines += buffer[i] == '\n';

  if (error != NULL)
    fuzz_check_error (error);
  else if (n == 0 && n_lines > 0)
    {
      g_autofree char *place = rdg_source_get_place (source, n_lines);

      g_assert_nonnull (place);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static IngestFixture fixture;
  g_autofree char *text = g_malloc (size + 1);
  const char *fields[6] = { NULL };
  char *end = text + size;
  char *p = text;

  if (fixture.folder == NULL)
    ingest_fixture_open (&fixture);

  memcpy (text, data, size);
  *end = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (fields) && p < end; i++)
    {
      fields[i] = p;
      p += strlen (p) + 1;
    }

  WorkbookPart parts[4] = { { NULL } };
  guint n = 0;

  if (fields[3] != NULL && *fields[3] != '\0')
    parts[n++] = (WorkbookPart){ "xl/styles.xml", fields[3] };
  if (fields[4] != NULL && *fields[4] != '\0')
    parts[n++] = (WorkbookPart){ "xl/workbook.xml", fields[4] };
  if (fields[5] != NULL && *fields[5] != '\0')
    parts[n++] = (WorkbookPart){ "xl/_rels/workbook.xml.rels", fields[5] };

  g_autofree char *path = workbook_fixture_write (&fixture, "fuzz.xlsx", fields[0], fields[1],
                                                  fields[2], FALSE, parts);

  read_all (path);
  g_remove (path);
  return 0;
}
