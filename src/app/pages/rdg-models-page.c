/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Models page: what is there, how good it is, and what is being trained. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-models-page-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "rdg-format.h"
#include "rdg-model-tile.h"
#include "rdg-operating-point-text.h"
#include "rdg-request.h"

G_DEFINE_FINAL_TYPE (RdgModelsPage, rdg_models_page, RDG_TYPE_PAGE)

/* How far back the page goes; the command line lists all of it. */
#define SHOWN_HISTORY 20
/* Shares of cars sent that differ by less than this count as the same. */
#define SAME_SHARE 0.1

static GtkWidget *
create_tile (gpointer item,
             gpointer user_data)
{
  return rdg_model_tile_new (item);
}

static char *
describe_judgement (const RdgModelsSnapshot *snapshot)
{
  const RdgModelRow *newest = snapshot->models->pdata[0];
  g_autofree char *count = rdg_format_count (newest->n_holdout);
  g_autofree char *point = rdg_operating_point_describe (
    rdg_model_get_operating_point (snapshot->newest));

  if (rdg_model_get_split (snapshot->newest) == RDG_SPLIT_TIME)
    /* Translators: number of a model, the operating point, number of cars */
    return g_strdup_printf (_("Model %1$" PRId64 " was judged at %2$s, on the %3$s "
                              "newest cars, which it had not learned from."),
                            newest->model_id, point, count);

  if (rdg_model_get_split (snapshot->newest) == RDG_SPLIT_FOLDS)
    /* Translators: number of a model, the operating point, number of cars */
    return g_strdup_printf (_("Model %1$" PRId64 " was judged at %2$s, on %3$s cars, each by a "
                              "model that had not learned from it."),
                            newest->model_id, point, count);

  /* Translators: number of a model, the operating point, number of cars */
  return g_strdup_printf (_("Model %1$" PRId64 " was judged at %2$s, on %3$s cars kept "
                            "aside, which it had not learned from."),
                          newest->model_id, point, count);
}

/* On the same cars, as far as their numbers tell, and with about as many long tests. */
static gboolean
is_comparable (const RdgModelRow *one,
               const RdgModelRow *other)
{
  const double *a = one->holdout.value;
  const double *b = other->holdout.value;

  return one->n_holdout == other->n_holdout
         && a[RDG_METRIC_POSITIVES] == b[RDG_METRIC_POSITIVES]
         && fabs (a[RDG_METRIC_SENT_SHARE] - b[RDG_METRIC_SENT_SHARE])
              <= SAME_SHARE * a[RDG_METRIC_SENT_SHARE];
}

static void
show_footnote (RdgModelsPage *self)
{
  const RdgModelsSnapshot *snapshot = self->snapshot;
  g_autofree char *text = NULL;
  gboolean same = TRUE;

  gtk_widget_set_visible (GTK_WIDGET (self->footnote), snapshot->newest != NULL);
  if (snapshot->newest == NULL)
    return;

  for (guint i = 1; i < snapshot->models->len; i++)
    same = same && is_comparable (snapshot->models->pdata[0], snapshot->models->pdata[i]);

  text = describe_judgement (snapshot);
  if (!same)
    {
      g_autofree char *first = g_steal_pointer (&text);

      text = g_strconcat (first, " ",
                          _("Others were judged on other cars, or with more or fewer long tests: "
                            "their numbers can only be compared roughly."),
                          NULL);
    }
  gtk_label_set_text (self->footnote, text);
}

static void
show_no_model (RdgModelsPage *self)
{
  const RdgTrainingOutlook *outlook = &self->snapshot->outlook;
  gboolean enough = outlook->failed >= outlook->failed_needed && outlook->passed > 0;
  guint64 n_labelled = outlook->failed + outlook->passed;
  g_autofree char *labelled = rdg_format_count (n_labelled);
  g_autofree char *failed = rdg_format_count (outlook->failed);
  g_autofree char *needed = rdg_format_count (outlook->failed_needed);
  g_autofree char *text = NULL;

  if (n_labelled == 0)
    text = g_strdup (_("The cars that are here have no outcome yet. A model learns from cars "
                       "that passed or failed the road test: import a file that says so."));
  else if (outlook->passed == 0)
    text = g_strdup_printf (_("All of the %s cars with an outcome failed. A model needs cars that "
                              "passed, too: import them."), labelled);
  else if (!enough)
    text = g_strdup_printf (_("%1$s of %2$s cars with an outcome failed. A model needs at least "
                              "%3$s failed cars: import more."), failed, labelled, needed);
  else
    text = g_strdup_printf (_("%1$s cars have an outcome, and %2$s of them failed. That is enough "
                              "to learn from: %3$s failed cars are needed."),
                            labelled, failed, needed);

  adw_status_page_set_title (self->no_model,
                             enough ? _("No Model Yet")
                                    : n_labelled == 0 ? _("No Outcomes Yet")
                                                      : _("Too Few Failures to Learn From"));
  adw_status_page_set_description (self->no_model, text);
  gtk_widget_set_visible (GTK_WIDGET (self->no_model_train), enough);
}

