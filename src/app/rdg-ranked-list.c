/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model of the list of cars. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-ranked-list.h"

/* Where no more rows than this differ, only they are replaced, and the view does not jump. */
#define SMALL_CHANGE 500

/**
 * RdgRankedList:
 *
 * A new view is published in two steps (all away, all there), which is several
 * times faster than one: asked to replace everything, GTK looks for rows to
 * keep among all of the new ones. Selection does not survive that; whoever has
 * one looks at [signal@RdgRankedList::published] and [method@RdgRankedList.find].
 */
struct _RdgRankedList
{
  GObject       parent_instance;

  RdgRiskList  *cars;
  guint        *view;
  guint         n_view;
  double        threshold;
  gint64        divider;     /* car id above the line, 0: none */
  GHashTable   *live;        /* rows that exist now */

  RdgCarOrder   order;
  GCancellable *cancellable; /* of the sorting that runs, if any */
  gboolean      publishing;
};

static GType
get_item_type (GListModel *model)
{
  return RDG_TYPE_CAR_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return RDG_RANKED_LIST (model)->n_view;
}

static void
row_gone_cb (gpointer  data,
             GObject  *row)
{
  g_hash_table_remove (((RdgRankedList *) data)->live, row);
}

static void
mark_row (RdgRankedList *self,
          RdgCarRow  *row)
{
  rdg_car_row_set_mark (row,
                        rdg_car_row_get_risk (row)->risk >= self->threshold
                          ? RDG_RECOMMENDATION_LONG : RDG_RECOMMENDATION_SHORT,
                        self->divider != 0 && rdg_car_row_get_car_id (row) == self->divider);
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  RdgRankedList *self = RDG_RANKED_LIST (model);

  if (position >= self->n_view)
    return NULL;

  RdgCarRow *row = rdg_car_row_new (self->cars, self->view[position]);
  double highest = self->cars->risk[0].risk;

  rdg_car_row_set_share (row, highest > 0 ? rdg_car_row_get_risk (row)->risk / highest : 0);
  mark_row (self, row);
  g_hash_table_add (self->live, row);
  g_object_weak_ref (G_OBJECT (row), row_gone_cb, self);

  return row;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RdgRankedList, rdg_ranked_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PUBLISHED,
  MARKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_long (RdgRankedList *self,
         guint       position)
{
  return self->cars->risk[self->view[position]].risk >= self->threshold;
}

/* The last row on the upper side of the line, where rows are in the order of risk. */
static guint
find_divider (RdgRankedList *self)
{
  guint low = 0, high = self->n_view;

  if (self->n_view < 2 || self->order.sort != RDG_CAR_SORT_RISK)
    return G_MAXUINT;

  gboolean upper = is_long (self, 0);

  if (is_long (self, self->n_view - 1) == upper)
    return G_MAXUINT;
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (is_long (self, middle) == upper)
        low = middle;
      else
        high = middle;
    }

  return low;
}

static void
update_marks (RdgRankedList *self)
{
  GHashTableIter iter;
  gpointer row;
  guint divider = find_divider (self);

  self->divider = divider != G_MAXUINT ? self->cars->car_id[self->view[divider]] : 0;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    mark_row (self, row);

  g_signal_emit (self, signals[MARKED], 0);
}

/* Shows view, (transfer full), of cars. */
static void
publish (RdgRankedList  *self,
         RdgRiskList *cars,
         guint       *view,
         guint        n_view)
{
  g_autoptr (RdgRiskList) old_cars = g_steal_pointer (&self->cars);
  g_autofree guint *old_view = g_steal_pointer (&self->view);
  guint old_n = self->n_view, before = 0, after = 0;

  if (old_cars != NULL && cars != NULL)
    rdg_car_order_diff (old_cars, old_view, old_n, cars, view, n_view, &before, &after);

  guint removed = old_n - before - after;
  guint added = n_view - before - after;

  self->cars = cars != NULL ? rdg_risk_list_ref (cars) : NULL;
  self->view = view;
  self->publishing = TRUE;
  if (removed + added <= SMALL_CHANGE)
    {
      self->n_view = n_view;
      if (removed + added > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), before, removed, added);
    }
  else
    {
      self->n_view = 0;
      if (old_n > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), 0, old_n, 0);
      self->n_view = n_view;
      if (n_view > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_view);
    }
  self->publishing = FALSE;

  update_marks (self);
  g_signal_emit (self, signals[PUBLISHED], 0);
}

