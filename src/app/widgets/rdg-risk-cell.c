/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A risk in a row of the list. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-risk-cell.h"

#include "rdg-risk-format.h"

#define BAR_WIDTH 64
#define BAR_HEIGHT 8
#define SPACING 8

/**
 * RdgRiskCell:
 *
 * The bar compares the rows of one list: the highest risk in it is a full bar.
 * The words beside it say how much that is.
 */
struct _RdgRiskCell
{
  GtkWidget  parent_instance;

  GtkWidget *text;
  RdgRisk    risk;
  double     share;
};

G_DEFINE_FINAL_TYPE (RdgRiskCell, rdg_risk_cell, GTK_TYPE_WIDGET)

static void
rdg_risk_cell_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  gtk_widget_measure (RDG_RISK_CELL (widget)->text, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum += BAR_WIDTH + SPACING;
      *natural += BAR_WIDTH + SPACING;
    }
}

static void
rdg_risk_cell_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation area = { rtl ? 0 : BAR_WIDTH + SPACING, 0, MAX (0, width - BAR_WIDTH - SPACING),
                         height };

  gtk_widget_size_allocate (RDG_RISK_CELL (widget)->text, &area, -1);
}

static void
append_bar (GtkSnapshot   *snapshot,
            const GdkRGBA *colour,
            double         alpha,
            float          x,
            float          y,
            float          width)
{
  GdkRGBA faded = *colour;
  GskRoundedRect outline;

  if (width <= 0)
    return;

  faded.alpha *= (float) alpha;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, width, BAR_HEIGHT),
                                   MIN (width, BAR_HEIGHT) / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &faded, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
rdg_risk_cell_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  RdgRiskCell *self = RDG_RISK_CELL (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float y = (float) (gtk_widget_get_height (widget) - BAR_HEIGHT) / 2;
  float left = rtl ? (float) (gtk_widget_get_width (widget) - BAR_WIDTH) : 0;
  float filled = (float) (BAR_WIDTH * self->share);
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  append_bar (snapshot, &colour, 0.12, left, y, BAR_WIDTH);
  append_bar (snapshot, &colour, 0.6, rtl ? left + BAR_WIDTH - filled : left, y, filled);
  gtk_widget_snapshot_child (widget, self->text, snapshot);
}

/* Only when asked: setting a tooltip's text costs a round trip to the display, in every row. */
static gboolean
rdg_risk_cell_query_tooltip (GtkWidget  *widget,
                             int         x,
                             int         y,
                             gboolean    keyboard,
                             GtkTooltip *tooltip)
{
  g_autofree char *text = rdg_risk_format_tooltip (&RDG_RISK_CELL (widget)->risk);

  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
rdg_risk_cell_dispose (GObject *object)
{
  g_clear_pointer (&RDG_RISK_CELL (object)->text, gtk_widget_unparent);

  G_OBJECT_CLASS (rdg_risk_cell_parent_class)->dispose (object);
}

static void
rdg_risk_cell_class_init (RdgRiskCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rdg_risk_cell_dispose;
  widget_class->measure = rdg_risk_cell_measure;
  widget_class->size_allocate = rdg_risk_cell_size_allocate;
  widget_class->query_tooltip = rdg_risk_cell_query_tooltip;
  widget_class->snapshot = rdg_risk_cell_snapshot;
  gtk_widget_class_set_css_name (widget_class, "riskcell");
}

static void
rdg_risk_cell_init (RdgRiskCell *self)
{
  self->text = gtk_inscription_new (NULL);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->text), 10);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (self->text), 14);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (self->text),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->text, "numeric");
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * rdg_risk_cell_new:
 *
 * Returns: (transfer none): an empty cell
 */
GtkWidget *
rdg_risk_cell_new (void)
{
  return g_object_new (RDG_TYPE_RISK_CELL, NULL);
}

/**
 * rdg_risk_cell_set_risk:
 * @share: of the highest risk in the list, for the bar
 */
void
rdg_risk_cell_set_risk (RdgRiskCell   *self,
                        const RdgRisk *risk,
                        double         share)
{
  g_autofree char *text = rdg_risk_format_in_100 (risk->risk);

  self->risk = *risk;
  self->share = CLAMP (share, 0, 1);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->text), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
