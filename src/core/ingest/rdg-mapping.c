/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How columns are used: roles, the label's rule, and both as keys and JSON. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-mapping-private.h"

#include <string.h>

#include "rdg-number.h"
#include "rdg-text.h"

static const char * const layout_keys[] = {
  [RDG_LAYOUT_TABLE] = "table",
  [RDG_LAYOUT_PREDICT] = "predict",
  [RDG_LAYOUT_FALHAS] = "falhas",
  [RDG_LAYOUT_RESULTADOS] = "resultados",
  [RDG_LAYOUT_STATUS] = "status",
};

static const char * const role_keys[] = {
  [RDG_ROLE_IGNORE] = "ignore",
  [RDG_ROLE_CAR] = "car",
  [RDG_ROLE_TIME] = "time",
  [RDG_ROLE_LABEL] = "label",
  [RDG_ROLE_NUMERIC] = "numeric",
  [RDG_ROLE_CATEGORY] = "category",
  [RDG_ROLE_BLOCKED] = "blocked",
};

static gboolean
find_key (const char * const *keys,
          guint               n_keys,
          const char         *key,
          guint              *index)
{
  for (guint i = 0; i < n_keys; i++)
    {
      if (g_str_equal (keys[i], key))
        {
          *index = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * rdg_layout_get_key:
 *
 * Returns: (transfer none): as the command line and files write it
 */
const char *
rdg_layout_get_key (RdgLayout layout)
{
  g_return_val_if_fail ((guint) layout < G_N_ELEMENTS (layout_keys), NULL);

  return layout_keys[layout];
}

gboolean
rdg_layout_from_key (const char *key,
                     RdgLayout  *layout)
{
  guint i;

  if (!find_key (layout_keys, G_N_ELEMENTS (layout_keys), key, &i))
    return FALSE;

  *layout = (RdgLayout) i;
  return TRUE;
}

/**
 * rdg_role_get_key:
 *
 * Returns: (transfer none): as the command line and files write it
 */
const char *
rdg_role_get_key (RdgRole role)
{
  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (role_keys), NULL);

  return role_keys[role];
}

gboolean
rdg_role_from_key (const char *key,
                   RdgRole    *role)
{
  guint i;

  if (!find_key (role_keys, G_N_ELEMENTS (role_keys), key, &i))
    return FALSE;

  *role = (RdgRole) i;
  return TRUE;
}

static void
mapped_column_free (RdgMappedColumn *self)
{
  g_free (self->name);
  g_free (self->reason);
  g_free (self);
}

RdgMapping *
_rdg_mapping_new (RdgLayout layout)
{
  RdgMapping *self = g_new0 (RdgMapping, 1);

  self->layout = layout;
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) mapped_column_free);
  return self;
}

RdgMappedColumn *
_rdg_mapping_add (RdgMapping *self,
                  const char *name,
                  RdgRole     role,
                  const char *reason)
{
  RdgMappedColumn *column = g_new0 (RdgMappedColumn, 1);

  column->name = g_strdup (name);
  column->role = role;
  column->reason = g_strdup (reason);
  g_ptr_array_add (self->columns, column);
  return column;
}

RdgMappedColumn *
_rdg_mapping_find (const RdgMapping *self,
                   const char       *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      RdgMappedColumn *column = g_ptr_array_index (self->columns, i);

      if (g_str_equal (column->name, name))
        return column;
    }

  return NULL;
}

/**
 * rdg_mapping_copy:
 *
 * Returns: (transfer full): a mapping of its own
 */
RdgMapping *
rdg_mapping_copy (const RdgMapping *self)
{
  RdgMapping *copy = _rdg_mapping_new (self->layout);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const RdgMappedColumn *column = g_ptr_array_index (self->columns, i);

      _rdg_mapping_add (copy, column->name, column->role, column->reason)->variant =
        column->variant;
    }
  copy->label_rule = self->label_rule;
  copy->label_limit = self->label_limit;
  copy->label_text = g_strdup (self->label_text);
  copy->date_order = self->date_order;

  return copy;
}

void
rdg_mapping_free (RdgMapping *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->columns);
  g_free (self->label_text);
  g_free (self);
}

/**
 * rdg_mapping_set_role:
 * @column: the column's name as in the header; one that the mapping does not have is added
 *
 * What a user chose: it needs no other reason.
 */
void
rdg_mapping_set_role (RdgMapping *self,
                      const char *column,
                      RdgRole     role)
{
  RdgMappedColumn *mapped = _rdg_mapping_find (self, column);

  if (mapped == NULL)
    {
      _rdg_mapping_add (self, column, role, NULL);
      return;
    }
  if (mapped->role == role)
    return;

  /* The rule belongs to the column that was the label before. */
  if (mapped->role == RDG_ROLE_LABEL || role == RDG_ROLE_LABEL)
    {
      self->label_rule = RDG_LABEL_RULE_WORDS;
      g_clear_pointer (&self->label_text, g_free);
    }
  mapped->role = role;
  g_clear_pointer (&mapped->reason, g_free);
}

guint
rdg_mapping_get_n_columns (const RdgMapping *self)
{
  return self->columns->len;
}

/**
 * rdg_mapping_get_column:
 * @role: (out): the column's
 *
 * Returns: (transfer none): its name, as in the header
 */
const char *
rdg_mapping_get_column (const RdgMapping *self,
                        guint             i,
                        RdgRole          *role)
{
  const RdgMappedColumn *column = g_ptr_array_index (self->columns, i);

  *role = column->role;
  return column->name;
}

/**
 * rdg_mapping_dup_label:
 * @failed: whether the car failed the road test
 *
 * Returns: (transfer full): what the label's column has to say so
 */
char *
rdg_mapping_dup_label (const RdgMapping *self,
                       gboolean          failed)
{
  char buffer[RDG_NUMBER_BUFFER_SIZE];

  switch (self->label_rule)
    {
    case RDG_LABEL_RULE_AT_LEAST:
      return g_strdup (rdg_number_format (self->label_limit - (failed ? 0 : 1), buffer));

    case RDG_LABEL_RULE_EQUALS:
      if (failed)
        return g_strdup (self->label_text);
      return g_strdup (g_str_equal (self->label_text, "pass") ? "ok" : "pass");

    case RDG_LABEL_RULE_WORDS:
    default:
      return g_strdup (failed ? "fail" : "pass");
    }
}

void
rdg_mapping_split_unit (const char  *column,
                        char       **name,
                        char       **unit)
{
  _rdg_split_unit (column, name, unit);
}

void
_rdg_split_unit (const char  *header,
                 char       **name,
                 char       **unit)
{
  gsize length = strlen (header);
  const char *open = NULL;

  if (length > 2 && header[length - 1] == ']')
    open = strrchr (header, '[');
  else if (length > 2 && header[length - 1] == ')')
    open = strrchr (header, '(');

  /* A unit is short, and something stands before it; "(2)" is a column that came twice. */
  if (open == NULL || open == header || length - (gsize) (open - header) > 18 ||
      g_ascii_isdigit (open[1]))
    {
      *name = g_strdup (header);
      *unit = g_strdup ("");
      return;
    }

  *name = g_strchomp (g_strndup (header, (gsize) (open - header)));
  *unit = g_strstrip (g_strndup (open + 1, length - (gsize) (open - header) - 2));
}
