/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of what was taken in, as the first migration makes them. */
#pragma once

/*
 * import          one file taken in; an undone one stays in the history
 * reject          a row or cell that did not go in
 * car             a code, unique
 * characteristic  what is measured; level: the texts of a category, numbered from 0
 * import_column   how an import used a characteristic: as an input, or not and why
 * reading         the packed records of one import for some of the 32 cars of a block
 *                 (block = car_id >> 5; bit car_id & 31 of `cars` says who is in `records`)
 */
#define RDG_SCHEMA_IMPORT                                                               \
  "CREATE TABLE import ("                                                               \
  "  id INTEGER PRIMARY KEY,"                                                           \
  "  file TEXT NOT NULL,"                                                               \
  "  path TEXT NOT NULL,"                                                               \
  "  bytes INTEGER NOT NULL,"                                                           \
  "  hash BLOB NOT NULL,"                                                               \
  "  layout TEXT NOT NULL,"                                                             \
  "  state TEXT NOT NULL CHECK (state IN ('done', 'undone')),"                          \
  "  imported_at INTEGER NOT NULL,"                                                     \
  "  undone_at INTEGER,"                                                                \
  "  rows_read INTEGER NOT NULL,"                                                       \
  "  rows_taken INTEGER NOT NULL,"                                                      \
  "  rows_duplicate INTEGER NOT NULL,"                                                  \
  "  rows_rejected INTEGER NOT NULL,"                                                   \
  "  cells_dropped INTEGER NOT NULL,"                                                   \
  "  cars_new INTEGER NOT NULL,"                                                        \
  "  cars_touched INTEGER NOT NULL,"                                                    \
  "  time_from INTEGER,"                                                                \
  "  time_to INTEGER,"                                                                  \
  "  mapping TEXT NOT NULL,"                                                            \
  "  CHECK (rows_read = rows_taken + rows_duplicate + rows_rejected)"                   \
  ") STRICT;"                                                                           \
  "CREATE UNIQUE INDEX import_hash ON import (hash) WHERE state = 'done';"              \
  "CREATE TABLE reject ("                                                               \
  "  id INTEGER PRIMARY KEY,"                                                           \
  "  import_id INTEGER NOT NULL REFERENCES import,"                                     \
  "  line INTEGER NOT NULL,"                                                            \
  "  column_name TEXT NOT NULL,"                                                        \
  "  reason TEXT NOT NULL,"                                                             \
  "  text TEXT NOT NULL"                                                                \
  ") STRICT;"                                                                           \
  "CREATE INDEX reject_import ON reject (import_id);"                                   \
  "CREATE TABLE car ("                                                                  \
  "  id INTEGER PRIMARY KEY,"                                                           \
  "  code TEXT NOT NULL UNIQUE"                                                         \
  ") STRICT;"                                                                           \
  "CREATE TABLE characteristic ("                                                       \
  "  id INTEGER PRIMARY KEY,"                                                           \
  "  name TEXT NOT NULL,"                                                               \
  "  unit TEXT NOT NULL,"                                                               \
  "  kind TEXT NOT NULL CHECK (kind IN ('numeric', 'category')),"                       \
  "  UNIQUE (name, unit, kind)"                                                         \
  ") STRICT;"                                                                           \
  "CREATE TABLE level ("                                                                \
  "  characteristic_id INTEGER NOT NULL REFERENCES characteristic ON DELETE CASCADE,"   \
  "  code INTEGER NOT NULL,"                                                            \
  "  text TEXT NOT NULL,"                                                               \
  "  PRIMARY KEY (characteristic_id, code),"                                            \
  "  UNIQUE (characteristic_id, text)"                                                  \
  ") STRICT, WITHOUT ROWID;"                                                            \
  "CREATE TABLE import_column ("                                                        \
  "  import_id INTEGER NOT NULL REFERENCES import,"                                     \
  "  characteristic_id INTEGER NOT NULL REFERENCES characteristic,"                     \
  "  input INTEGER NOT NULL CHECK (input IN (0, 1)),"                                   \
  "  variant INTEGER NOT NULL CHECK (variant IN (0, 1)),"                               \
  "  reason TEXT NOT NULL,"                                                             \
  "  PRIMARY KEY (import_id, characteristic_id)"                                        \
  ") STRICT, WITHOUT ROWID;"                                                            \
  "CREATE INDEX import_column_characteristic ON import_column (characteristic_id);"     \
  "CREATE TABLE reading ("                                                              \
  "  id INTEGER PRIMARY KEY,"                                                           \
  "  import_id INTEGER NOT NULL REFERENCES import,"                                     \
  "  block INTEGER NOT NULL,"                                                           \
  "  cars INTEGER NOT NULL,"                                                            \
  "  records BLOB NOT NULL"                                                             \
  ") STRICT;"                                                                           \
  "CREATE INDEX reading_block ON reading (import_id, block);"
