/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-svm-inputs.h"

static void
test_round_trip (void)
{
  static const char * const levels[] = { "L; M", " H\n", "çã", NULL };
  g_autoptr (RdgSvmInputs) inputs = rdg_svm_inputs_new (2);
  g_autoptr (GError) error = NULL;

  inputs->features[0] = (RdgSvmInput){ .name = g_strdup ("[1] Torque = x"), .unit = g_strdup ("°"),
                                       .expression = g_strdup ("\"a; b\" *\n\\2"),
                                       .gaps = TRUE, .mean = 0.1 + 0.2, .factor = 1e-300 };
  inputs->features[1] = (RdgSvmInput){ .name = g_strdup ("Type"), .unit = g_strdup (""), .usual = 2,
                                       .levels = g_strdupv ((GStrv) levels) };

  g_autofree char *text = rdg_svm_inputs_to_text (inputs);
  g_autoptr (RdgSvmInputs) again = rdg_svm_inputs_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (again->n_features, ==, 2);
  g_assert_cmpuint (rdg_svm_inputs_get_width (again), ==, 5);
  g_assert_cmpstr (again->features[0].name, ==, "[1] Torque = x");
  g_assert_cmpstr (again->features[0].unit, ==, "°");
  g_assert_cmpstr (again->features[0].expression, ==, "\"a; b\" *\n\\2");
  g_assert_null (again->features[1].expression);
  g_assert_true (again->features[0].gaps);
  g_assert_false (again->features[0].as_is);
  g_assert_true (again->features[0].mean == 0.1 + 0.2 && again->features[0].factor == 1e-300);
  g_assert_cmpstrv (again->features[1].levels, levels);
  g_assert_cmpuint (again->features[1].usual, ==, 2);
}

/* What cannot be read of an expression does not make its feature one that was measured. */
static void
test_expression (void)
{
  static const char head[] = "[rodagem-svm-inputs]\nversion=1\nfeatures=1\n[1]\nname=a\n";
  static const char * const bad[] = {
    "gaps=false\nas-is=false\nmean=0\nfactor=1\nexpression=\xff\n",
    "levels=x;y;\nusual=0\nexpression=b * 2\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strconcat (head, bad[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (rdg_svm_inputs_parse (text, strlen (text), &error));
      g_assert_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_MAPPING);
    }
}

static void
test_beside (void)
{
  g_autofree char *folder = g_dir_make_tmp ("rdg-inputs-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "rows", NULL);
  g_autofree char *beside = rdg_svm_inputs_get_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_null (rdg_svm_inputs_read_beside (path, &error));
  g_assert_no_error (error);

  g_assert_true (g_file_set_contents (beside, "", 0, NULL));
  g_assert_null (rdg_svm_inputs_read_beside (path, &error));
  g_assert_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_MAPPING);
  g_assert_nonnull (strstr (error->message, "rows.inputs"));

  g_assert_cmpint (g_remove (beside), ==, 0);
  g_assert_cmpint (g_remove (folder), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/svm-inputs/round-trip", test_round_trip);
  g_test_add_func ("/base/svm-inputs/expression", test_expression);
  g_test_add_func ("/base/svm-inputs/beside", test_beside);

  return g_test_run ();
}