typedef struct
{
  RdgRiskList *cars;
  RdgCarOrder  order;
  guint       *view;
  guint        n_view;
} Sorting;

static void
sorting_free (gpointer data)
{
  Sorting *sorting = data;

  rdg_risk_list_unref (sorting->cars);
  rdg_car_order_clear (&sorting->order);
  g_free (sorting->view);
  g_free (sorting);
}

static void
sort_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Sorting *sorting = task_data;

  sorting->view = rdg_car_order_apply (&sorting->order, sorting->cars, &sorting->n_view,
                                       cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
sorted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  RdgRankedList *self = RDG_RANKED_LIST (source);
  GTask *task = G_TASK (result);
  Sorting *sorting = g_task_get_task_data (task);

  /* An answer to a question that has been replaced since. */
  if (g_task_get_cancellable (task) != self->cancellable
      || !g_task_propagate_boolean (task, NULL))
    return;

  g_clear_object (&self->cancellable);
  publish (self, sorting->cars, g_steal_pointer (&sorting->view), sorting->n_view);
}

static void
arrange (RdgRankedList  *self,
         RdgRiskList *cars)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  if (cars == NULL)
    return;

  /* As the service has them: no reason to wait for a thread before the first frame. */
  if (rdg_car_order_is_natural (&self->order))
    {
      guint n_view;
      guint *view = rdg_car_order_apply (&self->order, cars, &n_view, NULL);

      publish (self, cars, view, n_view);
      return;
    }

  self->cancellable = g_cancellable_new ();

  g_autoptr (GTask) task = g_task_new (self, self->cancellable, sorted_cb, NULL);
  Sorting *sorting = g_new0 (Sorting, 1);

  sorting->cars = rdg_risk_list_ref (cars);
  rdg_car_order_copy (&self->order, &sorting->order);
  sorting->order.threshold = self->threshold;
  g_task_set_task_data (task, sorting, sorting_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, sort_in_thread);
}

static void
rdg_ranked_list_dispose (GObject *object)
{
  RdgRankedList *self = RDG_RANKED_LIST (object);
  GHashTableIter iter;
  gpointer row;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    g_object_weak_unref (row, row_gone_cb, self);
  g_hash_table_remove_all (self->live);
  g_clear_pointer (&self->cars, rdg_risk_list_unref);
  g_clear_pointer (&self->view, g_free);
  self->n_view = 0;

  G_OBJECT_CLASS (rdg_ranked_list_parent_class)->dispose (object);
}

static void
rdg_ranked_list_finalize (GObject *object)
{
  RdgRankedList *self = RDG_RANKED_LIST (object);

  g_hash_table_unref (self->live);
  rdg_car_order_clear (&self->order);

  G_OBJECT_CLASS (rdg_ranked_list_parent_class)->finalize (object);
}

