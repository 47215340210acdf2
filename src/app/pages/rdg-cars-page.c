/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Cars page: what is shown and when. Its actions are in rdg-cars-page-actions.c. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-cars-page-private.h"

#include "rdg-cars-columns.h"
#include "rdg-cars-loader.h"
#include "rdg-forecast.h"
#include "rdg-format.h"
#include "rdg-settings.h"
#include "rdg-status-text.h"

G_DEFINE_FINAL_TYPE (RdgCarsPage, rdg_cars_page, RDG_TYPE_PAGE)

static double
current_threshold (RdgCarsPage *self)
{
  RdgOperatingPoint point;

  rdg_settings_get_operating_point (rdg_app_context_get_settings (rdg_page_get_context (RDG_PAGE (self))),
                                    &point);

  return rdg_model_get_threshold_for (self->model, &point);
}

static void
show_note (RdgCarsPage       *self,
           const RdgRiskList *cars)
{
  gboolean none_waits = !cars->waiting_only && cars->n_waiting == 0;

  if (none_waits)
    gtk_label_set_label (self->note_label,
                         _("No car waits for its road test. These are all cars that were scored."));
  gtk_revealer_set_reveal_child (self->note_revealer, none_waits);
  gtk_widget_set_visible (GTK_WIDGET (self->search_all_button), cars->waiting_only);
}

static void
show_summary (RdgCarsPage *self)
{
  RdgRiskList *cars = rdg_ranked_list_get_cars (self->list);
  RdgForecast forecast;

  if (cars == NULL)
    return;

  rdg_forecast_make (&forecast, cars, rdg_ranked_list_get_threshold (self->list));
  rdg_cars_summary_set_cars (self->summary, cars, &forecast);
}

static void
show_no_model (RdgCarsPage              *self,
               const RdgTrainingOutlook *outlook)
{
  g_autofree char *cars = rdg_format_count (outlook->failed + outlook->passed);
  g_autofree char *failed = rdg_format_count (outlook->failed);
  g_autofree char *needed = rdg_format_count (outlook->failed_needed);
  g_autofree char *text = NULL;

  if (outlook->failed >= outlook->failed_needed)
    text = g_strdup_printf (_("The database holds %s cars with a known outcome, %s of them failed. "
                              "That is enough to train a model; promote it, and the cars are "
                              "listed here by risk."), cars, failed);
  else
    text = g_strdup_printf (_("The database holds %s cars with a known outcome, %s of them failed. "
                              "At least %s failures are needed to train a model: import more."),
                            cars, failed, needed);

  adw_status_page_set_description (self->no_model_page, text);
  gtk_stack_set_visible_child_name (self->states, "no-model");
}

static void
show_answer (RdgCarsPage   *self,
             RdgCarsAnswer *answer)
{
  g_clear_pointer (&self->model, rdg_model_unref);
  self->model = g_steal_pointer (&answer->model);

  if (answer->cars == NULL || answer->cars->n_scored == 0)
    {
      rdg_ranked_list_set_cars (self->list, NULL, 0);
      if (answer->outlook.cars == 0)
        gtk_stack_set_visible_child_name (self->states, "first-start");
      else if (self->model == NULL)
        show_no_model (self, &answer->outlook);
      else
        gtk_stack_set_visible_child_name (self->states, "unscored");
      return;
    }

  if (answer->model_row != NULL)
    rdg_cars_summary_set_model (self->summary, answer->model_row);
  rdg_cars_columns_show (self->view, answer->cars);
  self->letters = answer->letters;
  _rdg_cars_page_show_variants (self, (const char * const *) answer->variants);
  show_note (self, answer->cars);
  rdg_ranked_list_set_cars (self->list, answer->cars, current_threshold (self));
}

static void
loaded_cb (RdgJob   *job,
           gpointer  owner)
{
  RdgCarsPage *self = owner;

  if (job != self->job)
    return;

  if (rdg_job_get_result (job) == RDG_JOB_RESULT_OK)
    show_answer (self, rdg_job_peek_value (job));
  else if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    {
      rdg_status_text_set (self->problem_page, rdg_job_get_error (job)->message);
      gtk_stack_set_visible_child_name (self->states, "problem");
    }
  g_clear_object (&self->job);
}

static void
stop_loading (RdgCarsPage *self)
{
  if (self->job != NULL)
    rdg_job_cancel (self->job);
  g_clear_object (&self->job);
}

