/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of any kind: what it is, then all its rows. */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz-target.h"
#include "rdg-table-reader.h"

static void
reject_cb (guint64     line,
           const char *column,
           const char *reason,
           const char *text,
           gboolean    whole_row,
           gpointer    user_data)
{
  g_assert_cmpuint (line, >, 0);
  g_assert_true (g_utf8_validate (column, -1, NULL));
  g_assert_true (g_utf8_validate (reason, -1, NULL));
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
read_rows (const RdgInspection *inspection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgTableReader) reader =
    rdg_table_reader_new (inspection, NULL, reject_cb, NULL, &error);
  const RdgTableRow *row;
  guint64 line = 0;

  if (reader == NULL)
    {
      fuzz_check_error (error);
      return;
    }

  while (rdg_table_reader_next (reader, &row, NULL, &error))
    {
      g_assert_cmpuint (row->line, >, line);
      g_assert_true (g_utf8_validate (row->car, -1, NULL));
      line = row->line;
    }
  if (error != NULL)
    fuzz_check_error (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgInspection) inspection = NULL;
  g_autofree char *path = NULL;
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  inspection = rdg_inspection_new (path, NULL, NULL, &error);
  if (inspection != NULL)
    read_rows (inspection);
  else
    fuzz_check_error (error);
  close (fd);

  return 0;
}
