/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a folder can be imported: see the header. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-import-folder.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "rdg-error.h"

#define MOST_FILES 10000
#define LOOK_SIZE 256
#define MOST_NAMED 3

/* A simulation writes down the truth beside its files, to test against and not to learn from. */
static const char truth_header[] = "car,variant,tested_at,failed,zones,probability\n";

typedef struct
{
  char      *path;
  RdgLayout  layout;
} Usable;

static void
usable_clear (gpointer usable)
{
  g_free (((Usable *) usable)->path);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  const Usable *first = a;
  const Usable *second = b;

  if (first->layout != second->layout)
    return first->layout < second->layout ? -1 : 1;
  return strcmp (first->path, second->path);
}

static int
compare_names_cb (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* Why a file that is there is none of the folder's tables, seen from its first bytes; NULL: it may
 * be one. */
static const char *
why_no_table (const char *path)
{
  char bytes[LOOK_SIZE] = { 0 };
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gssize n = fd >= 0 ? read (fd, bytes, sizeof bytes - 1) : 0;
  const char *text = bytes;

  if (fd >= 0)
    close (fd);
  if (n <= 0)
    return NULL;

  if (g_str_has_prefix (text, truth_header))
    return _("it is the truth behind a simulation");
  while (g_ascii_isspace (*text))
    text++;
  if (*text == '{' || *text == '[')
    return _("it is JSON");
  if (*text == '<')
    return _("it is a web page or other markup");
  return NULL;
}

/* The regular files of a folder, without hidden ones, by name. */
static GPtrArray *
list_folder (const char  *folder,
             GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &local_error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    {
      g_autofree char *shown = g_filename_display_name (folder);

      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                   _("The folder “%s” cannot be read: %s."), shown, local_error->message);
      return NULL;
    }

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (*name == '.' || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;
      if (paths->len == MOST_FILES)
        {
          g_autofree char *shown = g_filename_display_name (folder);

          g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_LIMIT,
                       _("The folder “%s” has more than %d files. Import them in several steps."),
                       shown, MOST_FILES);
          return NULL;
        }
      g_ptr_array_add (paths, g_steal_pointer (&path));
    }

  g_ptr_array_sort (paths, compare_names_cb);
  return g_steal_pointer (&paths);
}

static void
skip (GPtrArray  *skipped,
      const char *path,
      const char *why)
{
  g_autofree char *name = g_filename_display_name (path);

  g_ptr_array_add (skipped, g_strdup_printf (_("“%s” is passed over: %s."), name, why));
}

/* FALSE with an error: cancelled. */
static gboolean
look_at_file (const char              *path,
              const RdgImportOptions  *options,
              GArray                  *usable,
              GPtrArray               *skipped,
              GCancellable            *cancellable,
              GError                 **error)
{
  g_autoptr (GError) local_error = NULL;
  const char *why = why_no_table (path);

  if (why != NULL)
    {
      skip (skipped, path, why);
      return TRUE;
    }

  RdgInspectionOptions known = rdg_import_options_get_known (options);
  g_autoptr (RdgInspection) inspection = rdg_inspection_new_with (path, &known, cancellable,
                                                                  &local_error);

  if (inspection != NULL)
    {
      Usable entry = { g_strdup (path), inspection->layout };

      g_array_append_val (usable, entry);
      return TRUE;
    }
  if (local_error->domain != RDG_IMPORT_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  /* A sentence of its own, that names the file. */
  g_ptr_array_add (skipped, g_strdup (local_error->message));
  return TRUE;
}

static void
set_nothing (const char  *folder,
             GPtrArray   *skipped,
             guint        from,
             GError     **error)
{
  g_autofree char *shown = g_filename_display_name (folder);
  g_autoptr (GString) why = g_string_new (NULL);

  for (guint i = from; i < MIN (skipped->len, from + MOST_NAMED); i++)
    g_string_append_printf (why, " %s", (char *) g_ptr_array_index (skipped, i));

  if (why->len == 0)
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA,
                 _("The folder “%s” has no files."), shown);
  else
    g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA,
                 _("The folder “%s” has nothing that can be imported.%s"), shown, why->str);
}

static gboolean
add_folder (const char              *folder,
            const RdgImportOptions  *options,
            GPtrArray               *files,
            GPtrArray               *skipped,
            GCancellable            *cancellable,
            GError                 **error)
{
  g_autoptr (GPtrArray) paths = list_folder (folder, error);
  g_autoptr (GArray) usable = g_array_new (FALSE, FALSE, sizeof (Usable));
  guint n_skipped = skipped->len;

  if (paths == NULL)
    return FALSE;

  g_array_set_clear_func (usable, usable_clear);
  for (guint i = 0; i < paths->len; i++)
    if (!look_at_file (g_ptr_array_index (paths, i), options, usable, skipped, cancellable, error))
      return FALSE;

  if (usable->len == 0)
    {
      set_nothing (folder, skipped, n_skipped, error);
      return FALSE;
    }

  g_array_sort (usable, compare_cb);
  for (guint i = 0; i < usable->len; i++)
    g_ptr_array_add (files, g_strdup (g_array_index (usable, Usable, i).path));
  return TRUE;
}

/**
 * rdg_import_list_files:
 * @paths: (array zero-terminated=1): files and folders
 * @options: (nullable): as the import will be
 * @files: (out) (transfer full): files; those that were named are not looked at
 * @skipped: (out) (transfer full): sentences
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_import_list_files (const char * const      *paths,
                       const RdgImportOptions  *options,
                       GCancellable            *cancellable,
                       GStrv                   *files,
                       GStrv                   *skipped,
                       GError                 **error)
{
  static const RdgImportOptions no_options = { 0 };
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);

  for (; *paths != NULL; paths++)
    {
      if (!g_file_test (*paths, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (found, g_strdup (*paths));
      else if (!add_folder (*paths, options != NULL ? options : &no_options, found, others,
                            cancellable, error))
        return FALSE;
    }

  g_ptr_array_add (found, NULL);
  g_ptr_array_add (others, NULL);
  *files = (GStrv) g_ptr_array_free (g_steal_pointer (&found), FALSE);
  *skipped = (GStrv) g_ptr_array_free (g_steal_pointer (&others), FALSE);
  return TRUE;
}
