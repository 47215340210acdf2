/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog before a training. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-train-dialog.h"

#include <glib/gi18n-lib.h>

#include "rdg-format.h"
#include "rdg-notice.h"
#include "rdg-operating-point-text.h"
#include "rdg-preferences.h"
#include "rdg-settings.h"
#include "rdg-training-option-row.h"

/**
 * RdgTrainDialog:
 *
 * Good as it stands: the operating point is the preferences', the rest has
 * defaults. What the chosen learner can be told is made from the list of options.
 * "accepted" is emitted when the user wants the training.
 */
struct _RdgTrainDialog
{
  AdwWindow       parent_instance;

  GSettings      *settings;

  GPtrArray      *rows;      /* RdgTrainingOptionRow, of every learner; they are in advanced */

  RdgNotice      *notice;
  AdwActionRow   *cars;
  AdwActionRow   *point;
  AdwEntryRow    *note;
  GtkCheckButton *forest;
  GtkCheckButton *boosted;
  GtkCheckButton *svm;
  AdwExpanderRow *advanced;
};

G_DEFINE_FINAL_TYPE (RdgTrainDialog, rdg_train_dialog, ADW_TYPE_WINDOW)

enum
{
  ACCEPTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_point (RdgTrainDialog *self)
{
  RdgOperatingPoint point;
  g_autofree char *text = NULL;

  rdg_settings_get_operating_point (self->settings, &point);
  text = rdg_operating_point_describe (&point);
  adw_action_row_set_subtitle (self->point, text);
}

static void
show_outlook (RdgTrainDialog           *self,
              const RdgTrainingOutlook *outlook)
{
  g_autofree char *labelled = rdg_format_count (outlook->failed + outlook->passed);
  g_autofree char *failed = rdg_format_count (outlook->failed);
  g_autofree char *features = rdg_format_count (outlook->features);
  g_autofree char *text = NULL;

  /* Translators: cars with an outcome, how many of them failed, how many columns are inputs */
  text = g_strdup_printf (_("%1$s cars with an outcome, %2$s of them failed; %3$s columns to "
                            "learn from"),
                          labelled, failed, features);
  adw_action_row_set_subtitle (self->cars, text);
}

static void
change_cb (RdgTrainDialog *self)
{
  gtk_window_present (rdg_preferences_new (GTK_WINDOW (self), self->settings));
}

static RdgAlgorithm
get_learner (RdgTrainDialog *self)
{
  if (gtk_check_button_get_active (self->svm))
    return RDG_ALGORITHM_SVM;

  return gtk_check_button_get_active (self->boosted) ? RDG_ALGORITHM_BOOSTED : RDG_ALGORITHM_FOREST;
}

static gboolean
is_told (RdgTrainDialog       *self,
         RdgTrainingOptionRow *row)
{
  return rdg_training_option_belongs (rdg_training_option_row_get_option (row), get_learner (self));
}

static void
learner_chosen_cb (RdgTrainDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_set_visible (self->rows->pdata[i], is_told (self, self->rows->pdata[i]));
}

static void
reset_cb (RdgTrainDialog *self)
{
  RdgTrainingOptions defaults;

  rdg_training_options_init (&defaults);
  for (guint i = 0; i < self->rows->len; i++)
    rdg_training_option_row_show (self->rows->pdata[i], &defaults);
}

/* What one row cannot know: that two options do not go together. */
static gboolean
can_train (RdgTrainDialog *self)
{
  RdgTrainingOptions *options = rdg_train_dialog_dup_options (self);
  g_autoptr (GError) error = NULL;
  gboolean can = rdg_training_options_check (options, &error);

  rdg_training_options_free (options);
  if (can)
    rdg_notice_hide (self->notice);
  else
    rdg_notice_show (self->notice, RDG_NOTICE_ERROR, error->message);

  return can;
}

static void
accept_cb (RdgTrainDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (is_told (self, self->rows->pdata[i])
        && !rdg_training_option_row_is_valid (self->rows->pdata[i]))
      {
        adw_expander_row_set_expanded (self->advanced, TRUE);
        gtk_widget_child_focus (self->rows->pdata[i], GTK_DIR_TAB_FORWARD);
        return;
      }
  if (!can_train (self))
    return;

  g_signal_emit (self, signals[ACCEPTED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
rdg_train_dialog_dispose (GObject *object)
{
  RdgTrainDialog *self = RDG_TRAIN_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_TRAIN_DIALOG);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (rdg_train_dialog_parent_class)->dispose (object);
}

static void
rdg_train_dialog_class_init (RdgTrainDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_train_dialog_dispose;

  /**
   * RdgTrainDialog::accepted:
   *
   * The user wants the training, with the options as they are now.
   */
  signals[ACCEPTED] = g_signal_new ("accepted", RDG_TYPE_TRAIN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (RDG_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-train-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgTrainDialog, advanced);
  gtk_widget_class_bind_template_child (widget_class, RdgTrainDialog, boosted);
  gtk_widget_class_bind_template_child (widget_class, RdgTrainDialog, cars);
  gtk_widget_class_bind_template_child (widget_class, RdgTrainDialog, forest);
  gtk_widget_class_bind_template_child (widget_class, RdgTrainDialog, note);
  gtk_widget_class_bind_template_child (widget_class, RdgTrainDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, RdgTrainDialog, point);
  gtk_widget_class_bind_template_child (widget_class, RdgTrainDialog, svm);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, learner_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rdg_train_dialog_init (RdgTrainDialog *self)
{
  guint n;
  const RdgTrainingOption *list = rdg_training_options_get_list (&n);

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row = rdg_training_option_row_new (&list[i]);

      adw_expander_row_add_row (self->advanced, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_check_button_set_active (self->forest, TRUE);
}

/**
 * rdg_train_dialog_new:
 * @outlook: what there is to train with
 *
 * Returns: (transfer none): a dialog over @parent, not yet presented
 */
RdgTrainDialog *
rdg_train_dialog_new (GtkWindow                *parent,
                      GSettings                *settings,
                      const RdgTrainingOutlook *outlook)
{
  RdgTrainDialog *self = g_object_new (RDG_TYPE_TRAIN_DIALOG, "transient-for", parent, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed", G_CALLBACK (update_point), self,
                           G_CONNECT_SWAPPED);
  update_point (self);
  show_outlook (self, outlook);

  return self;
}

/**
 * rdg_train_dialog_dup_options:
 *
 * Returns: (transfer full): what to train with; options of another learner are as at first
 */
RdgTrainingOptions *
rdg_train_dialog_dup_options (RdgTrainDialog *self)
{
  RdgTrainingOptions options;

  rdg_training_options_init (&options);
  options.algorithm = get_learner (self);
  rdg_settings_get_operating_point (self->settings, &options.point);
  for (guint i = 0; i < self->rows->len; i++)
    if (is_told (self, self->rows->pdata[i]))
      rdg_training_option_row_take (self->rows->pdata[i], &options);

  return rdg_training_options_copy (&options);
}

/**
 * rdg_train_dialog_dup_note:
 *
 * Returns: (transfer full): the note, "" where none was given
 */
char *
rdg_train_dialog_dup_note (RdgTrainDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note))));
}
