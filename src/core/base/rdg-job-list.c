/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GListModel of jobs: each leaves it when it has finished. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-job-list.h"

struct _RdgJobList
{
  GObject    parent_instance;
  GPtrArray *jobs;
};

static GType
get_item_type (GListModel *model)
{
  return RDG_TYPE_JOB;
}

static guint
get_n_items (GListModel *model)
{
  return RDG_JOB_LIST (model)->jobs->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  RdgJobList *self = RDG_JOB_LIST (model);

  return position < self->jobs->len ? g_object_ref (self->jobs->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RdgJobList, rdg_job_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_0,
  PROP_FRACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
job_finished_cb (RdgJobList *self,
                 RdgJob     *job)
{
  guint position;

  if (!g_ptr_array_find (self->jobs, job, &position))
    return;

  g_ptr_array_remove_index (self->jobs, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
job_fraction_changed_cb (RdgJobList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
rdg_job_list_finalize (GObject *object)
{
  g_ptr_array_unref (RDG_JOB_LIST (object)->jobs);

  G_OBJECT_CLASS (rdg_job_list_parent_class)->finalize (object);
}

static void
rdg_job_list_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FRACTION:
      g_value_set_double (value, rdg_job_list_get_fraction (RDG_JOB_LIST (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_job_list_class_init (RdgJobListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = rdg_job_list_finalize;
  object_class->get_property = rdg_job_list_get_property;

  /**
   * RdgJobList:fraction:
   *
   * How much of all jobs is done, 0 to 1.
   */
  properties[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rdg_job_list_init (RdgJobList *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * rdg_job_list_new:
 *
 * Returns: (transfer full): an empty list
 */
RdgJobList *
rdg_job_list_new (void)
{
  return g_object_new (RDG_TYPE_JOB_LIST, NULL);
}

/**
 * rdg_job_list_add:
 * @job: a job that has not finished
 *
 * Shows @job until it finishes.
 */
void
rdg_job_list_add (RdgJobList *self,
                  RdgJob     *job)
{
  g_ptr_array_add (self->jobs, g_object_ref (job));
  g_signal_connect_object (job, "finished", G_CALLBACK (job_finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::fraction", G_CALLBACK (job_fraction_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_list_model_items_changed (G_LIST_MODEL (self), self->jobs->len - 1, 0, 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

/**
 * rdg_job_list_get_fraction:
 *
 * Returns: the mean of the jobs' fractions, 1 when there is none
 */
double
rdg_job_list_get_fraction (RdgJobList *self)
{
  double sum = 0;

  if (self->jobs->len == 0)
    return 1;

  for (guint i = 0; i < self->jobs->len; i++)
    sum += rdg_job_get_fraction (self->jobs->pdata[i]);

  return sum / self->jobs->len;
}

/**
 * rdg_job_list_cancel_all:
 *
 * Asks every job to stop.
 */
void
rdg_job_list_cancel_all (RdgJobList *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    rdg_job_cancel (self->jobs->pdata[i]);
}
