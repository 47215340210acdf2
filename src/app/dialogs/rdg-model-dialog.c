/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that is known of one model: first in plain words, then everything. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-model-dialog.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "rdg-baseline-text.h"
#include "rdg-feature-name.h"
#include "rdg-format.h"
#include "rdg-metric-text.h"
#include "rdg-model-item.h"
#include "rdg-operating-point-text.h"
#include "rdg-request.h"
#include "rdg-status-text.h"

/* The features that are listed: the rest together weighs next to nothing. */
#define SHOWN_FEATURES 30
#define SHOWN_BLOCKED 200
#define N_BOOTSTRAP 200
/* In characters. */
#define LONGEST_LINE 40

struct _RdgModelDialog
{
  AdwWindow            parent_instance;

  RdgJob              *loading;

  GtkStack            *stack;
  AdwStatusPage       *error;
  AdwPreferencesGroup *plain;
  AdwPreferencesGroup *baselines;
  AdwExpanderRow      *measures;
  AdwPreferencesGroup *features;
  AdwPreferencesGroup *blocked;
  AdwPreferencesGroup *training;
};

G_DEFINE_FINAL_TYPE (RdgModelDialog, rdg_model_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  RdgWorkspace *workspace;
  gint64        model_id;
} Request;

typedef struct
{
  RdgModel    *model;
  RdgModelRow *row;
  RdgBaseline  baselines[RDG_N_BASELINES];
  gboolean     has_baselines;
} Answer;

static void
request_free (gpointer data)
{
  g_object_unref (((Request *) data)->workspace);
  g_free (data);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->model, rdg_model_unref);
  g_clear_pointer (&answer->row, rdg_model_row_free);
  g_free (answer);
}

static gpointer
load_func (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  Request *request = data;
  Answer *answer = g_new0 (Answer, 1);

  answer->model = rdg_model_registry_load (request->workspace, request->model_id, &answer->row,
                                           error);
  if (answer->model == NULL)
    g_clear_pointer (&answer, answer_free);
  else
    answer->has_baselines = rdg_model_get_baselines (answer->model, N_BOOTSTRAP, answer->baselines,
                                                     rdg_job_get_cancellable (job), NULL);

  return answer;
}

static GtkWidget *
make_row (const char *title,
          const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  return row;
}

