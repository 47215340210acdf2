/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file's rows in a model's columns: see rdg-file-rows.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-file-rows.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-feature-builder.h"
#include "rdg-layout-plant.h"
#include "rdg-memory.h"
#include "rdg-number.h"
#include "rdg-svm-inputs.h"
#include "rdg-table-reader.h"

#define ROWS_PER_REPORT 2048
/* Rows of a matrix are numbered with 32 bits. */
#define MOST_ROWS (G_MAXUINT32 - 1)
#define LONGEST_EXAMPLE 40

/* What of the file was no use. */
typedef struct
{
  GHashTable *numbers;   /* see list_numbers() */
  guint64     n_rows;
  guint64     n_cells;   /* that should have been numbers */
  guint64     line;      /* of the first of these cells */
  char       *column;
} Unread;

static void
unread_clear (Unread *self)
{
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->column, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Unread, unread_clear)

/* The model's feature of the column "Torque [Nm]" is called "Torque". */
static const RdgFeature *
find_feature (const RdgModel   *model,
              const RdgColumn  *column)
{
  gsize length = strlen (column->name);
  const char *unit = *column->unit != '\0' ? g_strrstr (column->name, column->unit) : NULL;

  if (unit != NULL)
    {
      length = (gsize) (unit - column->name);
      while (length > 0 && strchr ("[( ", column->name[length - 1]) != NULL)
        length--;
    }

  for (guint f = 0; f < rdg_model_get_n_features (model); f++)
    {
      const RdgFeature *feature = rdg_model_get_feature (model, f);

      if (g_str_equal (feature->name, column->name) ||
          (strlen (feature->name) == length && strncmp (feature->name, column->name, length) == 0))
        return feature;
    }

  return NULL;
}

/* A few rows are guessed differently from the many that the model was trained on: what is a feature
 * of the model is read as one, whatever it looks like here. */
static RdgMapping *
adapt_mapping (const RdgInspection *inspection,
               const RdgMapping    *chosen,
               const RdgModel      *model,
               gboolean             with_labels)
{
  RdgMapping *mapping = rdg_mapping_copy (chosen != NULL ? chosen : inspection->mapping);

  for (guint i = 0; i < inspection->columns->len; i++)
    {
      const RdgColumn *column = g_ptr_array_index (inspection->columns, i);
      const RdgFeature *feature = find_feature (model, column);

      if (column->role == RDG_ROLE_LABEL && !with_labels)
        rdg_mapping_set_role (mapping, column->name, RDG_ROLE_IGNORE);
      if (chosen != NULL || column->role == RDG_ROLE_CAR || column->role == RDG_ROLE_TIME ||
          column->role == RDG_ROLE_LABEL)
        continue;
      if (feature != NULL)
        rdg_mapping_set_role (mapping, column->name,
                              feature->kind == RDG_FEATURE_CATEGORY ? RDG_ROLE_CATEGORY : RDG_ROLE_NUMERIC);
    }

  return mapping;
}

static gboolean
names_cars (const RdgInspection *inspection)
{
  for (guint i = 0; i < inspection->columns->len; i++)
    {
      if (((RdgColumn *) g_ptr_array_index (inspection->columns, i))->role == RDG_ROLE_CAR)
        return TRUE;
    }

  return FALSE;
}

/* The columns that the mapping reads as numbers and the model takes as such: the header's name to the
 * feature's. A formula computes its feature, whatever a column of its name holds. */
static GHashTable *
list_numbers (const RdgInspection *inspection,
              const RdgMapping    *mapping,
              const RdgModel      *model)
{
  GHashTable *numbers = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < inspection->columns->len; i++)
    {
      const RdgColumn *column = g_ptr_array_index (inspection->columns, i);
      const RdgFeature *feature = find_feature (model, column);

      if (feature != NULL && feature->kind == RDG_FEATURE_NUMERIC &&
          rdg_model_find_formula (model, feature->name) == NULL)
        g_hash_table_insert (numbers, column->name, feature->name);
    }
  for (guint i = 0; i < rdg_mapping_get_n_columns (mapping); i++)
    {
      RdgRole role;
      const char *name = rdg_mapping_get_column (mapping, i, &role);

      if (role != RDG_ROLE_NUMERIC)
        g_hash_table_remove (numbers, name);
    }

  return numbers;
}

