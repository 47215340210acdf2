/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimals must be the double that the C library reads, in every locale and by every path. */
#include "rdg-number.h"
#include "rdg-rng.h"

#include <math.h>
#include <string.h>

static gboolean
same_bits (double a,
           double b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

static void
assert_reads (const char *text)
{
  double value = -1;
  double expected = g_ascii_strtod (text, NULL);

  if (!rdg_number_parse_double (text, strlen (text), '.', &value))
    g_error ("\"%s\" was refused", text);
  if (!same_bits (value, expected))
    g_error ("\"%s\" was read as %.17g, not as %.17g", text, value, expected);

  g_autofree char *with_comma = g_strdelimit (g_strdup (text), ".", ',');

  g_assert_true (rdg_number_parse_double (with_comma, strlen (with_comma), ',', &value));
  g_assert_true (same_bits (value, expected));
}

static void
assert_refused (const char *text,
                gsize       length,
                char        decimal_mark)
{
  double value = 42;

  if (rdg_number_parse_double (text, length, decimal_mark, &value))
    g_error ("\"%.*s\" was taken as %g", (int) length, text, value);
}

static void
append_digits (GString *text,
               RdgRng  *rng,
               guint    most)
{
  for (guint n = (guint) rdg_rng_below (rng, most + 1); n > 0; n--)
    g_string_append_c (text, (char) ('0' + rdg_rng_below (rng, 10)));
}

static void
test_random_decimals (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  RdgRng rng;

  rdg_rng_init (&rng, 20, 0);

  for (guint i = 0; i < 400000; i++)
    {
      /* From the sensor's "57.43" to numbers with more digits than a double holds. */
      guint most = i % 4 == 0 ? 24 : 5;

      g_string_truncate (text, 0);
      if (rdg_rng_below (&rng, 3) == 0)
        g_string_append_c (text, rdg_rng_below (&rng, 2) ? '-' : '+');
      append_digits (text, &rng, most);
      g_string_append_c (text, (char) ('0' + rdg_rng_below (&rng, 10)));
      if (rdg_rng_below (&rng, 4) != 0)
        {
          g_string_append_c (text, '.');
          append_digits (text, &rng, most);
        }
      if (rdg_rng_below (&rng, 4) == 0)
        g_string_append_printf (text, "%c%d", rdg_rng_below (&rng, 2) ? 'e' : 'E',
                                (int) rdg_rng_below (&rng, 61) - 30);
      assert_reads (text->str);
    }
}

static void
test_random_doubles_return (void)
{
  RdgRng rng;

  rdg_rng_init (&rng, 21, 0);

  for (guint i = 0; i < 200000; i++)
    {
      guint64 bits = rdg_rng_u64 (&rng);
      char buffer[RDG_NUMBER_BUFFER_SIZE];
      double written, value;

      memcpy (&written, &bits, sizeof written);
      if (!isfinite (written))
        continue;
      rdg_number_format (written, buffer);
      g_assert_null (strchr (buffer, ','));
      g_assert_true (rdg_number_parse_double (buffer, strlen (buffer), '.', &value));
      g_assert_true (same_bits (value, written));
    }
}

static void
test_edges (void)
{
  static const char *taken[] = {
    "0", "-0", "+0", "0.0", "00012", ".5", "5.", "-.5", "1e0", "1E+5", "1e-5", "9007199254740992",
    "9007199254740993", "9007199254740993.0000000000000001", "18446744073709551615",
    "18446744073709551616", "99999999999999999999", "1e22", "1e23", "8.5e22", "123456789012345678901e-20",
    "1.7976931348623157e308", "4.9e-324", "2.2250738585072014e-308", "1e-400", "0e999999999999",
    "0.000000000000000000000000000000000001", "2.50000000000000000000000000000000000000000001",
    "1000000000000000000000000000000000000000000000000000000000000000000", "0.1e1", "57.40",
  };

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    assert_reads (taken[i]);
}

static void
test_blanks (void)
{
  double value;

  g_assert_true (rdg_number_parse_double ("  12.5\t", 7, '.', &value));
  g_assert_cmpfloat (value, ==, 12.5);
  /* The length rules: what stands behind is another cell. */
  g_assert_true (rdg_number_parse_double ("12;13", 2, '.', &value));
  g_assert_cmpfloat (value, ==, 12);
}

static void
test_refused (void)
{
  static const char *refused[] = {
    "", " ", "+", "-", ".", "-.", "e5", ".e5", "1e", "1e+", "1e5.0", "0x10", "0X1p3", "1p3", "nan", "NaN",
    "NAN(1)", "inf", "-Inf", "infinity", "1.2.3", "1,2", "1 2", "1_000", "--1", "+-1", "1-", "12a", "a12",
    "1e400", "-1e309", "1e99999999999999999999", "\302\24012", "١٢", "12%", "$12",
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_refused (refused[i], strlen (refused[i]), '.');

  assert_refused ("1.5", 3, ',');
  assert_refused ("1.234,5", 7, ',');
  assert_refused ("1,234,5", 7, ',');
  assert_refused ("1,234.5", 7, '.');
  assert_refused ("1\0002", 3, '.');
  assert_refused ("12\000", 3, '.');
}

static void
test_long_texts (void)
{
  g_autoptr (GString) text = g_string_new ("1");

  for (guint i = 0; i < 5000; i++)
    g_string_append_c (text, '0');

  double value;

  /* No double is as large; and however long a cell is, it is looked at without a crash. */
  assert_refused (text->str, text->len, '.');
  g_string_prepend (text, "0.");
  if (rdg_number_parse_double (text->str, text->len, '.', &value))
    g_assert_cmpfloat (value, ==, 0.1);
}

static void
test_integers (void)
{
  gint64 value;

  g_assert_true (rdg_number_parse_int (" 42 ", 4, &value));
  g_assert_cmpint (value, ==, 42);
  g_assert_true (rdg_number_parse_int ("-0", 2, &value));
  g_assert_cmpint (value, ==, 0);
  g_assert_true (rdg_number_parse_int ("+7", 2, &value));
  g_assert_cmpint (value, ==, 7);
  g_assert_true (rdg_number_parse_int ("9223372036854775807", 19, &value));
  g_assert_cmpint (value, ==, G_MAXINT64);
  g_assert_true (rdg_number_parse_int ("-9223372036854775808", 20, &value));
  g_assert_cmpint (value, ==, G_MININT64);

  static const char *refused[] = {
    "", " ", "-", "1.0", "1e3", "0x1", "9223372036854775808", "-9223372036854775809",
    "99999999999999999999999", "1 2", "12a",
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (rdg_number_parse_int (refused[i], strlen (refused[i]), &value));
}

static void
test_format (void)
{
  static const struct
  {
    double      value;
    const char *text;
  } cases[] = {
    { 0, "0" },       { 0.1, "0.1" },   { 57.4, "57.4" },        { -2.5, "-2.5" },
    { 1e22, "1e+22" }, { 100, "100" },  { 1.0 / 3, "0.3333333333333333" },
    { 5e-324, "4.94065645841247e-324" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char buffer[RDG_NUMBER_BUFFER_SIZE];

      g_assert_cmpstr (rdg_number_format (cases[i].value, buffer), ==, cases[i].text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/number/random-decimals", test_random_decimals);
  g_test_add_func ("/base/number/random-doubles-return", test_random_doubles_return);
  g_test_add_func ("/base/number/edges", test_edges);
  g_test_add_func ("/base/number/blanks", test_blanks);
  g_test_add_func ("/base/number/refused", test_refused);
  g_test_add_func ("/base/number/long-texts", test_long_texts);
  g_test_add_func ("/base/number/integers", test_integers);
  g_test_add_func ("/base/number/format", test_format);

  return g_test_run ();
}
