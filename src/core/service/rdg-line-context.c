/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the line was doing: see rdg-line-context.h. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-line-context.h"

#include <math.h>
#include <stdlib.h>

#include "rdg-datetime.h"

/* A share of fewer says nothing. */
#define LEAST_CARS 50
/* A test is over, and what it found is written down, so long after it began. */
#define UNTIL_KNOWN_MS (2 * G_GINT64_CONSTANT (3600000))

typedef struct
{
  gint64  known_at;
  guint32 n_failed;   /* until and with this one */
  guint8  failed;
} Outcome;

struct _RdgLineContext
{
  Outcome *outcomes;  /* by known_at */
  gsize    n;
};

static int
compare_outcomes (const void *a,
                  const void *b)
{
  const Outcome *one = a, *other = b;

  if (one->known_at != other->known_at)
    return one->known_at < other->known_at ? -1 : 1;

  return one->failed - other->failed;
}

/* When a result that was written back, or a table's label, became known is not known. */
static gboolean
find_known_at (const RdgCarRoll *cars,
               gsize             i,
               gint64           *known_at)
{
  if (!cars->tested[i] || cars->written_back[i] || cars->label[i] == RDG_LABEL_NONE ||
      (cars->label[i] == RDG_LABEL_FAILED && cars->failed_at[i] == RDG_DATETIME_NONE))
    return FALSE;

  *known_at = MAX (MIN (cars->time[i], G_MAXINT64 - UNTIL_KNOWN_MS) + UNTIL_KNOWN_MS,
                   cars->failed_at[i]);
  return TRUE;
}

RdgLineContext *
_rdg_line_context_new (const RdgCarRoll *cars)
{
  RdgLineContext *self = g_new0 (RdgLineContext, 1);
  guint32 n_failed = 0;

  self->outcomes = g_new (Outcome, MAX (cars->n_cars, 1));
  for (gsize i = 0; i < cars->n_cars; i++)
    {
      gint64 known_at;

      if (find_known_at (cars, i, &known_at))
        self->outcomes[self->n++] = (Outcome) { known_at, 0, cars->label[i] == RDG_LABEL_FAILED };
    }

  qsort (self->outcomes, self->n, sizeof (Outcome), compare_outcomes);
  for (gsize i = 0; i < self->n; i++)
    self->outcomes[i].n_failed = n_failed += self->outcomes[i].failed;

  return self;
}

void
_rdg_line_context_free (RdgLineContext *self)
{
  if (self == NULL)
    return;

  g_free (self->outcomes);
  g_free (self);
}

float
_rdg_line_context_get_share (const RdgLineContext *self,
                             gint64                at)
{
  gsize low = 0, high = self->n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->outcomes[middle].known_at < at)
        low = middle + 1;
      else
        high = middle;
    }
  if (low < LEAST_CARS)
    return NAN;

  gsize from = low > RDG_LINE_CONTEXT_CARS ? low - RDG_LINE_CONTEXT_CARS : 0;
  guint32 before = from > 0 ? self->outcomes[from - 1].n_failed : 0;

  return 100.0f * (float) (self->outcomes[low - 1].n_failed - before) / (float) (low - from);
}
