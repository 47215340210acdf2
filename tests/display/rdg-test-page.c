/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page in a window of its own, over a small database. */
#include "rdg-test-page.h"

#include "rdg-resources.h"
#include "rdg-settings.h"
#include "rdg-test-loop.h"

void
rdg_test_page_init (int    *argc,
                    char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  rdg_register_resource ();
}

/* content: NULL for an empty database */
void
rdg_test_page_open (RdgTestPage          *self,
                    GType                 type,
                    const ServiceContent *content)
{
  g_autoptr (GSettings) settings = rdg_settings_new ();

  service_fixture_open (&self->database);
  if (content != NULL)
    service_fixture_fill (&self->database, content);

  self->context = rdg_app_context_new (settings);
  self->window = adw_window_new ();
  self->page = g_object_new (type, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 900, 700);
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->page));
  g_object_set (self->page, "context", self->context, NULL);
  rdg_app_context_set_workspace (self->context, self->database.workspace, FALSE);
  gtk_window_present (GTK_WINDOW (self->window));
}

void
rdg_test_page_wait_for_jobs (RdgTestPage *self)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (rdg_app_context_get_jobs (self->context))) > 0)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/* Everything ends: no dialog, no job and no handler keeps the page. */
void
rdg_test_page_close (RdgTestPage *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  gpointer page = self->page;

  rdg_test_page_wait_for_jobs (self);
  rdg_app_context_set_workspace (self->context, NULL, FALSE);
  g_object_add_weak_pointer (G_OBJECT (self->page), &page);
  while (g_list_model_get_n_items (toplevels) > 0)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, 0);

      gtk_window_destroy (window);
    }
  rdg_test_spin (200);
  rdg_test_wait (is_gone, &page, "the end of the page");
  g_assert_finalize_object (self->context);
  service_fixture_close (&self->database);
}

void
rdg_test_page_activate (RdgTestPage *self,
                        const char  *action,
                        GVariant    *parameter)
{
  g_autofree char *name = g_strconcat ("page.", action, NULL);

  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (self->page), name, parameter));
}
