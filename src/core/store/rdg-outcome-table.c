/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Road-test results that people wrote back: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-outcome-table.h"

const char rdg_outcome_table_schema[] =
  "CREATE TABLE outcome ("
  "  outcome_id INTEGER PRIMARY KEY,"
  "  car_id INTEGER NOT NULL REFERENCES car,"
  "  failed INTEGER NOT NULL CHECK (failed IN (0, 1)),"
  "  zone TEXT NOT NULL,"
  "  note TEXT NOT NULL,"
  "  recorded_at INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX outcome_car ON outcome (car_id);";
