/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A period as a bar. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-period-bar.h"

#include "rdg-format.h"

#define HEIGHT 8
/* A day in two years can still be seen. */
#define SHORTEST 4
#define MOST_MONTHS 60
#define TRACK_ALPHA 0.15f
#define TICK_ALPHA 0.35f

/**
 * RdgPeriodBar:
 *
 * Draws in the style's colour: the axis faint, with a tick where a month begins,
 * the period whole. What it shows stands beside it in words, so it says nothing
 * to a screen reader.
 */
struct _RdgPeriodBar
{
  GtkWidget parent_instance;

  gint64    axis_from;
  gint64    axis_to;
  gint64    from;
  gint64    to;
};

G_DEFINE_FINAL_TYPE (RdgPeriodBar, rdg_period_bar, GTK_TYPE_WIDGET)

static float
get_position (RdgPeriodBar *self,
              gint64        time,
              float         width)
{
  double length = (double) self->axis_to - (double) self->axis_from;

  return (float) (((double) time - (double) self->axis_from) / length * (double) width);
}

static void
draw_ticks (RdgPeriodBar  *self,
            GtkSnapshot   *snapshot,
            const GdkRGBA *color,
            float          width)
{
  g_autoptr (GDateTime) first = g_date_time_new_from_unix_utc (self->axis_from / 1000);
  g_autoptr (GDateTime) month =
    first != NULL ? g_date_time_new_utc (g_date_time_get_year (first),
                                         g_date_time_get_month (first), 1, 0, 0, 0) : NULL;

  for (guint i = 0; month != NULL && i < MOST_MONTHS; i++)
    {
      g_autoptr (GDateTime) next = g_date_time_add_months (month, 1);
      gint64 time = next != NULL ? g_date_time_to_unix (next) * 1000 : self->axis_to;

      if (time >= self->axis_to)
        break;
      gtk_snapshot_append_color (snapshot, color,
                                 &GRAPHENE_RECT_INIT (get_position (self, time, width), 0, 1, HEIGHT));
      g_date_time_unref (month);
      month = g_steal_pointer (&next);
    }
}

static void
rdg_period_bar_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  RdgPeriodBar *self = RDG_PERIOD_BAR (widget);
  float width = (float) gtk_widget_get_width (widget);
  GskRoundedRect round;
  GdkRGBA color, faint;
  float x, span;

  if (self->axis_to <= self->axis_from || width < SHORTEST)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  faint = color;
  faint.alpha *= TRACK_ALPHA;
  gsk_rounded_rect_init_from_rect (&round, &GRAPHENE_RECT_INIT (0, 0, width, HEIGHT), HEIGHT / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, &faint, &round.bounds);
  faint.alpha = color.alpha * TICK_ALPHA;
  draw_ticks (self, snapshot, &faint, width);
  rdg_period_bar_get_span (self, width, &x, &span);
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (x, 0, span, HEIGHT));
  gtk_snapshot_pop (snapshot);
}

static void
rdg_period_bar_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : SHORTEST;
}

static void
rdg_period_bar_class_init (RdgPeriodBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = rdg_period_bar_measure;
  widget_class->snapshot = rdg_period_bar_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  gtk_widget_class_set_css_name (widget_class, "periodbar");
}

static void
rdg_period_bar_init (RdgPeriodBar *self)
{
}

/**
 * rdg_period_bar_set:
 * @axis_from: where the axis begins
 * @axis_to: where it ends
 * @from: where the period begins
 * @to: where it ends
 */
void
rdg_period_bar_set (RdgPeriodBar *self,
                    gint64        axis_from,
                    gint64        axis_to,
                    gint64        from,
                    gint64        to)
{
  g_autofree char *period = rdg_format_period (from, to);

  self->axis_from = axis_from;
  self->axis_to = axis_to;
  self->from = from;
  self->to = to;
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), period);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * rdg_period_bar_get_span:
 * @width: of the whole axis
 * @x: (out): where the period begins
 * @span: (out): how wide it is; never too narrow to be seen
 */
void
rdg_period_bar_get_span (RdgPeriodBar *self,
                         float         width,
                         float        *x,
                         float        *span)
{
  float first = CLAMP (get_position (self, self->from, width), 0, width);
  float last = CLAMP (get_position (self, self->to, width), 0, width);

  *span = MAX (last - first, SHORTEST);
  *x = MIN (first, width - *span);
}
