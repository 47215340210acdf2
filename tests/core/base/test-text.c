/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes two spellings of one text equal, and names unique. */
#include "rdg-text.h"

#include <string.h>

static void
assert_same (const char *a,
             const char *b)
{
  g_autofree char *normal_a = rdg_text_normalise (a, -1);
  g_autofree char *normal_b = rdg_text_normalise (b, (gssize) strlen (b));

  g_assert_cmpstr (normal_a, ==, normal_b);
}

static void
test_normalise (void)
{
  assert_same ("  Porta DIANTEIRA ", "porta dianteira");
  assert_same ("VÃO", "vão");
  /* Composed and decomposed. */
  assert_same ("v\303\243o", "va\314\203o");
  assert_same ("STRASSE", "straße");
  assert_same ("\tx\r\n", "X");
  assert_same ("", "   ");

  g_autofree char *a = rdg_text_normalise ("porta", -1);
  g_autofree char *b = rdg_text_normalise ("pórta", -1);

  g_assert_cmpstr (a, !=, b);

  /* The length rules. */
  g_autofree char *part = rdg_text_normalise ("ABC;DEF", 3);

  g_assert_cmpstr (part, ==, "abc");
}

static void
test_trim (void)
{
  static const struct
  {
    const char *text;
    const char *rest;
  } cases[] = {
    { "", "" }, { " ", "" }, { "a", "a" }, { " a b ", "a b" }, { "\t\na\r\f", "a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].text);
      const char *rest = rdg_text_trim (cases[i].text, &length);
      g_autofree char *copy = g_strndup (rest, length);

      g_assert_cmpstr (copy, ==, cases[i].rest);
    }
}

static void
test_unique (void)
{
  static const char *names[] = { "a", "b", "a", "a (2)", "a", "", "", "A", "a (2)", NULL };
  static const char *expected[] = { "a", "b", "a (2)", "a (2) (2)", "a (3)", "", " (2)", "A", "a (2) (3)", NULL };
  g_auto (GStrv) unique = rdg_text_unique (names);

  g_assert_cmpstrv (unique, expected);

  g_auto (GStrv) none = rdg_text_unique ((const char *[]){ NULL });

  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static void
test_unique_many (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < 50000; i++)
    g_ptr_array_add (names, (gpointer) (i % 2 ? "torque" : ""));
  g_ptr_array_add (names, NULL);

  g_auto (GStrv) unique = rdg_text_unique ((const char * const *) names->pdata);

  g_assert_cmpuint (g_strv_length (unique), ==, 50000);
  for (guint i = 0; unique[i] != NULL; i++)
    g_assert_true (g_hash_table_add (seen, unique[i]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/text/normalise", test_normalise);
  g_test_add_func ("/base/text/trim", test_trim);
  g_test_add_func ("/base/text/unique", test_unique);
  g_test_add_func ("/base/text/unique-many", test_unique_many);

  return g_test_run ();
}
