/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranked list, from what was scored and what is known of the outcomes now. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-prediction-service.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rdg-car-outcomes.h"
#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-model-table.h"
#include "rdg-prediction-table.h"
#include "rdg-reason.h"

G_STATIC_ASSERT ((int) RDG_CAR_UNLABELLED == (int) RDG_LABEL_NONE);
G_STATIC_ASSERT ((int) RDG_CAR_PASSED == (int) RDG_LABEL_PASSED);
G_STATIC_ASSERT ((int) RDG_CAR_FAILED == (int) RDG_LABEL_FAILED);

typedef struct
{
  RdgRiskList      list;
  gatomicrefcount  ref_count;
  RdgCarRoll      *cars;      /* owns codes and variants */
  GStringChunk    *reasons;
} OwnedList;

/* One car while the list is made. */
typedef struct
{
  gsize       car;
  RdgRisk     risk;
  const char *code;
  const char *main_reason;
  guint8      recommendation;
  guint8      past;
  gsize       zones;          /* where its zones begin, as they were collected */
} Entry;

typedef struct
{
  OwnedList *owned;
  GPtrArray *features;        /* RdgStoredFeature */
  GArray    *entries;
  GArray    *zones;           /* RdgRisk */
  gsize      next_car;
  gboolean   all;
  gint64     since;
} Collector;

static const char *
make_reason (Collector           *self,
             const RdgPrediction *prediction)
{
  const RdgStoredFeature *stored;
  RdgReasonFeature feature;
  g_autofree char *text = NULL;

  if (prediction->reason_feature < 0 || (guint) prediction->reason_feature >= self->features->len)
    return "";

  stored = g_ptr_array_index (self->features, prediction->reason_feature);
  feature = (RdgReasonFeature) { stored->name, stored->unit, stored->usual_low, stored->usual_high };
  text = _rdg_reason_make_text (&feature, prediction->reason_value, prediction->reason_level);

  return g_string_chunk_insert_const (self->owned->reasons, text);
}

static void
count_waiting (RdgRiskList         *list,
               const RdgPrediction *prediction)
{
  list->n_waiting++;
  list->expected_failures += prediction->risk;
  if (prediction->recommendation == RDG_RECOMMENDATION_LONG)
    list->expected_caught += prediction->risk;
}

/* A file may say anything, and an older one nothing. */
static void
collect_zones (Collector           *self,
               const RdgPrediction *prediction)
{
  for (guint z = 0; z < self->owned->list.n_zones; z++)
    {
      RdgRisk risk = { NAN, NAN, NAN };

      if (z < prediction->n_zones && prediction->zones[z].risk >= 0.0f &&
          prediction->zones[z].risk <= 1.0f)
        risk = (RdgRisk){ (double) prediction->zones[z].risk, (double) prediction->zones[z].low,
                          (double) prediction->zones[z].high };
      g_array_append_val (self->zones, risk);
    }
}

static void
collect_cb (const RdgPrediction *prediction,
            gpointer             user_data)
{
  Collector *self = user_data;
  const RdgCarRoll *cars = self->owned->cars;
  gboolean waits;
  gsize car = self->next_car;
  Entry entry;

  /* Both go up by id. */
  while (car < cars->n_cars && cars->id[car] < prediction->car_id)
    car++;
  self->next_car = car;
  if (car == cars->n_cars || cars->id[car] != prediction->car_id)
    return;

  waits = cars->label[car] == RDG_LABEL_NONE && !cars->tested[car];
  self->owned->list.n_scored++;
  if (waits)
    count_waiting (&self->owned->list, prediction);
  if (!waits && !self->all)
    return;
  if (self->since != RDG_DATETIME_NONE &&
      (cars->time[car] == RDG_DATETIME_NONE || cars->time[car] < self->since))
    return;

  entry = (Entry) {
    .car = car,
    .risk = { prediction->risk, prediction->low, prediction->high },
    .code = cars->code[car],
    .main_reason = make_reason (self, prediction),
    .recommendation = prediction->recommendation,
    .past = prediction->past,
    .zones = self->zones->len,
  };
  collect_zones (self, prediction);
  g_array_append_val (self->entries, entry);
}

static int
compare_entries (const void *a,
                 const void *b)
{
  const Entry *one = a, *other = b;

  if (one->risk.risk != other->risk.risk)
    return one->risk.risk > other->risk.risk ? -1 : 1;

  return strcmp (one->code, other->code);
}

