/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sql: runs one SELECT and prints its rows as they come, as CSV or JSON. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-number.h"
#include "rdg-sql-service.h"

/* So much is gathered before it is printed. */
#define OUT_SIZE (64 * 1024)

static char *
dup_hex (const RdgQuery *query,
         guint           column)
{
  GString *hex = g_string_new (NULL);
  gsize size;
  const guint8 *bytes = rdg_query_get_blob (query, column, &size);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

static void
write_json_value (RdgCliJson     *doc,
                  const RdgQuery *query,
                  guint           column)
{
  g_autofree char *hex = NULL;

  switch (rdg_query_get_type (query, column))
    {
    case RDG_QUERY_INTEGER:
      rdg_cli_json_integer (doc, NULL, rdg_query_get_int (query, column));
      break;
    case RDG_QUERY_REAL:
      rdg_cli_json_number (doc, NULL, rdg_query_get_double (query, column));
      break;
    case RDG_QUERY_TEXT:
      rdg_cli_json_string (doc, NULL, rdg_query_get_text (query, column));
      break;
    case RDG_QUERY_BLOB:
      hex = dup_hex (query, column);
      rdg_cli_json_string (doc, NULL, hex);
      break;
    case RDG_QUERY_NULL:
    default:
      rdg_cli_json_string (doc, NULL, NULL);
      break;
    }
}

static void
append_csv (GString    *out,
            const char *text)
{
  g_autofree char *plain = rdg_cli_plain_text (text);

  if (strpbrk (plain, "\",\n\r") == NULL)
    {
      g_string_append (out, plain);
      return;
    }

  g_string_append_c (out, '"');
  for (const char *p = plain; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static void
write_csv_value (GString        *out,
                 const RdgQuery *query,
                 guint           column)
{
  char buffer[RDG_NUMBER_BUFFER_SIZE];
  g_autofree char *hex = NULL;

  switch (rdg_query_get_type (query, column))
    {
    case RDG_QUERY_INTEGER:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, rdg_query_get_int (query, column));
      break;
    case RDG_QUERY_REAL:
      g_string_append (out, rdg_number_format (rdg_query_get_double (query, column), buffer));
      break;
    case RDG_QUERY_TEXT:
      append_csv (out, rdg_query_get_text (query, column));
      break;
    case RDG_QUERY_BLOB:
      hex = dup_hex (query, column);
      g_string_append (out, hex);
      break;
    case RDG_QUERY_NULL:
    default:
      break;
    }
}

static void
begin (RdgCliCall     *call,
       const RdgQuery *query)
{
  guint n_columns = rdg_query_get_n_columns (query);

  if (!call->json)
    {
      for (guint i = 0; i < n_columns; i++)
        {
          if (i > 0)
            g_string_append_c (call->out, ',');
          append_csv (call->out, rdg_query_get_column_name (query, i));
        }
      g_string_append_c (call->out, '\n');
      return;
    }

  rdg_cli_json_begin_object (call->doc, NULL);
  rdg_cli_json_begin_array (call->doc, "columns");
  for (guint i = 0; i < n_columns; i++)
    rdg_cli_json_string (call->doc, NULL, rdg_query_get_column_name (query, i));
  rdg_cli_json_end_array (call->doc);
  rdg_cli_json_begin_array (call->doc, "rows");
}

static gboolean
take_row (const RdgQuery  *query,
          guint64          row,
          gpointer         user_data,
          GError         **error)
{
  RdgCliCall *call = user_data;
  guint n_columns = rdg_query_get_n_columns (query);

  if (row == 0)
    {
      begin (call, query);
      return TRUE;
    }

  if (call->json)
    rdg_cli_json_begin_array (call->doc, NULL);
  for (guint i = 0; i < n_columns; i++)
    {
      if (call->json)
        {
          write_json_value (call->doc, query, i);
          continue;
        }
      if (i > 0)
        g_string_append_c (call->out, ',');
      write_csv_value (call->out, query, i);
    }
  if (call->json)
    rdg_cli_json_end_array (call->doc);
  else
    g_string_append_c (call->out, '\n');

  return call->out->len < OUT_SIZE || rdg_cli_flush (call, error);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  g_autoptr (RdgWorkspace) workspace = rdg_cli_open_workspace (call, error);
  g_autoptr (GError) local_error = NULL;
  gboolean truncated;

  if (workspace == NULL)
    return FALSE;

  if (!rdg_sql_run (workspace, rdg_cli_args_get_words (call->args)[0],
                    (guint64) rdg_cli_args_get_integer (call->args, "limit", 0), take_row, call,
                    job, &truncated, &local_error))
    {
      /* A reader that has gone away (head, less) wants no more and no complaint. */
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
        {
          g_string_truncate (call->out, 0);
          return TRUE;
        }
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (call->json)
    {
      rdg_cli_json_end_array (call->doc);
      rdg_cli_json_boolean (call->doc, "truncated", truncated);
      rdg_cli_json_end_object (call->doc);
    }
  return TRUE;
}

static const RdgCliOption option_table[] = {
  { "limit", RDG_CLI_INTEGER, "N", N_("Print this many rows at most"), 1, G_MAXINT32 },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_sql = {
  .name = "sql",
  .synopsis = "STATEMENT",
  .summary = N_("Run a SELECT over the database; “readings” has what was measured"),
  .options = option_table,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
