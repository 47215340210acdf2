/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was made active, when and why: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-promotion-table.h"

const char rdg_promotion_table_schema[] =
  "CREATE TABLE promotion ("
  "  promotion_id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  at INTEGER NOT NULL,"
  "  previous INTEGER REFERENCES model,"
  "  active INTEGER REFERENCES model,"
  "  rollback INTEGER NOT NULL CHECK (rollback IN (0, 1)),"
  "  note TEXT NOT NULL"
  ") STRICT;";