/* Reads the list again; the model only where it may be another. */
static void
load (RdgCarsPage *self,
      RdgChange    what)
{
  RdgAppContext *context = rdg_page_get_context (RDG_PAGE (self));
  gboolean all = g_settings_get_boolean (rdg_app_context_get_settings (context),
                                         RDG_SETTING_SHOW_ALL);

  /* The job that is stopped may have been reading the model. */
  if (what & RDG_CHANGE_MODELS || self->job != NULL)
    g_clear_pointer (&self->model, rdg_model_unref);
  stop_loading (self);
  self->job = rdg_cars_loader_start (context, all, self->model, loaded_cb, self);
}

/* Only now, with the card in its place: libadwaita 1.2 does not know how to slide it in before the
 * first frame, and gives it a size that is no number. */
static void
show_list (RdgCarsPage *self)
{
  gboolean new_here = g_strcmp0 (gtk_stack_get_visible_child_name (self->states), "list") != 0;

  gtk_stack_set_visible_child_name (self->states, "list");
  if (new_here)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
published_cb (RdgCarsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint position = self->selected_id != 0 ? rdg_ranked_list_find (self->list, self->selected_id)
                                          : G_MAXUINT;

  /* The car has got its result: whoever takes its place is the next one to get one. */
  if (position == G_MAXUINT && n > 0 && g_hash_table_contains (self->recorded, &self->selected_id))
    position = MIN (self->selected_at, n - 1);
  /* The first sight of a database shows a whole card, not half a window. */
  if (position == G_MAXUINT && !self->seen && n > 0)
    position = 0;
  self->seen |= n > 0;

  _rdg_cars_page_select (self, position);
  gtk_stack_set_visible_child_name (self->list_stack,
                                    n > 0 || !rdg_ranked_list_is_filtered (self->list)
                                      ? "rows" : "no-match");
  show_summary (self);
  if (rdg_ranked_list_get_cars (self->list) != NULL)
    show_list (self);
  if (self->open_found)
    _rdg_cars_page_open_found (self);
}

static void
selected_cb (RdgCarsPage *self)
{
  if (rdg_ranked_list_is_publishing (self->list))
    return;

  RdgCarRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (row != NULL)
    {
      self->selected_id = rdg_car_row_get_car_id (row);
      self->selected_at = gtk_single_selection_get_selected (self->selection);
    }
  else
    self->selected_id = 0;

  rdg_car_card_set_row (self->card, row);
  _rdg_cars_page_show_recording (self);
  if (row == NULL)
    adw_flap_set_reveal_flap (self->flap, FALSE);
  else if (!adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, TRUE);
}

/* Where the card covers the list, the keys must reach it. */
void
_rdg_cars_page_open_card (RdgCarsPage *self)
{
  adw_flap_set_reveal_flap (self->flap, TRUE);
  if (adw_flap_get_folded (self->flap))
    gtk_widget_child_focus (GTK_WIDGET (self->card), GTK_DIR_TAB_FORWARD);
}

static void
activated_cb (RdgCarsPage *self,
              guint        position)
{
  gtk_single_selection_set_selected (self->selection, position);
  _rdg_cars_page_open_card (self);
}

/* A finger or a mouse opens the card where it covers the list; arrow keys only move. */
static void
clicked_cb (RdgCarsPage *self)
{
  if (adw_flap_get_folded (self->flap)
      && gtk_single_selection_get_selected_item (self->selection) != NULL)
    _rdg_cars_page_open_card (self);
}

static void
folded_cb (RdgCarsPage *self)
{
  gboolean folded = adw_flap_get_folded (self->flap);

  g_object_set (self->card, "folded", folded, "hexpand", folded, NULL);
  adw_flap_set_reveal_flap (self->flap,
                            !folded
                            && gtk_single_selection_get_selected_item (self->selection) != NULL);
}

static void
threshold_changed_cb (RdgCarsPage *self)
{
  if (self->model != NULL && rdg_page_get_context (RDG_PAGE (self)) != NULL)
    rdg_ranked_list_set_threshold (self->list, current_threshold (self));
}

static void
show_all_changed_cb (RdgCarsPage *self)
{
  if (rdg_page_get_workspace (RDG_PAGE (self)) != NULL)
    load (self, RDG_CHANGE_PREDICTIONS);
}

static void
rdg_cars_page_context_set (RdgPage *page)
{
  RdgCarsPage *self = RDG_CARS_PAGE (page);
  RdgAppContext *context = rdg_page_get_context (page);
  GSettings *settings = rdg_app_context_get_settings (context);
  static const char *keys[] = { RDG_SETTING_OPERATING_POINT, RDG_SETTING_CAPACITY,
                                RDG_SETTING_CARS_PER_SHIFT, RDG_SETTING_COST_TEST,
                                RDG_SETTING_COST_ESCAPE };

  rdg_car_card_set_context (self->card, context);
  rdg_cars_summary_bind_settings (self->summary, settings);
  _rdg_cars_page_bind_filters (self);
  g_signal_connect_object (settings, "changed::" RDG_SETTING_SHOW_ALL,
                           G_CALLBACK (show_all_changed_cb), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *signal = g_strconcat ("changed::", keys[i], NULL);

      g_signal_connect_object (settings, signal, G_CALLBACK (threshold_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
rdg_cars_page_workspace_changed (RdgPage *page)
{
  RdgCarsPage *self = RDG_CARS_PAGE (page);

  stop_loading (self);
  g_clear_pointer (&self->model, rdg_model_unref);
  self->selected_id = 0;
  self->seen = FALSE;
  g_hash_table_remove_all (self->recordings);
  g_hash_table_remove_all (self->recorded);
  rdg_ranked_list_set_cars (self->list, NULL, 0);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_stack_set_visible_child_name (self->states, "loading");
  _rdg_cars_page_update_actions (self);
}

static void
rdg_cars_page_refresh (RdgPage   *page,
                       RdgChange  what)
{
  load (RDG_CARS_PAGE (page), what);
}

static void
rdg_cars_page_dispose (GObject *object)
{
  RdgCarsPage *self = RDG_CARS_PAGE (object);

  stop_loading (self);
  g_clear_pointer (&self->model, rdg_model_unref);
  if (self->view != NULL)
    {
      rdg_cars_columns_stop (self->view);
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
    }
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  /* GTK takes the template's children away without asking AdwBin, which remembers its one. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_CARS_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->recordings, g_hash_table_unref);
  g_clear_pointer (&self->recorded, g_hash_table_unref);

  G_OBJECT_CLASS (rdg_cars_page_parent_class)->dispose (object);
}

static void
rdg_cars_page_class_init (RdgCarsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RdgPageClass *page_class = RDG_PAGE_CLASS (klass);

  object_class->dispose = rdg_cars_page_dispose;
  page_class->context_set = rdg_cars_page_context_set;
  page_class->refresh = rdg_cars_page_refresh;
  page_class->workspace_changed = rdg_cars_page_workspace_changed;

  g_type_ensure (RDG_TYPE_CAR_CARD);
  g_type_ensure (RDG_TYPE_CARS_SUMMARY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-cars-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, card);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, flap);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, long_button);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, no_model_page);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, note_label);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, note_revealer);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, problem_page);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, search_all_button);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, states);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, summary);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, variant_drop_down);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, view);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsPage, which_drop_down);

  _rdg_cars_page_add_keys (widget_class);
}

static void
rdg_cars_page_init (RdgCarsPage *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->list = rdg_ranked_list_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);

  gtk_widget_init_template (GTK_WIDGET (self));
  _rdg_cars_page_init_recordings (self);
  _rdg_cars_page_init_actions (self);
  _rdg_cars_page_init_filters (self);
  rdg_cars_columns_add (self->view, self->list);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (self->list, "published", G_CALLBACK (published_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "marked", G_CALLBACK (show_summary), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (folded_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "released", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_BUBBLE);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
  folded_cb (self);
}

static GtkWidget *
find_rows (GtkColumnView *view)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LIST_VIEW (child))
        return child;
    }

  return NULL;
}

/* G_MAXUINT: none. */
void
_rdg_cars_page_select (RdgCarsPage *self,
                       guint        position)
{
  GtkWidget *rows = find_rows (self->view);

  gtk_single_selection_set_selected (self->selection,
                                     position != G_MAXUINT ? position
                                                           : GTK_INVALID_LIST_POSITION);
  /* GTK 4.8 has no function for it. */
  if (position != G_MAXUINT && rows != NULL)
    gtk_widget_activate_action (rows, "list.scroll-to-item", "u", position);
  selected_cb (self);
}

void
_rdg_cars_page_reload (RdgCarsPage *self)
{
  if (rdg_page_get_workspace (RDG_PAGE (self)) != NULL)
    load (self, RDG_CHANGE_ALL);
}

/**
 * rdg_cars_page_get_list:
 *
 * Returns: (transfer none): the model of the list
 */
RdgRankedList *
rdg_cars_page_get_list (RdgCarsPage *self)
{
  return self->list;
}

/**
 * rdg_cars_page_get_selected:
 *
 * Returns: (transfer none) (nullable): the selected car
 */
RdgCarRow *
rdg_cars_page_get_selected (RdgCarsPage *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

/**
 * rdg_cars_page_focus_search:
 *
 * Puts the cursor where a code is searched.
 */
void
rdg_cars_page_focus_search (RdgCarsPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
