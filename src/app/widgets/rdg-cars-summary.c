/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line above the list of cars. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "rdg-cars-summary.h"

#include "rdg-datetime.h"
#include "rdg-format.h"
#include "rdg-settings.h"

/**
 * RdgCarsSummary:
 *
 * How many cars wait, how many get the long test, what that will find, and
 * which model says so. The number of long tests is changed here.
 */
struct _RdgCarsSummary
{
  AdwBin         parent_instance;

  GSettings     *settings;

  GtkLabel      *wait_value;
  GtkLabel      *wait_caption;
  GtkStack      *capacity_stack;
  GtkSpinButton *capacity_spin;
  GtkLabel      *capacity_caption;
  GtkLabel      *cost_label;
  GtkLabel      *caught_caption;
  GtkLabel      *caught_value;
  GtkLabel      *model_value;
  GtkLabel      *model_caption;
};

G_DEFINE_FINAL_TYPE (RdgCarsSummary, rdg_cars_summary, ADW_TYPE_BIN)

static void
operating_point_changed_cb (RdgCarsSummary *self)
{
  RdgOperatingPoint point;

  rdg_settings_get_operating_point (self->settings, &point);

  gboolean costs = point.kind == RDG_OPERATING_POINT_COSTS;

  gtk_stack_set_visible_child_name (self->capacity_stack, costs ? "costs" : "capacity");
  gtk_label_set_label (self->capacity_caption,
                       costs ? C_("summary", "long test against escaped failure")
                             : C_("summary", "long tests a shift"));

  /* Translators: what a long test costs, and what a failure costs that it would have found. */
  g_autofree char *text = g_strdup_printf (C_("costs", "%.4g against %.4g"), point.cost_test,
                                           point.cost_escape);

  gtk_label_set_label (self->cost_label, text);
}

static void
rdg_cars_summary_dispose (GObject *object)
{
  g_clear_object (&RDG_CARS_SUMMARY (object)->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), RDG_TYPE_CARS_SUMMARY);

  G_OBJECT_CLASS (rdg_cars_summary_parent_class)->dispose (object);
}

static void
rdg_cars_summary_class_init (RdgCarsSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rdg_cars_summary_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-cars-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgCarsSummary, caught_caption);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsSummary, capacity_caption);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsSummary, capacity_spin);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsSummary, capacity_stack);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsSummary, caught_value);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsSummary, cost_label);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsSummary, model_caption);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsSummary, model_value);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsSummary, wait_caption);
  gtk_widget_class_bind_template_child (widget_class, RdgCarsSummary, wait_value);
}

static void
rdg_cars_summary_init (RdgCarsSummary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_cars_summary_bind_settings:
 *
 * Once.
 */
void
rdg_cars_summary_bind_settings (RdgCarsSummary *self,
                                GSettings      *settings)
{
  self->settings = g_object_ref (settings);
  g_settings_bind (settings, RDG_SETTING_CAPACITY, self->capacity_spin, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::" RDG_SETTING_OPERATING_POINT,
                           G_CALLBACK (operating_point_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" RDG_SETTING_COST_TEST,
                           G_CALLBACK (operating_point_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::" RDG_SETTING_COST_ESCAPE,
                           G_CALLBACK (operating_point_changed_cb), self, G_CONNECT_SWAPPED);
  operating_point_changed_cb (self);
}

/**
 * rdg_cars_summary_set_cars:
 * @forecast: what the long tests will find among @cars
 */
void
rdg_cars_summary_set_cars (RdgCarsSummary    *self,
                           const RdgRiskList *cars,
                           const RdgForecast *forecast)
{
  g_autofree char *n_cars = rdg_format_count (cars->n_cars);
  g_autofree char *n_long = rdg_format_count (forecast->n_long);
  g_autofree char *caught = rdg_format_count ((guint64) llround (forecast->caught));
  g_autofree char *low = rdg_format_count ((guint64) llround (forecast->caught_low));
  g_autofree char *high = rdg_format_count ((guint64) llround (forecast->caught_high));
  g_autofree char *failures = rdg_format_count ((guint64) llround (forecast->failures));
  /* Translators: failures that the long tests will find, of all that there will be. */
  g_autofree char *caught_text = g_strdup_printf (C_("failures", "%s of %s"), caught, failures);
  /* Translators: under "14 of 24": from how many to how many. */
  g_autofree char *caught_caption =
    g_strdup_printf (C_("summary", "failures expected to be caught (%1$s to %2$s)"), low, high);
  g_autofree char *caught_tooltip =
    g_strdup_printf (_("The risks of the cars that go to the long test add up to %.2f, those of "
                       "all cars to %.2f."), forecast->caught, forecast->failures);
  /* Translators: under the number of cars. %s of them go to the long test. */
  g_autofree char *wait_text =
    g_strdup_printf (cars->waiting_only
                       ? g_dngettext (GETTEXT_PACKAGE, "car waits, %s for the long test",
                                      "cars wait, %s for the long test", (gulong) cars->n_cars)
                       : g_dngettext (GETTEXT_PACKAGE, "car scored, %s for the long test",
                                      "cars scored, %s for the long test",
                                      (gulong) cars->n_cars), n_long);

  gtk_label_set_label (self->wait_value, n_cars);
  gtk_label_set_label (self->wait_caption, wait_text);
  gtk_label_set_label (self->caught_value, caught_text);
  gtk_label_set_label (self->caught_caption, caught_caption);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->caught_value), caught_tooltip);
}

/**
 * rdg_cars_summary_set_model:
 *
 * Which model says so, and how old it is.
 */
void
rdg_cars_summary_set_model (RdgCarsSummary    *self,
                            const RdgModelRow *row)
{
  gint64 days = MAX (0, (rdg_datetime_now () - row->trained_at) / RDG_DATETIME_DAY_MS);
  /* Translators: a model's number. */
  g_autofree char *name = g_strdup_printf (C_("model", "Model %" PRId64), row->model_id);
  g_autofree char *age =
    days == 0 ? g_strdup (_("trained today"))
              : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day old", "%d days old",
                                              (gulong) days), (int) days);

  gtk_label_set_label (self->model_value, name);
  gtk_label_set_label (self->model_caption, age);
}
