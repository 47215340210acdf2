/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence in place. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-notice.h"

#include <glib/gi18n-lib.h>

struct _RdgNotice
{
  AdwBin       parent_instance;

  GtkRevealer *revealer;
  GtkImage    *icon;
  GtkLabel    *label;
};

G_DEFINE_FINAL_TYPE (RdgNotice, rdg_notice, ADW_TYPE_BIN)

static const struct
{
  const char *icon_name;
  const char *css_class;
} kinds[] = {
  [RDG_NOTICE_DONE] = { "object-select-symbolic", "success" },
  [RDG_NOTICE_INFORMATION] = { "dialog-information-symbolic", "accent" },
  [RDG_NOTICE_WARNING] = { "dialog-warning-symbolic", "warning" },
  [RDG_NOTICE_ERROR] = { "dialog-error-symbolic", "error" },
};

static void
rdg_notice_dispose (GObject *object)
{
  /* Before the template goes: the bin would unparent its child a second time. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  /* GTK takes the template's children away without asking AdwBin, which remembers its one. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), RDG_TYPE_NOTICE);

  G_OBJECT_CLASS (rdg_notice_parent_class)->dispose (object);
}

static void
rdg_notice_class_init (RdgNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_notice_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgNotice, icon);
  gtk_widget_class_bind_template_child (widget_class, RdgNotice, label);
  gtk_widget_class_bind_template_child (widget_class, RdgNotice, revealer);
  gtk_widget_class_bind_template_callback (widget_class, rdg_notice_hide);
}

static void
rdg_notice_init (RdgNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_notice_show:
 * @text: a whole sentence, translated
 *
 * Says @text until it is closed or replaced.
 */
void
rdg_notice_show (RdgNotice     *self,
                 RdgNoticeKind  kind,
                 const char    *text)
{
  g_return_if_fail (RDG_IS_NOTICE (self));

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), kinds[i].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), kinds[kind].css_class);
  gtk_image_set_from_icon_name (self->icon, kinds[kind].icon_name);
  gtk_label_set_text (self->label, text);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * rdg_notice_hide:
 *
 * Says nothing more.
 */
void
rdg_notice_hide (RdgNotice *self)
{
  g_return_if_fail (RDG_IS_NOTICE (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_label_set_text (self->label, "");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * rdg_notice_get_text:
 *
 * Returns: (transfer none): what is said, "" for nothing
 */
const char *
rdg_notice_get_text (RdgNotice *self)
{
  return gtk_label_get_text (self->label);
}
