/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and scales beside libsvm's files: see rdg-svm-inputs.h. What is read is hostile until checked. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-svm-inputs.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-number.h"

#define HEAD "rodagem-svm-inputs"
#define VERSION 1
#define LONGEST_FILE (32 * 1024 * 1024)

/**
 * rdg_svm_inputs_new:
 *
 * Returns: (transfer full): @n_features features, to be filled in
 */
RdgSvmInputs *
rdg_svm_inputs_new (guint n_features)
{
  RdgSvmInputs *self = g_new0 (RdgSvmInputs, 1);

  self->n_features = n_features;
  self->features = g_new0 (RdgSvmInput, MAX (n_features, 1));

  return self;
}

void
rdg_svm_inputs_free (RdgSvmInputs *self)
{
  if (self == NULL)
    return;

  for (guint f = 0; f < self->n_features; f++)
    {
      g_free (self->features[f].name);
      g_free (self->features[f].unit);
      g_free (self->features[f].expression);
      g_strfreev (self->features[f].levels);
    }
  g_free (self->features);
  g_free (self);
}

guint
rdg_svm_input_get_width (const RdgSvmInput *self)
{
  return self->levels != NULL ? g_strv_length (self->levels) : 1 + (self->gaps != 0);
}

/**
 * rdg_svm_inputs_get_width:
 *
 * Returns: how many inputs all features take together
 */
guint
rdg_svm_inputs_get_width (const RdgSvmInputs *self)
{
  guint width = 0;

  for (guint f = 0; f < self->n_features; f++)
    width += rdg_svm_input_get_width (&self->features[f]);

  return width;
}

static void
put_number (GKeyFile   *file,
            const char *group,
            const char *key,
            double      value)
{
  char buffer[RDG_NUMBER_BUFFER_SIZE];

  /* Not g_key_file_set_double(), which rounds. */
  g_key_file_set_value (file, group, key, rdg_number_format (value, buffer));
}

/**
 * rdg_svm_inputs_to_text:
 *
 * Returns: (transfer full): what rdg_svm_inputs_parse() reads
 */
char *
rdg_svm_inputs_to_text (const RdgSvmInputs *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_integer (file, HEAD, "version", VERSION);
  g_key_file_set_integer (file, HEAD, "features", (int) self->n_features);
  for (guint f = 0; f < self->n_features; f++)
    {
      const RdgSvmInput *feature = &self->features[f];
      g_autofree char *group = g_strdup_printf ("%u", f + 1);

      g_key_file_set_string (file, group, "name", feature->name);
      if (*feature->unit != '\0')
        g_key_file_set_string (file, group, "unit", feature->unit);
      if (feature->expression != NULL)
        g_key_file_set_string (file, group, "expression", feature->expression);
      if (feature->levels != NULL)
        {
          g_key_file_set_string_list (file, group, "levels",
                                      (const char * const *) feature->levels,
                                      g_strv_length (feature->levels));
          g_key_file_set_integer (file, group, "usual", (int) feature->usual);
          continue;
        }
      g_key_file_set_boolean (file, group, "gaps", feature->gaps);
      g_key_file_set_boolean (file, group, "as-is", feature->as_is);
      put_number (file, group, "mean", feature->mean);
      put_number (file, group, "factor", feature->factor);
    }

  return g_key_file_to_data (file, NULL, NULL);
}

static gboolean
get_number (GKeyFile   *file,
            const char *group,
            const char *key,
            double     *value)
{
  g_autofree char *text = g_key_file_get_value (file, group, key, NULL);

  return text != NULL && rdg_number_parse_double (text, strlen (text), '.', value) &&
         isfinite (*value);
}

