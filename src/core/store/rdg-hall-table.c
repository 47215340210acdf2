/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Halls, positions, stations, zones and failure texts: see rdg-hall-table.h. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-hall-table.h"

#include "rdg-statement.h"
#include "rdg-store-private.h"

const char rdg_hall_table_schema[] =
  "CREATE TABLE hall ("
  "  hall_id INTEGER PRIMARY KEY,"
  "  name TEXT NOT NULL UNIQUE,"
  "  place INTEGER NOT NULL DEFAULT 0,"
  "  stage TEXT NOT NULL DEFAULT 'unknown'"
  "    CHECK (stage IN ('unknown', 'before', 'test', 'after'))"
  ") STRICT;"
  "INSERT INTO hall (name, place, stage) VALUES"
  "  ('ZP5', 1, 'before'), ('ZP5A', 2, 'before'), ('ZP61', 3, 'before'), ('ZP6', 4, 'before'),"
  "  ('ZP62', 4, 'before'), ('CAB', 5, 'before'), ('ZP7', 6, 'before'), ('ROD', 7, 'test'),"
  "  ('AGUA', 8, 'after'), ('ZP8', 9, 'after'), ('ZP8R', 10, 'after');"
  "CREATE TABLE position ("
  "  position_id INTEGER PRIMARY KEY,"
  "  code TEXT NOT NULL UNIQUE,"
  "  hall_id INTEGER REFERENCES hall,"
  "  chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1))"
  ") STRICT;"
  "INSERT INTO position (code, hall_id) SELECT c.column1, h.hall_id FROM (VALUES"
  "  ('R750', 'ZP5'), ('L540', 'ZP5A'), ('G700', 'ZP61'), ('M600', 'ZP6'), ('M620', 'CAB'),"
  "  ('M700', 'ZP7'), ('M710', 'ROD'), ('M720', 'AGUA'), ('M800', 'ZP8')) c"
  "  JOIN hall h ON h.name = c.column2;"
  "CREATE TABLE station ("
  "  station_id INTEGER PRIMARY KEY,"
  "  name TEXT NOT NULL UNIQUE"
  ") STRICT;"
  "CREATE TABLE zone ("
  "  zone_id INTEGER PRIMARY KEY,"
  "  code TEXT NOT NULL UNIQUE,"
  "  name TEXT NOT NULL DEFAULT ''"
  ") STRICT;"
  "INSERT INTO zone (code, name) VALUES"
  "  ('1', 'rear'), ('2', 'centre'), ('4', 'doors'), ('5', 'front'), ('133', 'general'),"
  "  ('137', 'underbody'), ('140', 'documents'), ('9830945', 'back office'),"
  "  ('9830946', 'electrical'), ('-2', 'unknown');"
  "CREATE TABLE failure_text ("
  "  text_id INTEGER PRIMARY KEY,"
  "  text TEXT NOT NULL UNIQUE,"
  "  part TEXT NOT NULL,"
  "  defect TEXT NOT NULL"
  ") STRICT;";

/* The update that changes nothing makes RETURNING speak of the row that was there. */
static const char * const ensure_sql[] = {
  [RDG_WORD_HALL] =
    "INSERT INTO hall (name) VALUES (?1) "
    "ON CONFLICT DO UPDATE SET name = excluded.name RETURNING hall_id",
  [RDG_WORD_POSITION] =
    "INSERT INTO position (code) VALUES (?1) "
    "ON CONFLICT DO UPDATE SET code = excluded.code RETURNING position_id",
  [RDG_WORD_STATION] =
    "INSERT INTO station (name) VALUES (?1) "
    "ON CONFLICT DO UPDATE SET name = excluded.name RETURNING station_id",
  [RDG_WORD_ZONE] =
    "INSERT INTO zone (code) VALUES (?1) "
    "ON CONFLICT DO UPDATE SET code = excluded.code RETURNING zone_id",
};

static const char * const stage_keys[] = {
  [RDG_HALL_UNKNOWN] = "unknown",
  [RDG_HALL_BEFORE] = "before",
  [RDG_HALL_TEST] = "test",
  [RDG_HALL_AFTER] = "after",
};

/**
 * rdg_hall_stage_get_key:
 *
 * Returns: (transfer none): as the command line and the database write it
 */
const char *
rdg_hall_stage_get_key (RdgHallStage stage)
{
  g_return_val_if_fail ((guint) stage < G_N_ELEMENTS (stage_keys), NULL);

  return stage_keys[stage];
}

gboolean
rdg_hall_stage_from_key (const char   *key,
                         RdgHallStage *stage)
{
  for (guint i = 0; i < G_N_ELEMENTS (stage_keys); i++)
    {
      if (!g_str_equal (key, stage_keys[i]))
        continue;
      *stage = (RdgHallStage) i;
      return TRUE;
    }

  return FALSE;
}

/**
 * rdg_hall_table_list:
 *
 * Returns: (transfer full) (element-type RdgHall) (nullable): all halls, or %NULL with @error set
 */
GPtrArray *
rdg_hall_table_list (RdgStore  *store,
                     GError   **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_hall_free);
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store, "SELECT hall_id, name, place, stage FROM hall ORDER BY hall_id", error);
  RdgStep step;

  if (statement == NULL)
    return NULL;

  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      RdgHall *self = g_new0 (RdgHall, 1);

      self->id = (guint32) rdg_statement_get_int (statement, 0);
      self->name = g_strdup (rdg_statement_get_text (statement, 1));
      self->place = rdg_statement_get_int (statement, 2);
      rdg_hall_stage_from_key (rdg_statement_get_text (statement, 3), &self->stage);
      g_ptr_array_add (list, self);
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

