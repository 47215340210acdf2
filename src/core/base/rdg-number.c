/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exact decimal to double without the locale. Most cells of a sensor file have
 * few digits and a small exponent, for which one multiplication or division of
 * two exactly representable numbers is correctly rounded (Clinger, "How to read
 * floating point numbers accurately", PLDI 1990); the rest goes to the C library.
 */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-number.h"

#include <math.h>
#include <string.h>

static const double powers_of_ten[] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

#define LARGEST_EXACT_INTEGER (G_GUINT64_CONSTANT (1) << 53)
#define LONGEST_NUMBER 400
/* So many digits always fit into 64 bits. */
#define MOST_PLAIN 19

static gboolean
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

static void
trim (const char **text,
      gsize       *length)
{
  while (*length > 0 && ((*text)[0] == ' ' || (*text)[0] == '\t'))
    (*text)++, (*length)--;
  while (*length > 0 && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t'))
    (*length)--;
}

static gboolean
parse_slowly (const char *text,
              gsize       length,
              char        decimal_mark,
              double     *value)
{
  char buffer[LONGEST_NUMBER + 1];
  char *end;

  if (length > LONGEST_NUMBER)
    return FALSE;

  memcpy (buffer, text, length);
  buffer[length] = '\0';
  if (decimal_mark != '.')
    {
      char *mark = memchr (buffer, decimal_mark, length);

      if (mark != NULL)
        *mark = '.';
    }

  *value = g_ascii_strtod (buffer, &end);

  return end == buffer + length && isfinite (*value);
}

/* Nearly every cell: a sign, digits and perhaps a mark, few enough that no sum can overflow. FALSE: not
 * such a cell, or no number. */
static gboolean
parse_plain (const char *text,
             gsize       length,
             char        decimal_mark,
             double     *value)
{
  const char *p = text;
  const char *end = text + length;
  gboolean negative = length > 0 && *p == '-';
  guint64 mantissa = 0;
  gsize n_fraction = 0;
  guint8 digit;

  if (length == 0 || length > MOST_PLAIN)
    return FALSE;

  if (negative)
    p++;

  const char *first = p;

  for (; p < end && (digit = (guint8) (*p - '0')) <= 9; p++)
    mantissa = mantissa * 10 + digit;
  if (p < end && *p == decimal_mark)
    {
      first++;
      p++;
      n_fraction = (gsize) (end - p);
      for (; p < end && (digit = (guint8) (*p - '0')) <= 9; p++)
        mantissa = mantissa * 10 + digit;
    }
  if (p != end || p == first || mantissa > LARGEST_EXACT_INTEGER)
    return FALSE;

  double exact = (double) mantissa / powers_of_ten[n_fraction];

  *value = negative ? -exact : exact;
  return TRUE;
}

/**
 * rdg_number_parse_double:
 * @text: (array length=length): a cell, not necessarily ended by a NUL
 * @length: its length in bytes
 * @decimal_mark: `.` or `,`
 * @value: (out): the nearest double
 *
 * Reads a decimal number; blanks around it are passed over. Hexadecimal, `NaN`, `Inf`, digit
 * grouping, and numbers beyond the doubles are no numbers.
 *
 * Returns: whether the whole of @text is one finite number
 */
gboolean
rdg_number_parse_double (const char *text,
                         gsize       length,
                         char        decimal_mark,
                         double     *value)
{
  if (parse_plain (text, length, decimal_mark, value))
    return TRUE;

  trim (&text, &length);

  const char *p = text;
  const char *end = text + length;
  gboolean negative = FALSE;
  guint64 mantissa = 0;
  guint significant = 0;
  gboolean any_digit = FALSE;
  int exponent = 0;

  if (p < end && (*p == '-' || *p == '+'))
    negative = *p++ == '-';

  for (; p < end && is_digit (*p); p++)
    {
      any_digit = TRUE;
      if (significant < 19)
        {
          mantissa = mantissa * 10 + (guint64) (*p - '0');
          significant += mantissa != 0;
        }
      else
        {
          exponent++;
          significant = 20;
        }
    }

  if (p < end && *p == decimal_mark)
    for (p++; p < end && is_digit (*p); p++)
      {
        any_digit = TRUE;
        if (significant < 19)
          {
            mantissa = mantissa * 10 + (guint64) (*p - '0');
            significant += mantissa != 0;
            exponent--;
          }
        else
          {
            significant = 20;
          }
      }

  if (!any_digit)
    return FALSE;

  if (p < end && (*p == 'e' || *p == 'E'))
    {
      gboolean exponent_negative = FALSE;
      int written = 0;

      p++;
      if (p < end && (*p == '-' || *p == '+'))
        exponent_negative = *p++ == '-';
      if (p == end)
        return FALSE;
      for (; p < end && is_digit (*p); p++)
        written = MIN (written * 10 + (*p - '0'), 100000);
      exponent += exponent_negative ? -written : written;
    }

  if (p != end)
    return FALSE;

  if (significant <= 19 && mantissa <= LARGEST_EXACT_INTEGER && exponent >= -22 && exponent <= 22)
    {
      double exact = (double) mantissa;

      exact = exponent < 0 ? exact / powers_of_ten[-exponent] : exact * powers_of_ten[exponent];
      *value = negative ? -exact : exact;
      return TRUE;
    }

  return parse_slowly (text, length, decimal_mark, value);
}

/**
 * rdg_number_parse_int:
 * @text: (array length=length): a cell
 * @length: its length in bytes
 * @value: (out): the integer
 *
 * Reads a decimal integer; blanks around it are passed over.
 *
 * Returns: whether the whole of @text is an integer that fits
 */
gboolean
rdg_number_parse_int (const char *text,
                      gsize       length,
                      gint64     *value)
{
  trim (&text, &length);

  const char *p = text;
  const char *end = text + length;
  gboolean negative = FALSE;
  gint64 sum = 0;

  if (p < end && (*p == '-' || *p == '+'))
    negative = *p++ == '-';
  if (p == end)
    return FALSE;

  for (; p < end; p++)
    {
      if (!is_digit (*p) ||
          __builtin_mul_overflow (sum, 10, &sum) ||
          __builtin_sub_overflow (sum, *p - '0', &sum))
        return FALSE;
    }

  if (!negative && sum == G_MININT64)
    return FALSE;

  *value = negative ? sum : -sum;
  return TRUE;
}

/**
 * rdg_number_format:
 * @value: a number
 * @buffer: where to write
 *
 * The shortest decimal with a point that reads back as the same double.
 *
 * Returns: (transfer none): @buffer
 */
const char *
rdg_number_format (double value,
                   char   buffer[RDG_NUMBER_BUFFER_SIZE])
{
  char candidate[RDG_NUMBER_BUFFER_SIZE];

  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (candidate, sizeof candidate, format, value);
      if (digits == 17 || g_ascii_strtod (candidate, NULL) == value)
        break;
    }

  return strcpy (buffer, candidate);
}