static GtkWidget *
make_value (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* A number must not be broken; a note may be long. */
  gtk_label_set_wrap (GTK_LABEL (label), g_utf8_strlen (text, -1) > LONGEST_LINE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LONGEST_LINE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
make_value_row (const char *title,
                const char *value)
{
  GtkWidget *row = make_row (title, NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_value (value, "dim-label"));

  return row;
}

/* Plain name, under it the proper one with the interval; the number stands at the end. */
static GtkWidget *
make_metric_row (const RdgMetrics *metrics,
                 RdgMetric         metric,
                 const char       *value)
{
  g_autofree char *number = rdg_metric_format (metrics, metric);
  g_autofree char *interval = rdg_metric_format_interval (metrics, metric);
  g_autofree char *subtitle = NULL;
  GtkWidget *row;

  if (value != NULL && interval != NULL)
    /* Translators: name of a measure, its value, its interval */
    subtitle = g_strdup_printf (C_("measure", "%1$s %2$s (%3$s)"),
                                rdg_metric_get_proper_name (metric), number, interval);
  else if (interval != NULL)
    /* Translators: name of a measure, its interval */
    subtitle = g_strdup_printf (C_("measure", "%1$s (%2$s)"),
                                rdg_metric_get_proper_name (metric), interval);
  else
    subtitle = g_strdup (rdg_metric_get_proper_name (metric));

  row = make_row (rdg_metric_get_plain_name (metric), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_value (value != NULL ? value : number,
                                                               value != NULL ? "heading" : NULL));

  return row;
}

static void
show_plain (RdgModelDialog   *self,
            const RdgMetrics *metrics)
{
  /* A model of another program was judged elsewhere. */
  gboolean judged = !isnan (metrics->value[RDG_METRIC_POSITIVES]);
  g_autofree char *caught = g_strdup_printf (C_("failures", "%.0f of %.0f"),
                                             metrics->value[RDG_METRIC_TP],
                                             metrics->value[RDG_METRIC_POSITIVES]);
  g_autofree char *found = g_strdup_printf (C_("long tests", "%.0f of %.0f"),
                                            metrics->value[RDG_METRIC_TP],
                                            metrics->value[RDG_METRIC_TP]
                                              + metrics->value[RDG_METRIC_FP]);

  adw_preferences_group_add (self->plain, make_metric_row (metrics, RDG_METRIC_RECALL,
                                                           judged ? caught : NULL));
  adw_preferences_group_add (self->plain, make_metric_row (metrics, RDG_METRIC_PRECISION,
                                                           judged ? found : NULL));
  adw_preferences_group_add (self->plain, make_metric_row (metrics, RDG_METRIC_SENT_SHARE, NULL));
  adw_preferences_group_add (self->plain, make_metric_row (metrics, RDG_METRIC_LIFT, NULL));
  adw_preferences_group_add (self->plain, make_metric_row (metrics, RDG_METRIC_ECE, NULL));

  for (guint i = 0; i < RDG_N_METRICS; i++)
    adw_expander_row_add_row (self->measures, make_metric_row (metrics, (RdgMetric) i, NULL));
}

static void
show_baselines (RdgModelDialog    *self,
                const RdgBaseline *baselines)
{
  for (guint kind = 0; kind < RDG_N_BASELINES; kind++)
    {
      g_autofree char *caught = rdg_baseline_format (&baselines[kind]);
      g_autofree char *how = rdg_baseline_explain (&baselines[kind], kind);
      GtkWidget *row = make_row (rdg_baseline_get_title (kind), how);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_value (caught, NULL));
      adw_preferences_group_add (self->baselines, row);
    }
}

static int
compare_importance (gconstpointer a,
                    gconstpointer b,
                    gpointer      user_data)
{
  const RdgModel *model = user_data;
  double left = rdg_model_get_importance (model, *(const guint *) a);
  double right = rdg_model_get_importance (model, *(const guint *) b);

  return (left < right) - (left > right);
}

static GtkWidget *
make_feature_row (const RdgModel *model,
                  guint           feature,
                  double          largest,
                  double          sum)
{
  const RdgFeature *schema = rdg_model_get_feature (model, feature);
  double importance = MAX (rdg_model_get_importance (model, feature), 0);
  g_autofree char *share = rdg_format_percent (sum > 0 ? importance / sum : 0);
  g_autofree char *name = rdg_feature_name_for_people (schema->name, schema->unit);
  g_autofree char *title = rdg_format_column (name, schema->unit);
  const RdgFormula *formula = rdg_model_find_formula (model, schema->name);
  g_autofree char *usual = NULL;
  g_autofree char *subtitle = NULL;
  double low, middle, high;
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, 1);
  GtkWidget *row;

  if (rdg_model_get_usual (model, feature, &low, &middle, &high))
    /* Translators: what a measured value usually is, among cars that passed */
    usual = g_strdup_printf (_("usual %1$'g to %2$'g, middle %3$'g"), low, high, middle);

  if (formula != NULL)
    subtitle = g_strjoin ("\n", rdg_formula_get_expression (formula), usual, NULL);
  row = make_row (title, subtitle != NULL ? subtitle : usual);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), largest > 0 ? importance / largest : 0);
  gtk_widget_set_size_request (bar, 120, -1);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, share, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), bar);
  GtkWidget *value = make_value (share, "dim-label");

  gtk_label_set_width_chars (GTK_LABEL (value), 7);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), value);

  return row;
}

static void
show_features (RdgModelDialog *self,
               const RdgModel *model)
{
  guint n = rdg_model_get_n_features (model);
  g_autofree guint *order = g_new (guint, n);
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      order[i] = i;
      sum += MAX (rdg_model_get_importance (model, i), 0);
    }
  g_qsort_with_data (order, (int) n, sizeof *order, compare_importance, (gpointer) model);

  for (guint i = 0; i < MIN (n, SHOWN_FEATURES); i++)
    adw_preferences_group_add (self->features,
                               make_feature_row (model, order[i],
                                                 rdg_model_get_importance (model, order[0]), sum));
  if (n > SHOWN_FEATURES)
    {
      g_autofree char *rest =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "And %u more, which weighs less",
                                      "And %u more, which weigh less", n - SHOWN_FEATURES),
                         n - SHOWN_FEATURES);

      adw_preferences_group_add (self->features, make_row (rest, NULL));
    }
}

static void
show_blocked (RdgModelDialog *self,
              const RdgModel *model)
{
  guint n = rdg_model_get_n_blocked (model);

  gtk_widget_set_visible (GTK_WIDGET (self->blocked), n > 0);
  for (guint i = 0; i < MIN (n, SHOWN_BLOCKED); i++)
    {
      const RdgBlockedFeature *blocked = rdg_model_get_blocked (model, i);

      adw_preferences_group_add (self->blocked, make_row (blocked->name, _(blocked->reason)));
    }
}

static char *
describe_split (const RdgModel *model)
{
  gsize n_gap;
  double gap = rdg_model_get_gap (model, &n_gap);

  switch (rdg_model_get_split (model))
    {
    case RDG_SPLIT_TIME:
      if (gap > 0)
        /* Translators: hours, number of cars */
        return g_strdup_printf (_("the newest ones, after a gap of %1$'g hours (%2$" PRIu64 " cars)"),
                                gap, (guint64) n_gap);
      return g_strdup (_("the newest ones"));
    case RDG_SPLIT_FOLDS:
      return g_strdup_printf (_("all, in %u folds, each judged by a model of the others"),
                              rdg_model_get_n_folds (model));
    case RDG_SPLIT_HASH:
    default:
      return g_strdup (_("by a fixed draw from their codes"));
    }
}

