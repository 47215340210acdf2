/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program with the window. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "rdg-application.h"

int
main (int   argc,
      char *argv[])
{
  const char *locale_dir = g_getenv ("RODAGEM_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : RDG_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_autoptr (RdgApplication) application = rdg_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
