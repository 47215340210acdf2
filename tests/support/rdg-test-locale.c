/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every test runs in the locale of its environment, as the programs do: a run of
 * the core suite in a comma-decimal locale would else prove nothing.
 */
#include <locale.h>

static void __attribute__ ((constructor))
use_locale_of_the_environment (void)
{
  setlocale (LC_ALL, "");
}
