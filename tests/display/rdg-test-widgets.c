/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding widgets as a user would. */
#include "rdg-test-widgets.h"

#include "rdg-test-loop.h"

typedef gboolean (*Match) (GtkWidget     *widget,
                           gconstpointer  wanted);

static GtkWidget *
find (GtkWidget     *root,
      Match          match,
      gconstpointer  wanted)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (match (root, wanted))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, match, wanted);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
match_type (GtkWidget     *widget,
            gconstpointer  wanted)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(const GType *) wanted);
}

static gboolean
match_button (GtkWidget     *widget,
              gconstpointer  wanted)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), wanted) == 0;
}

static gboolean
match_text (GtkWidget     *widget,
            gconstpointer  wanted)
{
  return GTK_IS_LABEL (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), wanted) != NULL;
}

GtkWidget *
rdg_test_find_type (GtkWidget *root,
                    GType      type)
{
  return find (root, match_type, &type);
}

GtkWidget *
rdg_test_find_button (GtkWidget  *root,
                      const char *label)
{
  return find (root, match_button, label);
}

GtkWidget *
rdg_test_find_text (GtkWidget  *root,
                    const char *part)
{
  return find (root, match_text, part);
}

GtkWidget *
rdg_test_find_toplevel (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      /* GTK keeps its toplevels. */
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_mapped (window))
        return window;
    }

  return NULL;
}

static gboolean
is_there (gpointer user_data)
{
  return rdg_test_find_toplevel (*(GType *) user_data) != NULL;
}

GtkWidget *
rdg_test_wait_toplevel (GType type)
{
  rdg_test_wait (is_there, &type, g_type_name (type));

  return rdg_test_find_toplevel (type);
}

typedef struct
{
  GtkWidget  *root;
  const char *part;
} Wanted;

static gboolean
says (gpointer user_data)
{
  Wanted *wanted = user_data;

  return rdg_test_find_text (wanted->root, wanted->part) != NULL;
}

void
rdg_test_wait_text (GtkWidget  *root,
                    const char *part)
{
  Wanted wanted = { root, part };

  rdg_test_wait (says, &wanted, part);
}

void
rdg_test_click (GtkWidget  *root,
                const char *label)
{
  GtkWidget *button = rdg_test_find_button (root, label);

  if (button == NULL)
    g_error ("There is no button \"%s\"", label);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}