static void
count_unread (Unread     *unread,
              guint64     line,
              const char *column)
{
  if (unread->n_cells++ > 0)
    return;

  unread->line = line;
  unread->column = g_strdup (column);
}

static void
count_refused_cb (guint64     line,
                  const char *column,
                  const char *reason,
                  const char *text,
                  gboolean    whole_row,
                  gpointer    user_data)
{
  Unread *unread = user_data;
  const char *feature = g_hash_table_lookup (unread->numbers, column);

  if (whole_row)
    unread->n_rows++;
  else if (feature != NULL)
    count_unread (unread, line, feature);
}

static void
take_row (RdgFileRows         *self,
          const RdgModel      *model,
          RdgFeatureBuilder   *builder,
          RdgTableReader      *reader,
          const guint         *columns,
          const RdgTableRow   *row,
          Unread              *unread)
{
  guint8 label = (guint8) row->label;

  for (guint c = 0; c < rdg_table_reader_n_columns (reader); c++)
    {
      const RdgTableColumn *column = rdg_table_reader_get_column (reader, c);

      if (columns[c] == RDG_FEATURE_BUILDER_NO_COLUMN || isnan (row->values[c]))
        continue;
      _rdg_feature_builder_set (builder, columns[c], self->n_rows, row->values[c]);
      if (!column->category)
        {
          /* A model's numbers are floats: 1e300 is beyond them. */
          if (!isfinite ((float) row->values[c]) && rdg_model_find_formula (model, column->name) == NULL)
            count_unread (unread, row->line, column->name);
          continue;
        }
      for (guint l = _rdg_feature_builder_n_levels (builder, columns[c]); l <= row->values[c]; l++)
        _rdg_feature_builder_add_level (builder, columns[c], rdg_table_reader_get_level (reader, c, l));
    }

  g_ptr_array_add (self->codes, g_strdup (row->car));
  g_array_append_val (self->labels, label);
  self->n_rows++;
}

/* Asked each time that there are twice as many rows: the columns grow by doubling. */
static gboolean
check_room (const RdgFileRows  *self,
            guint               n_columns,
            gsize              *next,
            GError            **error)
{
  if (self->n_rows < *next)
    return TRUE;
  *next *= 2;
  if (rdg_memory_has_room ((guint64) *next * n_columns * 2 * sizeof (float)))
    return TRUE;

  g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_LIMIT,
               _("There is not enough memory for more than %" PRIu64 " rows of %u columns. Close other "
                 "programs, or cut the file into smaller ones."), (guint64) self->n_rows, n_columns);
  return FALSE;
}

