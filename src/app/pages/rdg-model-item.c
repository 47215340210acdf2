/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One model of the registry as texts. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-model-item.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "rdg-datetime.h"
#include "rdg-format.h"

struct _RdgModelItem
{
  GObject    parent_instance;
  GPtrArray *rows;
  guint      index;
};

G_DEFINE_FINAL_TYPE (RdgModelItem, rdg_model_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_MODEL_ID,
  PROP_NAME,
  PROP_SUMMARY,
  PROP_DATA,
  PROP_CAUGHT,
  PROP_CAUGHT_NOTE,
  PROP_FINDS,
  PROP_FINDS_NOTE,
  PROP_STATE_WORD,
  PROP_STATE_ICON,
  PROP_CAN_PROMOTE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* In the order of RdgMetrics: [low, high] as whole failures of those there were. */
static char *
format_caught_interval (const RdgMetrics *metrics)
{
  double positives = metrics->value[RDG_METRIC_POSITIVES];
  double low = metrics->low[RDG_METRIC_RECALL] * positives;
  double high = metrics->high[RDG_METRIC_RECALL] * positives;

  if (isnan (low) || isnan (high))
    return g_strdup (_("failures caught"));

  /* Translators: under "47 of 68": the interval that it could have come out as, by chance */
  return g_strdup_printf (_("failures caught\n(%.0f to %.0f)"), round (low), round (high));
}

static char *
format_caught (const RdgMetrics *metrics)
{
  double positives = metrics->value[RDG_METRIC_POSITIVES];

  if (isnan (positives) || positives <= 0)
    return g_strdup ("–");

  /* Translators: failures caught, of all there were: 47 of 68 */
  return g_strdup_printf (C_("failures", "%.0f of %.0f"), metrics->value[RDG_METRIC_TP], positives);
}

static char *
format_finds_interval (const RdgMetrics *metrics)
{
  g_autofree char *low = rdg_format_percent (metrics->low[RDG_METRIC_PRECISION]);
  g_autofree char *high = rdg_format_percent (metrics->high[RDG_METRIC_PRECISION]);

  if (isnan (metrics->low[RDG_METRIC_PRECISION]) || isnan (metrics->high[RDG_METRIC_PRECISION]))
    return g_strdup (_("long tests that find a failure"));

  /* Translators: under a share in percent, with its interval */
  return g_strdup_printf (_("long tests that find a failure\n(%1$s to %2$s)"), low, high);
}

static char *
format_summary (const RdgModelRow *row)
{
  g_autofree char *trained = rdg_format_moment (row->trained_at);

  if (row->note == NULL || *row->note == '\0')
    /* Translators: an algorithm, and when the model was trained */
    return g_strdup_printf (_("%1$s, trained %2$s"), rdg_algorithm_get_word (row->algorithm),
                            trained);

  /* Translators: an algorithm, when the model was trained, the note that was given */
  return g_strdup_printf (_("%1$s, trained %2$s: %3$s"), rdg_algorithm_get_word (row->algorithm),
                          trained, row->note);
}

static char *
format_data (const RdgModelRow *row)
{
  g_autofree char *period = rdg_format_period (row->data_from, row->data_to);
  g_autofree char *count = rdg_format_count (row->n_train);
  g_autofree char *cars =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s car", "%s cars", (gulong) row->n_train),
                     count);

  if (period == NULL)
    return g_steal_pointer (&cars);

  /* Translators: the days and the number of cars that a model was trained on */
  return g_strdup_printf (C_("data", "%1$s, %2$s"), period, cars);
}

static void
rdg_model_item_finalize (GObject *object)
{
  g_ptr_array_unref (RDG_MODEL_ITEM (object)->rows);

  G_OBJECT_CLASS (rdg_model_item_parent_class)->finalize (object);
}

