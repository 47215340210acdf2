/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One spelling for what the plant's files spell in many ways: see rdg-plant-cell.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-plant-cell.h"

#include <inttypes.h>
#include <string.h>

#include "rdg-number.h"
#include "rdg-text.h"

#define DIAERESIS "\302\250"

/**
 * rdg_plant_cell_is_code:
 * @text: (array length=length): a cell
 *
 * Returns: whether it is of the form `0000-0000000`
 */
gboolean
rdg_plant_cell_is_code (const char *text,
                        gsize       length)
{
  if (length != RDG_PLANT_CODE_LENGTH)
    return FALSE;

  for (guint i = 0; i < RDG_PLANT_CODE_LENGTH; i++)
    {
      if (i == 4 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
        return FALSE;
    }

  return TRUE;
}

gboolean
rdg_plant_cell_get_time (const char *text,
                         gsize       length,
                         gint64     *at)
{
  return rdg_datetime_parse (text, length, RDG_DATE_ORDER_DAY_FIRST, at);
}

static char *
make_valid (const char *text,
            gsize       length)
{
  const char *start = rdg_text_trim (text, &length);

  return g_utf8_make_valid (start, (gssize) length);
}

/**
 * rdg_plant_cell_get_name:
 * @text: (array length=length): a cell
 *
 * Returns: (transfer full): the name, in capitals
 */
char *
rdg_plant_cell_get_name (const char *text,
                         gsize       length)
{
  g_autofree char *valid = make_valid (text, length);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_DEFAULT_COMPOSE);

  return g_utf8_strup (composed != NULL ? composed : valid, -1);
}

/**
 * rdg_plant_cell_get_zone:
 * @text: (array length=length): a cell
 *
 * Returns: (transfer full): the zone's code; "" where there is none
 */
char *
rdg_plant_cell_get_zone (const char *text,
                         gsize       length)
{
  const char *start = rdg_text_trim (text, &length);
  double number;

  if (rdg_number_parse_double (start, length, '.', &number) && number >= -1e15 && number <= 1e15 &&
      (double) (gint64) number == number)
    return g_strdup_printf ("%" PRId64, (gint64) number);

  return rdg_plant_cell_get_name (start, length);
}

/**
 * rdg_plant_cell_get_failure:
 * @text: (array length=length): a cell
 *
 * Returns: (transfer full): the text, as it is spelt
 */
char *
rdg_plant_cell_get_failure (const char *text,
                            gsize       length)
{
  g_autofree char *valid = make_valid (text, length);
  gsize n = strlen (valid);

  while (n >= strlen (DIAERESIS) &&
         memcmp (valid + n - strlen (DIAERESIS), DIAERESIS, strlen (DIAERESIS)) == 0)
    {
      n -= strlen (DIAERESIS);
      while (n > 0 && g_ascii_isspace (valid[n - 1]))
        n--;
    }

  return g_strndup (valid, n);
}

/* In one spelling, with a capital at its beginning. */
static char *
make_term (const char *text,
           gsize       length)
{
  g_autofree char *folded = rdg_text_normalise (text, (gssize) length);

  if (*folded == '\0')
    return g_steal_pointer (&folded);

  const char *rest = g_utf8_next_char (folded);
  g_autofree char *first = g_utf8_strup (folded, rest - folded);

  return g_strconcat (first, rest, NULL);
}

/**
 * rdg_plant_cell_split_failure:
 * @failure: a failure's text
 * @part: (out): what stands before the first point and blank; all of it where there is none
 * @defect: (out): what stands behind it, or ""
 */
void
rdg_plant_cell_split_failure (const char  *failure,
                              char       **part,
                              char       **defect)
{
  const char *point = strstr (failure, ". ");
  gsize length = point != NULL ? (gsize) (point - failure) : strlen (failure);

  *part = make_term (failure, length);
  *defect = point != NULL ? make_term (point + 2, strlen (point + 2)) : g_strdup ("");
}
