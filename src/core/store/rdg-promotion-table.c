/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was made active, when and why: see the header. */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-promotion-table.h"

#include "rdg-statement.h"

const char rdg_promotion_table_schema[] =
  "CREATE TABLE promotion ("
  "  promotion_id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  at INTEGER NOT NULL,"
  "  previous INTEGER REFERENCES model,"
  "  active INTEGER REFERENCES model,"
  "  rollback INTEGER NOT NULL CHECK (rollback IN (0, 1)),"
  "  note TEXT NOT NULL"
  ") STRICT;";

static void
bind_model (RdgStatement *statement,
            int           parameter,
            gint64        model_id)
{
  if (model_id == 0)
    rdg_statement_bind_null (statement, parameter);
  else
    rdg_statement_bind_int (statement, parameter, model_id);
}

/**
 * rdg_promotion_table_insert:
 *
 * Inside the transaction that changes the states.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_promotion_table_insert (RdgStore                  *store,
                            const RdgStoredPromotion  *promotion,
                            GError                   **error)
{
  g_autoptr (RdgStatement) insert =
    rdg_statement_new (store,
                       "INSERT INTO promotion (at, previous, active, rollback, note) "
                       "VALUES (?, ?, ?, ?, ?)", error);

  if (insert == NULL)
    return FALSE;

  rdg_statement_bind_int (insert, 1, promotion->at);
  bind_model (insert, 2, promotion->previous);
  bind_model (insert, 3, promotion->active);
  rdg_statement_bind_int (insert, 4, promotion->rollback ? 1 : 0);
  rdg_statement_bind_text (insert, 5, promotion->note);

  return rdg_statement_run (insert, error);
}

static void
free_promotion (gpointer data)
{
  RdgStoredPromotion *promotion = data;

  g_free (promotion->note);
  g_free (promotion);
}

/**
 * rdg_promotion_table_list:
 * @limit: how many at most; 0: all
 *
 * Returns: (transfer full) (nullable): RdgStoredPromotion, newest first
 */
GPtrArray *
rdg_promotion_table_list (RdgStore  *store,
                          guint      limit,
                          GError   **error)
{
  g_autoptr (GPtrArray) promotions = g_ptr_array_new_with_free_func (free_promotion);
  g_autoptr (RdgStatement) select =
    rdg_statement_new (store,
                       "SELECT at, previous, active, rollback, note FROM promotion "
                       "ORDER BY promotion_id DESC LIMIT ?", error);
  RdgStep step;

  if (select == NULL)
    return NULL;

  rdg_statement_bind_int (select, 1, limit > 0 ? (gint64) limit : -1);
  while ((step = rdg_statement_step (select, error)) == RDG_STEP_ROW)
    {
      RdgStoredPromotion *promotion = g_new0 (RdgStoredPromotion, 1);

      promotion->at = rdg_statement_get_int (select, 0);
      promotion->previous = rdg_statement_get_int (select, 1);
      promotion->active = rdg_statement_get_int (select, 2);
      promotion->rollback = rdg_statement_get_int (select, 3) != 0;
      promotion->note = g_strdup (rdg_statement_get_text (select, 4));
      g_ptr_array_add (promotions, promotion);
    }

  return step == RDG_STEP_DONE ? g_steal_pointer (&promotions) : NULL;
}
