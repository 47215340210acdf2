/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Data page. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-data-page.h"

struct _RdgDataPage
{
  RdgPage parent_instance;
};

G_DEFINE_FINAL_TYPE (RdgDataPage, rdg_data_page, RDG_TYPE_PAGE)

static void
rdg_data_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), RDG_TYPE_DATA_PAGE);

  G_OBJECT_CLASS (rdg_data_page_parent_class)->dispose (object);
}

static void
rdg_data_page_class_init (RdgDataPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_data_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/rodagem/Rodagem/rdg-data-page.ui");
}

static void
rdg_data_page_init (RdgDataPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
