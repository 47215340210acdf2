/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import: takes files in, one transaction each. */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli-verbs.h"

#include <glib/gi18n-lib.h>

#include "rdg-cli-common.h"
#include "rdg-cli-table.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-import-folder.h"
#include "rdg-saved-mapping.h"

static void
write_json_members (RdgCliJson            *doc,
                    const RdgImportReport *report)
{
  rdg_cli_json_string (doc, "file", report->file);
  rdg_cli_json_id (doc, "import_id", report->import_id);
  rdg_cli_json_id (doc, "already_imported", report->already_imported);
  rdg_cli_json_string (doc, "layout", rdg_layout_get_key (report->layout));
  rdg_cli_json_count (doc, "rows_read", report->rows_read);
  rdg_cli_json_count (doc, "rows_taken", report->rows_taken);
  rdg_cli_json_count (doc, "rows_duplicate", report->rows_duplicate);
  rdg_cli_json_count (doc, "rows_rejected", report->rows_rejected);
  rdg_cli_json_count (doc, "cells_dropped", report->cells_dropped);
  rdg_cli_json_count (doc, "cars_new", report->cars_new);
  rdg_cli_json_count (doc, "cars_touched", report->cars_touched);
  rdg_cli_json_count (doc, "cars_unscored", report->cars_unscored);
  rdg_cli_json_time (doc, "from", report->from);
  rdg_cli_json_time (doc, "to", report->to);
  rdg_cli_json_strings (doc, "warnings", (const char * const *) report->warnings);
  rdg_cli_json_outcomes (doc, &report->outcomes);
  rdg_cli_json_number (doc, "seconds", report->seconds);
}

/* With one file its keys stand at the top as well: scripts that import one need no loop. */
static void
write_json (RdgCliCall         *call,
            GPtrArray          *reports,
            const char * const *skipped)
{
  rdg_cli_json_begin_object (call->doc, NULL);
  if (rdg_cli_args_get_n_words (call->args) == 1 && reports->len == 1)
    write_json_members (call->doc, g_ptr_array_index (reports, 0));
  rdg_cli_json_boolean (call->doc, "dry_run", rdg_cli_args_has (call->args, "dry-run"));
  rdg_cli_json_begin_array (call->doc, "files");
  for (guint i = 0; i < reports->len; i++)
    {
      rdg_cli_json_begin_object (call->doc, NULL);
      write_json_members (call->doc, g_ptr_array_index (reports, i));
      rdg_cli_json_end_object (call->doc);
    }
  rdg_cli_json_end_array (call->doc);
  rdg_cli_json_strings (call->doc, "skipped", skipped);
  rdg_cli_json_end_object (call->doc);
}

static void
write_text (GString               *out,
            const RdgImportReport *report,
            gboolean               dry_run)
{
  g_autofree char *file = rdg_cli_plain_text (report->file);
  g_autofree char *id = rdg_cli_cell_id (report->import_id);
  g_autofree char *already = rdg_cli_cell_id (report->already_imported);
  g_autofree char *read = rdg_cli_cell_count (report->rows_read);
  g_autofree char *taken = rdg_cli_cell_count (report->rows_taken);
  g_autofree char *duplicate = rdg_cli_cell_count (report->rows_duplicate);
  g_autofree char *rejected = rdg_cli_cell_count (report->rows_rejected);
  g_autofree char *dropped = rdg_cli_cell_count (report->cells_dropped);
  g_autofree char *cars_new = rdg_cli_cell_count (report->cars_new);
  g_autofree char *cars_touched = rdg_cli_cell_count (report->cars_touched);
  g_autofree char *from = rdg_cli_cell_time (report->from);
  g_autofree char *to = rdg_cli_cell_time (report->to);

  if (report->already_imported != 0)
    {
      g_string_append_printf (out, _("%s: was already taken in by import %s; nothing to do.\n"),
                              file, already);
      return;
    }

  if (dry_run)
    g_string_append_printf (out, _("%s: only looked at, nothing was written.\n"), file);
  else
    g_string_append_printf (out, _("%s: import %s.\n"), file, id);
  g_string_append_printf (out, _("  Rows: %s read, %s taken, %s duplicate, %s rejected.\n"),
                          read, taken, duplicate, rejected);
  if (report->cells_dropped > 0)
    g_string_append_printf (out, _("  Cells without a usable value: %s.\n"), dropped);
  g_string_append_printf (out, _("  Cars: %s new, %s in all.\n"), cars_new, cars_touched);
  if (report->from != RDG_DATETIME_NONE)
    g_string_append_printf (out, _("  From %s to %s.\n"), from, to);
  g_string_append (out, "  ");
  rdg_cli_text_outcomes (out, &report->outcomes);
  for (guint i = 0; report->warnings != NULL && report->warnings[i] != NULL; i++)
    g_string_append_printf (out, "  %s\n", report->warnings[i]);
}