static void
rdg_model_item_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  const RdgModelRow *row = rdg_model_item_get_row (RDG_MODEL_ITEM (object));

  switch (id)
    {
    case PROP_MODEL_ID:
      g_value_set_int64 (value, row->model_id);
      break;
    case PROP_NAME:
      g_value_take_string (value, g_strdup_printf (_("Model %" PRId64), row->model_id));
      break;
    case PROP_SUMMARY:
      g_value_take_string (value, format_summary (row));
      break;
    case PROP_DATA:
      g_value_take_string (value, format_data (row));
      break;
    case PROP_CAUGHT:
      g_value_take_string (value, format_caught (&row->holdout));
      break;
    case PROP_CAUGHT_NOTE:
      g_value_take_string (value, format_caught_interval (&row->holdout));
      break;
    case PROP_FINDS:
      g_value_take_string (value, rdg_format_percent (row->holdout.value[RDG_METRIC_PRECISION]));
      break;
    case PROP_FINDS_NOTE:
      g_value_take_string (value, format_finds_interval (&row->holdout));
      break;
    case PROP_STATE_WORD:
      g_value_set_string (value, rdg_model_state_get_word (row->state));
      break;
    case PROP_STATE_ICON:
      g_value_set_string (value, rdg_model_state_get_icon_name (row->state));
      break;
    case PROP_CAN_PROMOTE:
      g_value_set_boolean (value, row->state != RDG_MODEL_ACTIVE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_model_item_class_init (RdgModelItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = rdg_model_item_finalize;
  object_class->get_property = rdg_model_item_get_property;

  properties[PROP_MODEL_ID] =
    g_param_spec_int64 ("model-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  properties[PROP_DATA] = g_param_spec_string ("data", NULL, NULL, NULL, flags);
  properties[PROP_CAUGHT] = g_param_spec_string ("caught", NULL, NULL, NULL, flags);
  properties[PROP_CAUGHT_NOTE] = g_param_spec_string ("caught-note", NULL, NULL, NULL, flags);
  properties[PROP_FINDS] = g_param_spec_string ("finds", NULL, NULL, NULL, flags);
  properties[PROP_FINDS_NOTE] = g_param_spec_string ("finds-note", NULL, NULL, NULL, flags);
  properties[PROP_STATE_WORD] = g_param_spec_string ("state-word", NULL, NULL, NULL, flags);
  properties[PROP_STATE_ICON] = g_param_spec_string ("state-icon", NULL, NULL, NULL, flags);
  /**
   * RdgModelItem:can-promote:
   *
   * Whether it could become the active model: every one but the active itself.
   */
  properties[PROP_CAN_PROMOTE] =
    g_param_spec_boolean ("can-promote", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rdg_model_item_init (RdgModelItem *self)
{
}

/**
 * rdg_model_item_new:
 * @rows: (element-type RdgModelRow): what the registry says; shared, not changed any more
 * @index: which of them
 *
 * Returns: (transfer full): an item
 */
RdgModelItem *
rdg_model_item_new (GPtrArray *rows,
                    guint      index)
{
  RdgModelItem *self = g_object_new (RDG_TYPE_MODEL_ITEM, NULL);

  self->rows = g_ptr_array_ref (rows);
  self->index = index;

  return self;
}

/**
 * rdg_model_item_get_row:
 *
 * Returns: (transfer none): what the registry says
 */
const RdgModelRow *
rdg_model_item_get_row (RdgModelItem *self)
{
  return self->rows->pdata[self->index];
}

/**
 * rdg_model_state_get_word:
 *
 * Returns: (transfer none): the state as people say it
 */
const char *
rdg_model_state_get_word (RdgModelState state)
{
  switch (state)
    {
    case RDG_MODEL_ACTIVE:
      return C_("model state", "Active");
    case RDG_MODEL_RETIRED:
      return C_("model state", "Retired");
    case RDG_MODEL_CANDIDATE:
    default:
      return C_("model state", "Candidate");
    }
}

/**
 * rdg_model_state_get_icon_name:
 *
 * Returns: (transfer none): the state's sign beside its word
 */
const char *
rdg_model_state_get_icon_name (RdgModelState state)
{
  switch (state)
    {
    case RDG_MODEL_ACTIVE:
      return "object-select-symbolic";
    case RDG_MODEL_RETIRED:
      return "document-open-recent-symbolic";
    case RDG_MODEL_CANDIDATE:
    default:
      return "dialog-question-symbolic";
    }
}

/**
 * rdg_algorithm_get_word:
 *
 * Returns: (transfer none): the algorithm as people say it
 */
const char *
rdg_algorithm_get_word (RdgAlgorithm algorithm)
{
  switch (algorithm)
    {
    case RDG_ALGORITHM_SVM:
      return C_("algorithm", "Support vectors");
    case RDG_ALGORITHM_BOOSTED:
      return C_("algorithm", "Boosted trees");
    case RDG_ALGORITHM_FOREST:
    case RDG_N_ALGORITHMS:
    default:
      return C_("algorithm", "Forest");
    }
}
