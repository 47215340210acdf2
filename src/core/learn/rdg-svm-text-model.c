/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A model file of libsvm, read: see rdg-svm-text.h. It may come from anywhere; what is
 * read is within the bounds that the codec has.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-svm-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"
#include "rdg-model-foreign.h"
#include "rdg-number.h"

#define MOST_VALUE 1e9
#define MOST_SUM 1e18
/* A vector's inputs that are not named are 0 and take room all the same. */
#define MOST_NUMBERS ((gsize) 1 << 26)

typedef struct
{
  const char *at;
  const char *end;
  gint64      line;         /* that was read last */
  const char *word;         /* the rest of it */
  const char *line_end;

  gboolean    seen_type, seen_kernel, seen_rho, seen_gamma, seen_label, seen_a, seen_b;
  gboolean    rbf;
  gboolean    flipped;      /* its first class is that of cars that passed */
  double      gamma;
  double      rho;
  double      a, b;         /* of Platt's curve */
  guint       total;
  guint       n_of_class[2];
  char       *fault;
} Reading;

static gboolean
next_line (Reading *self)
{
  if (self->at >= self->end)
    return FALSE;

  self->word = self->at;
  self->line_end = memchr (self->at, '\n', (gsize) (self->end - self->at));
  if (self->line_end == NULL)
    self->line_end = self->end;
  self->at = MIN (self->line_end + 1, self->end);
  self->line++;

  return TRUE;
}

static gboolean
next_word (Reading     *self,
           const char **word,
           gsize       *length)
{
  const char *at = self->word;

  while (at < self->line_end && (*at == ' ' || *at == '\t' || *at == '\r'))
    at++;
  *word = at;
  while (at < self->line_end && *at != ' ' && *at != '\t' && *at != '\r')
    at++;
  *length = (gsize) (at - *word);
  self->word = at;

  return *length > 0;
}

static gboolean
is (const char *word,
    gsize       length,
    const char *what)
{
  return strlen (what) == length && memcmp (word, what, length) == 0;
}

static gboolean
parse_number (const char *word,
              gsize       length,
              double      most,
              double     *value)
{
  if (length > 1 && *word == '+' && word[1] != '-')
    {
      word++;
      length--;
    }

  return length > 0 && rdg_number_parse_double (word, length, '.', value) && fabs (*value) <= most;
}

static gboolean
get_number (Reading *self,
            double   most,
            double  *value)
{
  const char *word;
  gsize length;

  if (next_word (self, &word, &length) && parse_number (word, length, most, value))
    return TRUE;

  self->fault = g_strdup (_("this is no number that can be taken"));
  return FALSE;
}

static gboolean
get_count (Reading *self,
           guint   *count)
{
  double value;

  if (!get_number (self, G_MAXINT32, &value))
    return FALSE;
  *count = (guint) MAX (value, 0.0);
  if (value >= 0.0 && floor (value) == value)
    return TRUE;

  self->fault = g_strdup (_("this is no count"));
  return FALSE;
}

static gboolean
get_labels (Reading *self)
{
  double first, second;

  if (!get_number (self, MOST_VALUE, &first) || !get_number (self, MOST_VALUE, &second))
    return FALSE;

  self->flipped = second == 1.0;
  if ((first == 1.0 && (second == -1.0 || second == 0.0)) ||
      (second == 1.0 && (first == -1.0 || first == 0.0)))
    return TRUE;

  self->fault = g_strdup (_("the labels have to be 1 for a car that failed and -1 or 0 for one that "
                            "passed"));
  return FALSE;
}

static gboolean
get_name (Reading    *self,
          const char *wanted,
          const char *other,
          const char *fault,
          gboolean   *is_other)
{
  const char *word;
  gsize length;

  *is_other = FALSE;
  if (next_word (self, &word, &length))
    {
      *is_other = other != NULL && is (word, length, other);
      if (*is_other || is (word, length, wanted))
        return TRUE;
    }

  self->fault = g_strdup (fault);
  return FALSE;
}

