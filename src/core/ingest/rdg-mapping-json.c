/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mapping as a JSON document; what is read back is hostile until checked. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-mapping-private.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "rdg-error.h"

#define FORMAT_VERSION 1
#define LONGEST_DOCUMENT (16 * 1024 * 1024)
#define MOST_COLUMNS 20000

static void
build_label (const RdgMapping *self,
             JsonBuilder      *builder)
{
  if (self->label_rule == RDG_LABEL_RULE_WORDS)
    return;

  json_builder_set_member_name (builder, "label");
  json_builder_begin_object (builder);
  if (self->label_rule == RDG_LABEL_RULE_AT_LEAST)
    {
      json_builder_set_member_name (builder, "at_least");
      json_builder_add_double_value (builder, self->label_limit);
    }
  else
    {
      json_builder_set_member_name (builder, "equals");
      json_builder_add_string_value (builder, self->label_text);
    }
  json_builder_end_object (builder);
}

/**
 * rdg_mapping_to_json:
 *
 * Returns: (transfer full): a document that rdg_mapping_from_json() reads
 */
char *
rdg_mapping_to_json (const RdgMapping *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "rodagem_mapping");
  json_builder_add_int_value (builder, FORMAT_VERSION);
  json_builder_set_member_name (builder, "layout");
  json_builder_add_string_value (builder, rdg_layout_get_key (self->layout));
  json_builder_set_member_name (builder, "date_order");
  json_builder_add_string_value (builder, self->date_order == RDG_DATE_ORDER_MONTH_FIRST
                                            ? "month_first" : "day_first");
  build_label (self, builder);
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->columns->len; i++)
    {
      const RdgMappedColumn *column = g_ptr_array_index (self->columns, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, column->name);
      json_builder_set_member_name (builder, "role");
      json_builder_add_string_value (builder, rdg_role_get_key (column->role));
      if (column->variant)
        {
          json_builder_set_member_name (builder, "variant");
          json_builder_add_boolean_value (builder, TRUE);
        }
      if (column->reason != NULL)
        {
          json_builder_set_member_name (builder, "reason");
          json_builder_add_string_value (builder, column->reason);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, TRUE);
}

static gboolean
set_bad (GError     **error,
         const char  *what)
{
  g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_MAPPING,
               _("The mapping cannot be used: %s. “inspect --write-map” writes one that can."),
               what);
  return FALSE;
}

static const char *
get_text (JsonObject *object,
          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  const char *text = json_node_get_string (node);

  return g_utf8_validate (text, -1, NULL) ? text : NULL;
}

static gboolean
get_number (JsonObject *object,
            const char *member,
            double     *value)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      (json_node_get_value_type (node) != G_TYPE_INT64 &&
       json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;

  *value = json_node_get_double (node);
  return isfinite (*value);
}

static gboolean
get_true (JsonObject *object,
          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

static gboolean
read_label (RdgMapping  *self,
            JsonObject  *root,
            GError     **error)
{
  JsonNode *node = json_object_get_member (root, "label");

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return set_bad (error, _("its “label” is not an object"));

  JsonObject *label = json_node_get_object (node);
  const char *text = get_text (label, "equals");

  if (text != NULL)
    {
      self->label_rule = RDG_LABEL_RULE_EQUALS;
      self->label_text = g_strdup (text);
    }
  else if (get_number (label, "at_least", &self->label_limit))
    {
      self->label_rule = RDG_LABEL_RULE_AT_LEAST;
    }
  else
    {
      return set_bad (error, _("its “label” needs “at_least” with a number or “equals” with a "
                               "text"));
    }

  return TRUE;
}

static gboolean
read_columns (RdgMapping  *self,
              JsonObject  *root,
              GError     **error)
{
  JsonNode *node = json_object_get_member (root, "columns");
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_labels = 0, n_times = 0;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return set_bad (error, _("it has no list “columns”"));

  JsonArray *columns = json_node_get_array (node);

  if (json_array_get_length (columns) > MOST_COLUMNS)
    return set_bad (error, _("it has too many columns"));

  for (guint i = 0; i < json_array_get_length (columns); i++)
    {
      JsonNode *element = json_array_get_element (columns, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      const char *name = object != NULL ? get_text (object, "name") : NULL;
      const char *key = object != NULL ? get_text (object, "role") : NULL;
      RdgRole role;

      if (name == NULL || key == NULL)
        return set_bad (error, _("each of its columns needs a “name” and a “role”"));
      if (!rdg_role_from_key (key, &role))
        {
          g_autofree char *what = g_strdup_printf (_("there is no role “%s”"), key);

          return set_bad (error, what);
        }
      if (!g_hash_table_add (names, (gpointer) name))
        {
          g_autofree char *what = g_strdup_printf (_("it names the column “%s” twice"), name);

          return set_bad (error, what);
        }

      n_labels += role == RDG_ROLE_LABEL;
      n_times += role == RDG_ROLE_TIME;
      _rdg_mapping_add (self, name, role, get_text (object, "reason"))->variant =
        role == RDG_ROLE_CATEGORY && get_true (object, "variant");
    }

  if (n_labels > 1)
    return set_bad (error, _("it has more than one column with the role “label”"));
  if (n_times > 1)
    return set_bad (error, _("it has more than one column with the role “time”"));
  return TRUE;
}

/**
 * rdg_mapping_from_json:
 * @json: a document
 * @length: its length in bytes, or -1
 *
 * Returns: (transfer full) (nullable): the mapping, or %NULL with RDG_IMPORT_ERROR_BAD_MAPPING
 */
RdgMapping *
rdg_mapping_from_json (const char  *json,
                       gssize       length,
                       GError     **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) local_error = NULL;
  gsize n = length < 0 ? strlen (json) : (gsize) length;
  double version;

  if (n > LONGEST_DOCUMENT)
    {
      set_bad (error, _("it is too large"));
      return NULL;
    }
  if (!json_parser_load_from_data (parser, json, (gssize) n, &local_error))
    {
      set_bad (error, local_error->message);
      return NULL;
    }

  JsonNode *node = json_parser_get_root (parser);
  JsonObject *root = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                   : NULL;
  const char *key = root != NULL ? get_text (root, "layout") : NULL;
  RdgLayout layout = RDG_LAYOUT_TABLE;

  if (root == NULL || !get_number (root, "rodagem_mapping", &version))
    {
      set_bad (error, _("it is no mapping of Rodagem"));
      return NULL;
    }
  if (version > FORMAT_VERSION)
    {
      set_bad (error, _("a newer Rodagem has written it"));
      return NULL;
    }
  if (key == NULL || !rdg_layout_from_key (key, &layout))
    {
      set_bad (error, _("its “layout” is none that Rodagem knows"));
      return NULL;
    }

  g_autoptr (RdgMapping) self = _rdg_mapping_new (layout);
  const char *order = get_text (root, "date_order");

  if (order != NULL && g_str_equal (order, "month_first"))
    self->date_order = RDG_DATE_ORDER_MONTH_FIRST;
  if (!read_label (self, root, error) || !read_columns (self, root, error))
    return NULL;

  return g_steal_pointer (&self);
}
