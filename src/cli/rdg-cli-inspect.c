/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inspect: what a file is; nothing is written to the database. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-source.h"

static void
write_json (RdgCliJson          *doc,
            const RdgInspection *inspection)
{
  const RdgDialect *dialect = &inspection->dialect;
  const char delimiter[] = { dialect->delimiter, '\0' };
  const char decimal_mark[] = { dialect->decimal_mark, '\0' };

  rdg_cli_json_begin_object (doc, NULL);
  rdg_cli_json_string (doc, "file", inspection->path);
  if (inspection->table != NULL)
    rdg_cli_json_string (doc, "table", inspection->table);

  rdg_cli_json_begin_object (doc, "dialect");
  rdg_cli_json_string (doc, "kind", rdg_source_kind_get_key (dialect->kind));
  rdg_cli_json_string (doc, "charset", dialect->charset);
  rdg_cli_json_boolean (doc, "bom", dialect->bom);
  rdg_cli_json_boolean (doc, "gzip", dialect->gzip);
  rdg_cli_json_string (doc, "delimiter", delimiter);
  rdg_cli_json_string (doc, "decimal_mark", decimal_mark);
  rdg_cli_json_count (doc, "header_line", dialect->header_line);
  rdg_cli_json_end_object (doc);

  rdg_cli_json_string (doc, "layout", rdg_layout_get_key (inspection->layout));

  rdg_cli_json_begin_array (doc, "columns");
  for (guint i = 0; i < inspection->columns->len; i++)
    {
      const RdgColumn *column = g_ptr_array_index (inspection->columns, i);

      rdg_cli_json_begin_object (doc, NULL);
      rdg_cli_json_string (doc, "name", column->name);
      rdg_cli_json_string (doc, "unit", column->unit);
      rdg_cli_json_string (doc, "role", rdg_role_get_key (column->role));
      rdg_cli_json_string (doc, "reason", column->reason);
      rdg_cli_json_count (doc, "filled", column->n_filled);
      rdg_cli_json_count (doc, "distinct", column->n_distinct);
      rdg_cli_json_strings (doc, "examples", (const char * const *) column->examples);
      rdg_cli_json_end_object (doc);
    }
  rdg_cli_json_end_array (doc);

  rdg_cli_json_begin_array (doc, "first_rows");
  for (guint i = 0; i < inspection->first_rows->len; i++)
    rdg_cli_json_strings (doc, NULL, g_ptr_array_index (inspection->first_rows, i));
  rdg_cli_json_end_array (doc);

  rdg_cli_json_count (doc, "rows_seen", inspection->rows_seen);
  rdg_cli_json_boolean (doc, "whole_file", inspection->whole_file);
  rdg_cli_json_strings (doc, "notes", (const char * const *) inspection->notes);
  rdg_cli_json_end_object (doc);
}

static const char *
delimiter_name (char delimiter)
{
  switch (delimiter)
    {
    case ',':
      return _("comma");
    case ';':
      return _("semicolon");
    case '\t':
      return _("tabulator");
    case '|':
      return _("vertical bar");
    default:
      return _("another character");
    }
}

