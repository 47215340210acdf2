/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing the report of an import. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-report-file.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <json-glib/json-glib.h>

#include "rdg-csv-cell.h"
#include "rdg-datetime.h"
#include "rdg-format.h"
#include "rdg-import-item.h"

static const char * const endings[] = {
  [RDG_REPORT_TEXT] = "txt",
  [RDG_REPORT_CSV] = "csv",
  [RDG_REPORT_JSON] = "json",
};

typedef struct
{
  const char *key;
  gsize       offset;
} Count;

#define COUNT(field) { #field, G_STRUCT_OFFSET (RdgImportReport, field) }

/* As the command line calls them. */
static const Count counts[] = {
  COUNT (rows_read),
  COUNT (rows_taken),
  COUNT (rows_duplicate),
  COUNT (rows_rejected),
  COUNT (cells_dropped),
  COUNT (cars_new),
  COUNT (cars_touched),
};

static guint64
get_count (const RdgImportReport *report,
           const Count           *count)
{
  return G_STRUCT_MEMBER (guint64, report, count->offset);
}

const char *
rdg_report_format_get_ending (RdgReportFormat format)
{
  return endings[format];
}

gboolean
rdg_report_format_from_ending (const char      *ending,
                               RdgReportFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      if (g_str_equal (endings[i], ending))
        {
          *format = (RdgReportFormat) i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * rdg_outcome_counts_describe:
 *
 * Returns: (transfer full) (nullable): "12 failed · 140 passed · 3 without outcome: 3 not yet tested"
 */
char *
rdg_outcome_counts_describe (const RdgOutcomeCounts *outcomes)
{
  g_autofree char *failed = rdg_format_count (outcomes->failed);
  g_autofree char *passed = rdg_format_count (outcomes->passed);
  g_autofree char *unlabelled = rdg_format_count (outcomes->unlabelled);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *before = ": ";

  if (outcomes->failed == 0 && outcomes->passed == 0 && outcomes->unlabelled == 0)
    return NULL;

  /* Translators: numbers of cars that failed the road test, that passed it, that did neither */
  g_string_append_printf (text, _("%1$s failed · %2$s passed · %3$s without outcome"), failed, passed,
                          unlabelled);
  for (guint i = 0; outcomes->why != NULL && outcomes->why[i] != NULL
                    && i < G_N_ELEMENTS (outcomes->why_count); i++)
    {
      g_autofree char *count = rdg_format_count (outcomes->why_count[i]);

      if (outcomes->why_count[i] == 0)
        continue;
      g_string_append (text, before);
      /* Translators: how many cars, and why they have no outcome */
      g_string_append_printf (text, C_("why", "%1$s %2$s"), count, outcomes->why[i]);
      before = C_("list", ", ");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_line (GString    *text,
             const char *title,
             guint64     count)
{
  g_autofree char *formatted = rdg_format_count (count);

  g_string_append_printf (text, "  %s: %s\n", title, formatted);
}

static void
append_text (GString               *text,
             const RdgImportReport *report)
{
  g_autofree char *period = rdg_format_period (report->from, report->to);
  g_autofree char *outcomes = rdg_outcome_counts_describe (&report->outcomes);

  g_string_append_printf (text, "%s (%s)\n", report->file, rdg_layout_get_word (report->layout));
  if (report->already_imported != 0)
    {
      g_string_append_printf (text, "  ");
      g_string_append_printf (text, _("This file is already in: it came with import %" PRId64
                                      ". Nothing was taken a second time."),
                              report->already_imported);
      g_string_append_c (text, '\n');
      return;
    }

  append_line (text, _("Rows read"), report->rows_read);
  append_line (text, _("Rows taken"), report->rows_taken);
  append_line (text, _("Duplicate rows, left out"), report->rows_duplicate);
  append_line (text, _("Rejected rows, left out"), report->rows_rejected);
  append_line (text, _("Cells that could not be read, left out"), report->cells_dropped);
  append_line (text, _("New cars"), report->cars_new);
  append_line (text, _("Cars in the file"), report->cars_touched);
  if (period != NULL)
    g_string_append_printf (text, "  %s: %s\n", _("Period"), period);
  if (outcomes != NULL)
    g_string_append_printf (text, "  %s: %s\n", _("Outcomes"), outcomes);
  for (char **warning = report->warnings; warning != NULL && *warning != NULL; warning++)
    g_string_append_printf (text, "  %s\n", *warning);
}

static char *
write_text (GPtrArray    *reports,
            const GError *error)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < reports->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      append_text (text, reports->pdata[i]);
    }
  if (error != NULL)
    g_string_append_printf (text, "\n%s\n", error->message);

  return g_string_free (text, FALSE);
}

static const char *
format_time (gint64 time,
             char   buffer[RDG_DATETIME_BUFFER_SIZE])
{
  return time != RDG_DATETIME_NONE ? rdg_datetime_format (time, buffer) : "";
}

/* The header is the same in every language, as a file for other programs is. */
static char *
write_csv (GPtrArray *reports)
{
  GString *text = g_string_new ("file,layout,import_id,already_imported");

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_string_append_printf (text, ",%s", counts[i].key);
  g_string_append (text, ",from,to,failed,passed,unlabelled,seconds,warnings\n");

  for (guint i = 0; i < reports->len; i++)
    {
      const RdgImportReport *report = reports->pdata[i];
      char from[RDG_DATETIME_BUFFER_SIZE], to[RDG_DATETIME_BUFFER_SIZE];
      char seconds[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *warnings = report->warnings != NULL ? g_strjoinv (" ", report->warnings)
                                                           : g_strdup ("");

      rdg_csv_cell_append (text, report->file);
      g_string_append_printf (text, ",%s,%" PRId64 ",%" PRId64, rdg_layout_get_key (report->layout),
                              report->import_id, report->already_imported);
      for (guint j = 0; j < G_N_ELEMENTS (counts); j++)
        g_string_append_printf (text, ",%" PRIu64, get_count (report, &counts[j]));
      g_string_append_printf (text, ",%s,%s,%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%s,",
                              format_time (report->from, from), format_time (report->to, to),
                              report->outcomes.failed, report->outcomes.passed,
                              report->outcomes.unlabelled,
                              g_ascii_formatd (seconds, sizeof seconds, "%.3f", report->seconds));
      rdg_csv_cell_append (text, warnings);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static void
add_int (JsonBuilder *builder,
         const char  *key,
         guint64      value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, (gint64) value);
}

static void
add_time (JsonBuilder *builder,
          const char  *key,
          gint64       time)
{
  char buffer[RDG_DATETIME_BUFFER_SIZE];

  json_builder_set_member_name (builder, key);
  if (time == RDG_DATETIME_NONE)
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, rdg_datetime_format (time, buffer));
}

static void
add_id (JsonBuilder *builder,
        const char  *key,
        gint64       id)
{
  json_builder_set_member_name (builder, key);
  if (id == 0)
    json_builder_add_null_value (builder);
  else
    json_builder_add_int_value (builder, id);
}

static void
add_outcomes (JsonBuilder            *builder,
              const RdgOutcomeCounts *outcomes)
{
  json_builder_set_member_name (builder, "outcomes");
  json_builder_begin_object (builder);
  add_int (builder, "failed", outcomes->failed);
  add_int (builder, "passed", outcomes->passed);
  add_int (builder, "unlabelled", outcomes->unlabelled);
  json_builder_set_member_name (builder, "why");
  json_builder_begin_object (builder);
  for (guint i = 0; outcomes->why != NULL && outcomes->why[i] != NULL
                    && i < G_N_ELEMENTS (outcomes->why_count); i++)
    add_int (builder, outcomes->why[i], outcomes->why_count[i]);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_report (JsonBuilder           *builder,
            const RdgImportReport *report)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "file");
  json_builder_add_string_value (builder, report->file);
  add_id (builder, "import_id", report->import_id);
  add_id (builder, "already_imported", report->already_imported);
  json_builder_set_member_name (builder, "layout");
  json_builder_add_string_value (builder, rdg_layout_get_key (report->layout));
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    add_int (builder, counts[i].key, get_count (report, &counts[i]));
  add_time (builder, "from", report->from);
  add_time (builder, "to", report->to);
  json_builder_set_member_name (builder, "warnings");
  json_builder_begin_array (builder);
  for (char **warning = report->warnings; warning != NULL && *warning != NULL; warning++)
    json_builder_add_string_value (builder, *warning);
  json_builder_end_array (builder);
  add_outcomes (builder, &report->outcomes);
  json_builder_set_member_name (builder, "seconds");
  json_builder_add_double_value (builder, report->seconds);
  json_builder_end_object (builder);
}

static char *
write_json (GPtrArray    *reports,
            const GError *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < reports->len; i++)
    add_report (builder, reports->pdata[i]);
  json_builder_end_array (builder);
  if (error != NULL)
    {
      json_builder_set_member_name (builder, "error");
      json_builder_add_string_value (builder, error->message);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, TRUE);
}

/**
 * rdg_import_report_write:
 * @reports: (element-type RdgImportReport): what was done
 * @error: (nullable): why a further file did not come in
 *
 * Returns: (transfer full): the whole file, UTF-8
 */
char *
rdg_import_report_write (GPtrArray       *reports,
                         const GError    *error,
                         RdgReportFormat  format)
{
  switch (format)
    {
    case RDG_REPORT_CSV:
      return write_csv (reports);
    case RDG_REPORT_JSON:
      return write_json (reports, error);
    case RDG_REPORT_TEXT:
    default:
      return write_text (reports, error);
    }
}
