/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job that runs. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-job-row.h"

#include "rdg-format.h"

/**
 * RdgJobRow:
 *
 * The template binds to the job; here is only what turns its state into words.
 */
struct _RdgJobRow
{
  GtkListBoxRow parent_instance;

  RdgJob       *job;
};

G_DEFINE_FINAL_TYPE (RdgJobRow, rdg_job_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_0,
  PROP_JOB,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
get_status (RdgJobRow   *self,
            RdgJobState  state,
            guint        stage,
            const char  *detail,
            double       seconds_left)
{
  const char *what = detail;

  if (state == RDG_JOB_QUEUED)
    return g_strdup (_("Waits for its turn"));
  if (state == RDG_JOB_CANCELLING)
    return g_strdup (_("Stopping…"));

  if (what == NULL && self->job != NULL && stage < rdg_job_get_n_stages (self->job))
    what = rdg_job_get_stage_title (self->job, stage);
  if (seconds_left < 0)
    return g_strdup (what != NULL ? what : "");

  g_autofree char *rest = rdg_format_seconds_left (seconds_left);

  if (what == NULL)
    return g_steal_pointer (&rest);

  /* Translators: a stage and a rest of time: "Train · about 3 minutes left". */
  return g_strdup_printf (C_("job", "%s · %s"), what, rest);
}

static gboolean
can_cancel (RdgJobRow   *self,
            RdgJobState  state)
{
  return state == RDG_JOB_QUEUED || state == RDG_JOB_RUNNING;
}

static void
cancel_clicked_cb (RdgJobRow *self)
{
  rdg_job_cancel (self->job);
}

static void
rdg_job_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), RDG_TYPE_JOB_ROW);
  g_clear_object (&RDG_JOB_ROW (object)->job);

  G_OBJECT_CLASS (rdg_job_row_parent_class)->dispose (object);
}

static void
rdg_job_row_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_JOB:
      g_value_set_object (value, RDG_JOB_ROW (object)->job);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_job_row_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_JOB:
      RDG_JOB_ROW (object)->job = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_job_row_class_init (RdgJobRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_job_row_dispose;
  object_class->get_property = rdg_job_row_get_property;
  object_class->set_property = rdg_job_row_set_property;

  properties[PROP_JOB] =
    g_param_spec_object ("job", NULL, NULL, RDG_TYPE_JOB,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-job-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, can_cancel);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, get_status);
}

static void
rdg_job_row_init (RdgJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_job_row_new:
 *
 * Returns: (transfer none): a row that follows @job
 */
GtkWidget *
rdg_job_row_new (RdgJob *job)
{
  return g_object_new (RDG_TYPE_JOB_ROW, "job", job, NULL);
}