static GtkWidget *
make_history_row (const RdgPromotionRow *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *when = rdg_format_moment (entry->at);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (entry->rollback)
    title = g_strdup_printf (_("Rolled back from model %1$" PRId64
                               " to model %2$" PRId64),
                             entry->previous, entry->active);
  else if (entry->previous != 0)
    title = g_strdup_printf (_("Model %1$" PRId64 " promoted, in place of model %2$" PRId64),
                             entry->active, entry->previous);
  else
    title = g_strdup_printf (_("Model %" PRId64 " promoted, as the first"),
                             entry->active);

  subtitle = entry->note != NULL && *entry->note != '\0'
               /* Translators: when, and the note that was given */
               ? g_strdup_printf (C_("history", "%1$s: %2$s"), when, entry->note)
               : g_strdup (when);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (entry->rollback
                                                             ? "edit-undo-symbolic"
                                                             : "object-select-symbolic"));

  return row;
}

static void
show_history (RdgModelsPage *self)
{
  GPtrArray *history = self->snapshot->history;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->history_list))) != NULL)
    gtk_list_box_remove (self->history_list, child);
  for (guint i = 0; i < MIN (history->len, SHOWN_HISTORY); i++)
    gtk_list_box_append (self->history_list, make_history_row (history->pdata[i]));
  gtk_widget_set_visible (self->history, history->len > 0);
}

static void
show_models (RdgModelsPage *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *models = self->snapshot->models;

  for (guint i = 0; i < models->len; i++)
    g_ptr_array_add (items, rdg_model_item_new (models, i));
  g_list_store_splice (self->models, 0, g_list_model_get_n_items (G_LIST_MODEL (self->models)),
                       items->pdata, items->len);
}

/* What there is, and what is done just now, decide together what the page is. */
static void
choose_view (RdgModelsPage *self)
{
  const RdgModelsSnapshot *snapshot = self->snapshot;
  gboolean training = self->training != NULL;

  gtk_widget_set_visible (self->job_card, training);
  if (snapshot == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "loading");
      return;
    }

  gtk_widget_set_visible (self->registry, snapshot->models->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->no_model), snapshot->models->len == 0 && !training);
  if (snapshot->outlook.cars == 0 && snapshot->models->len == 0)
    gtk_stack_set_visible_child_name (self->stack, "empty");
  else
    gtk_stack_set_visible_child_name (self->stack, "content");
}

void
_rdg_models_page_show_snapshot (RdgModelsPage *self)
{
  show_models (self);
  show_history (self);
  show_footnote (self);
  show_no_model (self);
  choose_view (self);
  _rdg_models_page_update_actions (self);
}

void
_rdg_models_page_set_training (RdgModelsPage *self,
                               RdgJob        *job)
{
  g_set_object (&self->training, job);
  rdg_job_panel_set_job (self->job_panel, job);
  choose_view (self);
  _rdg_models_page_update_actions (self);
}

static void
workspace_changed (RdgPage *page)
{
  RdgModelsPage *self = RDG_MODELS_PAGE (page);

  rdg_request_drop (&self->loading, self);
  g_clear_pointer (&self->snapshot, _rdg_models_snapshot_free);
  g_list_store_remove_all (self->models);
  rdg_notice_hide (self->notice);
  choose_view (self);
  _rdg_models_page_update_actions (self);
}

static void
refresh (RdgPage   *page,
         RdgChange  what)
{
  if (what & (RDG_CHANGE_MODELS | RDG_CHANGE_IMPORTS | RDG_CHANGE_OUTCOMES))
    _rdg_models_page_load (RDG_MODELS_PAGE (page));
}

static void
rdg_models_page_dispose (GObject *object)
{
  RdgModelsPage *self = RDG_MODELS_PAGE (object);

  rdg_request_drop (&self->loading, self);
  g_clear_object (&self->training);
  g_clear_pointer (&self->snapshot, _rdg_models_snapshot_free);
  /* Before the template goes: the bin would unparent its child a second time. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  /* GTK takes the template's children away without asking AdwBin, which remembers its one. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_MODELS_PAGE);
  g_clear_object (&self->models);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (rdg_models_page_parent_class)->dispose (object);
}

static void
rdg_models_page_class_init (RdgModelsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RdgPageClass *page_class = RDG_PAGE_CLASS (klass);

  object_class->dispose = rdg_models_page_dispose;
  page_class->workspace_changed = workspace_changed;
  page_class->refresh = refresh;

  g_type_ensure (RDG_TYPE_JOB_PANEL);
  g_type_ensure (RDG_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-models-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, error);
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, footnote);
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, history);
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, history_list);
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, job_card);
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, job_panel);
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, list);
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, no_model);
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, no_model_train);
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, notice);
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, registry);
  gtk_widget_class_bind_template_child (widget_class, RdgModelsPage, stack);
}

static void
rdg_models_page_init (RdgModelsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->models = g_list_store_new (RDG_TYPE_MODEL_ITEM);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->models), create_tile, NULL, NULL);
  _rdg_models_page_init_actions (self);
}