static gboolean
get_feature (GKeyFile    *file,
             const char  *group,
             RdgSvmInput *feature)
{
  g_autoptr (GError) error = NULL;
  gsize n_levels;
  int usual;

  feature->name = g_key_file_get_string (file, group, "name", NULL);
  feature->unit = g_key_file_get_string (file, group, "unit", NULL);
  if (feature->unit == NULL)
    feature->unit = g_strdup ("");
  if (feature->name == NULL || *feature->name == '\0')
    return FALSE;

  /* One that cannot be read is no feature that was measured. */
  feature->expression = g_key_file_get_string (file, group, "expression", NULL);
  if (feature->expression == NULL && g_key_file_has_key (file, group, "expression", NULL))
    return FALSE;

  feature->levels = g_key_file_get_string_list (file, group, "levels", &n_levels, NULL);
  if (feature->levels != NULL)
    {
      usual = g_key_file_get_integer (file, group, "usual", &error);
      feature->usual = (guint) usual;
      return error == NULL && n_levels > 0 && usual >= 0 && (gsize) usual < n_levels &&
             feature->expression == NULL;
    }

  feature->gaps = g_key_file_get_boolean (file, group, "gaps", &error);
  if (error == NULL)
    feature->as_is = g_key_file_get_boolean (file, group, "as-is", &error);
  return error == NULL && get_number (file, group, "mean", &feature->mean) &&
         fabs (feature->mean) <= G_MAXFLOAT && get_number (file, group, "factor", &feature->factor) &&
         feature->factor >= 0.0 &&
         (!feature->as_is || (feature->mean == 0.0 && feature->factor == 1.0));
}

/**
 * rdg_svm_inputs_parse:
 * @text: (array length=length): anything
 *
 * Returns: (transfer full) (nullable): the features, or %NULL with %RDG_IMPORT_ERROR_BAD_MAPPING
 */
RdgSvmInputs *
rdg_svm_inputs_parse (const char  *text,
                      gsize        length,
                      GError     **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (RdgSvmInputs) self = NULL;
  gsize width = 0;
  int n = 0;

  if (g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL) &&
      g_key_file_get_integer (file, HEAD, "version", NULL) == VERSION)
    n = g_key_file_get_integer (file, HEAD, "features", NULL);
  if (n < 1 || n > RDG_SVM_MOST_INPUTS)
    {
      g_set_error_literal (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_MAPPING,
                           _("it is not what “export-svm” writes beside a file. Export again, or "
                             "remove it to read the inputs by their numbers."));
      return NULL;
    }

  self = rdg_svm_inputs_new ((guint) n);
  for (guint f = 0; f < self->n_features; f++)
    {
      g_autofree char *group = g_strdup_printf ("%u", f + 1);

      if (!get_feature (file, group, &self->features[f]))
        {
          g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_MAPPING,
                       _("what it says of feature %u cannot be right. Export again, or remove it to read "
                         "the inputs by their numbers."), f + 1);
          return NULL;
        }
      width += rdg_svm_input_get_width (&self->features[f]);
    }
  if (width > RDG_SVM_MOST_INPUTS)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_LIMIT,
                   _("it names %" PRId64 " inputs, and at most %d can be taken."), (gint64) width,
                   RDG_SVM_MOST_INPUTS);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * rdg_svm_inputs_get_path:
 * @path: a file of libsvm
 *
 * Returns: (transfer full): where its inputs are told
 */
char *
rdg_svm_inputs_get_path (const char *path)
{
  return g_strconcat (path, ".inputs", NULL);
}

/**
 * rdg_svm_inputs_read_beside:
 * @path: a file of libsvm
 *
 * Returns: (transfer full) (nullable): what its inputs are; %NULL without @error where nothing lies
 *   beside it that tells
 */
RdgSvmInputs *
rdg_svm_inputs_read_beside (const char  *path,
                            GError     **error)
{
  g_autofree char *beside = rdg_svm_inputs_get_path (path);
  g_autofree char *name = g_filename_display_name (beside);
  g_autoptr (GMappedFile) file = NULL;
  RdgSvmInputs *self;

  if (!g_file_test (beside, G_FILE_TEST_IS_REGULAR))
    return NULL;

  file = g_mapped_file_new (beside, FALSE, NULL);
  if (file == NULL || g_mapped_file_get_length (file) > LONGEST_FILE)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                   _("“%s” cannot be read. It tells what the inputs stand for: ask its owner, or "
                     "remove it to read the inputs by their numbers."), name);
      return NULL;
    }

  self = rdg_svm_inputs_parse (g_mapped_file_get_length (file) > 0
                                 ? g_mapped_file_get_contents (file) : "",
                               g_mapped_file_get_length (file), error);
  if (self == NULL)
    g_prefix_error (error, _("“%s”: "), name);

  return self;
}