/* Of more than one file. */
static void
write_summary (GString            *out,
               GPtrArray          *reports,
               const char * const *skipped)
{
  guint64 n_read = 0, n_taken = 0, n_rejected = 0;

  for (guint i = 0; skipped[i] != NULL; i++)
    {
      g_autofree char *text = rdg_cli_plain_text (skipped[i]);

      g_string_append_printf (out, "%s\n", text);
    }
  if (reports->len < 2)
    return;

  for (guint i = 0; i < reports->len; i++)
    {
      const RdgImportReport *report = g_ptr_array_index (reports, i);

      n_read += report->rows_read;
      n_taken += report->rows_taken;
      n_rejected += report->rows_rejected;
    }

  g_autofree char *files = rdg_cli_cell_count (reports->len);
  g_autofree char *read = rdg_cli_cell_count (n_read);
  g_autofree char *taken = rdg_cli_cell_count (n_taken);
  g_autofree char *rejected = rdg_cli_cell_count (n_rejected);

  g_string_append_printf (out, _("In all %s files: %s rows read, %s taken, %s rejected.\n"), files,
                          read, taken, rejected);
}

static gboolean
run (RdgCliCall  *call,
     RdgJob      *job,
     GError     **error)
{
  const char *saved_name = rdg_cli_args_get_text (call->args, "mapping");
  g_autoptr (RdgMapping) mapping = NULL;
  g_autoptr (RdgSavedMapping) saved = NULL;
  g_autoptr (RdgWorkspace) workspace = NULL;
  g_autoptr (GPtrArray) reports = NULL;
  g_auto (GStrv) files = NULL;
  g_auto (GStrv) skipped = NULL;
  RdgImportOptions options = {
    .layout = rdg_cli_args_get_text (call->args, "layout"),
    .table = rdg_cli_args_get_text (call->args, "table"),
    .dry_run = rdg_cli_args_has (call->args, "dry-run"),
    .tell_inspectors = rdg_cli_args_has (call->args, "inspectors"),
  };
  RdgLayout layout;

  if (options.layout != NULL && !rdg_layout_from_key (options.layout, &layout))
    {
      g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_UNKNOWN,
                   _("There is no layout “%s”: there are table, predict, falhas, "
                     "resultados and status."), options.layout);
      return FALSE;
    }
  if (!rdg_cli_get_dialect (call, &options.charset, &options.decimal_mark, error))
    return FALSE;
  if (saved_name != NULL && rdg_cli_args_has (call->args, "map"))
    {
      g_set_error_literal (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
                           _("Either --map or --mapping, not both."));
      return FALSE;
    }
  if (!rdg_cli_load_mapping (call, &mapping, error))
    return FALSE;

  workspace = rdg_cli_open_workspace (call, error);
  if (workspace == NULL)
    return FALSE;
  if (saved_name != NULL &&
      (saved = rdg_saved_mapping_load (workspace, saved_name, error)) == NULL)
    return FALSE;
  options.mapping = saved != NULL ? saved->mapping : mapping;

  if (!rdg_import_list_files (rdg_cli_args_get_words (call->args), &options,
                              rdg_job_get_cancellable (job), &files, &skipped, error))
    return FALSE;

  gboolean done = rdg_import_files (workspace, (const char * const *) files, &options, job,
                                    &reports, error);

  /* Files that went in before the one that failed stay, and are told. */
  if (!done && (reports == NULL || reports->len == 0))
    return FALSE;
  call->partial = !done;

  if (call->json)
    write_json (call, reports, (const char * const *) skipped);
  else
    {
      guint64 n_unscored = 0;

      for (guint i = 0; i < reports->len; i++)
        {
          const RdgImportReport *report = g_ptr_array_index (reports, i);

          write_text (call->out, report, options.dry_run);
          n_unscored += report->cars_unscored;
        }
      write_summary (call->out, reports, (const char * const *) skipped);
      rdg_cli_text_unscored (call->out, n_unscored);
    }

  return done;
}

static const RdgCliOption option_table[] = {
  { "layout", RDG_CLI_TEXT, "L", N_("Read the files as this layout: table, predict, falhas, resultados, "
                               "status") },
  RDG_CLI_TABLE_OPTION,
  RDG_CLI_DIALECT_OPTIONS,
  RDG_CLI_MAP_OPTION,
  { "mapping", RDG_CLI_TEXT, "NAME", N_("Use the columns as the mapping saved by this name says") },
  { "inspectors", RDG_CLI_FLAG, NULL, N_("Tell inspectors apart by a hash with your own key") },
  { "dry-run", RDG_CLI_FLAG, NULL, N_("Report what would be done, and write nothing") },
  { NULL }
};

const RdgCliVerb rdg_cli_verb_import = {
  .name = "import",
  .synopsis = "FILE|FOLDER…",
  .summary = N_("Take files into the database"),
  .options = option_table,
  .min_words = 1,
  .max_words = G_MAXUINT,
  .run = run,
};