/* A line above the vectors. */
static gboolean
get_field (Reading    *self,
           const char *key,
           gsize       length)
{
  gboolean ignored;
  guint n;

  if (is (key, length, "svm_type"))
    return self->seen_type =
             get_name (self, "c_svc", NULL,
                       _("only machines of the type c_svc can be taken, which tell two classes "
                         "apart; train with “svm-train -s 0”"), &ignored);
  if (is (key, length, "kernel_type"))
    return self->seen_kernel =
             get_name (self, "linear", "rbf",
                       _("only the kernels linear and rbf can be taken; train with “svm-train -t 0” "
                         "or “-t 2”"), &self->rbf);
  if (is (key, length, "gamma"))
    return self->seen_gamma = get_number (self, MOST_VALUE, &self->gamma) && self->gamma >= 0.0;
  if (is (key, length, "nr_class"))
    {
      if (!get_count (self, &n) || n == 2)
        return self->fault == NULL;
      self->fault = g_strdup_printf (_("it has %u classes, but a car has either failed or passed"), n);
      return FALSE;
    }
  if (is (key, length, "total_sv"))
    return get_count (self, &self->total);
  if (is (key, length, "rho"))
    return self->seen_rho = get_number (self, MOST_SUM, &self->rho);
  if (is (key, length, "label"))
    return self->seen_label = get_labels (self);
  if (is (key, length, "probA"))
    return self->seen_a = get_number (self, MOST_VALUE, &self->a);
  if (is (key, length, "probB"))
    return self->seen_b = get_number (self, MOST_SUM, &self->b);
  if (is (key, length, "nr_sv"))
    return get_count (self, &self->n_of_class[0]) && get_count (self, &self->n_of_class[1]);

  self->fault = g_strdup (_("this line is not known"));
  return FALSE;
}

/* What the lines above the vectors have to say together. */
static gboolean
check_head (Reading *self)
{
  if (!self->seen_type || !self->seen_kernel || !self->seen_rho || !self->seen_label ||
      (self->rbf && !self->seen_gamma))
    self->fault = g_strdup (_("above the support vectors, one of svm_type, kernel_type, gamma, rho and "
                              "label is missing"));
  else if (self->seen_a != self->seen_b)
    self->fault = g_strdup (_("of probA and probB, one is missing"));
  else if (self->seen_a && self->a > -1.0 / MOST_VALUE)
    self->fault = g_strdup (_("probA has to be below 0: the larger the decision value, the likelier "
                              "the first class"));
  else if (self->total == 0 ||
           (guint64) self->n_of_class[0] + self->n_of_class[1] != self->total)
    self->fault = g_strdup (_("total_sv has to be above 0 and the sum of nr_sv"));

  return self->fault == NULL;
}

static gboolean
read_head (Reading *self)
{
  const char *key;
  gsize length;

  while (next_line (self))
    {
      if (!next_word (self, &key, &length))
        continue;
      if (is (key, length, "SV"))
        return check_head (self);
      if (!get_field (self, key, length))
        return FALSE;
    }
  self->fault = g_strdup (_("the file ends before its support vectors"));

  return FALSE;
}

/* A line of a vector. vector: NULL: to find its largest number only. */
static gboolean
read_vector (Reading *self,
             double  *coefficient,
             guint   *last,
             double  *vector)
{
  const char *word;
  gsize length;

  *last = 0;
  if (!get_number (self, MOST_SUM, coefficient))
    return FALSE;

  while (next_word (self, &word, &length))
    {
      const char *colon = memchr (word, ':', length);
      double index = 0.0, value;

      if (colon == NULL || !parse_number (word, (gsize) (colon - word), RDG_SVM_MOST_INPUTS, &index) ||
          index != floor (index) || index < *last + 1.0 ||
          !parse_number (colon + 1, length - (gsize) (colon + 1 - word), MOST_VALUE, &value))
        {
          g_autofree char *shown = g_utf8_make_valid (word, (gssize) MIN (length, 40));

          self->fault = g_strdup_printf (_("“%s” is not an input number (rising, from 1 to %d), a "
                                           "colon and a value"), shown, RDG_SVM_MOST_INPUTS);
          return FALSE;
        }
      *last = (guint) index;
      if (vector != NULL)
        vector[*last - 1] = value;
    }

  return TRUE;
}

/* Goes through all vectors: first to check and to find how wide they are, then to fill them in. */
static gboolean
read_vectors (Reading *self,
              guint   *n_inputs,
              RdgSvm  *svm)
{
  guint n = 0;

  while (next_line (self))
    {
      double coefficient;
      const char *word;
      gsize length;
      guint last;

      if (!next_word (self, &word, &length))
        continue;
      self->word = word;
      if (n == self->total)
        {
          self->fault = g_strdup_printf (_("there are more than the %u support vectors that total_sv "
                                           "says"), self->total);
          return FALSE;
        }
      if (!read_vector (self, &coefficient, &last,
                        svm != NULL ? svm->vectors + (gsize) n * svm->n_inputs : NULL))
        return FALSE;
      if (svm != NULL)
        svm->coefficients[n] = self->flipped ? -coefficient : coefficient;
      *n_inputs = MAX (*n_inputs, last);
      n++;
    }
  if (n == self->total)
    return TRUE;

  self->fault = g_strdup_printf (_("the file ends after %u of %u support vectors"), n, self->total);
  return FALSE;
}

