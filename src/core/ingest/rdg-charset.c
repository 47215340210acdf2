/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding the charset: byte order mark, else UTF-8 by counting, else uchardet. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-charset.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <uchardet.h>

typedef struct
{
  const char *bytes;
  gsize       length;
  const char *why;
} Magic;

#define MAGIC(bytes, why) { bytes, sizeof bytes - 1, why }

static const Magic magics[] = {
  MAGIC ("PK\003\004", N_("it is an Excel workbook or a ZIP archive; save the sheet as CSV")),
  MAGIC ("\xd0\xcf\x11\xe0", N_("it is an old Excel workbook; save the sheet as CSV")),
  MAGIC ("SQLite format 3", N_("it is a database")),
  MAGIC ("%PDF-", N_("it is a PDF document")),
  MAGIC ("\x7f" "ELF", N_("it is a program")),
  MAGIC ("\x89PNG", N_("it is a picture")),
  MAGIC ("\xff\xd8\xff", N_("it is a picture")),
  MAGIC ("\x1f\x8b", N_("it is packed twice")),
};

static gboolean
starts_with (const guint8 *bytes,
             gsize         length,
             const char   *prefix,
             gsize         prefix_length)
{
  return length >= prefix_length && memcmp (bytes, prefix, prefix_length) == 0;
}

/* Some programs export web pages under the name of a workbook. */
static gboolean
is_markup (const guint8 *bytes,
           gsize         length)
{
  static const char * const starts[] = { "<html", "<!doctype", "<?xml", "<table", "<meta" };

  if (starts_with (bytes, length, "\xef\xbb\xbf", 3))
    {
      bytes += 3;
      length -= 3;
    }
  for (; length > 0 && g_ascii_isspace (*bytes); length--)
    bytes++;

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      gsize n = strlen (starts[i]);

      if (length >= n && g_ascii_strncasecmp ((const char *) bytes, starts[i], n) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * rdg_charset_why_not_text:
 * @bytes: (array length=length): the first bytes of a file, unpacked
 *
 * Returns: (nullable): %NULL for text, else why it is none
 */
const char *
rdg_charset_why_not_text (const guint8 *bytes,
                          gsize         length)
{
  gsize n_control = 0;

  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      if (starts_with (bytes, length, magics[i].bytes, magics[i].length))
        return _(magics[i].why);
    }

  if (is_markup (bytes, length))
    return _("it is a web page or XML; open it in a spreadsheet program and save it as .xlsx or "
             "CSV");

  if (rdg_charset_detect (bytes, MIN (length, 4)).bom != 0)
    return NULL;

  for (gsize i = 0; i < length; i++)
    n_control += bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\n' && bytes[i] != '\r';

  /* A few stray bytes reject their rows; more of them, and nothing in here is a table. */
  return n_control > 3 && n_control * 10 > length ? _("it is binary") : NULL;
}

static gboolean
is_letter (guint8 byte)
{
  return g_ascii_isalpha (byte) || byte >= 0xc0;
}

/* Well-formed sequences of more than one byte, and bytes that are none; of those, the ones that
 * stand beside letters as an accented letter would. */
static void
count_utf8 (const guint8 *bytes,
            gsize         length,
            gsize        *n_good,
            gsize        *n_bad,
            gsize        *n_bad_letters)
{
  const guint8 *p = bytes;
  const guint8 *end = bytes + length;

  *n_good = *n_bad = *n_bad_letters = 0;
  while (p < end)
    {
      if (*p < 0x80)
        {
          p++;
          continue;
        }

      gunichar c = g_utf8_get_char_validated ((const char *) p, end - p);

      if (c == (gunichar) -2)
        break;   /* the sample ends inside a character */
      if (c != (gunichar) -1)
        {
          (*n_good)++;
          p = (const guint8 *) g_utf8_next_char ((const char *) p);
          continue;
        }

      (*n_bad)++;
      if (*p >= 0xa0 && ((p > bytes && is_letter (p[-1])) || (p + 1 < end && is_letter (p[1]))))
        (*n_bad_letters)++;
      p++;
    }
}

static const char *
ask_uchardet (const guint8 *bytes,
              gsize         length)
{
  const char *name = "WINDOWS-1252";
  uchardet_t detector = uchardet_new ();

  if (uchardet_handle_data (detector, (const char *) bytes, length) == 0)
    {
      uchardet_data_end (detector);

      const char *found = uchardet_get_charset (detector);

      /* It is free to guess any; the plants we know write these. ISO-8859-1 is a subset as far as
       * text goes. */
      if (g_ascii_strcasecmp (found, "ISO-8859-15") == 0)
        name = "ISO-8859-15";
      else if (g_ascii_strcasecmp (found, "IBM850") == 0)
        name = "IBM850";
      else if (g_ascii_strcasecmp (found, "MAC-CENTRALEUROPE") == 0)
        name = "MAC-CENTRALEUROPE";
    }
  uchardet_delete (detector);

  return name;
}

/**
 * rdg_charset_detect:
 * @bytes: (array length=length): the first bytes of a file, unpacked
 *
 * A few wrong bytes do not make a UTF-8 file anything else.
 *
 * Returns: the charset
 */
RdgCharset
rdg_charset_detect (const guint8 *bytes,
                    gsize         length)
{
  gsize n_good, n_bad, n_bad_letters;

  if (starts_with (bytes, length, "\xef\xbb\xbf", 3))
    return (RdgCharset){ "UTF-8", 3 };
  if (starts_with (bytes, length, "\xff\xfe", 2))
    return (RdgCharset){ "UTF-16LE", 2 };
  if (starts_with (bytes, length, "\xfe\xff", 2))
    return (RdgCharset){ "UTF-16BE", 2 };

  count_utf8 (bytes, length, &n_good, &n_bad, &n_bad_letters);
  if (n_bad == 0 || n_good > n_bad || n_bad_letters * 2 <= n_bad)
    return (RdgCharset){ "UTF-8", 0 };

  return (RdgCharset){ ask_uchardet (bytes, length), 0 };
}

/**
 * rdg_charset_find:
 * @name: whatever a user calls it
 *
 * Returns: (transfer none) (nullable): the charset, or %NULL where iconv does not know it
 */
const char *
rdg_charset_find (const char *name)
{
  static const char letters[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.:+";
  g_autofree char *upper = g_ascii_strup (name, -1);
  g_autoptr (GCharsetConverter) converter = NULL;

  if (g_str_equal (upper, "UTF8") || g_str_equal (upper, "UTF-8"))
    return "UTF-8";
  /* iconv takes suffixes that say how to be wrong. */
  if (*name == '\0' || strlen (name) > 40 || name[strspn (name, letters)] != '\0')
    return NULL;

  converter = g_charset_converter_new ("UTF-8", upper, NULL);

  return converter != NULL ? g_intern_string (upper) : NULL;
}