static gboolean
read_rows (RdgFileRows        *self,
           const RdgModel     *model,
           RdgTableReader     *reader,
           RdgFeatureBuilder  *builder,
           Unread             *unread,
           const RdgProgress  *progress,
           GCancellable       *cancellable,
           GError            **error)
{
  g_autofree guint *columns = g_new (guint, rdg_table_reader_n_columns (reader) + 1);
  g_autoptr (GError) local_error = NULL;
  gsize next_look = ROWS_PER_REPORT;
  const RdgTableRow *row;

  for (guint c = 0; c < rdg_table_reader_n_columns (reader); c++)
    {
      const RdgTableColumn *column = rdg_table_reader_get_column (reader, c);

      columns[c] = _rdg_feature_builder_add_column (builder, column->name, column->unit,
                                                    column->category);
    }

  while (self->n_rows < MOST_ROWS &&
         rdg_table_reader_next (reader, &row, cancellable, &local_error))
    {
      take_row (self, model, builder, reader, columns, row, unread);
      if (!check_room (self, rdg_table_reader_n_columns (reader), &next_look, error))
        return FALSE;
      if (self->n_rows % ROWS_PER_REPORT == 0)
        rdg_progress_report (progress, rdg_table_reader_fraction (reader));
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

static gboolean
has_column (const RdgInspection *inspection,
            const char          *name)
{
  for (guint i = 0; i < inspection->columns->len; i++)
    if (g_str_equal (((RdgColumn *) g_ptr_array_index (inspection->columns, i))->name, name))
      return TRUE;

  return FALSE;
}

/* Of libsvm's format, what no row of the file names is 0 in all of them, and not unknown. */
static void
fill_sparse (const RdgInspection *inspection,
             const RdgModel      *model,
             RdgFeatureBuilder   *builder,
             gsize                n_rows)
{
  if (inspection->dialect.kind != RDG_SOURCE_SPARSE)
    return;

  for (guint f = 0; f < rdg_model_get_n_features (model); f++)
    {
      const RdgFeature *feature = rdg_model_get_feature (model, f);
      gint64 index;

      if (feature->kind != RDG_FEATURE_NUMERIC || *feature->unit != '\0' ||
          !rdg_number_parse_int (feature->name, strlen (feature->name), &index) ||
          index < 1 || index > RDG_SVM_MOST_INPUTS || has_column (inspection, feature->name))
        continue;

      guint column = _rdg_feature_builder_add_column (builder, feature->name, "", FALSE);

      for (gsize row = 0; row < n_rows && column != RDG_FEATURE_BUILDER_NO_COLUMN; row++)
        _rdg_feature_builder_set (builder, column, row, 0.0);
    }
}

/* A cell as a sentence can hold it. */
static char *
make_example (const char *text)
{
  g_autoptr (GString) example = g_string_new (NULL);
  gboolean longer = g_utf8_strlen (text, -1) > LONGEST_EXAMPLE;
  guint n = longer ? LONGEST_EXAMPLE - 1 : LONGEST_EXAMPLE;

  for (const char *p = text; *p != '\0' && n > 0; p = g_utf8_next_char (p), n--)
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (example, g_unichar_isprint (c) ? c : ' ');
    }
  if (longer)
    g_string_append (example, "…");

  return g_string_free (g_steal_pointer (&example), FALSE);
}

static char *
example_of (const RdgFeature *feature,
            float             value)
{
  char buffer[RDG_NUMBER_BUFFER_SIZE];

  return make_example (feature->kind == RDG_FEATURE_CATEGORY
                         ? feature->levels[(guint) value]
                         : rdg_number_format ((double) value, buffer));
}

/* Where two characteristics share a name, the feature's has its kind after it. */
static gboolean
is_personal (const char *feature)
{
  const char *kind = g_strrstr (feature, " [");
  g_autofree char *name = kind != NULL ? g_strndup (feature, (gsize) (kind - feature))
                                       : g_strdup (feature);

  return rdg_layout_is_personal (feature) || rdg_layout_is_personal (name);
}

/* What one feature has in the file and the model cannot take; NULL: nothing. */
static char *
describe_unseen (const RdgFeature *from,
                 const float      *source,
                 const float      *target,
                 gsize             n_rows)
{
  g_autofree char *example = NULL;
  guint64 n = 0;

  for (gsize i = 0; i < n_rows; i++)
    {
      if (isnan (source[i]) || !isnan (target[i]))
        continue;
      if (n++ == 0)
        example = example_of (from, source[i]);
    }

  if (n == 0)
    return NULL;
  /* What says who did something is shown nowhere. */
  if (is_personal (from->name))
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "“%s”: %" PRIu64 " car has a value that the model never saw; "
                                         "it counts as not measured.",
                                         "“%s”: %" PRIu64 " cars have a value that the model never saw; "
                                         "it counts as not measured.", n),
                            from->name, n);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "“%s”: %" PRIu64 " car has a value that the model never saw, "
                                       "“%s”; it counts as not measured.",
                                       "“%s”: %" PRIu64 " cars have a value that the model never saw, "
                                       "“%s” for one; it counts as not measured.", n),
                          from->name, n, example);
}

static void
warn_of_unseen (const RdgFileRows *self,
                const RdgModel    *model,
                const RdgMatrix   *matrix,
                GStrvBuilder      *warnings)
{
  for (guint f = 0; f < rdg_model_get_n_features (model); f++)
    {
      const char *name = rdg_model_get_feature (model, f)->name;
      guint column;

      if (rdg_model_find_formula (model, name) != NULL || !rdg_matrix_find (matrix, name, &column))
        continue;

      g_autofree char *unseen = describe_unseen (rdg_matrix_get_feature (matrix, column),
                                                 rdg_matrix_get_column (matrix, column),
                                                 rdg_matrix_get_column (self->matrix, f),
                                                 self->n_rows);

      if (unseen != NULL)
        g_strv_builder_add (warnings, unseen);
    }
}

