/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model said of a car: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-prediction-table.h"

const char rdg_prediction_table_schema[] =
  /* No foreign key to car: its check would need an index as large as the table. Whoever deletes cars
   * calls rdg_prediction_table_forget_cars(). */
  "CREATE TABLE prediction ("
  "  model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,"
  "  car_id INTEGER NOT NULL,"
  "  score REAL NOT NULL,"
  "  risk REAL NOT NULL,"
  "  low REAL NOT NULL,"
  "  high REAL NOT NULL,"
  "  recommendation INTEGER NOT NULL CHECK (recommendation IN (0, 1)),"   /* short, long */
  "  past INTEGER NOT NULL CHECK (past IN (0, 1)),"
  "  reason_feature INTEGER,"       /* of model_feature */
  "  reason_contribution REAL,"
  "  reason_value REAL,"            /* NULL: not measured, or a category */
  "  reason_level TEXT,"
  "  PRIMARY KEY (model_id, car_id)"
  ") STRICT, WITHOUT ROWID;";
