/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a target over the files of folders, without a fuzzer: the corpus as a test of seconds. */
#include <stdio.h>

#include "fuzz-target.h"

int
main (int    argc,
      char **argv)
{
  guint n = 0;

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GDir) folder = g_dir_open (argv[i], 0, NULL);
      const char *name;

      g_assert_nonnull (folder);
      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *path = g_build_filename (argv[i], name, NULL);
          g_autofree char *content = NULL;
          gsize length;

          g_assert_true (g_file_get_contents (path, &content, &length, NULL));
          fprintf (stderr, "%s\n", path);
          LLVMFuzzerTestOneInput ((const uint8_t *) content, length);
          n++;
        }
    }

  /* An empty corpus tests nothing. */
  return n > 0 ? 0 : 1;
}
