/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A secret of this user: see the header. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-inspector-key.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/random.h>

#include "rdg-error.h"

#define KEY_SIZE 32

static gboolean
make_key (const char  *path,
          GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) local_error = NULL;
  guint8 key[KEY_SIZE];

  if (getrandom (key, sizeof key, 0) != sizeof key || g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_FAILED,
                   _("The key that tells inspectors apart cannot be made in “%s”: %s."), folder,
                   g_strerror (errno));
      return FALSE;
    }

  /* Never replaces one: another program may have made it just now. */
  g_autoptr (GFileOutputStream) out =
    g_file_create (file, G_FILE_CREATE_PRIVATE, NULL, &local_error);

  if (out != NULL &&
      g_output_stream_write_all (G_OUTPUT_STREAM (out), key, sizeof key, NULL, NULL, &local_error) &&
      g_output_stream_close (G_OUTPUT_STREAM (out), NULL, &local_error))
    return TRUE;
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return TRUE;

  g_unlink (path);
  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_FAILED,
               _("The key that tells inspectors apart cannot be made in “%s”: %s."), folder,
               local_error->message);
  return FALSE;
}

/**
 * rdg_inspector_key_load:
 *
 * Returns: (transfer full) (nullable): 32 bytes, or %NULL with @error set (RDG_STORE_ERROR)
 */
GBytes *
rdg_inspector_key_load (GError **error)
{
  g_autofree char *path =
    g_build_filename (g_get_user_data_dir (), "rodagem", "inspectors.key", NULL);
  g_autofree char *name = g_filename_display_name (path);
  char *key = NULL;
  gsize size = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !make_key (path, error))
    return NULL;
  if (g_file_get_contents (path, &key, &size, NULL) && size == KEY_SIZE)
    return g_bytes_new_take (key, size);

  g_free (key);
  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_FAILED,
               _("“%s” is no key to tell inspectors apart. Move it away; a new one is made, and "
                 "hashes of before and after do not compare."), name);
  return NULL;
}
