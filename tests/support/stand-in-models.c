/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line that is not there, second half: imports, models and trainings in memory. */
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-import-service.h"
#include "rdg-model-registry.h"
#include "rdg-training-service.h"
#include "stand-in.h"
#include <math.h>
#include <string.h>

static GMutex mutex;
static int n_models = -1, active, previous, n_promotions, n_imports = -1, undone;
static void set_up (void)
{ if (n_models < 0) { const char *e = g_getenv ("RODAGEM_STAND_IN_MODELS"); n_models = e ? atoi (e) : 3; active = n_models > 1 ? n_models - 1 : 0; n_promotions = active ? 2 : 0; previous = active > 1 ? active - 1 : 0; }
  if (n_imports < 0) n_imports = g_getenv ("RODAGEM_STAND_IN_EMPTY") ? 0 : 3; }
static RdgMetrics make_metrics (int id)
{ RdgMetrics m; for (int i = 0; i < RDG_N_METRICS; i++) m.value[i] = m.low[i] = m.high[i] = NAN;
  double tp = 35 + 2 * id, p = 68, n = 4201, fp = 620 - 5 * id;
  m.value[RDG_METRIC_N] = n; m.value[RDG_METRIC_POSITIVES] = p; m.value[RDG_METRIC_THRESHOLD] = .183; m.value[RDG_METRIC_TP] = tp; m.value[RDG_METRIC_FP] = fp; m.value[RDG_METRIC_TN] = n - p - fp; m.value[RDG_METRIC_FN] = p - tp;
  m.value[RDG_METRIC_RECALL] = tp / p; m.low[RDG_METRIC_RECALL] = tp / p - .12; m.high[RDG_METRIC_RECALL] = tp / p + .11;
  m.value[RDG_METRIC_PRECISION] = tp / (tp + fp); m.low[RDG_METRIC_PRECISION] = .05; m.high[RDG_METRIC_PRECISION] = .085;
  m.value[RDG_METRIC_F1] = .13; m.low[RDG_METRIC_F1] = .1; m.high[RDG_METRIC_F1] = .15; m.value[RDG_METRIC_ROC_AUC] = .81; m.low[RDG_METRIC_ROC_AUC] = .77; m.high[RDG_METRIC_ROC_AUC] = .85;
  m.value[RDG_METRIC_ECE] = .012; m.low[RDG_METRIC_ECE] = .008; m.high[RDG_METRIC_ECE] = .02; m.value[RDG_METRIC_SENT_SHARE] = (tp + fp) / n; m.value[RDG_METRIC_LIFT] = 4.2; m.low[RDG_METRIC_LIFT] = 3.1; m.high[RDG_METRIC_LIFT] = 5.2;
  return m; }
const char *rdg_metric_get_key (RdgMetric m) { return "metric"; }
gboolean rdg_metric_is_count (RdgMetric m) { return m == RDG_METRIC_N || m == RDG_METRIC_POSITIVES || (m >= RDG_METRIC_TP && m <= RDG_METRIC_FN); }
RdgModelRow *stand_in_model_row (int id)
{ RdgModelRow *r = g_new0 (RdgModelRow, 1); r->model_id = id; r->state = id == active ? RDG_MODEL_ACTIVE : id < active ? RDG_MODEL_RETIRED : RDG_MODEL_CANDIDATE; r->trained_at = rdg_datetime_now () - (n_models - id) * 9 * RDG_DATETIME_DAY_MS;
  r->note = g_strdup (id == 2 ? "After the new torque wrench at ZP6 & the cleaned screw data" : ""); r->n_train = 17880; r->n_holdout = 4201; r->n_features = 64; r->data_from = rdg_datetime_make (2026, 1, 5, 0); r->data_to = rdg_datetime_make (2026, 4, 30, 0); if (id == 1) r->data_from = r->data_to = RDG_DATETIME_NONE;
  r->holdout = make_metrics (id); return r; }
GPtrArray *rdg_model_registry_list (RdgWorkspace *w, GError **e)
{ g_mutex_lock (&mutex); set_up (); GPtrArray *a = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_model_row_free); for (int i = n_models; i > 0; i--) g_ptr_array_add (a, stand_in_model_row (i)); g_mutex_unlock (&mutex);
  if (strstr (rdg_workspace_get_path (w), "broken")) { g_ptr_array_unref (a); g_set_error (e, RDG_STORE_ERROR, RDG_STORE_ERROR_DAMAGED, "The database “broken.rodagem” is damaged. Restore it from a copy."); return NULL; }
  return a; }
