/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the list of cars. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-cars-columns.h"

#include "rdg-datetime.h"
#include "rdg-risk-cell.h"
#include "rdg-risk-format.h"
#include "rdg-zone-risk.h"

typedef void (*SetupFunc) (GtkListItem *item);
typedef void (*BindFunc)  (GtkListItem *item,
                           RdgCarRow   *row);

/* One line a column. Width 0: as wide as its cells want. */
typedef struct
{
  const char *name;      /* what the settings call it */
  const char *title;
  RdgCarSort  sort;
  int         width;
  gboolean    expand;
  SetupFunc   setup;
  BindFunc    bind;
} Column;

static void
setup_text (GtkListItem *item)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_list_item_set_child (item, text);
}

static void
setup_numeric (GtkListItem *item)
{
  setup_text (item);
  gtk_widget_add_css_class (gtk_list_item_get_child (item), "numeric");
}

static void
bind_text (GtkListItem *item,
           const char  *text)
{
  GtkWidget *child = gtk_list_item_get_child (item);

  gtk_inscription_set_text (GTK_INSCRIPTION (child), text);
}

/* The line between long and short tests belongs to the row, which only its cells can reach. */
static void
show_divider (GtkListItem *item,
              RdgCarRow   *row)
{
  GtkWidget *cell = gtk_widget_get_parent (gtk_list_item_get_child (item));
  GtkWidget *line = cell != NULL ? gtk_widget_get_parent (cell) : NULL;

  if (line == NULL)
    return;
  if (rdg_car_row_is_divider (row))
    gtk_widget_add_css_class (line, "operating-point");
  else
    gtk_widget_remove_css_class (line, "operating-point");
}

static void
bind_code (GtkListItem *item,
           RdgCarRow   *row)
{
  bind_text (item, rdg_car_row_get_code (row));
}

static void
bind_variant (GtkListItem *item,
              RdgCarRow   *row)
{
  bind_text (item, rdg_car_row_get_variant (row));
}

static void
bind_since (GtkListItem *item,
            RdgCarRow   *row)
{
  g_autofree char *text = rdg_risk_format_since (rdg_car_row_get_since (row));

  bind_text (item, text);
}

static void
setup_risk (GtkListItem *item)
{
  gtk_list_item_set_child (item, rdg_risk_cell_new ());
}

static void
bind_risk (GtkListItem *item,
           RdgCarRow   *row)
{
  rdg_risk_cell_set_risk (RDG_RISK_CELL (gtk_list_item_get_child (item)),
                          rdg_car_row_get_risk (row), rdg_car_row_get_share (row));
}

/* Where to look, of the row that is in the cell now. */
static gboolean
query_zones_cb (GtkWidget   *box,
                int          x,
                int          y,
                gboolean     keyboard,
                GtkTooltip  *tooltip,
                GtkListItem *item)
{
  RdgCarRow *row = gtk_list_item_get_item (item);
  g_autofree char *names = row != NULL ? rdg_zone_risks_format (rdg_car_row_get_zones (row)) : NULL;
  g_autofree char *text = NULL;

  if (names == NULL || *names == '\0')
    return FALSE;

  text = g_strdup_printf (_("Look at: %s"), names);
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
setup_test (GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_widget_add_css_class (box, "recommendation");
  gtk_widget_set_has_tooltip (box, TRUE);
  g_signal_connect_object (box, "query-tooltip", G_CALLBACK (query_zones_cb), item, 0);
  gtk_list_item_set_child (item, box);
}

static void
show_test (GtkListItem *item,
           RdgCarRow   *row)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *image = gtk_widget_get_first_child (box);
  gboolean is_long = rdg_car_row_get_recommendation (row) == RDG_RECOMMENDATION_LONG;

  gtk_image_set_from_icon_name (GTK_IMAGE (image),
                                is_long ? "rdg-long-symbolic" : "rdg-short-symbolic");
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (image)),
                       is_long ? C_("recommendation", "LONG") : C_("recommendation", "SHORT"));
  gtk_widget_remove_css_class (box, is_long ? "short-test" : "long-test");
  gtk_widget_add_css_class (box, is_long ? "long-test" : "short-test");
  show_divider (item, row);
}

