/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at a file: dialect, layout, columns with a guess each. Writes nothing. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-inspection.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "rdg-column-guess.h"
#include "rdg-csv-reader.h"
#include "rdg-dialect.h"
#include "rdg-error.h"
#include "rdg-inspection-private.h"
#include "rdg-layout-plant.h"
#include "rdg-layout-predict.h"
#include "rdg-layout-sparse.h"

/* Enough to tell what a column is, little enough not to be felt before a large import. */
#define MOST_ROWS 12000
#define MOST_CELLS (4 * 1000 * 1000)
#define SHOWN_ROWS 50
#define MOST_EXAMPLES 5
#define HIDDEN_CELL "•••"

typedef struct
{
  RdgColumnProfile **profiles;
  guint              width;
  guint64            first_line;
  char               decimal_mark;
  GPtrArray         *cells;       /* of the row being read: GString, reused */
  guint              n_cells;
} Look;

static void
cell_cb (const char      *text,
         gsize            length,
         guint            column,
         const RdgCsvRow *row,
         gpointer         user_data)
{
  Look *self = user_data;

  if (row->line < self->first_line || column >= self->width)
    return;

  GString *cell = g_ptr_array_index (self->cells, column);

  g_string_truncate (cell, 0);
  g_string_append_len (cell, text, (gssize) length);
  self->n_cells = column + 1;
}

static void
free_string_cb (gpointer string)
{
  g_string_free (string, TRUE);
}

static GStrv
copy_row (const Look *look)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < look->width; i++)
    {
      const GString *cell = g_ptr_array_index (look->cells, i);
      g_autofree char *text = g_utf8_make_valid (cell->str, (gssize) MIN (cell->len, 200));

      g_strv_builder_add (builder, text);
    }

  return g_strv_builder_end (builder);
}