static void
fill (OwnedList   *owned,
      const Entry *entries,
      gsize        n,
      const GArray *zones)
{
  RdgRiskList *list = &owned->list;
  const RdgCarRoll *cars = owned->cars;
  gsize allocated = MAX (n, 1);

  list->n_cars = n;
  list->car_id = g_new (gint64, allocated);
  list->code = g_new (const char *, allocated);
  list->variant = g_new (const char *, allocated);
  list->since = g_new (gint64, allocated);
  list->risk = g_new (RdgRisk, allocated);
  list->recommendation = g_new (guint8, allocated);
  list->outcome = g_new (guint8, allocated);
  list->past = g_new (guint8, allocated);
  list->main_reason = g_new (const char *, allocated);
  list->zone_risk = g_new (RdgRisk, MAX (n * list->n_zones, 1));

  for (gsize i = 0; i < n; i++)
    {
      gsize car = entries[i].car;

      list->car_id[i] = cars->id[car];
      list->code[i] = cars->code[car];
      list->variant[i] = cars->variant[car];
      list->since[i] = cars->time[car];
      list->risk[i] = entries[i].risk;
      list->recommendation[i] = entries[i].recommendation;
      list->outcome[i] = cars->label[car];
      list->past[i] = entries[i].past;
      list->main_reason[i] = entries[i].main_reason;
      for (guint z = 0; z < list->n_zones; z++)
        list->zone_risk[i * list->n_zones + z] = g_array_index (zones, RdgRisk, entries[i].zones + z);
    }
}

static gboolean
find_model (RdgStore     *store,
            gint64        model_id,
            RdgRiskList  *list,
            GError      **error)
{
  g_autoptr (RdgStoredModel) model = NULL;

  if (model_id == 0 && !rdg_model_table_find_active (store, &model_id, error))
    return FALSE;
  if (model_id == 0)
    {
      g_set_error_literal (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NONE_ACTIVE,
                           _("No model is active: train one and promote it."));
      return FALSE;
    }

  model = rdg_model_table_get (store, model_id, error);
  if (model == NULL)
    return FALSE;

  list->model_id = model_id;
  list->threshold = model->threshold;
  return TRUE;
}

static gboolean
load_zones (RdgStore     *store,
            RdgRiskList  *list,
            GError      **error)
{
  g_autoptr (GPtrArray) zones = rdg_model_table_get_zones (store, list->model_id, error);

  if (zones == NULL)
    return FALSE;

  list->n_zones = zones->len;
  list->zone = g_new (const char *, MAX (zones->len, 1));
  list->zone_usual = g_new (double, MAX (zones->len, 1));
  for (guint z = 0; z < zones->len; z++)
    {
      const RdgStoredZone *zone = g_ptr_array_index (zones, z);

      list->zone[z] = g_intern_string (zone->name);
      list->zone_usual[z] = zone->usual;
    }

  return TRUE;
}

/**
 * rdg_prediction_list:
 * @model_id: a model's number, or 0: the active one
 * @all: all cars with a score, not only those that wait
 * @since: only cars seen since then, or %RDG_DATETIME_NONE
 *
 * Does not decode the model. Empty where rdg_prediction_score() has not run.
 *
 * Returns: (transfer full) (nullable): the list, or %NULL with @error set
 */
RdgRiskList *
rdg_prediction_list (RdgWorkspace  *workspace,
                     gint64         model_id,
                     gboolean       all,
                     gint64         since,
                     RdgJob        *job,
                     GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_READ, error);
  OwnedList *owned = g_new0 (OwnedList, 1);
  g_autoptr (RdgRiskList) list = &owned->list;
  g_autoptr (GPtrArray) features = NULL;
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GArray) zones = g_array_new (FALSE, FALSE, sizeof (RdgRisk));
  Collector collector = {
    .owned = owned, .entries = entries, .zones = zones, .all = all, .since = since
  };

  g_atomic_ref_count_init (&owned->ref_count);
  owned->reasons = g_string_chunk_new (4096);
  list->waiting_only = !all;

  if (store == NULL)
    return NULL;
  rdg_store_set_cancellable (store, rdg_job_get_cancellable (job));
  if (!find_model (store, model_id, list, error) || !load_zones (store, list, error))
    return NULL;

  features = rdg_model_table_get_features (store, list->model_id, error);
  owned->cars = features != NULL ? _rdg_car_outcomes_read (store, NULL, error) : NULL;
  if (owned->cars == NULL)
    return NULL;

  collector.features = features;
  if (!rdg_prediction_table_each (store, list->model_id, collect_cb, &collector, error))
    return NULL;

  g_array_sort (entries, compare_entries);
  fill (owned, (const Entry *) (gpointer) entries->data, entries->len, zones);

  return g_steal_pointer (&list);
}

RdgRiskList *
rdg_risk_list_ref (RdgRiskList *self)
{
  g_atomic_ref_count_inc (&((OwnedList *) self)->ref_count);

  return self;
}

void
rdg_risk_list_unref (RdgRiskList *self)
{
  OwnedList *owned = (OwnedList *) self;

  if (self == NULL || !g_atomic_ref_count_dec (&owned->ref_count))
    return;

  g_free (self->car_id);
  g_free (self->code);
  g_free (self->variant);
  g_free (self->since);
  g_free (self->risk);
  g_free (self->recommendation);
  g_free (self->outcome);
  g_free (self->past);
  g_free (self->main_reason);
  g_free (self->zone);
  g_free (self->zone_usual);
  g_free (self->zone_risk);
  g_clear_pointer (&owned->cars, rdg_car_roll_free);
  g_string_chunk_free (owned->reasons);
  g_free (owned);
}