void
rdg_hall_free (RdgHall *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self);
}

/**
 * rdg_hall_table_list_codes:
 *
 * Returns: (transfer full) (element-type RdgPositionCode) (nullable): all codes, or %NULL with
 *   @error set
 */
GPtrArray *
rdg_hall_table_list_codes (RdgStore  *store,
                           GError   **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_position_code_free);
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store, "SELECT position_id, code, hall_id, chosen FROM position ORDER BY position_id", error);
  RdgStep step;

  if (statement == NULL)
    return NULL;

  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      RdgPositionCode *self = g_new0 (RdgPositionCode, 1);

      self->id = (guint32) rdg_statement_get_int (statement, 0);
      self->code = g_strdup (rdg_statement_get_text (statement, 1));
      self->hall = (guint32) rdg_statement_get_int (statement, 2);
      self->chosen = rdg_statement_get_int (statement, 3) != 0;
      g_ptr_array_add (list, self);
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

void
rdg_position_code_free (RdgPositionCode *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self);
}

/**
 * rdg_hall_table_list_zones:
 *
 * Returns: (transfer full) (element-type utf8) (nullable): what each zone is called, by its id, or
 *   %NULL with @error set
 */
GPtrArray *
rdg_hall_table_list_zones (RdgStore  *store,
                           GError   **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store, "SELECT zone_id, iif (name = '', code, name) FROM zone ORDER BY zone_id", error);
  RdgStep step;

  if (statement == NULL)
    return NULL;

  while ((step = rdg_statement_step (statement, error)) == RDG_STEP_ROW)
    {
      /* They are numbered as they come, and none is deleted: the list has hardly a gap. */
      while (list->len < (guint32) rdg_statement_get_int (statement, 0))
        g_ptr_array_add (list, NULL);
      g_ptr_array_add (list, g_strdup (rdg_statement_get_text (statement, 1)));
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

static gboolean
run_ensure (RdgStatement  *statement,
            guint32       *id,
            GError       **error)
{
  if (rdg_statement_step (statement, error) != RDG_STEP_ROW)
    return FALSE;

  *id = (guint32) rdg_statement_get_int (statement, 0);
  return rdg_statement_run (statement, error);
}

/**
 * rdg_hall_table_ensure:
 * @word: in the one spelling that the plant's cells are brought to
 * @id: (out): its id
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_hall_table_ensure (RdgStore     *store,
                       RdgWordKind   kind,
                       const char   *word,
                       guint32      *id,
                       GError      **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (store, ensure_sql[kind], error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_text (statement, 1, word);
  return run_ensure (statement, id, error);
}

/**
 * rdg_hall_table_ensure_text:
 * @text: a failure, as it is spelt
 * @id: (out): its id
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_hall_table_ensure_text (RdgStore    *store,
                            const char  *text,
                            const char  *part,
                            const char  *defect,
                            guint32     *id,
                            GError     **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "INSERT INTO failure_text (text, part, defect) VALUES (?1, ?2, ?3) "
    "ON CONFLICT DO UPDATE SET text = excluded.text RETURNING text_id",
    error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_text (statement, 1, text);
  rdg_statement_bind_text (statement, 2, part);
  rdg_statement_bind_text (statement, 3, defect);
  return run_ensure (statement, id, error);
}

/**
 * rdg_hall_table_map_code:
 * @hall: (nullable): the hall that it marks
 * @found: (out): whether there are such a code and such a hall
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_hall_table_map_code (RdgStore    *store,
                         const char  *code,
                         const char  *hall,
                         gboolean    *found,
                         GError     **error)
{
  g_autoptr (RdgStatement) statement = rdg_statement_new (
    store,
    "UPDATE position SET hall_id = (SELECT hall_id FROM hall WHERE name = ?2), chosen = 1 "
    "WHERE code = ?1 AND (?2 IS NULL OR EXISTS (SELECT 1 FROM hall WHERE name = ?2))",
    error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_text (statement, 1, code);
  if (hall != NULL)
    rdg_statement_bind_text (statement, 2, hall);
  else
    rdg_statement_bind_null (statement, 2);
  if (!rdg_statement_run (statement, error))
    return FALSE;

  *found = _rdg_store_get_n_changed (store) > 0;
  return TRUE;
}

/**
 * rdg_hall_table_set_stage:
 * @found: (out): whether there is such a hall
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_hall_table_set_stage (RdgStore      *store,
                          const char    *hall,
                          RdgHallStage   stage,
                          gboolean      *found,
                          GError       **error)
{
  g_autoptr (RdgStatement) statement =
    rdg_statement_new (store, "UPDATE hall SET stage = ?2 WHERE name = ?1", error);

  if (statement == NULL)
    return FALSE;

  rdg_statement_bind_text (statement, 1, hall);
  rdg_statement_bind_text (statement, 2, rdg_hall_stage_get_key (stage));
  if (!rdg_statement_run (statement, error))
    return FALSE;

  *found = _rdg_store_get_n_changed (store) > 0;
  return TRUE;
}