static void
show_training (RdgModelDialog    *self,
               const RdgModel    *model,
               const RdgModelRow *row)
{
  g_autofree char *trained = rdg_format_moment (row->trained_at);
  g_autofree char *period = rdg_format_period (row->data_from, row->data_to);
  g_autofree char *point = rdg_operating_point_describe (rdg_model_get_operating_point (model));
  g_autofree char *n_train = rdg_format_count (rdg_model_get_n_train (model));
  g_autofree char *n_failed = rdg_format_count (rdg_model_get_n_train_failed (model));
  g_autofree char *cars = g_strdup_printf (_("%1$s, %2$s of them failed"), n_train, n_failed);
  g_autofree char *n_holdout = rdg_format_count (rdg_model_get_n_holdout (model));
  g_autofree char *trees = rdg_format_count (rdg_model_get_n_trees (model));
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, rdg_model_get_seed (model));
  g_autofree char *split = describe_split (model);
  const struct { const char *title, *value; } rows[] = {
    { _("Note"), row->note != NULL && *row->note != '\0' ? row->note : NULL },
    { _("State"), rdg_model_state_get_word (row->state) },
    { _("Trained"), trained },
    { _("Period of the cars"), period },
    { _("Cars it learned from"), cars },
    { _("Cars kept aside to judge it"), n_holdout },
    { _("How they were chosen"), split },
    { _("Judged at"), point },
    { _("Method"), rdg_algorithm_get_word (rdg_model_get_algorithm (model)) },
    { C_("training", "Trees"), trees },
    { C_("training", "Seed"), seed },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].value != NULL)
      adw_preferences_group_add (self->training, make_value_row (rows[i].title, rows[i].value));
}

static void
loaded_cb (gpointer  owner,
           RdgJob   *job)
{
  RdgModelDialog *self = owner;
  const Answer *answer = rdg_job_peek_value (job);

  if (answer == NULL)
    {
      if (rdg_job_get_error (job) != NULL)
        rdg_status_text_set (self->error, rdg_job_get_error (job)->message);
      gtk_stack_set_visible_child_name (self->stack, "error");
      return;
    }

  if (rdg_model_get_split (answer->model) == RDG_SPLIT_FOLDS)
    adw_preferences_group_set_description (self->plain,
                                           _("On cars each judged by a model that had not learned "
                                             "from it. In brackets: what chance alone could have "
                                             "made of the number, 95 times of 100."));
  show_plain (self, rdg_model_get_holdout (answer->model));
  gtk_widget_set_visible (GTK_WIDGET (self->baselines), answer->has_baselines);
  if (answer->has_baselines)
    show_baselines (self, answer->baselines);
  show_features (self, answer->model);
  show_blocked (self, answer->model);
  show_training (self, answer->model, answer->row);
  gtk_stack_set_visible_child_name (self->stack, "content");
}

static void
rdg_model_dialog_dispose (GObject *object)
{
  RdgModelDialog *self = RDG_MODEL_DIALOG (object);

  rdg_request_drop (&self->loading, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_MODEL_DIALOG);

  G_OBJECT_CLASS (rdg_model_dialog_parent_class)->dispose (object);
}

static void
rdg_model_dialog_class_init (RdgModelDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_model_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-model-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgModelDialog, baselines);
  gtk_widget_class_bind_template_child (widget_class, RdgModelDialog, blocked);
  gtk_widget_class_bind_template_child (widget_class, RdgModelDialog, error);
  gtk_widget_class_bind_template_child (widget_class, RdgModelDialog, features);
  gtk_widget_class_bind_template_child (widget_class, RdgModelDialog, measures);
  gtk_widget_class_bind_template_child (widget_class, RdgModelDialog, plain);
  gtk_widget_class_bind_template_child (widget_class, RdgModelDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RdgModelDialog, training);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rdg_model_dialog_init (RdgModelDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_model_dialog_present:
 * @parent: the window it belongs to
 * @model_id: the model
 *
 * Shows all that is known of a model, read off the main loop.
 */
void
rdg_model_dialog_present (GtkWindow    *parent,
                          RdgWorkspace *workspace,
                          gint64        model_id)
{
  RdgModelDialog *self = g_object_new (RDG_TYPE_MODEL_DIALOG, "transient-for", parent, NULL);
  g_autofree char *title = g_strdup_printf (_("Model %" PRId64), model_id);
  Request *request = g_new0 (Request, 1);

  gtk_window_set_title (GTK_WINDOW (self), title);
  request->workspace = g_object_ref (workspace);
  request->model_id = model_id;
  rdg_request_start (&self->loading, self, loaded_cb, load_func, request, request_free,
                     answer_free);
  gtk_window_present (GTK_WINDOW (self));
}
