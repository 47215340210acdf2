/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells as the plant's files write them, and what they mean. Any thread. */
#pragma once

#include "rdg-datetime.h"

G_BEGIN_DECLS

#define RDG_PLANT_CODE_LENGTH 12

/* A car's code, 0000-0000000, trimmed. */
gboolean rdg_plant_cell_is_code  (const char *text,
                                  gsize       length);
/* D/M/YYYY or ISO, each with or without a time, also within one file. */
gboolean rdg_plant_cell_get_time (const char *text,
                                  gsize       length,
                                  gint64     *at);
/* Halls, stations and position codes: trimmed, in capitals. */
char    *rdg_plant_cell_get_name (const char *text,
                                  gsize       length);
/* Zones, as integers and as texts: "133", " 133 " and "133.0" are one. */
char    *rdg_plant_cell_get_zone (const char *text,
                                  gsize       length);
/* A failure's text without what trails it: blanks and a stray diaeresis. */
char    *rdg_plant_cell_get_failure (const char *text,
                                  gsize       length);
/* "Painel lateral 05. Sujeira na pintura": the part, and what is wrong with it, each in one
 * spelling. */
void     rdg_plant_cell_split_failure (const char  *failure,
                                  char       **part,
                                  char       **defect);

G_END_DECLS