static void
write_text (GString             *out,
            const RdgInspection *inspection)
{
  const RdgDialect *dialect = &inspection->dialect;
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Column"), _("Role"), _("Example"),
                                                     _("Why"), NULL);

  switch (dialect->kind)
    {
    case RDG_SOURCE_WORKBOOK:
      g_string_append_printf (out, _("An Excel workbook. Layout: %s. Header in row %u.\n\n"),
                              rdg_layout_get_key (inspection->layout), dialect->header_line);
      break;
    case RDG_SOURCE_DATABASE:
      g_string_append_printf (out, _("“%s” of a database. Layout: %s.\n\n"), inspection->table,
                              rdg_layout_get_key (inspection->layout));
      break;
    case RDG_SOURCE_SPARSE:
      g_string_append (out, _("libsvm's sparse format.\n\n"));
      break;
    case RDG_SOURCE_TEXT:
    default:
      g_string_append_printf (out, _("Layout: %s. Header in line %u. Charset: %s%s.\n"),
                              rdg_layout_get_key (inspection->layout), dialect->header_line,
                              dialect->charset, dialect->gzip ? _(", compressed with gzip") : "");
      g_string_append_printf (out, _("Between cells: %s. Decimal mark: “%c”.\n\n"),
                              delimiter_name (dialect->delimiter), dialect->decimal_mark);
      break;
    }

  for (guint i = 0; i < inspection->columns->len; i++)
    {
      const RdgColumn *column = g_ptr_array_index (inspection->columns, i);
      const char *example = column->examples != NULL ? column->examples[0] : NULL;

      rdg_cli_table_add (table, column->name, rdg_role_get_key (column->role),
                         example != NULL ? example : "", column->reason, NULL);
    }
  rdg_cli_table_write (table, out);

  for (guint i = 0; inspection->notes != NULL && inspection->notes[i] != NULL; i++)
    g_string_append_printf (out, "\n%s\n", inspection->notes[i]);
}

/* What there is to choose from. */
static void
write_tables (RdgCliCall *call,
              const char *path,
              GPtrArray  *tables)
{
  g_autoptr (RdgCliTable) table = rdg_cli_table_new (_("Name"), _("Kind"), NULL);

  if (call->json)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      rdg_cli_json_string (call->doc, "file", path);
      rdg_cli_json_begin_array (call->doc, "tables");
    }
  for (guint i = 0; i < tables->len; i++)
    {
      const RdgSourceTable *entry = g_ptr_array_index (tables, i);

      if (call->json)
        {
          rdg_cli_json_begin_object (call->doc, NULL);
          rdg_cli_json_string (call->doc, "name", entry->name);
          rdg_cli_json_string (call->doc, "kind", entry->view ? "view" : "table");
          rdg_cli_json_end_object (call->doc);
        }
      rdg_cli_table_add (table, entry->name,
                         entry->view ? C_("database", "view") : C_("database", "table"), NULL);
    }
  if (call->json)
    {
      rdg_cli_json_end_array (call->doc);
      rdg_cli_json_end_object (call->doc);
      return;
    }

  g_string_append (call->out, _("A database. Say which of these is meant with --table NAME.\n\n"));
  rdg_cli_table_write (table, call->out);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  const char *path = rdg_cli_args_get_words (call->args)[0];
  const char *map_path = rdg_cli_args_get_text (call->args, "write-map");
  RdgInspectionOptions options = { .table = rdg_cli_args_get_text (call->args, "table") };
  g_autoptr (GPtrArray) tables = NULL;

  if (!rdg_cli_get_dialect (call, &options.charset, &options.decimal_mark, error))
    return FALSE;
  if (options.table == NULL)
    tables = rdg_source_list_tables (path, rdg_job_get_cancellable (job), NULL);
  if (tables != NULL && tables->len > 1)
    {
      write_tables (call, path, tables);
      return TRUE;
    }

  g_autoptr (RdgInspection) inspection =
    rdg_inspection_new_with (path, &options, rdg_job_get_cancellable (job), error);

  if (inspection == NULL)
    return FALSE;

  if (map_path != NULL)
    {
      g_autofree char *json = rdg_mapping_to_json (inspection->mapping);

      if (!g_file_set_contents (map_path, json, -1, error))
        return FALSE;
    }

  if (call->json)
    write_json (call->doc, inspection);
  else
    write_text (call->out, inspection);

  return TRUE;
}

static const RdgCliOption option_table[] = {
  RDG_CLI_TABLE_OPTION,
  RDG_CLI_DIALECT_OPTIONS,
  { "write-map", RDG_CLI_FILE, "FILE", N_("Save the roles of the columns, for import --map") },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_inspect = {
  .name = "inspect",
  .synopsis = "FILE",
  .summary = N_("Say what a file is, and which role each column would play"),
  .options = option_table,
  .min_words = 1,
  .max_words = 1,
  .run = run,
};
