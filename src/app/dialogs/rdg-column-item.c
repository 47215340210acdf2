/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column of a file that is about to be imported. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-column-item.h"

#include <glib/gi18n-lib.h>

struct _RdgColumnItem
{
  GObject  parent_instance;

  char    *name;
  char    *unit;
  char    *reason;
  char    *examples;
  RdgRole  guessed;
  RdgRole  role;
};

G_DEFINE_FINAL_TYPE (RdgColumnItem, rdg_column_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ROLE,
  PROP_REASON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
rdg_column_item_finalize (GObject *object)
{
  RdgColumnItem *self = RDG_COLUMN_ITEM (object);

  g_free (self->name);
  g_free (self->unit);
  g_free (self->reason);
  g_free (self->examples);

  G_OBJECT_CLASS (rdg_column_item_parent_class)->finalize (object);
}

static void
rdg_column_item_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  RdgColumnItem *self = RDG_COLUMN_ITEM (object);

  switch (id)
    {
    case PROP_ROLE:
      g_value_set_uint (value, self->role);
      break;
    case PROP_REASON:
      g_value_take_string (value, rdg_column_item_dup_reason (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_column_item_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  RdgColumnItem *self = RDG_COLUMN_ITEM (object);

  switch (id)
    {
    case PROP_ROLE:
      if (self->role != g_value_get_uint (value))
        {
          self->role = (RdgRole) g_value_get_uint (value);
          g_object_notify_by_pspec (object, properties[PROP_ROLE]);
          g_object_notify_by_pspec (object, properties[PROP_REASON]);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_column_item_class_init (RdgColumnItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = rdg_column_item_finalize;
  object_class->get_property = rdg_column_item_get_property;
  object_class->set_property = rdg_column_item_set_property;

  /**
   * RdgColumnItem:role:
   *
   * A #RdgRole, as the number that a drop-down has selected.
   */
  properties[PROP_ROLE] =
    g_param_spec_uint ("role", NULL, NULL, 0, RDG_ROLE_BLOCKED, RDG_ROLE_IGNORE,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_REASON] =
    g_param_spec_string ("reason", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rdg_column_item_init (RdgColumnItem *self)
{
}

/**
 * rdg_column_item_new:
 * @column: what was recognised; copied
 *
 * Returns: (transfer full): an item
 */
RdgColumnItem *
rdg_column_item_new (const RdgColumn *column)
{
  RdgColumnItem *self = g_object_new (RDG_TYPE_COLUMN_ITEM, NULL);

  self->name = g_strdup (column->name);
  self->unit = g_strdup (column->unit != NULL ? column->unit : "");
  self->reason = g_strdup (column->reason);
  self->examples = column->examples != NULL ? g_strjoinv (" · ", column->examples) : g_strdup ("");
  self->guessed = column->role;
  self->role = column->role;

  return self;
}

/**
 * rdg_column_item_get_name:
 *
 * Returns: (transfer none): the name in the header
 */
const char *
rdg_column_item_get_name (RdgColumnItem *self)
{
  return self->name;
}

/**
 * rdg_column_item_get_unit:
 *
 * Returns: (transfer none): the unit, "" where there is none
 */
const char *
rdg_column_item_get_unit (RdgColumnItem *self)
{
  return self->unit;
}

/**
 * rdg_column_item_get_role:
 *
 * Returns: the role that it plays now
 */
RdgRole
rdg_column_item_get_role (RdgColumnItem *self)
{
  return self->role;
}

/**
 * rdg_column_item_is_changed:
 *
 * Returns: whether the user chose another role than was guessed
 */
gboolean
rdg_column_item_is_changed (RdgColumnItem *self)
{
  return self->role != self->guessed;
}

/**
 * rdg_column_item_dup_reason:
 *
 * Returns: (transfer full): why it has this role, and a few of its values
 */
char *
rdg_column_item_dup_reason (RdgColumnItem *self)
{
  const char *reason = self->role == self->guessed ? self->reason : _("Chosen by you.");

  if (*self->examples == '\0')
    return g_strdup (reason);

  return g_strdup_printf ("%s  %s", reason, self->examples);
}

/**
 * rdg_role_get_words:
 *
 * Returns: (transfer none) (array zero-terminated=1): the roles as people say them, in the order
 *   of #RdgRole
 */
const char * const *
rdg_role_get_words (void)
{
  static const char *words[RDG_ROLE_BLOCKED + 2];

  if (words[0] == NULL)
    {
      words[RDG_ROLE_IGNORE] = C_("column role", "Ignore");
      words[RDG_ROLE_CAR] = C_("column role", "Names the car");
      words[RDG_ROLE_TIME] = C_("column role", "Time");
      words[RDG_ROLE_LABEL] = C_("column role", "Outcome");
      words[RDG_ROLE_NUMERIC] = C_("column role", "Number");
      words[RDG_ROLE_CATEGORY] = C_("column role", "Category");
      words[RDG_ROLE_BLOCKED] = C_("column role", "Keep, never learn");
    }

  return words;
}
