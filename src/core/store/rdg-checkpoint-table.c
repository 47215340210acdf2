/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of `passes`: for each pass, in the order of time, the signed varint
 * of the milliseconds since the pass before (of the first: since 1970) and the
 * varint of its position's id (rdg-varint.h).
 */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-checkpoint-table.h"

#include <glib/gi18n-lib.h>

#include "rdg-error.h"
#include "rdg-statement.h"
#include "rdg-varint.h"

/* By car first, so that all of a car lies together, whatever import it came with. */
const char rdg_checkpoint_table_schema[] =
  "CREATE TABLE checkpoint ("
  "  car_id INTEGER NOT NULL REFERENCES car,"
  "  import_id INTEGER NOT NULL REFERENCES import,"
  "  passes BLOB NOT NULL,"
  "  PRIMARY KEY (car_id, import_id)"
  ") STRICT, WITHOUT ROWID;";

struct _RdgCheckpointReader
{
  RdgStore     *store;
  RdgStatement *statement;
  gboolean      has_row;
  gboolean      at_end;
  GArray       *passes;
};

struct _RdgCheckpointWriter
{
  RdgStore     *store;
  RdgStatement *insert;
  GByteArray   *bytes;
};

int
rdg_pass_compare (gconstpointer a,
                  gconstpointer b)
{
  const RdgPass *one = a, *other = b;

  if (one->at != other->at)
    return one->at < other->at ? -1 : 1;

  return (one->position > other->position) - (one->position < other->position);
}

static RdgCheckpointReader *
reader_new (RdgStore    *store,
            const char  *sql,
            gint64       parameter,
            GError     **error)
{
  RdgStatement *statement = rdg_statement_new (store, sql, error);

  if (statement == NULL)
    return NULL;

  RdgCheckpointReader *self = g_new0 (RdgCheckpointReader, 1);

  self->store = store;
  self->statement = statement;
  self->passes = g_array_new (FALSE, FALSE, sizeof (RdgPass));
  if (parameter != 0)
    rdg_statement_bind_int (statement, 1, parameter);
  return self;
}

/**
 * rdg_checkpoint_reader_new:
 * @car_id: one car only, or 0
 *
 * Returns: (transfer full) (nullable): a reader, or %NULL with @error set
 */
RdgCheckpointReader *
rdg_checkpoint_reader_new (RdgStore  *store,
                           gint64     car_id,
                           GError   **error)
{
  return reader_new (
    store,
    car_id != 0 ? "SELECT car_id, passes FROM checkpoint WHERE car_id = ?1 ORDER BY import_id"
                : "SELECT car_id, passes FROM checkpoint ORDER BY car_id, import_id",
    car_id, error);
}

/**
 * rdg_checkpoint_reader_new_of_import:
 *
 * Returns: (transfer full) (nullable): a reader of what one import says, or %NULL with @error set
 */
RdgCheckpointReader *
rdg_checkpoint_reader_new_of_import (RdgStore  *store,
                                     gint64     import_id,
                                     GError   **error)
{
  return reader_new (store,
                     "SELECT car_id, passes FROM checkpoint WHERE import_id = ?1 ORDER BY car_id",
                     import_id, error);
}

void
rdg_checkpoint_reader_free (RdgCheckpointReader *self)
{
  if (self == NULL)
    return;

  rdg_statement_free (self->statement);
  g_array_unref (self->passes);
  g_free (self);
}

static gboolean
unpack (RdgCheckpointReader  *self,
        GError              **error)
{
  gsize size;
  const guint8 *p = rdg_statement_get_blob (self->statement, 1, &size);
  const guint8 *end = p + size;
  guint64 at = 0;

  while (p < end)
    {
      gint64 step;
      guint64 position;

      if (!_rdg_take_signed (&p, end, &step) || !_rdg_take_varint (&p, end, &position) ||
          position > G_MAXUINT32)
        {
          g_autofree char *name = g_filename_display_name (rdg_store_get_path (self->store));

          g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_DAMAGED,
                       _("The database “%s” is damaged (the passes of a car). Use a backup "
                         "copy."), name);
          return FALSE;
        }

      at += (guint64) step;

      RdgPass pass = { (gint64) at, (guint32) position };

      g_array_append_val (self->passes, pass);
    }

  return TRUE;
}

static void
drop_repeats (GArray *passes)
{
  guint n = 0;

  g_array_sort (passes, rdg_pass_compare);
  for (guint i = 0; i < passes->len; i++)
    {
      RdgPass *pass = &g_array_index (passes, RdgPass, i);

      if (n == 0 || rdg_pass_compare (pass, &g_array_index (passes, RdgPass, n - 1)) != 0)
        g_array_index (passes, RdgPass, n++) = *pass;
    }
  g_array_set_size (passes, n);
}

/**
 * rdg_checkpoint_reader_next:
 * @car_id: (out): the car
 * @passes: (out) (transfer none) (array length=n_passes): where it was
 *
 * Returns: %FALSE at the end, or with @error set
 */