static void
rdg_ranked_list_class_init (RdgRankedListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = rdg_ranked_list_dispose;
  object_class->finalize = rdg_ranked_list_finalize;

  /**
   * RdgRankedList::published:
   *
   * The view is another: cars, order or filter have changed.
   */
  signals[PUBLISHED] = g_signal_new ("published", RDG_TYPE_RANKED_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  /**
   * RdgRankedList::marked:
   *
   * Which cars go to the long test may have changed.
   */
  signals[MARKED] = g_signal_new ("marked", RDG_TYPE_RANKED_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
rdg_ranked_list_init (RdgRankedList *self)
{
  self->live = g_hash_table_new (NULL, NULL);
  self->order.sort = RDG_CAR_SORT_RISK;
  self->order.descending = TRUE;
}

/**
 * rdg_ranked_list_new:
 *
 * Returns: (transfer full): an empty list, highest risk first
 */
RdgRankedList *
rdg_ranked_list_new (void)
{
  return g_object_new (RDG_TYPE_RANKED_LIST, NULL);
}

/**
 * rdg_ranked_list_set_cars:
 * @cars: (nullable): the cars
 * @threshold: the risk from which a car goes to the long test
 */
void
rdg_ranked_list_set_cars (RdgRankedList  *self,
                       RdgRiskList *cars,
                       double       threshold)
{
  self->threshold = threshold;
  arrange (self, cars);
  if (cars == NULL)
    publish (self, NULL, NULL, 0);
}

/**
 * rdg_ranked_list_get_cars:
 *
 * Returns: (transfer none) (nullable): the cars that are shown
 */
RdgRiskList *
rdg_ranked_list_get_cars (RdgRankedList *self)
{
  return self->cars;
}

/**
 * rdg_ranked_list_set_threshold:
 * @threshold: the risk from which a car goes to the long test
 */
void
rdg_ranked_list_set_threshold (RdgRankedList *self,
                            double      threshold)
{
  if (self->threshold == threshold)
    return;
  self->threshold = threshold;
  if (self->cars == NULL)
    return;

  update_marks (self);
  if (self->order.long_only)
    arrange (self, self->cars);
}

/**
 * rdg_ranked_list_get_threshold:
 *
 * Returns: the risk from which a car goes to the long test
 */
double
rdg_ranked_list_get_threshold (RdgRankedList *self)
{
  return self->threshold;
}

/**
 * rdg_ranked_list_set_sort:
 * @sort: by what
 * @descending: largest first
 */
void
rdg_ranked_list_set_sort (RdgRankedList *self,
                       RdgCarSort  sort,
                       gboolean    descending)
{
  if (self->order.sort == sort && self->order.descending == descending)
    return;

  self->order.sort = sort;
  self->order.descending = descending;
  arrange (self, self->cars);
}

static void
replace_text (RdgRankedList  *self,
              char          **field,
              const char     *text)
{
  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (*field, text) == 0)
    return;

  g_free (*field);
  *field = g_strdup (text);
  arrange (self, self->cars);
}

/**
 * rdg_ranked_list_set_search:
 * @search: (nullable): part of a code, in any case
 */
void
rdg_ranked_list_set_search (RdgRankedList *self,
                         const char *search)
{
  replace_text (self, &self->order.search, search);
}

/**
 * rdg_ranked_list_set_variant:
 * @variant: (nullable): only cars of this variant
 */
void
rdg_ranked_list_set_variant (RdgRankedList *self,
                          const char *variant)
{
  replace_text (self, &self->order.variant, variant);
}

/**
 * rdg_ranked_list_set_long_only:
 * @long_only: only cars that go to the long test
 */
void
rdg_ranked_list_set_long_only (RdgRankedList *self,
                            gboolean    long_only)
{
  if (self->order.long_only == long_only)
    return;

  self->order.long_only = long_only;
  arrange (self, self->cars);
}

/**
 * rdg_ranked_list_is_filtered:
 *
 * Returns: whether cars may be left out
 */
gboolean
rdg_ranked_list_is_filtered (RdgRankedList *self)
{
  return self->order.long_only || self->order.search != NULL || self->order.variant != NULL;
}

/**
 * rdg_ranked_list_is_busy:
 *
 * Returns: whether a new order is being made
 */
gboolean
rdg_ranked_list_is_busy (RdgRankedList *self)
{
  return self->cancellable != NULL;
}

/**
 * rdg_ranked_list_is_publishing:
 *
 * Returns: whether rows go only to come back at once
 */
gboolean
rdg_ranked_list_is_publishing (RdgRankedList *self)
{
  return self->publishing;
}

/**
 * rdg_ranked_list_find:
 * @car_id: a car
 *
 * Returns: its position, or %G_MAXUINT
 */
guint
rdg_ranked_list_find (RdgRankedList *self,
                   gint64      car_id)
{
  for (guint i = 0; i < self->n_view; i++)
    {
      if (self->cars->car_id[self->view[i]] == car_id)
        return i;
    }

  return G_MAXUINT;
}

/**
 * rdg_ranked_list_find_code:
 * @code: a whole code, in any case
 *
 * Returns: its position, or %G_MAXUINT
 */
guint
rdg_ranked_list_find_code (RdgRankedList *self,
                        const char *code)
{
  for (guint i = 0; i < self->n_view; i++)
    {
      if (g_ascii_strcasecmp (self->cars->code[self->view[i]], code) == 0)
        return i;
    }

  return G_MAXUINT;
}

/**
 * rdg_ranked_list_get_divider:
 *
 * Returns: the position above the line between long and short tests, or %G_MAXUINT: no line
 */
guint
rdg_ranked_list_get_divider (RdgRankedList *self)
{
  return self->cars != NULL ? find_divider (self) : G_MAXUINT;
}

/**
 * rdg_ranked_list_get_view:
 * @n_view: (out): how many cars
 *
 * Returns: (transfer none): the indexes of the cars as they are shown
 */
const guint *
rdg_ranked_list_get_view (RdgRankedList *self,
                       guint      *n_view)
{
  *n_view = self->n_view;

  return self->view;
}
