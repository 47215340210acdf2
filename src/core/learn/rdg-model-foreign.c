/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model says of itself that was not trained here: see rdg-model-foreign.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-foreign.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-formula-bind.h"
#include "rdg-formula-private.h"

/* Kernels that explaining support vectors may take, about a second's worth. */
#define MOST_WORK 20000000
#define LEAST_VECTORS 10

/**
 * _rdg_model_foreign_name_features:
 * @inputs: (nullable): what the inputs stand for
 * @n_inputs: how many there are where nothing tells
 */
void
_rdg_model_foreign_name_features (RdgModel           *model,
                                  const RdgSvmInputs *inputs,
                                  guint               n_inputs)
{
  RdgSvm *svm = model->svm;

  model->n_features = svm->n_features = inputs != NULL ? inputs->n_features : n_inputs;
  model->features = g_new0 (RdgModelFeature, model->n_features);
  svm->features = g_new0 (RdgSvmFeature, model->n_features);
  for (guint f = 0; f < model->n_features; f++)
    {
      RdgModelFeature *feature = &model->features[f];

      feature->usual_low = feature->usual_middle = feature->usual_high = NAN;
      feature->reach = feature->direction = NAN;
      if (inputs == NULL)
        {
          feature->feature.name = g_strdup_printf ("%u", f + 1);
          feature->feature.unit = g_strdup ("");
          svm->features[f] = (RdgSvmFeature){ .factor = 1.0, .as_is = TRUE };
          continue;
        }

      const RdgSvmInput *input = &inputs->features[f];

      feature->feature.name = g_strdup (input->name);
      feature->feature.unit = g_strdup (input->unit);
      feature->feature.levels = g_strdupv (input->levels);
      feature->feature.n_levels = input->levels != NULL ? g_strv_length (input->levels) : 0;
      feature->feature.kind = input->levels != NULL ? RDG_FEATURE_CATEGORY : RDG_FEATURE_NUMERIC;
      svm->features[f] = (RdgSvmFeature){
        .kind = feature->feature.kind,
        .n_levels = feature->feature.n_levels,
        .usual = input->usual,
        .has_gaps = input->gaps,
        .as_is = input->as_is,
        .mean = input->mean,
        .factor = input->factor,
      };
    }
  rdg_svm_place (svm);
}

/* What a formula may be made of: no formula sees another one. */
static RdgMatrix *
get_measured (const RdgSvmInputs *inputs)
{
  RdgMatrix *matrix = rdg_matrix_new (0);

  for (guint f = 0; f < inputs->n_features; f++)
    {
      const RdgSvmInput *input = &inputs->features[f];

      if (input->levels != NULL)
        rdg_matrix_add_category (matrix, input->name, (const char * const *) input->levels);
      else if (input->expression == NULL)
        rdg_matrix_add_numeric (matrix, input->name, input->unit);
    }

  return matrix;
}

/* Formulas are found by name: it has to be theirs alone. */
static gboolean
is_alone (const RdgSvmInputs *inputs,
          guint               feature)
{
  for (guint f = 0; f < inputs->n_features; f++)
    {
      if (f != feature && g_str_equal (inputs->features[f].name, inputs->features[feature].name))
        return FALSE;
    }

  return TRUE;
}

static RdgFormula *
bind_formula (const RdgModel     *model,
              const RdgSvmInputs *inputs,
              const RdgMatrix    *measured,
              guint               feature,
              GError            **error)
{
  const RdgSvmInput *input = &inputs->features[feature];
  g_autoptr (RdgFormula) written = NULL;

  if (model->n_formulas == RDG_FORMULA_MOST)
    {
      g_autofree char *fault = g_strdup_printf (_("a model has at most %d formulas."),
                                                RDG_FORMULA_MOST);

      _rdg_formula_set_error (input->name, 0, fault, error);
      return NULL;
    }
  if (!is_alone (inputs, feature))
    {
      _rdg_formula_set_error (input->name, 0, _("another feature has the same name."), error);
      return NULL;
    }

  written = rdg_formula_new (input->name, input->unit, input->expression, NULL, error);

  return written != NULL ? rdg_formula_bind (written, measured, NULL, 0, NULL, error) : NULL;
}

static int
compare_formulas (const void *a,
                  const void *b)
{
  return strcmp (rdg_formula_get_name (*(RdgFormula * const *) a),
                 rdg_formula_get_name (*(RdgFormula * const *) b));
}

/**
 * _rdg_model_foreign_bind_formulas:
 * @model: with the features that @inputs tells of
 * @inputs: what the inputs stand for
 *
 * Where @model is to compute features as the one did that was exported; without, no table would have
 * them.
 *
 * Returns: %FALSE with %RDG_MODEL_ERROR_DAMAGED, naming the feature
 */