static void
warn_of_unread (const Unread         *unread,
                const RdgTableReader *reader,
                GStrvBuilder         *warnings)
{
  if (unread->n_rows > 0)
    {
      g_autofree char *refused =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "%" PRIu64 " row could not be read.",
                                      "%" PRIu64 " rows could not be read.", unread->n_rows),
                         unread->n_rows);

      g_strv_builder_add (warnings, refused);
    }
  if (unread->n_cells > 0)
    {
      g_autofree char *place = rdg_table_reader_get_place (reader, unread->line);

      if (place == NULL)
        place = g_strdup_printf (_("line %" PRIu64), unread->line);

      g_autofree char *cells =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      /* Translators: the first %s is a place, such as "line 7" */
                                      "%" PRIu64 " cell could not be read as a number (%s, column "
                                      "“%s”); it counts as not measured.",
                                      "%" PRIu64 " cells could not be read as numbers (%s, column "
                                      "“%s” for one); they count as not measured.", unread->n_cells),
                         unread->n_cells, place, unread->column);

      g_strv_builder_add (warnings, cells);
    }
}

/* matrix: as the file has it, not conformed. */
static void
warn (RdgFileRows          *self,
      const RdgModel       *model,
      const GStrv           missing,
      const RdgMatrix      *matrix,
      const Unread         *unread,
      const RdgTableReader *reader)
{
  g_autoptr (GStrvBuilder) warnings = g_strv_builder_new ();
  guint n_missing = g_strv_length (missing);

  if (n_missing > 0)
    {
      g_autofree char *lacks =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "The file lacks %u of the model's %u features, “%s”: it counts "
                                      "as not measured.",
                                      "The file lacks %u of the model's %u features, “%s” for one: "
                                      "they count as not measured.", n_missing),
                         n_missing, rdg_model_get_n_features (model), missing[0]);

      g_strv_builder_add (warnings, lacks);
    }
  warn_of_unread (unread, reader, warnings);
  warn_of_unseen (self, model, matrix, warnings);

  self->warnings = g_strv_builder_end (warnings);
}

RdgFileRows *
_rdg_file_rows_read (const char         *path,
                     const RdgInspectionOptions *known,
                     const RdgModel     *model,
                     gboolean            with_labels,
                     const RdgProgress  *progress,
                     GCancellable       *cancellable,
                     GError            **error)
{
  static const RdgInspectionOptions nothing = { 0 };
  g_autoptr (RdgInspection) inspection =
    rdg_inspection_new_with (path, known != NULL ? known : &nothing, cancellable, error);
  g_autoptr (RdgMapping) adapted = NULL;
  g_autoptr (RdgTableReader) reader = NULL;
  g_autoptr (RdgFeatureBuilder) builder = _rdg_feature_builder_new (model);
  g_autoptr (RdgFileRows) self = g_new0 (RdgFileRows, 1);
  g_autoptr (RdgMatrix) matrix = NULL;
  g_auto (GStrv) missing = NULL;
  g_auto (Unread) unread = { 0 };

  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->labels = g_array_new (FALSE, FALSE, sizeof (guint8));
  if (inspection == NULL)
    return NULL;

  adapted = adapt_mapping (inspection, known != NULL ? known->mapping : NULL, model, with_labels);
  self->named = names_cars (inspection);
  unread.numbers = list_numbers (inspection, adapted, model);
  reader = rdg_table_reader_new (inspection, adapted, count_refused_cb, &unread, error);
  if (reader == NULL ||
      !read_rows (self, model, reader, builder, &unread, progress, cancellable, error))
    return NULL;

  if (self->n_rows == 0)
    {
      g_autofree char *name = g_filename_display_basename (path);

      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA,
                   _("“%s” has no row that can be read."), name);
      return NULL;
    }

  fill_sparse (inspection, model, builder, self->n_rows);
  matrix = _rdg_feature_builder_finish (builder, self->n_rows, NULL);
  self->matrix = rdg_model_conform (model, matrix, &missing, error);
  if (self->matrix == NULL)
    return NULL;

  warn (self, model, missing, matrix, &unread, reader);
  return g_steal_pointer (&self);
}

void
_rdg_file_rows_free (RdgFileRows *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->matrix, rdg_matrix_unref);
  g_ptr_array_unref (self->codes);
  g_array_unref (self->labels);
  g_strfreev (self->warnings);
  g_free (self);
}
