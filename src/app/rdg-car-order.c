/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting and filtering of index arrays, away from the main thread. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-car-order.h"

#include <string.h>

#define CANCEL_INTERVAL 65536

/* What is sorted: 16 bytes an entry, so that the comparison touches nothing else. */
typedef struct
{
  union
  {
    gint64      number;
    const char *text;
  } key;
  guint index;
} Entry;

/**
 * rdg_car_order_copy:
 * @copy: (out caller-allocates): to be cleared
 */
void
rdg_car_order_copy (const RdgCarOrder *self,
                    RdgCarOrder       *copy)
{
  *copy = *self;
  copy->search = g_strdup (self->search);
  copy->variant = g_strdup (self->variant);
}

/**
 * rdg_car_order_clear:
 *
 * Frees what @self holds.
 */
void
rdg_car_order_clear (RdgCarOrder *self)
{
  g_clear_pointer (&self->search, g_free);
  g_clear_pointer (&self->variant, g_free);
}

/**
 * rdg_car_order_is_natural:
 *
 * Returns: whether it is every car, highest risk first, as the services list them
 */
gboolean
rdg_car_order_is_natural (const RdgCarOrder *self)
{
  return self->sort == RDG_CAR_SORT_RISK && self->descending && !self->long_only
         && self->search == NULL && self->variant == NULL;
}