static void
mark_changed_cb (RdgCarRow   *row,
                 GtkListItem *item)
{
  show_test (item, row);
}

static void
bind_test (GtkListItem *item,
           RdgCarRow   *row)
{
  g_signal_connect_object (row, "mark-changed", G_CALLBACK (mark_changed_cb), item, 0);
  show_test (item, row);
}

/* Only when asked: setting a tooltip's text costs a round trip to the display, in every row. */
static gboolean
query_reason_cb (GtkInscription *text,
                 int             x,
                 int             y,
                 gboolean        keyboard,
                 GtkTooltip     *tooltip)
{
  const char *reason = gtk_inscription_get_text (text);

  gtk_tooltip_set_text (tooltip, reason);

  return reason != NULL && *reason != '\0';
}

static void
setup_reason (GtkListItem *item)
{
  GtkWidget *text;

  setup_text (item);
  text = gtk_list_item_get_child (item);
  gtk_widget_set_has_tooltip (text, TRUE);
  g_signal_connect (text, "query-tooltip", G_CALLBACK (query_reason_cb), NULL);
}

static void
bind_reason (GtkListItem *item,
             RdgCarRow   *row)
{
  bind_text (item, rdg_car_row_get_main_reason (row));
}

static const Column columns[] = {
  { "car", NC_("column", "Car"), RDG_CAR_SORT_CODE, 140, FALSE, setup_numeric, bind_code },
  { "variant", NC_("column", "Variant"), RDG_CAR_SORT_VARIANT, 120, FALSE, setup_text, bind_variant },
  { "since", NC_("column", "Since"), RDG_CAR_SORT_SINCE, 116, FALSE, setup_numeric, bind_since },
  { "risk", NC_("column", "Risk"), RDG_CAR_SORT_RISK, 190, FALSE, setup_risk, bind_risk },
  { "test", NC_("column", "Test"), RDG_CAR_SORT_RISK, 104, FALSE, setup_test, bind_test },
  { "reason", NC_("column", "Main reason"), RDG_CAR_SORT_REASON, 0, TRUE, setup_reason, bind_reason },
};

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          const Column             *column)
{
  column->setup (item);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         const Column             *column)
{
  column->bind (item, gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           const Column             *column)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), mark_changed_cb, item);
}

/* Which column was asked first by the view's sorter: GTK 4.8 has no other way to tell. */
static const Column *asked;

static int
probe_order (gconstpointer a,
             gconstpointer b,
             gpointer      data)
{
  if (asked == NULL)
    asked = data;

  return -1;
}

/* NULL: none, which is as much as by risk. */
static const Column *
get_sorting_column (GtkSorter *sorter,
                    gboolean  *descending)
{
  /* Any two will do, as long as they are not the same one. */
  g_autoptr (GObject) one = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) other = g_object_new (G_TYPE_OBJECT, NULL);

  asked = NULL;
  *descending = gtk_sorter_compare (sorter, one, other) == GTK_ORDERING_LARGER;

  return asked;
}

/* The view believes that it sorts; what it wants is handed to the list, which sorts on a thread. */
static void
sorter_changed_cb (GtkSorter       *sorter,
                   GtkSorterChange  change,
                   RdgRankedList   *list)
{
  gboolean descending;
  const Column *column = get_sorting_column (sorter, &descending);

  if (column != NULL)
    rdg_ranked_list_set_sort (list, column->sort, descending);
  else
    rdg_ranked_list_set_sort (list, RDG_CAR_SORT_RISK, TRUE);
}

