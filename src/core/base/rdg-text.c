/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trimming and folding: what makes two spellings of one text equal. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-text.h"

#include <string.h>

/**
 * rdg_text_trim:
 * @text: (array length=length): a cell
 * @length: (inout): its length in bytes
 *
 * Passes over ASCII white space at both ends.
 *
 * Returns: (transfer none): where the rest begins, inside @text
 */
const char *
rdg_text_trim (const char *text,
               gsize      *length)
{
  while (*length > 0 && g_ascii_isspace (text[0]))
    text++, (*length)--;
  while (*length > 0 && g_ascii_isspace (text[*length - 1]))
    (*length)--;

  return text;
}

/**
 * rdg_text_normalise:
 * @text: UTF-8
 * @length: its length in bytes, or -1 if it ends with a NUL
 *
 * Trimmed, composed (NFC) and case-folded: two spellings of one text give the same bytes.
 *
 * Returns: (transfer full): the normalised text
 */
char *
rdg_text_normalise (const char *text,
                    gssize      length)
{
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  const char *start = rdg_text_trim (text, &n);
  g_autofree char *folded = g_utf8_casefold (start, (gssize) n);
  char *composed = g_utf8_normalize (folded, -1, G_NORMALIZE_DEFAULT_COMPOSE);

  return composed != NULL ? composed : g_steal_pointer (&folded);
}

/**
 * rdg_text_unique:
 * @texts: (array zero-terminated=1): names
 *
 * Makes names unique: a name that came before gets ` (2)`, ` (3)` and so on behind it.
 *
 * Returns: (transfer full): as many names, in the same order
 */
GStrv
rdg_text_unique (const char * const *texts)
{
  /* Each name taken, with the number to try next: a header of ten thousand equal names is no
   * reason to count from 2 ten thousand times. */
  g_autoptr (GHashTable) next = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *unique = g_ptr_array_new ();

  for (gsize i = 0; texts[i] != NULL; i++)
    {
      char *name = g_strdup (texts[i]);

      if (g_hash_table_contains (next, name))
        {
          guint n = GPOINTER_TO_UINT (g_hash_table_lookup (next, texts[i]));

          do
            {
              g_free (name);
              name = g_strdup_printf ("%s (%u)", texts[i], n++);
            }
          while (g_hash_table_contains (next, name));
          g_hash_table_insert (next, (gpointer) texts[i], GUINT_TO_POINTER (n));
        }
      g_hash_table_insert (next, name, GUINT_TO_POINTER (2));
      g_ptr_array_add (unique, name);
    }
  g_ptr_array_add (unique, NULL);

  return (GStrv) g_ptr_array_free (unique, FALSE);
}
