/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header's sign that jobs run. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-job-button.h"

#include "rdg-job-row.h"

struct _RdgJobButton
{
  AdwBin         parent_instance;

  RdgJobList    *jobs;
  GtkLabel      *label;
  GtkListBox    *list_box;
  GtkMenuButton *button;
  GtkSpinner    *spinner;
};

G_DEFINE_FINAL_TYPE (RdgJobButton, rdg_job_button, ADW_TYPE_BIN)

static GtkWidget *
create_row (gpointer job,
            gpointer user_data)
{
  return rdg_job_row_new (job);
}

static gboolean
fraction_to_text (GBinding     *binding,
                  const GValue *from,
                  GValue       *to,
                  gpointer      data)
{
  /* Translators: how much of the work is done. */
  g_value_take_string (to, g_strdup_printf (C_("job", "%d %%"),
                                            (int) (g_value_get_double (from) * 100)));

  return TRUE;
}

static void
items_changed_cb (RdgJobButton *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->jobs)) > 0;

  if (!any)
    gtk_menu_button_popdown (self->button);
  gtk_spinner_set_spinning (self->spinner, any);
  gtk_widget_set_visible (GTK_WIDGET (self), any);
}

static void
rdg_job_button_dispose (GObject *object)
{
  RdgJobButton *self = RDG_JOB_BUTTON (object);

  /* GTK takes the template's children away without asking AdwBin, which remembers its one. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_JOB_BUTTON);
  g_clear_object (&self->jobs);

  G_OBJECT_CLASS (rdg_job_button_parent_class)->dispose (object);
}

static void
rdg_job_button_class_init (RdgJobButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rdg_job_button_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-job-button.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgJobButton, button);
  gtk_widget_class_bind_template_child (widget_class, RdgJobButton, label);
  gtk_widget_class_bind_template_child (widget_class, RdgJobButton, list_box);
  gtk_widget_class_bind_template_child (widget_class, RdgJobButton, spinner);
}

static void
rdg_job_button_init (RdgJobButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_job_button_set_jobs:
 * @jobs: what to show
 *
 * Once.
 */
void
rdg_job_button_set_jobs (RdgJobButton *self,
                         RdgJobList   *jobs)
{
  self->jobs = g_object_ref (jobs);
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (jobs), create_row, NULL, NULL);
  g_object_bind_property_full (jobs, "fraction", self->label, "label", G_BINDING_SYNC_CREATE,
                               fraction_to_text, NULL, NULL, NULL);
  g_signal_connect_object (jobs, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  items_changed_cb (self);
}