gboolean
rdg_checkpoint_reader_next (RdgCheckpointReader  *self,
                            gint64               *car_id,
                            const RdgPass       **passes,
                            gsize                *n_passes,
                            GError              **error)
{
  guint n_rows = 0;

  g_array_set_size (self->passes, 0);
  while (!self->at_end)
    {
      if (!self->has_row)
        {
          RdgStep step = rdg_statement_step (self->statement, error);

          if (step == RDG_STEP_ERROR)
            return FALSE;
          self->at_end = step == RDG_STEP_DONE;
          if (self->at_end)
            break;
          self->has_row = TRUE;
        }

      gint64 row_car = rdg_statement_get_int (self->statement, 0);

      if (n_rows > 0 && row_car != *car_id)
        break;
      *car_id = row_car;
      if (!unpack (self, error))
        return FALSE;
      n_rows++;
      self->has_row = FALSE;
    }

  if (n_rows > 1)
    drop_repeats (self->passes);
  *passes = (const RdgPass *) (gpointer) self->passes->data;
  *n_passes = self->passes->len;
  return n_rows > 0;
}

/**
 * rdg_checkpoint_writer_new:
 *
 * Returns: (transfer full) (nullable): a writer, or %NULL with @error set
 */
RdgCheckpointWriter *
rdg_checkpoint_writer_new (RdgStore  *store,
                           gint64     import_id,
                           GError   **error)
{
  RdgStatement *insert = rdg_statement_new (
    store, "INSERT INTO checkpoint (car_id, import_id, passes) VALUES (?1, ?2, ?3)", error);

  if (insert == NULL)
    return NULL;

  RdgCheckpointWriter *self = g_new0 (RdgCheckpointWriter, 1);

  self->store = store;
  self->insert = insert;
  self->bytes = g_byte_array_new ();
  rdg_statement_bind_int (insert, 2, import_id);
  return self;
}

void
rdg_checkpoint_writer_free (RdgCheckpointWriter *self)
{
  if (self == NULL)
    return;

  rdg_statement_free (self->insert);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

/* Both ascending. */
static gsize
count_common (const RdgPass *one,
              gsize          n_one,
              const RdgPass *other,
              gsize          n_other)
{
  gsize n = 0;

  for (gsize i = 0, j = 0; i < n_one && j < n_other;)
    {
      int order = rdg_pass_compare (&one[i], &other[j]);

      n += order == 0;
      i += order <= 0;
      j += order >= 0;
    }

  return n;
}

static gboolean
count_known (RdgCheckpointWriter  *self,
             gint64                car_id,
             const RdgPass        *passes,
             gsize                 n_passes,
             gsize                *n_known,
             GError              **error)
{
  g_autoptr (RdgCheckpointReader) reader = rdg_checkpoint_reader_new (self->store, car_id, error);
  g_autoptr (GError) local_error = NULL;
  const RdgPass *known;
  gsize n;
  gint64 found;

  if (reader == NULL)
    return FALSE;
  if (rdg_checkpoint_reader_next (reader, &found, &known, &n, &local_error))
    *n_known = count_common (passes, n_passes, known, n);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * rdg_checkpoint_writer_add:
 * @passes: (array length=n_passes): ascending, none twice
 * @new_car: whether the database did not know the car before
 * @n_known: (out): how many of them it has already
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_checkpoint_writer_add (RdgCheckpointWriter  *self,
                           gint64                car_id,
                           const RdgPass        *passes,
                           gsize                 n_passes,
                           gboolean              new_car,
                           gsize                *n_known,
                           GError              **error)
{
  guint64 before = 0;

  *n_known = 0;
  if (!new_car && !count_known (self, car_id, passes, n_passes, n_known, error))
    return FALSE;

  g_byte_array_set_size (self->bytes, 0);
  for (gsize i = 0; i < n_passes; i++)
    {
      guint8 packed[2 * RDG_VARINT_LONGEST];
      guint8 *p = _rdg_put_signed (packed, (gint64) ((guint64) passes[i].at - before));

      p = _rdg_put_varint (p, passes[i].position);
      g_byte_array_append (self->bytes, packed, (guint) (p - packed));
      before = (guint64) passes[i].at;
    }

  rdg_statement_bind_int (self->insert, 1, car_id);
  rdg_statement_bind_blob (self->insert, 3, self->bytes->data, self->bytes->len);
  return rdg_statement_run (self->insert, error);
}

/**
 * rdg_checkpoint_table_delete:
 *
 * Forgets what an import said; inside a transaction.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_checkpoint_table_delete (RdgStore  *store,
                             gint64     import_id,
                             GError   **error)
{
  g_autoptr (RdgStatement) statement =
    rdg_statement_new (store, "DELETE FROM checkpoint WHERE import_id = ?1", error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_int (statement, 1, import_id);
  return rdg_statement_run (statement, error);
}
