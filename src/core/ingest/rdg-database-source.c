/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table or view of another program's database as a source: its columns' names
 * in line 1, then a row a line. The hash is of this text and not of the file,
 * which holds other tables and changes with every vacuum.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-source-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "rdg-csv-reader.h"
#include "rdg-foreign-database.h"

/* With its NUL. */
#define DATABASE_MAGIC "SQLite format 3"

typedef struct
{
  RdgSource           base;
  RdgForeignDatabase *database;
  XXH3_state_t       *state;
  GString            *line;
  gsize               taken;      /* of line */
  guint64             n_lines;
  guint64             emitted;
  gboolean            finished;
} RdgDatabaseSource;

static void
make_line (RdgDatabaseSource *self)
{
  guint n_columns = rdg_foreign_database_n_columns (self->database);

  g_string_truncate (self->line, 0);
  for (guint i = 0; i < n_columns; i++)
    {
      char buffer[RDG_NUMBER_BUFFER_SIZE];
      const char *text;
      gsize length;

      if (self->n_lines == 0)
        {
          text = rdg_foreign_database_get_column (self->database, i);
          length = strlen (text);
        }
      else
        {
          text = rdg_foreign_database_get_text (self->database, i, buffer, &length);
        }
      if (i > 0)
        g_string_append_c (self->line, RDG_SOURCE_DELIMITER);
      /* What is longer than a cell may be is cut to where that is seen. */
      _rdg_source_append_cell (self->line, text, MIN (length, RDG_CSV_LONGEST_CELL + 1));
    }
  g_string_append_c (self->line, '\n');

  self->taken = 0;
  self->n_lines++;
  self->emitted += self->line->len;
  XXH3_128bits_update (self->state, self->line->str, self->line->len);
}

static gssize
database_source_read (RdgSource     *source,
                      char          *buffer,
                      gsize          size,
                      GCancellable  *cancellable,
                      GError       **error)
{
  RdgDatabaseSource *self = (RdgDatabaseSource *) source;
  g_autoptr (GError) local_error = NULL;
  gsize n = 0;

  while (n < size)
    {
      if (self->taken == self->line->len)
        {
          if (self->finished)
            break;
          /* What is there is handed out before the next row is waited for too long. */
          if (self->n_lines > 0 &&
              !rdg_foreign_database_next (self->database, cancellable, &local_error))
            {
              if (local_error != NULL)
                {
                  g_propagate_error (error, g_steal_pointer (&local_error));
                  return -1;
                }
              self->finished = TRUE;
              break;
            }
          make_line (self);
        }

      gsize part = MIN (size - n, self->line->len - self->taken);

      memcpy (buffer + n, self->line->str + self->taken, part);
      self->taken += part;
      n += part;
    }

  return (gssize) n;
}

/* Text is about as long as the file has it; when all is read, its length is the size. */
static guint64
database_source_get_position (RdgSource *source)
{
  RdgDatabaseSource *self = (RdgDatabaseSource *) source;

  return MIN (self->emitted, source->size);
}

static gboolean
database_source_finish_hash (RdgSource     *source,
                             guint8         hash[RDG_SOURCE_HASH_SIZE],
                             GCancellable  *cancellable,
                             GError       **error)
{
  RdgDatabaseSource *self = (RdgDatabaseSource *) source;
  XXH128_canonical_t canonical;

  XXH128_canonicalFromHash (&canonical, XXH3_128bits_digest (self->state));
  memcpy (hash, canonical.digest, sizeof canonical.digest);
  source->size = self->emitted;
  return TRUE;
}

static char *
database_source_get_place (RdgSource *source,
                           guint64    line)
{
  return line > 1 ? g_strdup_printf (_("table %s, row %" PRIu64), source->table, line - 1) : NULL;
}

static void
database_source_free (RdgSource *source)
{
  RdgDatabaseSource *self = (RdgDatabaseSource *) source;

  g_clear_pointer (&self->database, rdg_foreign_database_free);
  XXH3_freeState (self->state);
  g_string_free (self->line, TRUE);
  g_free (self);
}

static const RdgSourceClass database_source_class = {
  .kind = RDG_SOURCE_DATABASE,
  .read = database_source_read,
  .get_position = database_source_get_position,
  .finish_hash = database_source_finish_hash,
  .get_place = database_source_get_place,
  .free = database_source_free,
};

/**
 * _rdg_database_source_open:
 * @path: an SQLite file
 * @table: (nullable): a table or view; %NULL where there is just one
 *
 * Returns: (transfer full) (nullable): its rows as text, or %NULL with @error set
 */
RdgSource *
_rdg_database_source_open (const char    *path,
                           const char    *table,
                           GCancellable  *cancellable,
                           GError       **error)
{
  guint64 size;
  int fd = _rdg_source_open_file (path, &size, error);

  if (fd < 0)
    return NULL;
  close (fd);

  RdgDatabaseSource *self = g_new0 (RdgDatabaseSource, 1);
  g_autoptr (RdgSource) source = &self->base;

  _rdg_source_init (source, &database_source_class, path, size);
  source->delimiter = RDG_SOURCE_DELIMITER;
  self->line = g_string_new (NULL);
  self->state = XXH3_createState ();
  XXH3_128bits_reset (self->state);
  self->database = rdg_foreign_database_open (path, cancellable, error);
  if (self->database == NULL || !rdg_foreign_database_select (self->database, table, error))
    return NULL;

  source->table = g_strdup (rdg_foreign_database_get_table (self->database));
  return g_steal_pointer (&source);
}

static void
table_free (RdgSourceTable *self)
{
  g_free (self->name);
  g_free (self);
}

/**
 * rdg_source_list_tables:
 * @path: a file name
 *
 * Returns: (transfer full) (nullable) (element-type RdgSourceTable): tables and views by name; %NULL
 *   without @error where it is no database, or cannot be looked at
 */
GPtrArray *
rdg_source_list_tables (const char    *path,
                        GCancellable  *cancellable,
                        GError       **error)
{
  char magic[sizeof DATABASE_MAGIC] = "";
  guint64 size;
  int fd = _rdg_source_open_file (path, &size, NULL);
  gboolean is_database = fd >= 0 && pread (fd, magic, sizeof magic, 0) == sizeof magic &&
                         memcmp (magic, DATABASE_MAGIC, sizeof magic) == 0;

  if (fd >= 0)
    close (fd);
  if (!is_database)
    return NULL;

  g_autoptr (RdgForeignDatabase) database = rdg_foreign_database_open (path, cancellable, error);

  if (database == NULL)
    return NULL;

  GPtrArray *found = rdg_foreign_database_get_tables (database);
  GPtrArray *tables = g_ptr_array_new_with_free_func ((GDestroyNotify) table_free);

  for (guint i = 0; i < found->len; i++)
    {
      const RdgForeignTable *table = g_ptr_array_index (found, i);
      RdgSourceTable *copy = g_new (RdgSourceTable, 1);

      *copy = (RdgSourceTable){ g_strdup (table->name), table->view };
      g_ptr_array_add (tables, copy);
    }
  return tables;
}
