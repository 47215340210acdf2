/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of cars from nothing; it stands in for the prediction service's own. */
#include "rdg-made-up-cars.h"

#include "rdg-datetime.h"

typedef struct
{
  RdgRiskList      list;       /* first, so that a pointer to it is one to this */
  gatomicrefcount  ref_count;
  GStringChunk    *strings;
} MadeUp;

/**
 * rdg_made_up_cars:
 * @n_cars: how many
 * @left_out: the index of one car to leave out, or @n_cars
 *
 * Risks fall evenly from 1 to 0; codes are a permutation of 0 to @n_cars - 1; the variant is one of
 * three, in no order.
 *
 * Returns: (transfer full): the list
 */
RdgRiskList *
rdg_made_up_cars (gsize n_cars,
                  gsize left_out)
{
  static const char *variants[] = { "1.4 High", "1.0 Sense", "1.0 Comfortline" };
  MadeUp *self = g_new0 (MadeUp, 1);
  RdgRiskList *list = &self->list;
  gsize n = 0;

  g_atomic_ref_count_init (&self->ref_count);
  self->strings = g_string_chunk_new (4096);
  list->car_id = g_new0 (gint64, n_cars);
  list->code = g_new0 (const char *, n_cars);
  list->variant = g_new0 (const char *, n_cars);
  list->since = g_new0 (gint64, n_cars);
  list->risk = g_new0 (RdgRisk, n_cars);
  list->recommendation = g_new0 (guint8, n_cars);
  list->outcome = g_new0 (guint8, n_cars);
  list->past = g_new0 (guint8, n_cars);
  list->main_reason = g_new0 (const char *, n_cars);

  for (gsize i = 0; i < n_cars; i++)
    {
      double risk = 1 - (double) i / (double) n_cars;
      /* 7919 is a prime, and so has no factor in common with a round number of cars. */
      guint number = (guint) (i * 7919 % n_cars);
      char code[32];

      if (i == left_out)
        continue;
      g_snprintf (code, sizeof code, "2024-%07u", number);
      list->car_id[n] = (gint64) i + 1;
      list->code[n] = g_string_chunk_insert (self->strings, code);
      list->variant[n] = variants[i * 31 % G_N_ELEMENTS (variants)];
      list->since[n] = i % 10 == 9 ? RDG_DATETIME_NONE : (gint64) number * 60000;
      list->risk[n] = (RdgRisk) { risk, risk * 0.9, MIN (1, risk * 1.1) };
      list->main_reason[n] = i % 2 == 0 ? "torque" : "";
      list->expected_failures += risk;
      n++;
    }

  list->n_cars = n;
  list->n_waiting = n;
  list->n_scored = n;
  list->waiting_only = TRUE;

  return list;
}

RdgRiskList *
rdg_risk_list_ref (RdgRiskList *self)
{
  g_atomic_ref_count_inc (&((MadeUp *) self)->ref_count);

  return self;
}

void
rdg_risk_list_unref (RdgRiskList *self)
{
  MadeUp *made_up = (MadeUp *) self;

  if (!g_atomic_ref_count_dec (&made_up->ref_count))
    return;

  g_string_chunk_free (made_up->strings);
  g_free (self->car_id);
  g_free (self->code);
  g_free (self->variant);
  g_free (self->since);
  g_free (self->risk);
  g_free (self->recommendation);
  g_free (self->outcome);
  g_free (self->past);
  g_free (self->main_reason);
  g_free (made_up);
}
