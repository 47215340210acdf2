/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job as a panel. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-job-panel.h"

#include <glib/gi18n-lib.h>

#include "rdg-format.h"

/**
 * RdgJobPanel:
 *
 * Follows one job by binding to it; without a job it is empty.
 */
struct _RdgJobPanel
{
  GtkWidget       parent_instance;

  GBindingGroup  *bindings;
  GSignalGroup   *signals;
  RdgJob         *job;

  GtkWidget      *box;
  GtkLabel       *title;
  GtkLabel       *state;
  GtkLabel       *detail;
  GtkProgressBar *bar;
  GtkBox         *stages;
  GtkButton      *cancel;
};

G_DEFINE_FINAL_TYPE (RdgJobPanel, rdg_job_panel, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_JOB,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* A stage's mark: what is done has a tick, what runs turns, what is to come is a faint dot. */
static GtkWidget *
make_mark (void)
{
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *waiting = gtk_image_new_from_icon_name ("content-loading-symbolic");
  GtkWidget *done = gtk_image_new_from_icon_name ("object-select-symbolic");
  GtkWidget *running = gtk_spinner_new ();

  gtk_widget_add_css_class (waiting, "dim-label");
  gtk_widget_add_css_class (done, "success");
  gtk_stack_add_named (GTK_STACK (stack), waiting, "waiting");
  gtk_stack_add_named (GTK_STACK (stack), running, "running");
  gtk_stack_add_named (GTK_STACK (stack), done, "done");
  g_object_bind_property (running, "visible", running, "spinning", G_BINDING_SYNC_CREATE);

  return stack;
}

static void
fill_stages (RdgJobPanel *self)
{
  GtkWidget *child;
  guint n = self->job != NULL ? rdg_job_get_n_stages (self->job) : 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->stages))) != NULL)
    gtk_box_remove (self->stages, child);

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
      GtkWidget *label = gtk_label_new (rdg_job_get_stage_title (self->job, i));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_box_append (GTK_BOX (row), make_mark ());
      gtk_box_append (GTK_BOX (row), label);
      gtk_box_append (self->stages, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->stages), n > 1);
}

static void
update_stages (RdgJobPanel *self)
{
  RdgJobState state = rdg_job_get_state (self->job);
  gboolean over = state == RDG_JOB_FINISHED
                  && rdg_job_get_result (self->job) == RDG_JOB_RESULT_OK;
  guint current = rdg_job_get_stage (self->job);
  guint i = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->stages)); row != NULL;
       row = gtk_widget_get_next_sibling (row), i++)
    {
      GtkWidget *mark = gtk_widget_get_first_child (row);
      GtkWidget *label = gtk_widget_get_last_child (row);
      gboolean done = over || i < current;
      gboolean running = !done && i == current
                         && (state == RDG_JOB_RUNNING || state == RDG_JOB_CANCELLING);
      g_autofree char *spoken =
        g_strdup_printf (done ? C_("stage", "%s: done")
                              : running ? C_("stage", "%s: running") : C_("stage", "%s: to come"),
                         rdg_job_get_stage_title (self->job, i));

      gtk_stack_set_visible_child_name (GTK_STACK (mark),
                                        done ? "done" : running ? "running" : "waiting");
      if (done || running)
        gtk_widget_remove_css_class (label, "dim-label");
      else
        gtk_widget_add_css_class (label, "dim-label");
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                      -1);
    }
}

/* Two figures that are worth showing: the first digits of a pace are all that is true of it. */
static char *
describe_pace (RdgJob *job)
{
  g_autofree char *left = rdg_format_seconds_left (rdg_job_get_seconds_left (job));
  double rate = rdg_job_get_rate (job);
  guint64 unit = 1;

  if (rate < 1)
    return g_steal_pointer (&left);

  while (rate / (double) unit >= 100)
    unit *= 10;

  g_autofree char *count = rdg_format_count ((guint64) (rate / (double) unit) * unit);
  g_autofree char *pace = g_strdup_printf (C_("pace", "%s rows a second"), count);

  return *left != '\0' ? g_strdup_printf ("%s · %s", left, pace) : g_steal_pointer (&pace);
}

