/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence across the window. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-message-bar.h"

/**
 * RdgMessageBar:
 *
 * What libadwaita 1.3 has as AdwBanner, and a little more: it wraps, so that a
 * sentence with a file name in it can be read to its end.
 */
struct _RdgMessageBar
{
  AdwBin       parent_instance;

  char        *kind;
  char        *action_label;
  GtkRevealer *revealer;
  GtkWidget   *box;
  GtkImage    *image;
  GtkLabel    *label;
  GtkButton   *action_button;
  GtkButton   *close_button;
};

G_DEFINE_FINAL_TYPE (RdgMessageBar, rdg_message_bar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_KIND,
  PROP_ACTION_LABEL,
  PROP_ACTION_NAME,
  PROP_CAN_CLOSE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
close_clicked_cb (RdgMessageBar *self)
{
  rdg_message_bar_hide (self);
}

static void
set_kind (RdgMessageBar *self,
          const char    *kind)
{
  g_free (self->kind);
  self->kind = g_strdup (kind);
  gtk_widget_add_css_class (self->box, kind);
  gtk_image_set_from_icon_name (self->image,
                                g_str_equal (kind, "information") ? "dialog-information-symbolic"
                                                                  : "dialog-warning-symbolic");
}

static void
rdg_message_bar_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  RdgMessageBar *self = RDG_MESSAGE_BAR (object);

  switch (id)
    {
    case PROP_KIND:
      g_value_set_string (value, self->kind);
      break;
    case PROP_ACTION_LABEL:
      g_value_set_string (value, self->action_label);
      break;
    case PROP_ACTION_NAME:
      g_value_set_string (value, gtk_actionable_get_action_name (GTK_ACTIONABLE (self->action_button)));
      break;
    case PROP_CAN_CLOSE:
      g_value_set_boolean (value, gtk_widget_get_visible (GTK_WIDGET (self->close_button)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_message_bar_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  RdgMessageBar *self = RDG_MESSAGE_BAR (object);

  switch (id)
    {
    case PROP_KIND:
      set_kind (self, g_value_get_string (value));
      break;
    case PROP_ACTION_LABEL:
      g_free (self->action_label);
      self->action_label = g_value_dup_string (value);
      gtk_widget_set_visible (GTK_WIDGET (self->action_button), self->action_label != NULL);
      break;
    case PROP_ACTION_NAME:
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->action_button),
                                      g_value_get_string (value));
      break;
    case PROP_CAN_CLOSE:
      gtk_widget_set_visible (GTK_WIDGET (self->close_button), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_message_bar_dispose (GObject *object)
{
  /* GTK takes the template's children away without asking AdwBin, which remembers its one. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), RDG_TYPE_MESSAGE_BAR);

  G_OBJECT_CLASS (rdg_message_bar_parent_class)->dispose (object);
}

static void
rdg_message_bar_finalize (GObject *object)
{
  RdgMessageBar *self = RDG_MESSAGE_BAR (object);

  g_free (self->kind);
  g_free (self->action_label);

  G_OBJECT_CLASS (rdg_message_bar_parent_class)->finalize (object);
}

static void
rdg_message_bar_class_init (RdgMessageBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = rdg_message_bar_dispose;
  object_class->finalize = rdg_message_bar_finalize;
  object_class->get_property = rdg_message_bar_get_property;
  object_class->set_property = rdg_message_bar_set_property;

  /**
   * RdgMessageBar:kind:
   *
   * "error", "warning" or "information": colour and icon.
   */
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);
  properties[PROP_ACTION_LABEL] = g_param_spec_string ("action-label", NULL, NULL, NULL, flags);
  properties[PROP_ACTION_NAME] = g_param_spec_string ("action-name", NULL, NULL, NULL, flags);
  properties[PROP_CAN_CLOSE] = g_param_spec_boolean ("can-close", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-message-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgMessageBar, action_button);
  gtk_widget_class_bind_template_child (widget_class, RdgMessageBar, box);
  gtk_widget_class_bind_template_child (widget_class, RdgMessageBar, close_button);
  gtk_widget_class_bind_template_child (widget_class, RdgMessageBar, image);
  gtk_widget_class_bind_template_child (widget_class, RdgMessageBar, label);
  gtk_widget_class_bind_template_child (widget_class, RdgMessageBar, revealer);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked_cb);
}

static void
rdg_message_bar_init (RdgMessageBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_message_bar_show:
 * @heading: (nullable): a few words in bold
 * @message: a sentence
 */
void
rdg_message_bar_show (RdgMessageBar *self,
                      const char    *heading,
                      const char    *message)
{
  g_autofree char *markup =
    heading != NULL ? g_markup_printf_escaped ("<b>%s</b>  %s", heading, message)
                    : g_markup_escape_text (message, -1);
  g_autofree char *plain =
    heading != NULL ? g_strdup_printf ("%s: %s", heading, message) : g_strdup (message);

  gtk_label_set_markup (self->label, markup);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, plain, -1);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/**
 * rdg_message_bar_hide:
 *
 * Takes the message away.
 */
void
rdg_message_bar_hide (RdgMessageBar *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}
