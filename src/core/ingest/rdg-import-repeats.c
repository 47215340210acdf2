/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file without repeats pays nothing for the lines that are named here: that a
 * car came twice the store finds by itself, and only then they are looked for.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-import-repeats.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "rdg-code-set.h"
#include "rdg-error.h"
#include "rdg-table-reader.h"

/* So many rows that repeat a car are named. */
#define MOST_REPEATS 3

/**
 * rdg_import_name_repeats:
 * @mapping: (nullable): how to read it, instead of the inspection's own
 *
 * Blocking.
 *
 * Returns: %TRUE with @error set (RDG_IMPORT_ERROR, G_IO_ERROR_CANCELLED), or %FALSE without where
 *   no car comes twice
 */
gboolean
rdg_import_name_repeats (const RdgInspection  *inspection,
                         const RdgMapping     *mapping,
                         GCancellable         *cancellable,
                         GError              **error)
{
  g_autoptr (RdgCodeSet) cars = rdg_code_set_new ();
  g_autoptr (GString) repeats = g_string_new (NULL);
  g_autoptr (RdgTableReader) reader = NULL;
  g_autoptr (GError) local_error = NULL;
  guint n_repeats = 0;
  const RdgTableRow *row;

  reader = rdg_table_reader_new (inspection, mapping, NULL, NULL, &local_error);
  while (reader != NULL && n_repeats < MOST_REPEATS &&
         rdg_table_reader_next (reader, &row, cancellable, &local_error))
    {
      guint64 before = rdg_code_set_add (cars, row->car, strlen (row->car), row->line);

      if (before == 0)
        continue;

      if (n_repeats++ > 0)
        g_string_append (repeats, ", ");
      g_string_append_printf (repeats, _("“%s” in the lines %" PRIu64 " and %" PRIu64),
                              row->car, before, row->line);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return TRUE;
    }
  if (n_repeats > 0)
    {
      g_autofree char *file = g_filename_display_name (inspection->path);

      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_REPEATED_CAR,
                   _("“%s” has cars that stand in it more than once: %s. A table has one row a car. "
                     "Choose another column for the car, or several."),
                   file, repeats->str);
    }
  return n_repeats > 0;
}
