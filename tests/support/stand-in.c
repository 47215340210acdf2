/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line that is not there: the services' functions that the window calls, on
 * made-up cars in memory. RODAGEM_STAND_IN_CARS says how many.
 */
#include "rdg-import-service.h"
#include "rdg-model-registry.h"
#include "rdg-prediction-service.h"
#include "rdg-training-service.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "stand-in.h"
#include <math.h>

struct _RdgWorkspace { GObject parent_instance; char *path; RdgJobQueue *queue; GHashTable *outcomes; GMutex mutex; };
G_DEFINE_FINAL_TYPE (RdgWorkspace, rdg_workspace, G_TYPE_OBJECT)
static guint changed_signal;
static void rdg_workspace_class_init (RdgWorkspaceClass *k)
{ changed_signal = g_signal_new ("changed", RDG_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT); }
static void rdg_workspace_init (RdgWorkspace *s) { s->queue = rdg_job_queue_new (); s->outcomes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL); g_mutex_init (&s->mutex); }
RdgWorkspace *rdg_workspace_open (const char *path, GError **error)
{
  if (strstr (path, "locked")) { g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_BUSY, "Another program writes to “%s”. Close it there, or try again in a moment.", path); return NULL; }
  RdgWorkspace *s = g_object_new (RDG_TYPE_WORKSPACE, NULL); s->path = g_strdup (path); return s; }
char *rdg_workspace_default_path (void) { return g_strdup ("/tmp/stand-in.rodagem"); }
const char *rdg_workspace_get_path (RdgWorkspace *s) { return s->path; }
gboolean rdg_workspace_is_read_only (RdgWorkspace *s) { return strstr (s->path, "read") != NULL; }
RdgJobQueue *rdg_workspace_get_queue (RdgWorkspace *s) { return s->queue; }
static gboolean emit_cb (gpointer d) { gpointer *a = d; g_signal_emit (a[0], changed_signal, 0, GPOINTER_TO_UINT (a[1])); g_object_unref (a[0]); g_free (a); return FALSE; }
void rdg_workspace_changed (RdgWorkspace *s, RdgChange w) { gpointer *a = g_new (gpointer, 2); a[0] = g_object_ref (s); a[1] = GUINT_TO_POINTER (w); g_idle_add (emit_cb, a); }
struct _RdgModel { int n; };
static struct _RdgModel the_model;
RdgModel *rdg_model_ref (RdgModel *m) { return m; }
void rdg_model_unref (RdgModel *m) { }
double rdg_model_get_threshold_for (const RdgModel *m, const RdgOperatingPoint *p)
{ if (p->kind == RDG_OPERATING_POINT_COSTS) return p->cost_test / p->cost_escape;
  return pow (1 - p->capacity / MAX (p->cars_per_shift, p->capacity), 6); }
static gsize n_cars (void) { const char *e = g_getenv ("RODAGEM_STAND_IN_CARS"); return e ? g_ascii_strtoull (e, NULL, 10) : 35000; }
RdgModel *rdg_model_registry_load (RdgWorkspace *w, gint64 id, RdgModelRow **row, GError **error)
{ if (g_getenv ("RODAGEM_STAND_IN_NO_MODEL")) { g_set_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NONE_ACTIVE, "No model is active."); return NULL; }
  if (row) { *row = stand_in_model_row (id ? (int) id : 2); }
  return &the_model; }
