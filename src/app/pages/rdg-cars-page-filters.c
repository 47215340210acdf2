/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cars the list shows: search, filters, and codes typed wherever the cursor is. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "rdg-cars-page-private.h"

#include "rdg-cars-columns.h"
#include "rdg-settings.h"

static GSettings *
get_settings (RdgCarsPage *self)
{
  return rdg_app_context_get_settings (rdg_page_get_context (RDG_PAGE (self)));
}

static const char *
get_chosen_variant (RdgCarsPage *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->variant_drop_down);

  return item != NULL && gtk_drop_down_get_selected (self->variant_drop_down) > 0
           ? gtk_string_object_get_string (item) : NULL;
}

static void
variant_chosen_cb (RdgCarsPage *self)
{
  const char *variant = get_chosen_variant (self);

  rdg_ranked_list_set_variant (self->list, variant);
  g_settings_set_string (get_settings (self), RDG_SETTING_VARIANT, variant != NULL ? variant : "");
}

/* The variant that was chosen stays the choice, also where this list has no car of it. */
void
_rdg_cars_page_show_variants (RdgCarsPage        *self,
                              const char * const *variants)
{
  g_autofree char *chosen = g_settings_get_string (get_settings (self), RDG_SETTING_VARIANT);
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  guint n = g_strv_length ((char **) variants);
  guint position = 0;

  gtk_string_list_append (model, _("All variants"));
  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (model, variants[i]);
      if (g_str_equal (variants[i], chosen))
        position = i + 1;
    }

  g_signal_handlers_block_by_func (self->variant_drop_down, variant_chosen_cb, self);
  gtk_drop_down_set_model (self->variant_drop_down, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (self->variant_drop_down, position);
  gtk_widget_set_visible (GTK_WIDGET (self->variant_drop_down), n > 1);
  g_signal_handlers_unblock_by_func (self->variant_drop_down, variant_chosen_cb, self);
  rdg_ranked_list_set_variant (self->list, get_chosen_variant (self));
}

static void
long_toggled_cb (RdgCarsPage *self)
{
  rdg_ranked_list_set_long_only (self->list, gtk_toggle_button_get_active (self->long_button));
}

static void
search_changed_cb (RdgCarsPage *self)
{
  g_autofree char *text =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry))));

  rdg_ranked_list_set_search (self->list, text);

  /* A whole code is as good as a click on it. */
  guint position = *text != '\0' ? rdg_ranked_list_find_code (self->list, text) : G_MAXUINT;

  if (position != G_MAXUINT)
    _rdg_cars_page_select (self, position);
}

/* The first of what was found, or what the code names, opens. */
void
_rdg_cars_page_open_found (RdgCarsPage *self)
{
  self->open_found = FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return;

  if (rdg_cars_page_get_selected (self) == NULL)
    _rdg_cars_page_select (self, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  _rdg_cars_page_open_card (self);
}

/* A bar-code reader is faster than the entry says that it has changed, and than the list is made. */
static void
search_activated_cb (RdgCarsPage *self)
{
  search_changed_cb (self);
  if (rdg_ranked_list_is_busy (self->list))
    self->open_found = TRUE;
  else
    _rdg_cars_page_open_found (self);
}

static void
search_stopped_cb (RdgCarsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  search_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* The headers are the mouse's way to sort, the menu is everybody's: both end in the settings. */
static void
sort_chosen_cb (RdgCarsPage *self)
{
  g_autofree char *name = g_settings_get_string (get_settings (self), RDG_SETTING_SORT_COLUMN);

  rdg_cars_columns_set_sort (self->view, name,
                             g_settings_get_boolean (get_settings (self),
                                                     RDG_SETTING_SORT_DESCENDING));
}

static void
sorted_cb (RdgCarsPage *self)
{
  GSettings *settings = get_settings (self);
  gboolean descending;
  const char *name = rdg_cars_columns_get_sort (self->view, &descending);

  g_signal_handlers_block_by_func (settings, sort_chosen_cb, self);
  g_settings_set_string (settings, RDG_SETTING_SORT_COLUMN, name);
  g_settings_set_boolean (settings, RDG_SETTING_SORT_DESCENDING, descending);
  g_signal_handlers_unblock_by_func (settings, sort_chosen_cb, self);
}

static void
bind_sort (RdgCarsPage *self)
{
  static const char * const keys[] = { RDG_SETTING_SORT_COLUMN, RDG_SETTING_SORT_DESCENDING };
  GSettings *settings = get_settings (self);

  sort_chosen_cb (self);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorted_cb), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *signal = g_strconcat ("changed::", keys[i], NULL);
      g_autoptr (GAction) action = g_settings_create_action (settings, keys[i]);

      g_signal_connect_object (settings, signal, G_CALLBACK (sort_chosen_cb), self,
                               G_CONNECT_SWAPPED);
      g_action_map_add_action (G_ACTION_MAP (self->actions), action);
    }
}

