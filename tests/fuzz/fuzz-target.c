/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the targets share. */
#include "fuzz-target.h"

#include <string.h>

void
fuzz_check_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), >, 10);
}
