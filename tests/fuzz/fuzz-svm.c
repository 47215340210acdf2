/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What libsvm writes, and what lies beside it, before it where there is a NUL between them. */
#include <string.h>

#include "fuzz-target.h"
#include "rdg-model-codec.h"
#include "rdg-svm-text.h"

static void
read_model (const char         *text,
            gsize               length,
            const RdgSvmInputs *inputs)
{
  g_autoptr (GError) error = NULL;
  gboolean had_curve, has_curve;
  g_autoptr (RdgModel) model = rdg_svm_text_read_model (text, length, inputs, &had_curve, &error);

  if (model == NULL)
    {
      fuzz_check_error (error);
      return;
    }

  g_autoptr (GBytes) bytes = rdg_model_encode (model);
  g_autoptr (RdgModel) again = rdg_model_decode (bytes, &error);
  g_autofree char *written = rdg_svm_text_write_model (rdg_model_get_svm (model));

  g_assert_no_error (error);

  g_autoptr (RdgModel) written_again =
    rdg_svm_text_read_model (written, strlen (written), inputs, &has_curve, &error);

  g_assert_no_error (error);
  g_assert_cmpint (has_curve, ==, had_curve);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  const char *text = (const char *) data;
  const char *end = size > 0 ? memchr (text, '\0', size) : NULL;
  gsize length = end != NULL ? (gsize) (end - text) : size;
  g_autoptr (RdgSvmInputs) inputs = rdg_svm_inputs_parse (size > 0 ? text : "", length, &error);

  if (inputs == NULL)
    {
      fuzz_check_error (error);
      read_model (text, size, NULL);
      return 0;
    }

  g_autofree char *written = rdg_svm_inputs_to_text (inputs);
  g_autoptr (RdgSvmInputs) again = rdg_svm_inputs_parse (written, strlen (written), NULL);

  g_assert_nonnull (again);
  g_assert_cmpuint (rdg_svm_inputs_get_width (again), ==, rdg_svm_inputs_get_width (inputs));
  if (end != NULL)
    read_model (end + 1, size - length - 1, inputs);

  return 0;
}