/* Reads the rows that the guess is made from. */
static gboolean
look_at_rows (RdgInspectionFull  *self,
              Look               *look,
              guint64            *n_bad,
              GCancellable       *cancellable,
              GError            **error)
{
  RdgSource *source = rdg_source_open_inspected (&self->base, cancellable, error);
  g_autoptr (GError) local_error = NULL;
  guint64 most_rows = MIN (MOST_ROWS, MAX (MOST_CELLS / look->width, 100));
  const RdgCsvRow *row;

  if (source == NULL)
    return FALSE;

  g_autoptr (RdgCsvReader) reader =
    rdg_csv_reader_new (source, self->base.dialect.delimiter, cell_cb, look);

  while (self->base.rows_seen < most_rows &&
         rdg_csv_reader_next (reader, &row, cancellable, &local_error))
    {
      if (row->line < look->first_line)
        continue;

      self->base.rows_seen++;
      if (row->problem != RDG_CSV_GOOD || row->n_cells != look->width)
        {
          (*n_bad)++;
          continue;
        }
      for (guint i = 0; i < look->width; i++)
        {
          const GString *cell = g_ptr_array_index (look->cells, i);

          rdg_column_profile_add (look->profiles[i], cell->str, cell->len, row->line,
                                  look->decimal_mark);
        }
      if (self->base.first_rows->len < SHOWN_ROWS)
        g_ptr_array_add (self->base.first_rows, copy_row (look));
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  self->base.whole_file = self->base.rows_seen < most_rows;
  return TRUE;
}

static void
column_free (RdgColumn *self)
{
  g_free (self->name);
  g_free (self->unit);
  g_free (self->reason);
  g_strfreev (self->examples);
  g_free (self);
}

static const char *
default_reason (RdgRole role)
{
  switch (role)
    {
    case RDG_ROLE_CAR:
      return _("The mapping says that it names the car.");
    case RDG_ROLE_TIME:
      return _("The mapping says that it is the time.");
    case RDG_ROLE_LABEL:
      return _("The mapping says that it is the answer, never an input.");
    case RDG_ROLE_NUMERIC:
    case RDG_ROLE_CATEGORY:
      return _("The mapping says that it is an input.");
    case RDG_ROLE_BLOCKED:
      return _("The mapping says that it is never an input.");
    case RDG_ROLE_IGNORE:
    default:
      return _("The mapping says to ignore it.");
    }
}

static RdgColumn *
column_new (const char             *name,
            const RdgMappedColumn  *mapped,
            const RdgColumnProfile *profile)
{
  RdgColumn *self = g_new0 (RdgColumn, 1);
  g_autoptr (GStrvBuilder) examples = g_strv_builder_new ();
  g_autofree char *bare = NULL;

  _rdg_split_unit (name, &bare, &self->unit);
  self->name = g_strdup (name);
  self->role = mapped != NULL ? mapped->role : RDG_ROLE_IGNORE;
  if (mapped == NULL)
    self->reason = g_strdup (_("The mapping does not have it."));
  else
    self->reason = g_strdup (mapped->reason != NULL ? mapped->reason
                                                    : default_reason (mapped->role));
  self->n_filled = profile->n_filled;
  self->n_distinct = g_hash_table_size (profile->hashes);
  for (guint i = 0; i < MIN (profile->levels->len, MOST_EXAMPLES); i++)
    {
      g_autofree char *text = g_utf8_make_valid (g_ptr_array_index (profile->levels, i), -1);

      g_strv_builder_add (examples, text);
    }
  self->examples = g_strv_builder_end (examples);

  return self;
}

static void
note_repeats (const RdgInspectionFull *self,
              RdgColumnProfile       **profiles,
              GStrvBuilder            *notes)
{
  guint n_car_columns = 0, car = 0;

  for (guint i = 0; i < self->base.columns->len; i++)
    {
      if (((RdgColumn *) g_ptr_array_index (self->base.columns, i))->role == RDG_ROLE_CAR)
        {
          n_car_columns++;
          car = i;
        }
    }

  if (n_car_columns == 1 && profiles[car]->repeat_line != 0)
    {
      g_autofree char *note = g_strdup_printf (
        _("The car column “%s” repeats: “%s” stands in the lines %" PRIu64 " and %"
          PRIu64 ". A table has one row a car, so the file will be refused. Choose "
          "another column, or several."),
        ((RdgColumn *) g_ptr_array_index (self->base.columns, car))->name,
        profiles[car]->repeated_text, profiles[car]->repeated_line, profiles[car]->repeat_line);

      g_strv_builder_add (notes, note);
    }
}

static gboolean
has_input (const RdgMapping *mapping)
{
  for (guint i = 0; i < mapping->columns->len; i++)
    {
      RdgRole role = ((RdgMappedColumn *) g_ptr_array_index (mapping->columns, i))->role;

      if (role == RDG_ROLE_NUMERIC || role == RDG_ROLE_CATEGORY)
        return TRUE;
    }

  return FALSE;
}

/* What says who did something is shown nowhere, and read only where a mapping asks for it. */
static void
hide_personal (RdgInspectionFull  *self,
               Look               *look,
               gboolean            guessed,
               const char * const *names)
{
  for (guint i = 0; i < look->width; i++)
    {
      GPtrArray *levels = look->profiles[i]->levels;

      if (!rdg_layout_is_personal (names[i]))
        continue;

      for (guint row = 0; row < self->base.first_rows->len; row++)
        {
          GStrv cells = g_ptr_array_index (self->base.first_rows, row);

          g_free (cells[i]);
          cells[i] = g_strdup (HIDDEN_CELL);
        }
      for (guint level = 0; level < levels->len; level++)
        {
          g_free (levels->pdata[level]);
          levels->pdata[level] = g_strdup (HIDDEN_CELL);
        }
      if (guessed && !rdg_layout_is_long (self->base.mapping->layout))
        {
          RdgMappedColumn *column = _rdg_mapping_find (self->base.mapping, names[i]);

          rdg_mapping_set_role (self->base.mapping, names[i], RDG_ROLE_IGNORE);
          g_free (column->reason);
          column->reason = g_strdup (_("It says who: personal data, which are not kept."));
        }
    }
}

static void
describe (RdgInspectionFull *self,
          RdgDialectGuess   *dialect,
          Look              *look,
          const RdgMapping  *mapping,
          RdgLayout          layout,
          guint64            n_bad)
{
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();
  const char * const *names = (const char * const *) dialect->header;

  if (dialect->note != NULL)
    g_strv_builder_add (notes, dialect->note);
  if (mapping != NULL)
    self->base.mapping = rdg_mapping_copy (mapping);
  else if (rdg_layout_is_long (layout))
    self->base.mapping = rdg_layout_plant_map (layout, names);
  else if (layout == RDG_LAYOUT_PREDICT)
    self->base.mapping = rdg_layout_predict_map (names);
  else if (dialect->dialect.kind == RDG_SOURCE_SPARSE)
    self->base.mapping = rdg_layout_sparse_map (self->base.path, names);
  else
    self->base.mapping = rdg_column_guess (names, look->profiles, look->width, notes);
  hide_personal (self, look, mapping == NULL, names);

  self->base.layout = self->base.mapping->layout;
  self->numeric = g_new0 (guint8, look->width);
  for (guint i = 0; i < look->width; i++)
    {
      const RdgColumnProfile *profile = look->profiles[i];

      self->numeric[i] = profile->n_numbers * 4 >= profile->n_filled * 3;
      g_ptr_array_add (self->base.columns,
                       column_new (names[i], _rdg_mapping_find (self->base.mapping, names[i]),
                                   profile));
    }

  if (!rdg_layout_is_long (self->base.layout))
    note_repeats (self, look->profiles, notes);
  if (!rdg_layout_is_long (self->base.layout) && !has_input (self->base.mapping))
    g_strv_builder_add (notes, _("No column can be an input: there is nothing to learn from."));
  if (n_bad > 0)
    {
      g_autofree char *note = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     "%" PRIu64 " row cannot be taken: it is broken, or has another "
                     "number of cells than the header.",
                     "%" PRIu64 " rows cannot be taken: they are broken, or have another "
                     "number of cells than the header.", (gulong) n_bad), n_bad);

      g_strv_builder_add (notes, note);
    }
  self->base.notes = g_strv_builder_end (notes);
}