/**
 * rdg_cars_columns_add:
 * @view: a view without columns
 * @list: what it shows
 */
void
rdg_cars_columns_add (GtkColumnView *view,
                      RdgRankedList    *list)
{
  GtkColumnViewColumn *risk = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      gpointer data = (gpointer) &columns[i];

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), data);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), data);
      if (columns[i].bind == bind_test)
        g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), data);

      g_autoptr (GtkColumnViewColumn) column =
        gtk_column_view_column_new (g_dpgettext2 (NULL, "column", columns[i].title), factory);
      g_autoptr (GtkSorter) sorter =
        GTK_SORTER (gtk_custom_sorter_new (probe_order, data, NULL));

      gtk_column_view_column_set_sorter (column, sorter);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_expand (column, columns[i].expand);
      if (columns[i].width > 0)
        gtk_column_view_column_set_fixed_width (column, columns[i].width);
      gtk_column_view_append_column (view, column);
      if (columns[i].bind == bind_risk)
        risk = column;
    }

  gtk_column_view_sort_by_column (view, risk, GTK_SORT_DESCENDING);
  g_signal_connect_object (gtk_column_view_get_sorter (view), "changed",
                           G_CALLBACK (sorter_changed_cb), list, 0);
}

/**
 * rdg_cars_columns_get_sort:
 * @view: a view with the columns of rdg_cars_columns_add()
 * @descending: (out): whether the largest comes first
 *
 * Returns: (transfer none): the settings' name of the column that sorts
 */
const char *
rdg_cars_columns_get_sort (GtkColumnView *view,
                           gboolean      *descending)
{
  const Column *column = get_sorting_column (gtk_column_view_get_sorter (view), descending);

  if (column != NULL)
    return column->name;

  *descending = TRUE;

  return "risk";
}

/**
 * rdg_cars_columns_set_sort:
 * @view: a view with the columns of rdg_cars_columns_add()
 * @name: the settings' name of a column
 * @descending: whether the largest comes first
 */
void
rdg_cars_columns_set_sort (GtkColumnView *view,
                           const char    *name,
                           gboolean       descending)
{
  GListModel *shown = gtk_column_view_get_columns (view);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, i);

      if (g_str_equal (columns[i].name, name))
        gtk_column_view_sort_by_column (view, column,
                                        descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
    }
}

/**
 * rdg_cars_columns_stop:
 * @view: a view that is about to go
 *
 * A view that goes takes its columns away, and believes then that it sorts by none of them: the list
 * is not to follow that.
 */
void
rdg_cars_columns_stop (GtkColumnView *view)
{
  g_signal_handlers_disconnect_matched (gtk_column_view_get_sorter (view), G_SIGNAL_MATCH_FUNC, 0,
                                        0, NULL, sorter_changed_cb, NULL);
}

/**
 * rdg_cars_columns_show:
 * @cars: what @view is about to show
 *
 * Hides the columns in which no car has anything to say.
 */
void
rdg_cars_columns_show (GtkColumnView     *view,
                       const RdgRiskList *cars)
{
  GListModel *shown = gtk_column_view_get_columns (view);
  gboolean any_variant = FALSE, any_since = FALSE;

  for (gsize i = 0; i < cars->n_cars && !(any_variant && any_since); i++)
    {
      any_variant |= *cars->variant[i] != '\0';
      any_since |= cars->since[i] != RDG_DATETIME_NONE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, (guint) i);
      gboolean visible = (columns[i].sort != RDG_CAR_SORT_VARIANT || any_variant)
                         && (columns[i].sort != RDG_CAR_SORT_SINCE || any_since);

      if (visible == gtk_column_view_column_get_visible (column))
        continue;
      /* GTK 4.8 keeps the room of a hidden column that has a width of its own. */
      gtk_column_view_column_set_fixed_width (column, visible ? columns[i].width : -1);
      gtk_column_view_column_set_visible (column, visible);
    }
}