static gboolean
make_room (Reading            *self,
           RdgModel           *model,
           const RdgSvmInputs *inputs,
           guint               n_inputs)
{
  RdgSvm *svm = model->svm;

  if (inputs != NULL && n_inputs > rdg_svm_inputs_get_width (inputs))
    {
      self->fault = g_strdup_printf (_("it has an input %u, but the file beside it tells of %u"),
                                     n_inputs, rdg_svm_inputs_get_width (inputs));
      return FALSE;
    }
  _rdg_model_foreign_name_features (model, inputs, MAX (n_inputs, 1));
  if ((gsize) svm->n_inputs * self->total <= MOST_NUMBERS)
    {
      svm->n_vectors = self->total;
      svm->coefficients = g_try_new0 (double, self->total);
      svm->vectors = g_try_new0 (double, (gsize) self->total * svm->n_inputs);
    }
  if (svm->coefficients != NULL && svm->vectors != NULL)
    return TRUE;

  self->fault = g_strdup_printf (_("%u support vectors of %u inputs are more than can be kept"),
                                 self->total, svm->n_inputs);
  return FALSE;
}

static gboolean
read_model (Reading            *self,
            RdgModel           *model,
            const RdgSvmInputs *inputs)
{
  RdgSvm *svm = model->svm = g_new0 (RdgSvm, 1);
  Reading again;
  guint n_inputs = 0;

  if (!read_head (self))
    return FALSE;

  again = *self;
  if (!read_vectors (self, &n_inputs, NULL) || !make_room (self, model, inputs, n_inputs))
    return FALSE;

  read_vectors (&again, &n_inputs, svm);
  svm->setting = (RdgSvmSetting){ self->rbf ? RDG_SVM_RBF : RDG_SVM_LINEAR, NAN,
                                  self->rbf ? self->gamma : 0.0, NAN };
  svm->rho = self->flipped ? -self->rho : self->rho;
  svm->slope = self->seen_a ? -self->a : 1.0;
  svm->intercept = self->seen_a ? (self->flipped ? self->b : -self->b) : 0.0;
  rdg_svm_finish (svm);

  return TRUE;
}

/**
 * rdg_svm_text_read_model:
 * @text: (array length=length): a model file of libsvm, or anything else
 * @inputs: (nullable): what its inputs stand for; %NULL: features named “1”, “2” and so on
 * @has_curve: (out): whether it says how a decision becomes a probability
 *
 * Nothing is known of the cars it was trained on, and nothing of how good it is.
 *
 * Returns: (transfer full) (nullable): a model, or %NULL with %RDG_MODEL_ERROR, naming the line, or
 *   the feature of @inputs whose formula is wrong
 */
RdgModel *
rdg_svm_text_read_model (const char          *text,
                         gsize                length,
                         const RdgSvmInputs  *inputs,
                         gboolean            *has_curve,
                         GError             **error)
{
  g_autoptr (RdgModel) model = _rdg_model_new ();
  Reading reading = { .at = text, .end = text + length };

  if (length < strlen ("svm_type") || memcmp (text, "svm_type", strlen ("svm_type")) != 0)
    {
      g_set_error_literal (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_NOT_A_MODEL,
                           _("this is no model file of libsvm, which begins with “svm_type”."));
      return NULL;
    }
  if (!read_model (&reading, model, inputs))
    {
      g_set_error (error, RDG_MODEL_ERROR, RDG_MODEL_ERROR_DAMAGED, _("line %" PRId64 ": %s."),
                   reading.line,
                   reading.fault != NULL ? reading.fault : _("this is no number that can be taken"));
      g_free (reading.fault);
      return NULL;
    }
  if (inputs != NULL && !_rdg_model_foreign_bind_formulas (model, inputs, error))
    return NULL;

  *has_curve = rdg_svm_has_curve (model->svm);
  _rdg_model_foreign_finish (model);

  return g_steal_pointer (&model);
}