gboolean rdg_model_registry_promote (RdgWorkspace *w, gint64 id, const char *note, gint64 *prev, GError **e)
{ g_mutex_lock (&mutex); previous = active; active = id; n_promotions++; *prev = previous; g_mutex_unlock (&mutex); rdg_workspace_changed (w, RDG_CHANGE_MODELS); return TRUE; }
gboolean rdg_model_registry_rollback (RdgWorkspace *w, const char *note, gint64 *a, gint64 *p, GError **e)
{ g_mutex_lock (&mutex); int x = active; active = previous; previous = 0; *a = active; *p = x; g_mutex_unlock (&mutex); rdg_workspace_changed (w, RDG_CHANGE_MODELS); return TRUE; }
void rdg_promotion_row_free (RdgPromotionRow *r) { g_free (r->note); g_free (r); }
GPtrArray *rdg_model_registry_history (RdgWorkspace *w, GError **e)
{ GPtrArray *a = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_promotion_row_free);
  for (int i = n_promotions; i > 0; i--) { RdgPromotionRow *r = g_new0 (RdgPromotionRow, 1); r->at = rdg_datetime_now () - (n_promotions - i) * 20 * RDG_DATETIME_DAY_MS; r->active = i; r->previous = i - 1; r->note = g_strdup ("Catches more with the same tests"); g_ptr_array_add (a, r); }
  return a; }
