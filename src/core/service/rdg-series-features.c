/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machines say beyond the last values: see rdg-series-features.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-series-features.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rdg-characteristic-table.h"
#include "rdg-operation-table.h"

#define STATUS_OUT_OF_LIMITS 13
/* What is measured again on hardly any car gets no columns of its own. */
#define REPEATED_CARS 20
#define REPEATED_SHARE 0.02

/* One car's readings of one characteristic. */
typedef struct
{
  guint32 n;
  double  sum, least, most;
} Tally;

typedef struct
{
  guint32 characteristic;
  guint32 row;
  float   mean, least, most;
} Repeat;

/* A group of results, or an operation: how many of its readings were out of limits. */
typedef struct
{
  char  *name;
  float *bad;     /* by car; NULL: never measured */
} Family;

struct _RdgSeriesFeatures
{
  const guint8 *inputs;
  guint32       n_inputs;
  gsize         n_cars;
  Tally        *tallies;      /* by characteristic */
  GArray       *touched;      /* guint32: those of the car */
  GArray       *repeats;      /* Repeat */
  GArray       *families;     /* Family */
  guint        *operation_of; /* by characteristic: its families, or G_MAXUINT */
  guint        *group_of;
};

static void
clear_family (gpointer data)
{
  Family *family = data;

  g_free (family->name);
  g_free (family->bad);
}

static guint
ensure_family (RdgSeriesFeatures *self,
               GHashTable        *known,
               char              *name)
{
  gpointer found;
  Family family = { name, NULL };

  if (g_hash_table_lookup_extended (known, name, NULL, &found))
    {
      g_free (name);
      return GPOINTER_TO_UINT (found);
    }

  g_hash_table_insert (known, name, GUINT_TO_POINTER (self->families->len));
  g_array_append_val (self->families, family);
  return self->families->len - 1;
}

/**
 * _rdg_series_features_new:
 * @inputs: (array length=n_inputs): by characteristic, whether it may be an input; lives as long
 *
 * Returns: (transfer full) (nullable): the features, or %NULL with @error set
 */
RdgSeriesFeatures *
_rdg_series_features_new (RdgStore      *store,
                          const guint8  *inputs,
                          guint32        n_inputs,
                          gsize          n_cars,
                          GError       **error)
{
  g_autoptr (GPtrArray) operations = rdg_operation_table_list (store, error);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  if (operations == NULL)
    return NULL;

  RdgSeriesFeatures *self = g_new0 (RdgSeriesFeatures, 1);

  self->inputs = inputs;
  self->n_inputs = n_inputs;
  self->n_cars = n_cars;
  self->tallies = g_new0 (Tally, n_inputs);
  self->touched = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->repeats = g_array_new (FALSE, FALSE, sizeof (Repeat));
  self->families = g_array_new (FALSE, FALSE, sizeof (Family));
  g_array_set_clear_func (self->families, clear_family);
  self->operation_of = g_new (guint, n_inputs);
  self->group_of = g_new (guint, n_inputs);
  for (guint32 c = 0; c < n_inputs; c++)
    self->operation_of[c] = self->group_of[c] = G_MAXUINT;

  for (guint i = 0; i < operations->len; i++)
    {
      const RdgOperation *operation = g_ptr_array_index (operations, i);

      if (operation->characteristic >= n_inputs || !inputs[operation->characteristic])
        continue;
      self->operation_of[operation->characteristic] = ensure_family (
        self, known, g_strdup_printf ("out of limits in operation %s", operation->operation));
      self->group_of[operation->characteristic] = ensure_family (
        self, known, g_strdup_printf ("out of limits in group %" PRId64, operation->group));
    }

  return self;
}

void
_rdg_series_features_free (RdgSeriesFeatures *self)
{
  if (self == NULL)
    return;

  g_free (self->tallies);
  g_array_unref (self->touched);
  g_array_unref (self->repeats);
  g_array_unref (self->families);
  g_free (self->operation_of);
  g_free (self->group_of);
  g_free (self);
}

static void
count (RdgSeriesFeatures *self,
       guint              f,
       gsize              row,
       gboolean           bad)
{
  Family *family;

  if (f == G_MAXUINT)
    return;

  family = &g_array_index (self->families, Family, f);
  if (family->bad == NULL)
    {
      family->bad = g_new (float, self->n_cars);
      for (gsize i = 0; i < self->n_cars; i++)
        family->bad[i] = NAN;
    }
  if (isnan (family->bad[row]))
    family->bad[row] = 0;
  family->bad[row] += bad ? 1 : 0;
}

