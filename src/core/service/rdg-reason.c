/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons as sentences: see rdg-reason.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-reason.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rdg-feature-name.h"

/* Sensors give no more; what a float adds is noise. */
#define VALUE_DIGITS 6
#define USUAL_DIGITS 4

/* The shortest text that is the float again, of so many digits at most. */
static char *
format_number (double value,
               int    digits)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (fabs (value) >= pow (10, digits) && fabs (value) < 1e15)
    return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.0f", value));

  for (int d = 1; d <= digits; d++)
    {
      char format[] = "%.0g";

      format[2] = (char) ('0' + d);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if ((float) g_ascii_strtod (buffer, NULL) == (float) value)
        break;
    }

  /* %g goes to powers of ten too early for a reader: 1e+03 is 1000. */
  if (fabs (value) >= 1 && strchr (buffer, 'e') != NULL)
    g_ascii_formatd (buffer, sizeof buffer, "%.0f", value);

  return g_strdup (buffer);
}

static char *
localise (char *number)
{
  g_autoptr (GString) text = g_string_new (number);

  g_string_replace (text, ".", nl_langinfo (RADIXCHAR), 1);
  g_free (number);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
add_unit (char       *number,
          const char *unit)
{
  char *text;

  if (*unit == '\0')
    return number;

  text = g_strdup_printf ("%s %s", number, unit);
  g_free (number);
  return text;
}

/**
 * _rdg_reason_make_text:
 *
 * Returns: (transfer full): a sentence, translated, with numbers as the user writes them
 */
char *
_rdg_reason_make_text (const RdgReasonFeature *feature,
                       double                  value,
                       const char             *level)
{
  g_autofree char *name = rdg_feature_name_for_people (feature->name, feature->unit);

  if (level != NULL)
    /* Translators: a feature and the category that a car has of it, as in "Type: L" */
    return g_strdup_printf (_("%s: %s"), name, _rdg_feature_level_for_people (feature->name, level));
  if (isnan (value))
    /* Translators: a feature that was not measured on a car */
    return g_strdup_printf (_("%s: not measured"), name);

  g_autofree char *number = add_unit (localise (format_number (value, VALUE_DIGITS)), feature->unit);

  if (isnan (feature->usual_low) || isnan (feature->usual_high))
    return g_strdup_printf (_("%s: %s"), name, number);

  g_autofree char *low = localise (format_number (feature->usual_low, USUAL_DIGITS));
  g_autofree char *high = localise (format_number (feature->usual_high, USUAL_DIGITS));

  /* Translators: a feature, the car's value, and what is usual, as in
   * "Torque: 61.3 Nm; usual 32.1 to 47" */
  return g_strdup_printf (_("%s: %s; usual %s to %s"), name, number, low, high);
}

RdgReason *
_rdg_reason_new (const RdgReasonFeature *feature,
                 double                  value,
                 const char             *level,
                 double                  contribution)
{
  RdgReason *self = g_new0 (RdgReason, 1);

  self->feature = g_strdup (feature->name);
  if (level != NULL)
    self->value = g_strdup (level);
  else if (isnan (value))
    self->value = g_strdup ("");
  else
    self->value = add_unit (format_number (value, VALUE_DIGITS), feature->unit);
  self->contribution = contribution;
  self->text = _rdg_reason_make_text (feature, value, level);

  return self;
}

void
rdg_reason_free (RdgReason *self)
{
  if (self == NULL)
    return;

  g_free (self->feature);
  g_free (self->value);
  g_free (self->text);
  g_free (self);
}

void
_rdg_reason_describe (const RdgModel   *model,
                      guint             f,
                      RdgReasonFeature *feature)
{
  const RdgFeature *described = rdg_model_get_feature (model, f);
  double middle;

  feature->name = described->name;
  feature->unit = described->unit;
  if (!rdg_model_get_usual (model, f, &feature->usual_low, &middle, &feature->usual_high))
    feature->usual_low = feature->usual_high = NAN;
}

double
_rdg_reason_get_value (const RdgMatrix  *matrix,
                       gsize             row,
                       guint             f,
                       const char      **level)
{
  const RdgFeature *feature = rdg_matrix_get_feature (matrix, f);
  float value = rdg_matrix_get_column (matrix, f)[row];

  *level = NULL;
  if (feature->kind != RDG_FEATURE_CATEGORY)
    return (double) value;

  if (!isnan (value))
    *level = feature->levels[(guint) value];
  return NAN;
}

typedef struct
{
  double size;
  guint  feature;
} Ranked;

static int
compare_ranked (const void *a,
                const void *b)
{
  const Ranked *one = a, *other = b;

  if (one->size != other->size)
    return one->size > other->size ? -1 : 1;

  return (one->feature > other->feature) - (one->feature < other->feature);
}

GPtrArray *
_rdg_reason_list (const RdgModel   *model,
                  const RdgMatrix  *matrix,
                  gsize             row,
                  const double     *contributions,
                  guint             n_reasons)
{
  guint n = rdg_model_get_n_features (model);
  GPtrArray *reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_reason_free);
  g_autofree Ranked *ranked = g_new (Ranked, MAX (n, 1));

  for (guint f = 0; f < n; f++)
    ranked[f] = (Ranked) { fabs (contributions[f]), f };
  qsort (ranked, n, sizeof (Ranked), compare_ranked);

  for (guint i = 0; i < n && (n_reasons == 0 || i < n_reasons); i++)
    {
      guint f = ranked[i].feature;
      RdgReasonFeature feature;
      const char *level;
      double value = _rdg_reason_get_value (matrix, row, f, &level);

      _rdg_reason_describe (model, f, &feature);
      g_ptr_array_add (reasons, _rdg_reason_new (&feature, value, level, contributions[f]));
    }

  return reasons;
}
