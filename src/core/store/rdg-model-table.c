/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-model-table.h"

const char rdg_model_table_schema[] =
  "CREATE TABLE model ("
  "  model_id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),"   /* candidate, active, retired */
  "  algorithm TEXT NOT NULL,"
  "  trained_at INTEGER NOT NULL,"
  "  note TEXT NOT NULL,"
  "  n_train INTEGER NOT NULL,"
  "  n_holdout INTEGER NOT NULL,"
  "  data_from INTEGER,"
  "  data_to INTEGER,"
  "  threshold REAL NOT NULL,"
  /* Last: a row is read up to the column that is asked for. */
  "  bytes BLOB NOT NULL"
  ") STRICT;"
  "CREATE UNIQUE INDEX model_one_active ON model (state) WHERE state = 1;"
  "CREATE TABLE model_metric ("
  "  model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,"
  "  name TEXT NOT NULL,"
  "  value REAL,"
  "  low REAL,"
  "  high REAL,"
  "  PRIMARY KEY (model_id, name)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE model_feature ("
  "  model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,"
  "  feature INTEGER NOT NULL,"
  "  name TEXT NOT NULL,"
  "  unit TEXT NOT NULL,"
  "  category INTEGER NOT NULL CHECK (category IN (0, 1)),"
  "  importance REAL,"
  "  usual_low REAL,"
  "  usual_middle REAL,"
  "  usual_high REAL,"
  "  PRIMARY KEY (model_id, feature)"
  ") STRICT, WITHOUT ROWID;";
