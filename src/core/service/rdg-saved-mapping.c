/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mappings by name: see the header. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-saved-mapping.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-datetime.h"
#include "rdg-error.h"
#include "rdg-saved-mapping-table.h"
#include "rdg-text.h"

#define LONGEST_NAME 200

/* The columns as they stand in the file, in a text that two headers share only if they are alike. */
static char *
get_header (const RdgInspection *inspection)
{
  GString *header = g_string_new (NULL);

  for (guint i = 0; i < inspection->columns->len; i++)
    {
      const RdgColumn *column = g_ptr_array_index (inspection->columns, i);
      g_autofree char *folded = rdg_text_normalise (column->name, -1);

      g_string_append_printf (header, "%" G_GSIZE_FORMAT ":%s\n", strlen (folded), folded);
    }

  return g_string_free (header, FALSE);
}

static gboolean
check_name (const char  *name,
            GError     **error)
{
  g_autofree char *plain = g_strstrip (g_strdup (name));

  if (*plain != '\0' && strlen (plain) <= LONGEST_NAME && g_utf8_validate (plain, -1, NULL))
    return TRUE;

  g_set_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE,
               _("A mapping's name has 1 to %d letters."), LONGEST_NAME);
  return FALSE;
}

/**
 * rdg_saved_mapping_save:
 * @inspection: the file whose header the mapping is for
 * @mapping: (nullable): how its columns are used; %NULL: as guessed
 *
 * One transaction.
 *
 * Returns: %FALSE with @error set, and nothing changed
 */
gboolean
rdg_saved_mapping_save (RdgWorkspace         *workspace,
                        const char           *name,
                        const RdgInspection  *inspection,
                        const RdgMapping     *mapping,
                        GError              **error)
{
  g_autofree char *header = get_header (inspection);
  g_autofree char *json = rdg_mapping_to_json (mapping != NULL ? mapping : inspection->mapping);
  g_autoptr (RdgStore) store = NULL;

  if (!check_name (name, error))
    return FALSE;

  store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);
  if (store == NULL || !rdg_store_begin (store, error))
    return FALSE;
  if (!rdg_saved_mapping_table_put (store, name, header, json, rdg_datetime_now (), error))
    {
      rdg_store_rollback (store);
      return FALSE;
    }

  return rdg_store_commit (store, error);
}

static void
set_absent (const char  *name,
            GError     **error)
{
  g_set_error (error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND,
               _("There is no saved mapping “%s”."), name);
}

/**
 * rdg_saved_mapping_remove:
 *
 * One transaction.
 *
 * Returns: %FALSE with @error set, and nothing changed
 */
gboolean
rdg_saved_mapping_remove (RdgWorkspace  *workspace,
                          const char    *name,
                          GError       **error)
{
  g_autoptr (RdgStore) store = rdg_workspace_open_store (workspace, RDG_STORE_WRITE, error);
  gboolean found = FALSE;

  if (store == NULL || !rdg_store_begin (store, error))
    return FALSE;
  if (!rdg_saved_mapping_table_delete (store, name, &found, error) || !found)
    {
      rdg_store_rollback (store);
      if (!found && error != NULL && *error == NULL)
        set_absent (name, error);
      return FALSE;
    }

  return rdg_store_commit (store, error);
}

/* A database from outside may hold anything under a name. */
static RdgSavedMapping *
from_stored (const RdgStoredMapping  *stored,
             GError                 **error)
{
  RdgMapping *mapping = rdg_mapping_from_json (stored->json, -1, error);
  RdgSavedMapping *self;

  if (mapping == NULL)
    {
      g_prefix_error (error, _("The saved mapping “%s” cannot be used: "), stored->name);
      return NULL;
    }

  self = g_new0 (RdgSavedMapping, 1);
  self->name = g_strdup (stored->name);
  self->mapping = mapping;
  self->saved_at = stored->saved_at;
  return self;
}

static GPtrArray *
list (RdgWorkspace  *workspace,
      const char    *name,
      const char    *header,
      GError       **error)
{
  /* To look for a name makes no database. */
  gboolean absent = !g_file_test (rdg_workspace_get_path (workspace), G_FILE_TEST_EXISTS);
  g_autoptr (RdgStore) store =
    rdg_workspace_open_store (workspace, absent ? RDG_STORE_TRY : RDG_STORE_READ, error);
  g_autoptr (GPtrArray) stored =
    store != NULL ? rdg_saved_mapping_table_list (store, name, header, error) : NULL;
  g_autoptr (GPtrArray) mappings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) rdg_saved_mapping_free);

  if (stored == NULL)
    return NULL;

  for (guint i = 0; i < stored->len; i++)
    {
      RdgSavedMapping *mapping = from_stored (g_ptr_array_index (stored, i), error);

      if (mapping == NULL)
        return NULL;
      g_ptr_array_add (mappings, mapping);
    }

  return g_steal_pointer (&mappings);
}

/**
 * rdg_saved_mapping_load:
 *
 * Returns: (transfer full) (nullable): the one of this name, or %NULL with @error set
 */
RdgSavedMapping *
rdg_saved_mapping_load (RdgWorkspace  *workspace,
                        const char    *name,
                        GError       **error)
{
  g_autoptr (GPtrArray) mappings = list (workspace, name, NULL, error);

  if (mappings == NULL)
    return NULL;
  if (mappings->len == 0)
    {
      set_absent (name, error);
      return NULL;
    }

  return g_ptr_array_steal_index (mappings, 0);
}

/**
 * rdg_saved_mapping_list:
 *
 * Returns: (transfer full) (element-type RdgSavedMapping) (nullable): newest first, or %NULL with
 *   @error set
 */
GPtrArray *
rdg_saved_mapping_list (RdgWorkspace  *workspace,
                        GError       **error)
{
  return list (workspace, NULL, NULL, error);
}

/**
 * rdg_saved_mapping_suggest:
 *
 * A database that does not exist yet suggests nothing.
 *
 * Returns: (transfer full) (nullable): the newest one for this file's header, or %NULL, with
 *   @error set only where looking failed
 */
RdgSavedMapping *
rdg_saved_mapping_suggest (RdgWorkspace         *workspace,
                           const RdgInspection  *inspection,
                           GError              **error)
{
  g_autofree char *header = get_header (inspection);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) mappings = list (workspace, NULL, header, &local_error);

  if (mappings == NULL)
    {
      if (!g_error_matches (local_error, RDG_STORE_ERROR, RDG_STORE_ERROR_NOT_FOUND))
        g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return mappings->len > 0 ? g_ptr_array_steal_index (mappings, 0) : NULL;
}

void
rdg_saved_mapping_free (RdgSavedMapping *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_clear_pointer (&self->mapping, rdg_mapping_free);
  g_free (self);
}
