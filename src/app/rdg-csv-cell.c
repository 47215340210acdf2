/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of CSV files that are written. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-csv-cell.h"

#include <string.h>

/**
 * rdg_csv_cell_append:
 * @line: what was written so far
 * @text: UTF-8
 */
void
rdg_csv_cell_append (GString    *line,
                     const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (line, text);
      return;
    }

  g_string_append_c (line, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *text);
    }
  g_string_append_c (line, '"');
}
