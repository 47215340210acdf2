/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New files of a folder, once they have stopped growing: see the header. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-folder-scanner.h"

#include <glib/gi18n-lib.h>

#include "rdg-error.h"

/* A folder with more is no place where exports arrive. */
#define MOST_FILES 100000

#define ATTRIBUTES G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," \
                   G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," \
                   G_FILE_ATTRIBUTE_TIME_MODIFIED "," G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC "," \
                   G_FILE_ATTRIBUTE_TIME_CHANGED "," G_FILE_ATTRIBUTE_TIME_CHANGED_USEC

typedef struct
{
  goffset  size;
  gint64   changed;
  gint64   still_since;   /* monotonic: when it was first seen like this */
  gboolean told;
} FileState;

struct _RdgFolderScanner
{
  char       *folder;
  gint64      since;
  gint64      settle_us;
  gint64      latest;
  GHashTable *files;      /* name -> FileState */
};

RdgFolderScanner *
rdg_folder_scanner_new (const char *folder,
                        gint64      since,
                        gint64      settle_us)
{
  RdgFolderScanner *self = g_new0 (RdgFolderScanner, 1);

  self->folder = g_strdup (folder);
  self->since = since;
  self->latest = since;
  self->settle_us = settle_us;
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
rdg_folder_scanner_free (RdgFolderScanner *self)
{
  if (self == NULL)
    return;

  g_free (self->folder);
  g_hash_table_unref (self->files);
  g_free (self);
}

/* What programs write to until the real file is there. */
static gboolean
is_unfinished (const char *name)
{
  static const char * const suffixes[] = { "~", ".crdownload", ".filepart", ".part", ".partial", ".tmp" };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      if (g_str_has_suffix (lower, suffixes[i]))
        return TRUE;
    }

  return g_str_has_prefix (name, "~$");
}

/* A file that is copied here keeps its time of modification, but not that of its change. */
static gint64
get_changed (GFileInfo *info)
{
  gint64 modified =
    (gint64) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED) * G_USEC_PER_SEC +
    g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC);
  gint64 changed =
    (gint64) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_CHANGED) * G_USEC_PER_SEC +
    g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_TIME_CHANGED_USEC);

  return MAX (modified, changed);
}

static gboolean
is_candidate (GFileInfo *info)
{
  return g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR &&
         !g_file_info_get_is_hidden (info) && g_file_info_get_size (info) > 0 &&
         !is_unfinished (g_file_info_get_name (info));
}

static void
take_info (RdgFolderScanner *self,
           GFileInfo        *info,
           gint64            now,
           GPtrArray        *ready)
{
  const char *name = g_file_info_get_name (info);
  gint64 changed = get_changed (info);
  FileState *state = g_hash_table_lookup (self->files, name);

  if (state == NULL)
    {
      state = g_new0 (FileState, 1);
      g_hash_table_insert (self->files, g_strdup (name), state);
    }
  if (state->size != g_file_info_get_size (info) || state->changed != changed)
    *state = (FileState) { g_file_info_get_size (info), changed, now, FALSE };

  if (!state->told && changed > self->since && now - state->still_since >= self->settle_us)
    {
      state->told = TRUE;
      self->latest = MAX (self->latest, changed);
      g_ptr_array_add (ready, g_build_filename (self->folder, name, NULL));
    }
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

static gboolean
set_unreadable (RdgFolderScanner  *self,
                const GError      *cause,
                GError           **error)
{
  g_autofree char *name = g_filename_display_name (self->folder);

  g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
               _("The folder “%s” cannot be watched: %s"), name, cause->message);
  return FALSE;
}

static gboolean
look (RdgFolderScanner  *self,
      GPtrArray         *ready,
      GCancellable      *cancellable,
      GError           **error)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GFileEnumerator) files =
    g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, &local_error);
  gint64 now = g_get_monotonic_time ();

  for (guint n = 0; local_error == NULL && n < MOST_FILES; n++)
    {
      GFileInfo *info = NULL;

      if (!g_file_enumerator_iterate (files, &info, NULL, cancellable, &local_error) || info == NULL)
        break;
      if (is_candidate (info))
        take_info (self, info, now, ready);
    }

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return local_error == NULL || set_unreadable (self, local_error, error);
}

/**
 * rdg_folder_scanner_look:
 *
 * A file is ready when its size and time were the same for the time that was given; it is told
 * once, and again only after it has changed.
 *
 * Returns: (transfer full) (element-type filename) (nullable): paths, or %NULL with @error set
 *   (RDG_IMPORT_ERROR_UNREADABLE, G_IO_ERROR_CANCELLED)
 */
GPtrArray *
rdg_folder_scanner_look (RdgFolderScanner  *self,
                         GCancellable      *cancellable,
                         GError           **error)
{
  g_autoptr (GPtrArray) ready = g_ptr_array_new_with_free_func (g_free);

  if (!look (self, ready, cancellable, error))
    return NULL;

  g_ptr_array_sort (ready, compare_paths);
  return g_steal_pointer (&ready);
}

gint64
rdg_folder_scanner_get_since (RdgFolderScanner *self)
{
  return self->latest;
}