gboolean
_rdg_model_foreign_bind_formulas (RdgModel            *model,
                                  const RdgSvmInputs  *inputs,
                                  GError             **error)
{
  g_autoptr (RdgMatrix) measured = get_measured (inputs);

  model->formulas = g_new0 (RdgFormula *, RDG_FORMULA_MOST);
  for (guint f = 0; f < inputs->n_features; f++)
    {
      g_autoptr (GError) fault = NULL;
      RdgFormula *formula;

      if (inputs->features[f].expression == NULL)
        continue;
      formula = bind_formula (model, inputs, measured, f, &fault);
      if (formula == NULL)
        {
          g_set_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_DAMAGED,
                       _("what the file beside it says of feature %u cannot be right. %s"), f + 1,
                       fault->message);
          return FALSE;
        }
      model->formulas[model->n_formulas++] = formula;
    }
  /* The codec has them so. */
  qsort (model->formulas, model->n_formulas, sizeof *model->formulas, compare_formulas);

  return TRUE;
}

/* The machine's own answer is the line: whom it calls failed goes to the long test. What it
 * was not told it does not claim: any risk is possible. */
static void
set_risk (RdgModel *model)
{
  RdgCalibration *calibration = &model->calibration;
  static const double ends[] = { 0.0, 1.0 };

  calibration->kind = RDG_CALIBRATION_ISOTONIC;
  calibration->slope = 1.0;
  calibration->n_knots = calibration->n_bands = 2;
  calibration->knot_score = g_memdup2 (ends, sizeof ends);
  calibration->knot_risk = g_memdup2 (ends, sizeof ends);
  calibration->band_score = g_memdup2 (ends, sizeof ends);
  calibration->band_low = g_new0 (double, 2);
  calibration->band_high = g_new (double, 2);
  calibration->band_high[0] = calibration->band_high[1] = 1.0;

  model->threshold = CLAMP (rdg_svm_score (model->svm, 0.0), 1e-9, 1.0);
  model->point = (RdgOperatingPoint){ .kind = RDG_OPERATING_POINT_COSTS, .cost_test = model->threshold,
                                      .cost_escape = 1.0, .cars_per_shift = 1.0 };
  for (guint m = 0; m < RDG_N_METRICS; m++)
    model->holdout.value[m] = model->holdout.low[m] = model->holdout.high[m] = NAN;
  model->oob = model->holdout;
}

/* The car that a support vector was. */
static float
get_value (const RdgSvmFeature *feature,
           const double        *inputs)
{
  const double *own = inputs + feature->first;
  double value = own[0];

  if (feature->kind == RDG_FEATURE_CATEGORY)
    {
      for (guint l = 0; l < feature->n_levels; l++)
        if (own[l] > 0.5)
          return (float) l;
      return NAN;
    }
  if (feature->has_gaps && own[1] > 0.5)
    return NAN;

  value = feature->factor > 0.0 ? value / feature->factor + feature->mean : feature->mean;

  return (float) CLAMP (value, -G_MAXFLOAT, G_MAXFLOAT);
}

static RdgMatrix *
get_cars (const RdgModel *model,
          guint           n)
{
  const RdgSvm *svm = model->svm;
  RdgMatrix *matrix = rdg_matrix_new (n);

  for (guint f = 0; f < svm->n_features; f++)
    {
      const RdgFeature *feature = &model->features[f].feature;
      float *column = feature->kind == RDG_FEATURE_CATEGORY
                        ? rdg_matrix_add_category (matrix, feature->name,
                                                   (const char * const *) feature->levels)
                        : rdg_matrix_add_numeric (matrix, feature->name, feature->unit);

      for (guint i = 0; i < n; i++)
        {
          gsize vector = (gsize) i * svm->n_vectors / n;

          column[i] = get_value (&svm->features[f], svm->vectors + vector * svm->n_inputs);
        }
    }

  return matrix;
}

/* Its training cars are not known but for those that became its vectors: by how much features move the
 * score of them is their importance. Too many to explain, and it stays unknown. */
static void
weigh_features (RdgModel *model)
{
  const RdgSvm *svm = model->svm;
  guint64 work = (guint64) svm->n_features * svm->n_vectors;
  guint n = (guint) MIN (svm->n_vectors, MOST_WORK / MAX (work, 1));
  g_autofree guint32 *rows = g_new (guint32, MAX (n, 1));
  double total = 0.0;

  if (n < MIN (LEAST_VECTORS, svm->n_vectors))
    return;

  g_autoptr (RdgMatrix) matrix = get_cars (model, n);

  for (guint i = 0; i < n; i++)
    rows[i] = i;
  if (!_rdg_model_summarise_reasons (model, matrix, rows, n, 1, NULL, NULL))
    return;

  for (guint f = 0; f < model->n_features; f++)
    total += model->features[f].reach;
  for (guint f = 0; f < model->n_features; f++)
    model->features[f].importance = total > 0.0 ? model->features[f].reach / total : 0.0;
}

/**
 * _rdg_model_foreign_finish:
 * @model: with a machine, and features
 */
void
_rdg_model_foreign_finish (RdgModel *model)
{
  model->algorithm = RDG_ALGORITHM_SVM;
  model->split = RDG_SPLIT_HASH;
  model->trained = g_new0 (RdgTrainedCar, 1);
  set_risk (model);
  _rdg_model_derive (model);
  weigh_features (model);
}
