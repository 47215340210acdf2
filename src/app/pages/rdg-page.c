/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all pages have in common: context, title, icon, and reading only what is seen. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-page.h"

/**
 * RdgPage:
 *
 * A page that is hidden does no work: changes gather until it is shown.
 */
typedef struct
{
  RdgAppContext *context;
  char          *title;
  char          *icon_name;
  RdgChange      pending;
} RdgPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (RdgPage, rdg_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CONTEXT,
  PROP_TITLE,
  PROP_ICON_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
refresh_if_seen (RdgPage *self)
{
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);
  RdgChange what = priv->pending;

  if (what == 0 || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || rdg_page_get_workspace (self) == NULL)
    return;

  priv->pending = 0;
  if (RDG_PAGE_GET_CLASS (self)->refresh != NULL)
    RDG_PAGE_GET_CLASS (self)->refresh (self, what);
}

static void
changed_cb (RdgPage *self,
            guint    what)
{
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);

  priv->pending |= what;
  refresh_if_seen (self);
}

static void
workspace_notify_cb (RdgPage *self)
{
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);

  if (RDG_PAGE_GET_CLASS (self)->workspace_changed != NULL)
    RDG_PAGE_GET_CLASS (self)->workspace_changed (self);
  priv->pending = RDG_CHANGE_ALL;
  refresh_if_seen (self);
}

static void
set_context (RdgPage       *self,
             RdgAppContext *context)
{
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);

  if (context == NULL || priv->context == context)
    return;

  g_return_if_fail (priv->context == NULL);

  priv->context = g_object_ref (context);
  g_signal_connect_object (context, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::workspace", G_CALLBACK (workspace_notify_cb), self,
                           G_CONNECT_SWAPPED);
  if (RDG_PAGE_GET_CLASS (self)->context_set != NULL)
    RDG_PAGE_GET_CLASS (self)->context_set (self);
  if (rdg_app_context_get_workspace (context) != NULL)
    workspace_notify_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTEXT]);
}

static void
rdg_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rdg_page_parent_class)->map (widget);

  refresh_if_seen (RDG_PAGE (widget));
}

static void
rdg_page_dispose (GObject *object)
{
  RdgPage *self = RDG_PAGE (object);
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);

  g_clear_object (&priv->context);

  G_OBJECT_CLASS (rdg_page_parent_class)->dispose (object);
}

static void
rdg_page_finalize (GObject *object)
{
  RdgPage *self = RDG_PAGE (object);
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);

  g_free (priv->title);
  g_free (priv->icon_name);

  G_OBJECT_CLASS (rdg_page_parent_class)->finalize (object);
}

static void
rdg_page_get_property (GObject    *object,
                       guint       id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  RdgPage *self = RDG_PAGE (object);
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);

  switch (id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, priv->context);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, priv->icon_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_text (RdgPage     *self,
          char       **field,
          const char  *text,
          guint        id)
{
  if (g_strcmp0 (*field, text) == 0)
    return;

  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

static void
rdg_page_set_property (GObject      *object,
                       guint         id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  RdgPage *self = RDG_PAGE (object);
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);

  switch (id)
    {
    case PROP_CONTEXT:
      set_context (self, g_value_get_object (value));
      break;
    case PROP_TITLE:
      set_text (self, &priv->title, g_value_get_string (value), id);
      break;
    case PROP_ICON_NAME:
      set_text (self, &priv->icon_name, g_value_get_string (value), id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_page_class_init (RdgPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = rdg_page_dispose;
  object_class->finalize = rdg_page_finalize;
  object_class->get_property = rdg_page_get_property;
  object_class->set_property = rdg_page_set_property;
  widget_class->map = rdg_page_map;

  /**
   * RdgPage:context:
   *
   * What the page works with; set once, by the window.
   */
  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, RDG_TYPE_APP_CONTEXT, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rdg_page_init (RdgPage *self)
{
}

/**
 * rdg_page_get_context:
 *
 * Returns: (transfer none) (nullable): what the page works with
 */
RdgAppContext *
rdg_page_get_context (RdgPage *self)
{
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);

  return priv->context;
}

/**
 * rdg_page_get_workspace:
 *
 * Returns: (transfer none) (nullable): the open database
 */
RdgWorkspace *
rdg_page_get_workspace (RdgPage *self)
{
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);

  return priv->context != NULL ? rdg_app_context_get_workspace (priv->context) : NULL;
}

/**
 * rdg_page_get_title:
 *
 * Returns: (transfer none): the page's name, translated
 */
const char *
rdg_page_get_title (RdgPage *self)
{
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);

  return priv->title;
}

/**
 * rdg_page_get_icon_name:
 *
 * Returns: (transfer none): the page's icon
 */
const char *
rdg_page_get_icon_name (RdgPage *self)
{
  RdgPagePrivate *priv = rdg_page_get_instance_private (self);

  return priv->icon_name;
}