void rdg_model_row_free (RdgModelRow *r) { g_free (r->note); g_free (r); }
typedef struct { RdgRiskList list; gatomicrefcount ref; GStringChunk *chunk; } L;
RdgRiskList *rdg_prediction_list (RdgWorkspace *w, gint64 id, gboolean all, gint64 since, RdgJob *job, GError **error)
{
  gsize n = n_cars ();
  static const char *variants[] = { "1.4 High", "1.0 TPlus", "1.0 Comfortline", "1.0 Sense" };
  static const char *reasons[] = { "torque of operation 3108, screw 2: 52.1 Nm; usual 57.4 to 60.9", "twice through CAB", "3 failures at ZP5A", "" };
  if (g_getenv ("RODAGEM_STAND_IN_NO_MODEL")) { g_set_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NONE_ACTIVE, "No model is active."); return NULL; }
  L *x = g_new0 (L, 1); RdgRiskList *l = &x->list; g_atomic_ref_count_init (&x->ref); x->chunk = g_string_chunk_new (65536);
  l->car_id = g_new (gint64, n); l->code = g_new (const char *, n); l->variant = g_new (const char *, n); l->since = g_new (gint64, n); l->risk = g_new (RdgRisk, n);
  l->recommendation = g_new (guint8, n); l->outcome = g_new0 (guint8, n); l->past = g_new0 (guint8, n); l->main_reason = g_new (const char *, n);
  l->threshold = 0.18; l->model_id = 7; l->n_scored = n + n / 2; l->n_waiting = g_getenv ("RODAGEM_STAND_IN_NONE_WAITS") ? 0 : n; l->waiting_only = !all;
  gint64 now = rdg_datetime_now (); gsize k = 0;
  for (gsize i = 0; i < n; i++)
    { char b[32]; double r = pow (1 - (i + 0.5) / n, 6); g_snprintf (b, sizeof b, "2024-%07u", (guint) ((i * 7919u) % 10000000u));
      g_mutex_lock (&w->mutex); int o = GPOINTER_TO_INT (g_hash_table_lookup (w->outcomes, b)); g_mutex_unlock (&w->mutex);
      if (o && !all) continue;
      l->car_id[k] = i + 1; l->code[k] = g_string_chunk_insert (x->chunk, b); l->variant[k] = variants[i * 31 % 4]; l->since[k] = now - (gint64) (i * 7919 % 3000) * 60000;
      l->risk[k] = (RdgRisk) { r, r * 0.8, r * 1.2 > 1 ? 1 : r * 1.2 }; l->recommendation[k] = r >= 0.18; l->outcome[k] = o; l->past[k] = all && i % 3 == 0; l->main_reason[k] = reasons[i % 4];
      l->expected_failures += r; if (r >= 0.18) l->expected_caught += r; k++; }
  l->n_cars = g_getenv ("RODAGEM_STAND_IN_NONE_WAITS") && !all ? 0 : k;
  return l;
}
RdgRiskList *rdg_risk_list_ref (RdgRiskList *l) { g_atomic_ref_count_inc (&((L *) l)->ref); return l; }
void rdg_risk_list_unref (RdgRiskList *l)
{ L *x = (L *) l; if (!g_atomic_ref_count_dec (&x->ref)) return; g_string_chunk_free (x->chunk); g_free (l->car_id); g_free (l->code); g_free (l->variant); g_free (l->since); g_free (l->risk); g_free (l->recommendation); g_free (l->outcome); g_free (l->past); g_free (l->main_reason); g_free (x); }
void rdg_reason_free (RdgReason *r) { g_free (r->feature); g_free (r->value); g_free (r->text); g_free (r); }
void rdg_explanation_free (RdgExplanation *e) { g_free (e->code); g_free (e->variant); g_ptr_array_unref (e->reasons); g_free (e); }
RdgExplanation *rdg_prediction_explain (RdgWorkspace *w, gint64 id, const char *code, RdgJob *job, GError **error)
{ RdgExplanation *e = g_new0 (RdgExplanation, 1); g_usleep (30000); e->code = g_strdup (code); e->variant = g_strdup (""); e->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_reason_free);
  static const char *t[] = { "torque of operation 3108, screw 2: 52.1 Nm; usual 57.4 to 60.9", "twice through CAB", "no failure at ZP5A", "minutes from ZP5 to ZP5A: 412; usual 60 to 190" }; static const double c[] = { .12, .07, -.03, .02 };
  for (int i = 0; i < 4; i++) { RdgReason *r = g_new0 (RdgReason, 1); r->feature = g_strdup ("f"); r->value = g_strdup ("1"); r->contribution = c[i]; r->text = g_strdup (t[i]); g_ptr_array_add (e->reasons, r); }
  return e; }
gboolean rdg_outcome_record (RdgWorkspace *w, const char *code, RdgCarOutcome o, const char *z, const char *n, GError **e)
{ g_mutex_lock (&w->mutex); g_hash_table_insert (w->outcomes, g_strdup (code), GINT_TO_POINTER (o)); g_mutex_unlock (&w->mutex); rdg_workspace_changed (w, RDG_CHANGE_OUTCOMES); return TRUE; }
gboolean rdg_outcome_take_back (RdgWorkspace *w, const char *code, GError **e)
{ g_mutex_lock (&w->mutex); g_hash_table_remove (w->outcomes, code); g_mutex_unlock (&w->mutex); rdg_workspace_changed (w, RDG_CHANGE_OUTCOMES); return TRUE; }
gboolean rdg_prediction_score (RdgWorkspace *w, gint64 id, guint64 *c, double *s, RdgJob *j, GError **e) { rdg_workspace_changed (w, RDG_CHANGE_PREDICTIONS); return TRUE; }
gboolean rdg_training_outlook (RdgWorkspace *w, RdgTrainingOutlook *o, GError **e)
{ *o = (RdgTrainingOutlook) { 0 }; if (!g_getenv ("RODAGEM_STAND_IN_EMPTY")) *o = (RdgTrainingOutlook) { 23412, 1882, 18000, 3530, 20, 81 }; return TRUE; }
