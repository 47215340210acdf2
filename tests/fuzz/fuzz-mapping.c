/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mapping's JSON: what is taken is written back as it was understood. */
#include "fuzz-target.h"
#include "rdg-inspection.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgMapping) mapping = rdg_mapping_from_json ((const char *) data, (gssize) size, &error);

  if (mapping == NULL)
    {
      fuzz_check_error (error);
      return 0;
    }

  g_autofree char *json = rdg_mapping_to_json (mapping);
  g_autoptr (RdgMapping) again = rdg_mapping_from_json (json, -1, &error);

  g_assert_no_error (error);

  g_autofree char *json_again = rdg_mapping_to_json (again);

  g_assert_cmpstr (json, ==, json_again);
  return 0;
}
