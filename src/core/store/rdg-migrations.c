/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an empty file to today's schema: see rdg-migrations.h. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-migrations.h"

#include "rdg-car-table.h"
#include "rdg-characteristic-table.h"
#include "rdg-checkpoint-table.h"
#include "rdg-failure-table.h"
#include "rdg-formula-table.h"
#include "rdg-hall-table.h"
#include "rdg-import-table.h"
#include "rdg-model-table.h"
#include "rdg-operation-table.h"
#include "rdg-outcome-table.h"
#include "rdg-prediction-table.h"
#include "rdg-promotion-table.h"
#include "rdg-reading-table.h"
#include "rdg-reject-table.h"
#include "rdg-saved-mapping-table.h"
#include "rdg-statement.h"
#include "rdg-store-private.h"

/* Each table's file exports its CREATE text. */
static const char * const step_1[] = {
  rdg_import_table_schema,
  rdg_reject_table_schema,
  rdg_car_table_schema,
  rdg_characteristic_table_schema,
  rdg_reading_table_schema,
  rdg_model_table_schema,
  rdg_outcome_table_schema,
  rdg_prediction_table_schema,
  rdg_promotion_table_schema,
  NULL
};

static const char * const step_2[] = {
  rdg_saved_mapping_table_schema,
  rdg_operation_table_schema,
  rdg_reading_twin_schema,
  rdg_hall_table_schema,
  rdg_failure_table_schema,
  rdg_checkpoint_table_schema,
  NULL
};

static const char * const step_3[] = {
  rdg_prediction_zones_schema,
  rdg_formula_table_schema,
  NULL
};

static const char * const * const steps[] = {
  step_1,
  step_2,
  step_3,
};

int
rdg_migrations_get_latest (void)
{
  return (int) G_N_ELEMENTS (steps);
}

static gboolean
take_steps (RdgStore  *store,
            GError   **error)
{
  int version;

  {
    g_autoptr (RdgStatement) statement = rdg_statement_new (store, "PRAGMA user_version", error);

    if (statement == NULL || rdg_statement_step (statement, error) == RDG_STEP_ERROR)
      return FALSE;
    version = (int) rdg_statement_get_int (statement, 0);
  }

  for (int i = MAX (version, 0); i < (int) G_N_ELEMENTS (steps); i++)
    {
      for (const char * const *sql = steps[i]; *sql != NULL; sql++)
        {
          if (!_rdg_store_execute (store, *sql, error))
            return FALSE;
        }
    }

  g_autofree char *pragmas = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                              RDG_APPLICATION_ID,
                                              MAX (version, rdg_migrations_get_latest ()));

  return _rdg_store_execute (store, pragmas, error);
}

/**
 * rdg_migrations_run:
 *
 * The version is read again inside the transaction: another program may have been faster.
 *
 * Returns: %FALSE with @error set, and the file as before
 */
gboolean
rdg_migrations_run (RdgStore  *store,
                    GError   **error)
{
  if (!rdg_store_begin (store, error))
    return FALSE;

  if (!take_steps (store, error))
    {
      rdg_store_rollback (store);
      return FALSE;
    }

  return rdg_store_commit (store, error);
}
