/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The executable: all else is in the library, where tests reach it. */
#include "rdg-cli.h"

int
main (int    argc,
      char **argv)
{
  return rdg_cli_main (argc, argv);
}