static void
update_state (RdgJobPanel *self)
{
  g_autofree char *text = NULL;
  RdgJobState state = rdg_job_get_state (self->job);

  switch (state)
    {
    case RDG_JOB_QUEUED:
      text = g_strdup (_("Waits until other work on this database is done"));
      break;
    case RDG_JOB_CANCELLING:
      text = g_strdup (_("Stopping…"));
      break;
    case RDG_JOB_RUNNING:
      text = describe_pace (self->job);
      break;
    case RDG_JOB_FINISHED:
    default:
      text = g_strdup ("");
    }

  gtk_label_set_text (self->state, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel),
                            state == RDG_JOB_QUEUED || state == RDG_JOB_RUNNING);
  update_stages (self);
}

static gboolean
text_to_visible (GBinding     *binding,
                 const GValue *from,
                 GValue       *to,
                 gpointer      user_data)
{
  const char *text = g_value_get_string (from);

  g_value_set_boolean (to, text != NULL && *text != '\0');

  return TRUE;
}

static void
cancel_clicked_cb (RdgJobPanel *self)
{
  if (self->job != NULL)
    rdg_job_cancel (self->job);
}

static void
rdg_job_panel_dispose (GObject *object)
{
  RdgJobPanel *self = RDG_JOB_PANEL (object);

  g_clear_object (&self->bindings);
  g_clear_object (&self->signals);
  g_clear_object (&self->job);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_JOB_PANEL);

  G_OBJECT_CLASS (rdg_job_panel_parent_class)->dispose (object);
}

static void
rdg_job_panel_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_JOB:
      g_value_set_object (value, RDG_JOB_PANEL (object)->job);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_job_panel_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_JOB:
      rdg_job_panel_set_job (RDG_JOB_PANEL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_job_panel_class_init (RdgJobPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_job_panel_dispose;
  object_class->get_property = rdg_job_panel_get_property;
  object_class->set_property = rdg_job_panel_set_property;

  /**
   * RdgJobPanel:job:
   *
   * The job that is shown.
   */
  properties[PROP_JOB] =
    g_param_spec_object ("job", NULL, NULL, RDG_TYPE_JOB,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-job-panel.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_bind_template_child (widget_class, RdgJobPanel, bar);
  gtk_widget_class_bind_template_child (widget_class, RdgJobPanel, box);
  gtk_widget_class_bind_template_child (widget_class, RdgJobPanel, cancel);
  gtk_widget_class_bind_template_child (widget_class, RdgJobPanel, detail);
  gtk_widget_class_bind_template_child (widget_class, RdgJobPanel, stages);
  gtk_widget_class_bind_template_child (widget_class, RdgJobPanel, state);
  gtk_widget_class_bind_template_child (widget_class, RdgJobPanel, title);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
rdg_job_panel_init (RdgJobPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "title", self->title, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "fraction", self->bar, "fraction", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "detail", self->detail, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind_full (self->bindings, "detail", self->detail, "visible",
                             G_BINDING_SYNC_CREATE, text_to_visible, NULL, NULL, NULL);

  self->signals = g_signal_group_new (RDG_TYPE_JOB);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update_state), self);
  g_signal_group_connect_swapped (self->signals, "notify::stage", G_CALLBACK (update_stages), self);
  g_signal_group_connect_swapped (self->signals, "notify::seconds-left",
                                  G_CALLBACK (update_state), self);
}

/**
 * rdg_job_panel_get_job:
 *
 * Returns: (transfer none) (nullable): the job that is shown
 */
RdgJob *
rdg_job_panel_get_job (RdgJobPanel *self)
{
  return self->job;
}

/**
 * rdg_job_panel_set_job:
 * @job: (nullable): a job, with all its stages added
 */
void
rdg_job_panel_set_job (RdgJobPanel *self,
                       RdgJob      *job)
{
  g_return_if_fail (RDG_IS_JOB_PANEL (self));

  if (!g_set_object (&self->job, job))
    return;

  g_binding_group_set_source (self->bindings, job);
  g_signal_group_set_target (self->signals, job);
  fill_stages (self);
  if (job != NULL)
    update_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
}
