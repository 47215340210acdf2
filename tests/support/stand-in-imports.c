/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Imports that are not there, until the import service is. */
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-import-service.h"
#include <string.h>

static GMutex mutex;
static int n_imports = -1, undone;
static void set_up (void)
{ if (n_imports < 0) n_imports = g_getenv ("RODAGEM_STAND_IN_EMPTY") ? 0 : 3; }
GPtrArray *rdg_import_list (RdgWorkspace *w, gint64 id, GError **e)
{ g_mutex_lock (&mutex); set_up (); GPtrArray *a = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_import_row_free);
  for (int i = n_imports; i > 0; i--) { RdgImportRow *r = g_new0 (RdgImportRow, 1); r->import_id = i; r->file = g_strdup (i == 1 ? "PREDICT_2026_Q1.csv.gz" : i == 2 ? "a very long file name that somebody at the plant gave to an export of the second week of April 2026, corrected.csv" : "ai4i2020.csv"); r->layout = i == 1 ? RDG_LAYOUT_PREDICT : RDG_LAYOUT_TABLE; r->state = i == undone ? RDG_IMPORT_UNDONE : RDG_IMPORT_DONE;
    r->imported_at = rdg_datetime_now () - (n_imports - i) * RDG_DATETIME_DAY_MS; r->rows_taken = 35395; r->rows_read = 36000; r->rows_duplicate = i == 2 ? 603 : 0; r->rows_rejected = i == 1 ? 2 : 0; r->cells_dropped = i == 1 ? 14 : 0; r->cars_new = 35000; r->cars_touched = i == 2 ? 36200 : 35000; r->from = i == 1 ? rdg_datetime_make (2026, 1, 5, 0) : RDG_DATETIME_NONE; r->to = rdg_datetime_make (2026, 3, 31, 0); g_ptr_array_add (a, r); }
  g_mutex_unlock (&mutex); return a; }
gboolean rdg_import_undo (RdgWorkspace *w, gint64 id, RdgJob *j, GError **e) { undone = id; rdg_workspace_changed (w, RDG_CHANGE_IMPORTS); return TRUE; }
void rdg_reject_row_free (RdgRejectRow *r) { g_free (r->column); g_free (r->reason); g_free (r->text); g_free (r); }
GPtrArray *rdg_import_rejects (RdgWorkspace *w, gint64 id, guint64 o, guint64 l, GError **e)
{ GPtrArray *a = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_reject_row_free);
  for (guint64 i = o; i < 1234 && i < o + l; i++) { RdgRejectRow *r = g_new0 (RdgRejectRow, 1); r->line = i * 7 + 12; r->column = g_strdup (i % 3 ? "TEMPO_ZP5" : ""); r->reason = g_strdup (i % 3 ? "“n/a” is no number." : "The row has 37 cells, the header has 80."); r->text = g_strdup (i % 3 ? "n/a" : "2026-1234567;\"Painel\";..."); g_ptr_array_add (a, r); }
  return a; }
gboolean rdg_outcome_count (RdgWorkspace *w, RdgOutcomeCounts *c, GError **e)
{ memset (c, 0, sizeof *c); c->failed = 1882; c->passed = 21665; c->unlabelled = 3904; static const char *why[] = { "not yet tested", "outside the failure file's period", NULL }; c->why = g_strdupv ((char **) why); c->why_count[0] = 2910; c->why_count[1] = 994; return TRUE; }
void rdg_outcome_counts_clear (RdgOutcomeCounts *c) { g_clear_pointer (&c->why, g_strfreev); }
void rdg_import_row_free (RdgImportRow *r) { g_free (r->file); g_free (r); }
void rdg_import_report_free (RdgImportReport *r) { g_free (r->path); g_free (r->file); g_strfreev (r->warnings); g_free (r); }
gboolean rdg_import_files (RdgWorkspace *w, const char * const *p, const RdgImportOptions *o, RdgJob *job, GPtrArray **r, GError **e)
{ const char *d = g_getenv ("RODAGEM_STAND_IN_DELAY"); gulong us = d ? (gulong) atol (d) : 5000; RdgProgress g = rdg_job_get_progress (job);
  for (int i = 0; i < 60; i++) { if (g_cancellable_set_error_if_cancelled (rdg_job_get_cancellable (job), e)) return FALSE; rdg_progress_report (&g, i / 60.); g_usleep (us); }
  *r = g_ptr_array_new (); RdgImportReport *x = g_new0 (RdgImportReport, 1); x->path = g_strdup (p[0]); x->file = g_path_get_basename (p[0]); x->import_id = ++n_imports; x->rows_read = 10000; x->rows_taken = 9998; x->rows_rejected = 2; x->cells_dropped = 3; x->cars_new = 9998; x->from = x->to = RDG_DATETIME_NONE;
  static const char *warnings[] = { "11 cars are without outcome.", NULL }; x->warnings = g_strdupv ((char **) warnings); if (strstr (p[0], "again")) { x->already_imported = 1; } g_ptr_array_add (*r, x); rdg_workspace_changed (w, RDG_CHANGE_IMPORTS); return TRUE; }