void
_rdg_series_features_take (RdgSeriesFeatures *self,
                           gsize              row,
                           const RdgReading  *reading)
{
  guint32 c = reading->characteristic;
  gboolean bad = reading->status == STATUS_OUT_OF_LIMITS;
  Tally *tally;

  if (c >= self->n_inputs || !self->inputs[c])
    return;

  count (self, self->operation_of[c], row, bad);
  count (self, self->group_of[c], row, bad);
  if (isnan (reading->value))
    return;

  tally = &self->tallies[c];
  if (tally->n++ == 0)
    {
      g_array_append_val (self->touched, c);
      tally->sum = tally->least = tally->most = reading->value;
      return;
    }
  tally->sum += reading->value;
  tally->least = MIN (tally->least, reading->value);
  tally->most = MAX (tally->most, reading->value);
}

void
_rdg_series_features_end_car (RdgSeriesFeatures *self,
                              gsize              row)
{
  for (guint i = 0; i < self->touched->len; i++)
    {
      guint32 c = g_array_index (self->touched, guint32, i);
      Tally *tally = &self->tallies[c];

      if (tally->n > 1)
        {
          Repeat repeat = { c, (guint32) row, (float) (tally->sum / tally->n),
                            (float) tally->least, (float) tally->most };

          g_array_append_val (self->repeats, repeat);
        }
      tally->n = 0;
    }

  g_array_set_size (self->touched, 0);
}

static int
compare_repeats (gconstpointer a,
                 gconstpointer b)
{
  const Repeat *one = a, *other = b;

  if (one->characteristic != other->characteristic)
    return one->characteristic < other->characteristic ? -1 : 1;

  return (one->row > other->row) - (one->row < other->row);
}

/* Of a car where it was measured once, that value is mean, least and most. */
static void
add_summary (RdgSeriesFeatures       *self,
             RdgFeatureBuilder       *builder,
             const RdgCharacteristic *characteristic,
             guint                    last_column,
             const Repeat            *repeats,
             guint                    n_repeats,
             guint8                  *seen)
{
  static const char * const suffixes[] = { "mean", "min", "max" };
  g_autofree float *values = g_new (float, MAX (self->n_cars, 1));

  for (guint s = 0; s < G_N_ELEMENTS (suffixes); s++)
    {
      g_autofree char *name = g_strdup_printf ("%s %s", characteristic->name, suffixes[s]);

      for (gsize i = 0; i < self->n_cars; i++)
        values[i] = (float) _rdg_feature_builder_get (builder, last_column, i);
      for (guint i = 0; i < n_repeats; i++)
        values[repeats[i].row] = s == 0 ? repeats[i].mean
                                 : s == 1 ? repeats[i].least : repeats[i].most;
      _rdg_feature_builder_add_numbers (builder, name, characteristic->unit, values, self->n_cars,
                                        seen);
    }
}

static void
add_summaries (RdgSeriesFeatures  *self,
               RdgFeatureBuilder  *builder,
               gboolean            training,
               GPtrArray          *characteristics,
               const guint        *column_of,
               guint8             *seen)
{
  guint least = MAX (REPEATED_CARS, (guint) (REPEATED_SHARE * (double) self->n_cars));
  guint at = 0;

  g_array_sort (self->repeats, compare_repeats);
  for (guint i = 0; i < characteristics->len; i++)
    {
      const RdgCharacteristic *characteristic = g_ptr_array_index (characteristics, i);
      const Repeat *repeats;
      guint n = 0;

      if (self->operation_of[characteristic->id] == G_MAXUINT ||
          column_of[characteristic->id] == RDG_FEATURE_BUILDER_NO_COLUMN)
        continue;
      while (at < self->repeats->len &&
             g_array_index (self->repeats, Repeat, at).characteristic < characteristic->id)
        at++;
      repeats = (const Repeat *) (gpointer) self->repeats->data + at;
      while (at + n < self->repeats->len && repeats[n].characteristic == characteristic->id)
        n++;
      if (!training || n >= least)
        add_summary (self, builder, characteristic, column_of[characteristic->id], repeats, n, seen);
      at += n;
    }
}

/**
 * _rdg_series_features_finish:
 * @characteristics: (element-type RdgCharacteristic): ascending by id
 * @column_of: by characteristic, the column of its last value
 * @seen: where a car has one of these features that the builder wants, it is set
 */
void
_rdg_series_features_finish (RdgSeriesFeatures  *self,
                             RdgFeatureBuilder  *builder,
                             gboolean            training,
                             GPtrArray          *characteristics,
                             const guint        *column_of,
                             guint8             *seen)
{
  add_summaries (self, builder, training, characteristics, column_of, seen);
  for (guint f = 0; f < self->families->len; f++)
    {
      Family *family = &g_array_index (self->families, Family, f);

      if (family->bad != NULL)
        _rdg_feature_builder_add_numbers (builder, family->name, "", family->bad, self->n_cars,
                                          seen);
      g_clear_pointer (&family->bad, g_free);
    }
}
