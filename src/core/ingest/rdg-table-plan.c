/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a mapping to what each column of a file is read for. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-table-reader-private.h"

#include <glib/gi18n-lib.h>

#include "rdg-error.h"
#include "rdg-inspection-private.h"
#include "rdg-label-words.h"

static void
column_free (RdgTableColumnFull *self)
{
  g_free (self->name);
  g_free (self->unit);
  g_free (self->reason);
  g_clear_pointer (&self->levels, g_ptr_array_unref);
  g_clear_pointer (&self->level_index, g_hash_table_unref);
  g_free (self);
}

static void
pending_cell_clear (RdgPendingCell *self)
{
  g_free (self->text);
}

static void
add_column (RdgTableReader        *self,
            guint                  slot,
            const RdgMappedColumn *mapped,
            const char            *reason,
            gboolean               numeric)
{
  RdgTableColumnFull *column = g_new0 (RdgTableColumnFull, 1);

  _rdg_split_unit (self->header[slot], &column->name, &column->unit);
  /* "Torque [Nm]" and "Torque (Nm)" are two columns, so they keep two names. */
  if (!g_hash_table_add (self->names, g_strjoin ("\n", column->name, column->unit, NULL)))
    {
      g_free (column->name);
      g_free (column->unit);
      column->name = g_strdup (self->header[slot]);
      column->unit = g_strdup ("");
    }
  column->reason = g_strdup (reason);
  column->base = (RdgTableColumn){ .name = column->name,
                                   .unit = column->unit,
                                   .category = !numeric,
                                   .input = mapped->role != RDG_ROLE_BLOCKED,
                                   .variant = mapped->variant && !numeric,
                                   .reason = column->reason };
  if (!numeric)
    {
      column->levels = g_ptr_array_new_with_free_func (g_free);
      column->level_index = g_hash_table_new (g_str_hash, g_str_equal);
    }
  self->slots[slot] = (RdgTableSlot){ numeric ? RDG_TABLE_PART_NUMBER : RDG_TABLE_PART_LEVEL, self->columns->len };
  g_ptr_array_add (self->columns, column);
}

static void
plan_column (RdgTableReader          *self,
             guint                    slot,
             const RdgMappedColumn   *mapped,
             const RdgInspectionFull *inspection)
{
  const RdgColumn *inspected = g_ptr_array_index (inspection->base.columns, slot);
  const char *reason = mapped->reason != NULL ? mapped->reason : inspected->reason;

  switch (mapped->role)
    {
    case RDG_ROLE_CAR:
      self->slots[slot].part = RDG_TABLE_PART_CAR;
      self->n_car_columns++;
      break;
    case RDG_ROLE_TIME:
      self->slots[slot].part = RDG_TABLE_PART_TIME;
      break;
    case RDG_ROLE_LABEL:
      self->slots[slot].part = RDG_TABLE_PART_LABEL;
      self->label_slot = slot;
      self->has_label = TRUE;
      self->yes_means_passed = rdg_label_name_means_passed (self->header[slot]);
      break;
    case RDG_ROLE_NUMERIC:
      add_column (self, slot, mapped, reason, TRUE);
      break;
    case RDG_ROLE_CATEGORY:
      add_column (self, slot, mapped, reason, FALSE);
      break;
    case RDG_ROLE_BLOCKED:
      if (inspection->numeric[slot])
        add_column (self, slot, mapped, reason, TRUE);
      break;
    case RDG_ROLE_IGNORE:
    default:
      break;
    }
}

/* A column that the mapping reads must be there; a label need not, to predict. */
static gboolean
check_mapping (RdgTableReader    *self,
               const RdgMapping  *mapping,
               GError           **error)
{
  for (guint i = 0; i < mapping->columns->len; i++)
    {
      const RdgMappedColumn *mapped = g_ptr_array_index (mapping->columns, i);

      if (mapped->role != RDG_ROLE_CAR && mapped->role != RDG_ROLE_NUMERIC &&
          mapped->role != RDG_ROLE_CATEGORY)
        continue;
      if (!g_strv_contains ((const char * const *) self->header, mapped->name))
        {
          g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_MAPPING,
                       _("“%s” has no column “%s”, which the mapping reads."), self->file,
                       mapped->name);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * rdg_table_reader_new:
 * @inspection: what the file is
 * @mapping: (nullable): how to read it, instead of the inspection's own
 * @reject: (nullable) (scope forever): takes what does not go in
 *
 * Returns: (transfer full) (nullable): a reader before the first row, or %NULL with @error set
 */
RdgTableReader *
rdg_table_reader_new (const RdgInspection  *inspection,
                      const RdgMapping     *mapping,
                      RdgRejectFunc         reject,
                      gpointer              user_data,
                      GError              **error)
{
  g_autoptr (RdgTableReader) self = g_new0 (RdgTableReader, 1);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const RdgInspectionFull *full = _rdg_inspection_full (inspection);

  if (mapping == NULL)
    mapping = inspection->mapping;

  self->file = g_filename_display_name (inspection->path);
  self->width = inspection->columns->len;
  for (guint i = 0; i < self->width; i++)
    g_ptr_array_add (names, g_strdup (((RdgColumn *) g_ptr_array_index (inspection->columns,
                                                                        i))->name));
  g_ptr_array_add (names, NULL);
  self->header = (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
  self->slots = g_new0 (RdgTableSlot, self->width);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->first_line = full->first_line;
  self->decimal_mark = inspection->dialect.decimal_mark;
  self->date_order = mapping->date_order;
  self->plant_code = mapping->layout == RDG_LAYOUT_PREDICT;
  self->label_rule = mapping->label_rule;
  self->label_limit = mapping->label_limit;
  self->label_text = g_strdup (mapping->label_text);
  self->label_values = g_ptr_array_new_with_free_func (g_free);
  self->reject = reject;
  self->user_data = user_data;
  self->car = g_string_new (NULL);
  self->pending = g_array_new (FALSE, FALSE, sizeof (RdgPendingCell));
  g_array_set_clear_func (self->pending, (GDestroyNotify) pending_cell_clear);

  if (!check_mapping (self, mapping, error))
    return NULL;
  for (guint i = 0; i < self->width; i++)
    {
      const RdgMappedColumn *mapped = _rdg_mapping_find (mapping, self->header[i]);

      if (mapped != NULL)
        plan_column (self, i, mapped, full);
    }
  self->values = g_new (double, self->columns->len + 1);

  RdgSource *source = rdg_source_open_inspected (inspection, NULL, error);

  if (source == NULL)
    return NULL;
  self->csv = rdg_csv_reader_new (source, inspection->dialect.delimiter, _rdg_table_reader_take_cell, self);

  return g_steal_pointer (&self);
}

void
rdg_table_reader_free (RdgTableReader *self)
{
  if (self == NULL)
    return;

  rdg_csv_reader_free (self->csv);
  g_free (self->file);
  g_strfreev (self->header);
  g_free (self->slots);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->label_values, g_ptr_array_unref);
  g_free (self->label_text);
  g_string_free (self->car, TRUE);
  g_free (self->values);
  g_clear_pointer (&self->pending, g_array_unref);
  g_clear_error (&self->failure);
  g_free (self);
}