/* The layout of the header, or the one that was asked for. */
static gboolean
find_layout (const char             *path,
             const RdgDialectGuess  *dialect,
             const char             *key,
             RdgLayout              *layout,
             GError                **error)
{
  const char * const *names = (const char * const *) dialect->header;
  gboolean predict = rdg_layout_predict_matches (names);
  g_autofree char *name = g_filename_display_name (path);

  if (!rdg_layout_plant_find (names, layout))
    *layout = predict ? RDG_LAYOUT_PREDICT : RDG_LAYOUT_TABLE;
  if (key == NULL)
    return TRUE;

  if (!rdg_layout_from_key (key, layout))
    {
      g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                   _("There is no layout “%s”."), key);
      return FALSE;
    }
  if ((*layout == RDG_LAYOUT_PREDICT && !predict) ||
      (rdg_layout_is_long (*layout) && !rdg_layout_plant_matches (*layout, names)))
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_HEADER,
                   _("“%s”, line %u: this is not the header of the layout “%s”."), name,
                   dialect->dialect.header_line, key);
      return FALSE;
    }

  return TRUE;
}

/**
 * rdg_inspection_new:
 * @path: a file name
 * @mapping: (nullable): roles to show instead of guessed ones
 *
 * Returns: (transfer full) (nullable): what the file is, or %NULL with @error set
 *   (RDG_IMPORT_ERROR)
 */
RdgInspection *
rdg_inspection_new (const char        *path,
                    const RdgMapping  *mapping,
                    GCancellable      *cancellable,
                    GError           **error)
{
  RdgInspectionOptions options = { .mapping = mapping };

  return rdg_inspection_new_with (path, &options, cancellable, error);
}

/**
 * rdg_inspection_new_with:
 * @path: a file name
 * @options: what is known of it
 *
 * Returns: (transfer full) (nullable): what the file is, or %NULL with @error set
 *   (RDG_IMPORT_ERROR, RDG_USAGE_ERROR for a layout that there is not)
 */
RdgInspection *
rdg_inspection_new_with (const char                  *path,
                         const RdgInspectionOptions  *options,
                         GCancellable                *cancellable,
                         GError                     **error)
{
  g_auto (RdgDialectGuess) dialect = { 0 };
  RdgLayout layout;

  if (!rdg_dialect_guess (path, options, &dialect, cancellable, error) ||
      !find_layout (path, &dialect, options->layout, &layout, error))
    return NULL;

  RdgInspectionFull *self = g_new0 (RdgInspectionFull, 1);
  Look look = { NULL, g_strv_length (dialect.header), dialect.first_line,
                dialect.dialect.decimal_mark,
                g_ptr_array_new_with_free_func (free_string_cb), 0 };
  guint64 n_bad = 0;
  gboolean done;

  self->base.path = g_strdup (path);
  self->base.table = g_strdup (dialect.table);
  self->base.dialect = dialect.dialect;
  self->base.columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  self->base.first_rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->first_line = dialect.first_line;

  look.profiles = g_new (RdgColumnProfile *, look.width);
  for (guint i = 0; i < look.width; i++)
    {
      look.profiles[i] = rdg_column_profile_new ();
      g_ptr_array_add (look.cells, g_string_new (NULL));
    }

  done = look_at_rows (self, &look, &n_bad, cancellable, error);
  if (done)
    describe (self, &dialect, &look, options->mapping, layout, n_bad);

  for (guint i = 0; i < look.width; i++)
    rdg_column_profile_free (look.profiles[i]);
  g_free (look.profiles);
  g_ptr_array_unref (look.cells);

  if (!done)
    {
      rdg_inspection_free (&self->base);
      return NULL;
    }
  return &self->base;
}

void
rdg_inspection_free (RdgInspection *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->table);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->first_rows);
  rdg_mapping_free (self->mapping);
  g_strfreev (self->notes);
  g_free (((RdgInspectionFull *) self)->numeric);
  g_free (self);
}
