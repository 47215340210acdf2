/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One car of the list. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-car-row.h"

#include "rdg-zone-risk.h"

/**
 * RdgCarRow:
 *
 * All but its mark (which test, and whether the line between long and short
 * runs below it) is constant: a car that changes gets another row.
 */
struct _RdgCarRow
{
  GObject            parent_instance;

  gint64             car_id;
  char              *code;
  char              *variant;
  char              *main_reason;
  gint64             since;
  RdgRisk            risk;
  GArray            *zones;     /* those worth naming */
  double             share;
  RdgCarOutcome      outcome;
  RdgRecommendation  recommendation;
  gboolean           past;
  gboolean           divider;
};

G_DEFINE_FINAL_TYPE (RdgCarRow, rdg_car_row, G_TYPE_OBJECT)

enum
{
  MARK_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
rdg_car_row_finalize (GObject *object)
{
  RdgCarRow *self = RDG_CAR_ROW (object);

  g_free (self->code);
  g_free (self->variant);
  g_free (self->main_reason);
  g_clear_pointer (&self->zones, g_array_unref);

  G_OBJECT_CLASS (rdg_car_row_parent_class)->finalize (object);
}

static void
rdg_car_row_class_init (RdgCarRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rdg_car_row_finalize;

  /**
   * RdgCarRow::mark-changed:
   *
   * The recommendation has changed, or the dividing line has moved to or from here.
   */
  signals[MARK_CHANGED] = g_signal_new ("mark-changed", RDG_TYPE_CAR_ROW, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rdg_car_row_init (RdgCarRow *self)
{
}

/**
 * rdg_car_row_new:
 * @index: which car of @cars
 *
 * Returns: (transfer full): a row with a copy of the car's values
 */
RdgCarRow *
rdg_car_row_new (const RdgRiskList *cars,
                 gsize              index)
{
  RdgCarRow *self = g_object_new (RDG_TYPE_CAR_ROW, NULL);
  g_autoptr (GArray) zones = rdg_risk_list_get_zones (cars, index);

  self->car_id = cars->car_id[index];
  self->code = g_strdup (cars->code[index]);
  self->variant = g_strdup (cars->variant[index]);
  self->main_reason = g_strdup (cars->main_reason[index]);
  self->since = cars->since[index];
  self->risk = cars->risk[index];
  self->outcome = cars->outcome[index];
  self->past = cars->past[index];
  self->zones = rdg_zone_risks_get_told (zones);

  return self;
}

/**
 * rdg_car_row_get_car_id:
 *
 * Returns: the car's id in the database
 */
gint64
rdg_car_row_get_car_id (RdgCarRow *self)
{
  return self->car_id;
}

/**
 * rdg_car_row_get_code:
 *
 * Returns: (transfer none): the car's code
 */
const char *
rdg_car_row_get_code (RdgCarRow *self)
{
  return self->code;
}

/**
 * rdg_car_row_get_variant:
 *
 * Returns: (transfer none): the variant, "" where unknown
 */
const char *
rdg_car_row_get_variant (RdgCarRow *self)
{
  return self->variant;
}

/**
 * rdg_car_row_get_since:
 *
 * Returns: when it was last seen, or %RDG_DATETIME_NONE
 */
gint64
rdg_car_row_get_since (RdgCarRow *self)
{
  return self->since;
}

/**
 * rdg_car_row_get_risk:
 *
 * Returns: (transfer none): the risk with its interval
 */
const RdgRisk *
rdg_car_row_get_risk (RdgCarRow *self)
{
  return &self->risk;
}

/**
 * rdg_car_row_get_zones:
 *
 * Returns: (transfer none) (element-type RdgZoneRisk): where to look, empty where nothing stands out
 */
const GArray *
rdg_car_row_get_zones (RdgCarRow *self)
{
  return self->zones;
}

/**
 * rdg_car_row_get_main_reason:
 *
 * Returns: (transfer none): a translated sentence, "" where there is none
 */
const char *
rdg_car_row_get_main_reason (RdgCarRow *self)
{
  return self->main_reason;
}

/**
 * rdg_car_row_get_outcome:
 *
 * Returns: how the road test ended
 */
RdgCarOutcome
rdg_car_row_get_outcome (RdgCarRow *self)
{
  return self->outcome;
}

/**
 * rdg_car_row_is_past:
 *
 * Returns: whether the model was trained on this car
 */
gboolean
rdg_car_row_is_past (RdgCarRow *self)
{
  return self->past;
}

/**
 * rdg_car_row_get_recommendation:
 *
 * Returns: which test, at the operating point as it is now
 */
RdgRecommendation
rdg_car_row_get_recommendation (RdgCarRow *self)
{
  return self->recommendation;
}

/**
 * rdg_car_row_is_divider:
 *
 * Returns: whether the line between long and short tests runs below this row
 */
gboolean
rdg_car_row_is_divider (RdgCarRow *self)
{
  return self->divider;
}

/**
 * rdg_car_row_get_share:
 *
 * Returns: the risk as a share of the highest in the list, for the bar
 */
double
rdg_car_row_get_share (RdgCarRow *self)
{
  return self->share;
}

/**
 * rdg_car_row_set_share:
 *
 * Before the row is shown.
 */
void
rdg_car_row_set_share (RdgCarRow *self,
                       double     share)
{
  self->share = share;
}

/**
 * rdg_car_row_set_mark:
 * @recommendation: which test
 * @divider: whether the line runs below this row
 */
void
rdg_car_row_set_mark (RdgCarRow         *self,
                      RdgRecommendation  recommendation,
                      gboolean           divider)
{
  if (self->recommendation == recommendation && self->divider == divider)
    return;

  self->recommendation = recommendation;
  self->divider = divider;
  g_signal_emit (self, signals[MARK_CHANGED], 0);
}