static gboolean
contains (const char *text,
          const char *folded,
          gsize       length)
{
  for (; *text != '\0'; text++)
    {
      if (g_ascii_strncasecmp (text, folded, length) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
code_matches (const char *code,
              const char *search,
              gsize       search_length,
              gboolean    ascii)
{
  if (ascii)
    return contains (code, search, search_length);

  g_autofree char *folded = g_utf8_casefold (code, -1);

  return strstr (folded, search) != NULL;
}

static guint
filter (const RdgCarOrder *self,
        const RdgRiskList *cars,
        guint             *view,
        GCancellable      *cancellable)
{
  g_autofree char *search = self->search != NULL ? g_utf8_casefold (self->search, -1) : NULL;
  gsize search_length = search != NULL ? strlen (search) : 0;
  gboolean ascii = search != NULL && g_str_is_ascii (search);
  guint n = 0;

  for (gsize i = 0; i < cars->n_cars; i++)
    {
      if (i % CANCEL_INTERVAL == 0 && g_cancellable_is_cancelled (cancellable))
        return 0;

      /* The list is sorted by risk: the first short test ends the long ones. */
      if (self->long_only && !(cars->risk[i].risk >= self->threshold))
        break;
      if (self->variant != NULL && strcmp (cars->variant[i], self->variant) != 0)
        continue;
      if (search != NULL && !code_matches (cars->code[i], search, search_length, ascii))
        continue;
      view[n++] = (guint) i;
    }

  return n;
}

static int
compare_number (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const Entry *x = a, *y = b;

  return (x->key.number > y->key.number) - (x->key.number < y->key.number);
}

static int
compare_text (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  const Entry *x = a, *y = b;

  return strcmp (x->key.text, y->key.text);
}

static int
compare_collated (gconstpointer a,
                  gconstpointer b)
{
  return g_utf8_collate (*(const char * const *) a, *(const char * const *) b);
}

/* Words are put in the user's alphabetical order once each, then cars are sorted by number. */
static GHashTable *
rank_texts (const char * const *texts,
            const guint        *view,
            guint               n)
{
  GHashTable *ranks = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) distinct = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    {
      if (g_hash_table_add (ranks, (gpointer) texts[view[i]]))
        g_ptr_array_add (distinct, (gpointer) texts[view[i]]);
    }

  g_ptr_array_sort (distinct, compare_collated);
  for (guint i = 0; i < distinct->len; i++)
    g_hash_table_insert (ranks, distinct->pdata[i], GUINT_TO_POINTER (i));

  return ranks;
}

static void
sort (const RdgCarOrder *self,
      const RdgRiskList *cars,
      guint             *view,
      guint              n)
{
  g_autofree Entry *entries = g_new (Entry, n);
  g_autoptr (GHashTable) ranks = NULL;
  const char * const *texts = NULL;

  if (self->sort == RDG_CAR_SORT_VARIANT)
    texts = (const char * const *) cars->variant;
  else if (self->sort == RDG_CAR_SORT_REASON)
    texts = (const char * const *) cars->main_reason;
  if (texts != NULL)
    ranks = rank_texts (texts, view, n);

  for (guint i = 0; i < n; i++)
    {
      entries[i].index = view[i];
      if (ranks != NULL)
        entries[i].key.number =
          GPOINTER_TO_UINT (g_hash_table_lookup (ranks, texts[view[i]]));
      else if (self->sort == RDG_CAR_SORT_SINCE)
        entries[i].key.number = cars->since[view[i]];
      else
        entries[i].key.text = cars->code[view[i]];
    }

  /* Stable: equal cars stay in the order of their risk. */
  g_qsort_with_data (entries, (int) n, sizeof (Entry),
                     self->sort == RDG_CAR_SORT_CODE ? compare_text : compare_number, NULL);
  for (guint i = 0; i < n; i++)
    view[i] = entries[i].index;
}

static void
reverse (guint *view,
         guint  n)
{
  for (guint i = 0; i < n / 2; i++)
    {
      guint other = view[n - 1 - i];

      view[n - 1 - i] = view[i];
      view[i] = other;
    }
}

/**
 * rdg_car_order_apply:
 * @n_view: (out): how many cars are left
 * @cancellable: (nullable): looked at now and then; the result is then worthless
 *
 * Blocking, half a second for a million cars at worst.
 *
 * Returns: (transfer full): the cars' indexes
 */
guint *
rdg_car_order_apply (const RdgCarOrder *self,
                     const RdgRiskList *cars,
                     guint             *n_view,
                     GCancellable      *cancellable)
{
  guint *view = g_new (guint, cars->n_cars);
  guint n = filter (self, cars, view, cancellable);

  if (self->sort != RDG_CAR_SORT_RISK && !g_cancellable_is_cancelled (cancellable))
    sort (self, cars, view, n);
  /* As listed is highest risk first. */
  if (self->descending != (self->sort == RDG_CAR_SORT_RISK))
    reverse (view, n);
  *n_view = n;

  return view;
}

static gboolean
same_car (const RdgRiskList *a,
          guint              i,
          const RdgRiskList *b,
          guint              j)
{
  return a->car_id[i] == b->car_id[j] && a->risk[i].risk == b->risk[j].risk
         && a->risk[i].low == b->risk[j].low && a->risk[i].high == b->risk[j].high
         && a->since[i] == b->since[j]
         && a->outcome[i] == b->outcome[j] && a->past[i] == b->past[j]
         && strcmp (a->variant[i], b->variant[j]) == 0
         && strcmp (a->main_reason[i], b->main_reason[j]) == 0;
}

/**
 * rdg_car_order_diff:
 * @before: (out): how many cars at the beginning are the same in both views
 * @after: (out): how many at the end
 */
void
rdg_car_order_diff (const RdgRiskList *old_cars,
                    const guint       *old_view,
                    guint              n_old,
                    const RdgRiskList *cars,
                    const guint       *view,
                    guint              n_view,
                    guint             *before,
                    guint             *after)
{
  guint shorter = MIN (n_old, n_view);

  for (*before = 0; *before < shorter; (*before)++)
    {
      if (!same_car (old_cars, old_view[*before], cars, view[*before]))
        break;
    }
  for (*after = 0; *after < shorter - *before; (*after)++)
    {
      if (!same_car (old_cars, old_view[n_old - 1 - *after], cars, view[n_view - 1 - *after]))
        break;
    }
}
