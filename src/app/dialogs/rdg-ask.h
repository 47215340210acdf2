/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asking the user: an async function that returns an answer. Main thread only.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A question; every text is translated. */
typedef struct
{
  const char *heading;
  const char *body;
  const char *accept;       /* the button that says yes, with a mnemonic */
  gboolean    destructive;
  const char *entry;        /* the title of a line that must be filled in, or NULL */
} RdgQuestion;

void      rdg_ask_async  (GtkWidget           *parent,
                          const RdgQuestion   *question,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data);
gboolean  rdg_ask_finish (GAsyncResult        *result,
                          char               **text,
                          GError             **error);

G_END_DECLS
