/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts with file names in them on status pages. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-status-text.h"

/**
 * rdg_status_text_set:
 * @text: plain text, e.g. an error's message
 *
 * A status page takes its description for markup: "A&B.csv" would leave it empty.
 */
void
rdg_status_text_set (AdwStatusPage *page,
                     const char    *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_description (page, escaped);
}