static gboolean
show_all_to_position (GValue   *value,
                      GVariant *variant,
                      gpointer  data)
{
  g_value_set_uint (value, g_variant_get_boolean (variant) ? 1 : 0);

  return TRUE;
}

static GVariant *
position_to_show_all (const GValue       *value,
                      const GVariantType *type,
                      gpointer            data)
{
  return g_variant_new_boolean (g_value_get_uint (value) == 1);
}

void
_rdg_cars_page_init_filters (RdgCarsPage *self)
{
  g_signal_connect_object (self->search_entry, "search-changed", G_CALLBACK (search_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search_entry, "activate", G_CALLBACK (search_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search_entry, "stop-search", G_CALLBACK (search_stopped_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->variant_drop_down, "notify::selected",
                           G_CALLBACK (variant_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->long_button, "toggled", G_CALLBACK (long_toggled_cb), self,
                           G_CONNECT_SWAPPED);
}

void
_rdg_cars_page_bind_filters (RdgCarsPage *self)
{
  GSettings *settings = get_settings (self);

  g_settings_bind (settings, RDG_SETTING_LONG_ONLY, self->long_button, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, RDG_SETTING_SHOW_ALL, self->which_drop_down, "selected",
                                G_SETTINGS_BIND_DEFAULT, show_all_to_position,
                                position_to_show_all, NULL, NULL);
  bind_sort (self);
}

void
_rdg_cars_page_clear_filters (RdgCarsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  search_changed_cb (self);
  gtk_drop_down_set_selected (self->variant_drop_down, 0);
  gtk_toggle_button_set_active (self->long_button, FALSE);
}

/* Whether a code in the list begins with the letter that the key types. */
gboolean
_rdg_cars_page_begins_code (RdgCarsPage *self,
                            guint        key)
{
  guint32 character = gdk_keyval_to_unicode (key);
  int letter = character < 128 ? g_ascii_tolower ((char) character) - 'a' : -1;

  return letter >= 0 && letter < 26 && (self->letters & (1u << letter)) != 0;
}

/**
 * rdg_cars_page_type:
 * @key: what was typed where nothing else wanted it
 * @state: with what held down
 *
 * Whoever types a car's code wants that car, wherever the cursor is.
 *
 * Returns: whether the key begins a search
 */
gboolean
rdg_cars_page_type (RdgCarsPage     *self,
                    guint            key,
                    GdkModifierType  state)
{
  gunichar character = gdk_keyval_to_unicode (key);
  char text[8] = { 0 };

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)
      || !g_unichar_isalnum (character)
      || g_strcmp0 (gtk_stack_get_visible_child_name (self->states), "list") != 0)
    return FALSE;

  g_unichar_to_utf8 (character, text);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_set_position (GTK_EDITABLE (self->search_entry), -1);

  return TRUE;
}
