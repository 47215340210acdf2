/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The failures of one import in words, as its file had them, twins among them. */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

typedef struct
{
  gint64      car_id;
  const char *code;      /* of the car */
  gint64      at;
  const char *hall;
  const char *station;
  const char *zone;
  const char *text;
} RdgFailureRow;

/* FALSE with the error set ends it. */
typedef gboolean (*RdgFailureRowFunc) (const RdgFailureRow  *row,
                                       gpointer              user_data,
                                       GError              **error);

gboolean rdg_failure_rows_each (RdgStore           *store,
                                gint64              import_id,
                                RdgFailureRowFunc   func,
                                gpointer            user_data,
                                GError            **error);

G_END_DECLS