static RdgMetrics the_metrics;
static const RdgOperatingPoint the_point = { .kind = RDG_OPERATING_POINT_CAPACITY, .capacity = 60, .cars_per_shift = 267 };
static const RdgFeature features[] = { { "MEAN_TORQUE_3108", "Nm" }, { "N_NOK_ZP6", "" }, { "TEMPO_ZP5", "min" }, { "MOD", "" }, { "MAX_ANGLE_1202", "Grad" } };
static const RdgBlockedFeature blocked[] = { { "FALHAS_ROD", "It is the answer itself." }, { "TOTAL_FALHAS", "It counts what was found at and after the road test." } };
const RdgMetrics *rdg_model_get_holdout (const RdgModel *m) { the_metrics = make_metrics (3); return &the_metrics; }
const RdgOperatingPoint *rdg_model_get_operating_point (const RdgModel *m) { return &the_point; }
RdgSplitKind rdg_model_get_split (const RdgModel *m) { return RDG_SPLIT_TIME; }
guint rdg_model_get_n_features (const RdgModel *m) { return 35; }
const RdgFeature *rdg_model_get_feature (const RdgModel *m, guint i) { return &features[i % 5]; }
double rdg_model_get_importance (const RdgModel *m, guint i) { return pow (.8, i); }
gboolean rdg_model_get_usual (const RdgModel *m, guint i, double *l, double *k, double *h) { *l = 57.4; *k = 59.1; *h = 60.9; return i != 3; }
guint rdg_model_get_n_blocked (const RdgModel *m) { return 2; }
const RdgBlockedFeature *rdg_model_get_blocked (const RdgModel *m, guint i) { return &blocked[i]; }
guint64 rdg_model_get_seed (const RdgModel *m) { return 1; }
guint rdg_model_get_n_trees (const RdgModel *m) { return 500; }
gsize rdg_model_get_n_train (const RdgModel *m) { return 17880; }
gsize rdg_model_get_n_train_failed (const RdgModel *m) { return 1048; }
gsize rdg_model_get_n_holdout (const RdgModel *m) { return 4201; }
RdgAlgorithm rdg_model_get_algorithm (const RdgModel *m) { return RDG_ALGORITHM_FOREST; }
void rdg_training_options_init (RdgTrainingOptions *o) { *o = (RdgTrainingOptions) { .n_trees = 500, .seed = 1, .holdout = .2 }; }
void rdg_training_service_add_stages (RdgJob *j)
{ rdg_job_add_stage (j, "Load", 1); rdg_job_add_stage (j, "Build features", 1); rdg_job_add_stage (j, "Check for leaks", .5); rdg_job_add_stage (j, "Train", 6); rdg_job_add_stage (j, "Calibrate", .5); rdg_job_add_stage (j, "Judge", 1); }
void rdg_training_report_free (RdgTrainingReport *r) { g_strfreev (r->warnings); g_free (r); }
RdgTrainingReport *rdg_training_service_run (RdgWorkspace *w, const RdgTrainingOptions *o, const char *note, RdgJob *job, GError **e)
{ const char *d = g_getenv ("RODAGEM_STAND_IN_DELAY"); gulong us = d ? (gulong) atol (d) : 5000;
  for (guint s = 0; s < 6; s++) { rdg_job_enter_stage (job, s); RdgProgress p = rdg_job_get_progress (job);
    for (int i = 0; i < 20; i++) { if (s == 3) { g_autofree char *t = g_strdup_printf ("tree %d of 500", i * 25); rdg_job_set_detail (job, t); }
      if (g_cancellable_set_error_if_cancelled (rdg_job_get_cancellable (job), e)) return NULL; g_usleep (us); rdg_progress_report (&p, i / 20.); } }
  if (o->seed == 666) { g_set_error_literal (e, RDG_LEARN_ERROR, RDG_LEARN_ERROR_TOO_FEW, "Only 12 of 300 cars failed, and a model needs at least 20. Import more cars that failed."); return NULL; }
  g_mutex_lock (&mutex); set_up (); n_models++; RdgTrainingReport *r = g_new0 (RdgTrainingReport, 1); r->model_id = n_models; g_mutex_unlock (&mutex);
  r->warnings = g_new0 (char *, 2); if (o->seed == 2) r->warnings[0] = g_strdup ("Only 31 failures are among the cars kept aside: the numbers are rough."); rdg_workspace_changed (w, RDG_CHANGE_MODELS); return r; }

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
RdgMapping *rdg_mapping_copy (const RdgMapping *m) { return NULL; }
void rdg_mapping_free (RdgMapping *m) { }
void rdg_mapping_set_role (RdgMapping *m, const char *c, RdgRole r) { }
static void column_free (gpointer p) { RdgColumn *c = p; g_strfreev (c->examples); g_free (c->name); g_free (c->unit); g_free (c->reason); g_free (c); }
static void add (RdgInspection *s, const char *n, const char *u, RdgRole r, const char *why, const char *ex)
{ RdgColumn *c = g_new0 (RdgColumn, 1); c->name = g_strdup (n); c->unit = g_strdup (u); c->role = r; c->reason = g_strdup (why); c->examples = g_strsplit (ex, ",", -1); g_ptr_array_add (s->columns, c); }
RdgInspection *rdg_inspection_new (const char *path, const RdgMapping *m, GCancellable *c, GError **e)
{ g_autofree char *text = NULL; gsize n = 0; g_autofree char *b = g_path_get_basename (path);
  if (!g_file_get_contents (path, &text, &n, NULL)) { g_set_error (e, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE, "“%s” is not there. Choose a file that is.", b); return NULL; }
  if (n == 0) { g_set_error (e, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NO_DATA, "“%s” is empty. Export it again, with its rows.", b); return NULL; }
  if (memchr (text, 0, n)) { g_set_error (e, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NOT_TEXT, "“%s” is not a table but binary data. Export it as CSV.", b); return NULL; }
  RdgInspection *s = g_new0 (RdgInspection, 1); s->path = g_strdup (path); s->dialect = (RdgDialect) { "UTF-8", TRUE, FALSE, ',', '.', 1 }; s->columns = g_ptr_array_new_with_free_func (column_free); s->first_rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev); s->rows_seen = 10000; s->whole_file = TRUE;
  add (s, "UDI", "", RDG_ROLE_IGNORE, "It only counts the rows.", "1,2,3"); add (s, "Product ID", "", RDG_ROLE_CAR, "Every row has another value, and the name says so.", "M14860,L47181"); add (s, "Type", "", RDG_ROLE_CATEGORY, "Three different texts.", "M,L,H"); add (s, "Air temperature", "K", RDG_ROLE_NUMERIC, "All values are numbers.", "298.1,298.2"); add (s, "Machine failure", "", RDG_ROLE_LABEL, "Only 0 and 1, and the name says so.", "0,1"); add (s, "TWF", "", RDG_ROLE_IGNORE, "It looks like part of the answer: nonzero almost only where “Machine failure” is 1.", "0,1");
  for (int i = 0; i < 50; i++) { g_autofree char *l = g_strdup_printf ("%d,M%d,M,%.1f,0,0", i + 1, 14860 + i, 298 + i * .1); g_ptr_array_add (s->first_rows, g_strsplit (l, ",", -1)); }
  static const char *notes[] = { "Six columns look like parts of the answer and are left out.", NULL }; s->notes = g_strdupv ((char **) notes); return s; }
void rdg_inspection_free (RdgInspection *s) { g_free (s->path); g_ptr_array_unref (s->columns); g_ptr_array_unref (s->first_rows); g_strfreev (s->notes); g_free (s); }
