/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Data page: what was taken in, and what is known of the cars' outcomes. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-data-page-private.h"

#include <glib/gi18n-lib.h>

#include "rdg-datetime.h"
#include "rdg-format.h"
#include "rdg-import-tile.h"
#include "rdg-plant-review.h"
#include "rdg-request.h"
#include "rdg-status-text.h"

#define LINE_MIN_HEIGHT 20

G_DEFINE_FINAL_TYPE (RdgDataPage, rdg_data_page, RDG_TYPE_PAGE)

/* What the page shows, read at one go. */
typedef struct
{
  GPtrArray       *imports;   /* RdgImportRow, newest first */
  RdgOutcomeCounts outcomes;
  GStrv            warnings;
  gboolean         has_plant;
} Snapshot;

static void
snapshot_free (gpointer data)
{
  Snapshot *snapshot = data;

  g_clear_pointer (&snapshot->imports, g_ptr_array_unref);
  rdg_outcome_counts_clear (&snapshot->outcomes);
  g_strfreev (snapshot->warnings);
  g_free (snapshot);
}

static gpointer
load_func (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  Snapshot *snapshot = g_new0 (Snapshot, 1);

  RdgPlantReview review;

  snapshot->imports = rdg_import_list (data, 0, error);
  if (snapshot->imports == NULL || !rdg_plant_review_read (data, &review, error))
    {
      snapshot_free (snapshot);
      return NULL;
    }

  rdg_outcome_counts_fill (&snapshot->outcomes, &review);
  snapshot->warnings = rdg_plant_review_warn (&review);
  snapshot->has_plant = review.has_positions || review.has_failures;

  return snapshot;
}

static GtkWidget *
create_tile (gpointer item,
             gpointer user_data)
{
  return rdg_import_tile_new (item);
}

/* One time axis for all that is in, so that gaps and missing overlap are seen at once. */
static void
find_axis (GPtrArray *imports,
           gint64    *from,
           gint64    *to)
{
  *from = *to = RDG_DATETIME_NONE;
  for (guint i = 0; i < imports->len; i++)
    {
      const RdgImportRow *row = imports->pdata[i];

      if (row->from == RDG_DATETIME_NONE)
        continue;
      if (*from == RDG_DATETIME_NONE || row->from < *from)
        *from = row->from;
      if (*to == RDG_DATETIME_NONE || row->to > *to)
        *to = row->to;
    }
}

static void
show_axis (RdgDataPage *self,
           gint64       from,
           gint64       to)
{
  g_autofree char *first = rdg_format_day (from);
  g_autofree char *last = rdg_format_day (to);

  gtk_label_set_text (self->axis_from, first);
  gtk_label_set_text (self->axis_to, last);
  gtk_widget_set_visible (self->axis, from != RDG_DATETIME_NONE && from < to);
}

static void
show_imports (RdgDataPage *self,
              GPtrArray   *imports)
{
  gint64 from, to;
  RdgWorkspace *workspace = rdg_page_get_workspace (RDG_PAGE (self));
  gboolean writable = workspace != NULL && !rdg_workspace_is_read_only (workspace);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  find_axis (imports, &from, &to);
  show_axis (self, from, to);
  for (guint i = 0; i < imports->len; i++)
    g_ptr_array_add (items, rdg_import_item_new (imports, i, writable, from, to));
  g_list_store_splice (self->imports, 0, g_list_model_get_n_items (G_LIST_MODEL (self->imports)),
                       items->pdata, items->len);
}

static void
set_count (GtkLabel *label,
           guint64   count)
{
  g_autofree char *text = rdg_format_count (count);

  gtk_label_set_text (label, text);
}

static void
show_outcomes (RdgDataPage            *self,
               const RdgOutcomeCounts *counts)
{
  g_autoptr (GString) why = g_string_new (NULL);

  set_count (self->failed, counts->failed);
  set_count (self->passed, counts->passed);
  set_count (self->unlabelled, counts->unlabelled);

  for (guint i = 0; counts->why != NULL && counts->why[i] != NULL
                    && i < G_N_ELEMENTS (counts->why_count); i++)
    {
      g_autofree char *count = rdg_format_count (counts->why_count[i]);

      if (counts->why_count[i] == 0)
        continue;
      if (why->len > 0)
        g_string_append (why, C_("list", ", "));
      /* Translators: how many cars, and why they have no outcome */
      g_string_append_printf (why, C_("why", "%1$s %2$s"), count, counts->why[i]);
    }
  if (why->len > 0)
    {
      /* Translators: %s is a list like "2,910 not yet tested, 994 outside the file's period" */
      g_autofree char *text = g_strdup_printf (_("Without outcome: %s."), why->str);

      gtk_label_set_text (self->why, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->why), why->len > 0);
}

/* What looks odd over all files together. */
static void
show_warnings (RdgDataPage        *self,
               const char * const *warnings)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->warnings))) != NULL)
    gtk_box_remove (self->warnings, child);

  for (guint i = 0; warnings[i] != NULL; i++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
      GtkWidget *label = gtk_label_new (warnings[i]);

      gtk_widget_set_valign (icon, GTK_ALIGN_START);
      /* GTK 4.8 measures a wrapping line a pixel lower without a width than with one, and says so. */
      gtk_widget_set_size_request (row, -1, LINE_MIN_HEIGHT);
      gtk_widget_add_css_class (icon, "warning");
      gtk_widget_add_css_class (label, "numeric");
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_box_append (GTK_BOX (row), icon);
      gtk_box_append (GTK_BOX (row), label);
      gtk_box_append (self->warnings, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->warnings), warnings[0] != NULL);
}

static void
loaded_cb (gpointer  owner,
           RdgJob   *job)
{
  RdgDataPage *self = owner;
  const Snapshot *snapshot = rdg_job_peek_value (job);

  if (snapshot != NULL)
    {
      show_imports (self, snapshot->imports);
      show_outcomes (self, &snapshot->outcomes);
      show_warnings (self, (const char * const *) snapshot->warnings);
      gtk_widget_set_visible (self->positions, snapshot->has_plant);
      gtk_stack_set_visible_child_name (self->stack,
                                        snapshot->imports->len > 0 ? "content" : "empty");
      _rdg_data_page_update_actions (self);
    }
  else if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    {
      rdg_status_text_set (self->error, rdg_job_get_error (job)->message);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
}

/* Reads the history again; an answer that is still to come from before is dropped. */
void
_rdg_data_page_load (RdgDataPage *self)
{
  RdgWorkspace *workspace = rdg_page_get_workspace (RDG_PAGE (self));

  if (workspace == NULL)
    return;

  rdg_request_start (&self->loading, self, loaded_cb, load_func, g_object_ref (workspace),
                     g_object_unref, snapshot_free);
}

static void
workspace_changed (RdgPage *page)
{
  RdgDataPage *self = RDG_DATA_PAGE (page);

  rdg_request_drop (&self->loading, self);
  g_list_store_remove_all (self->imports);
  rdg_notice_hide (self->notice);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  _rdg_data_page_update_actions (self);
}

static void
refresh (RdgPage   *page,
         RdgChange  what)
{
  if (what & (RDG_CHANGE_IMPORTS | RDG_CHANGE_OUTCOMES))
    _rdg_data_page_load (RDG_DATA_PAGE (page));
}

static void
rdg_data_page_dispose (GObject *object)
{
  RdgDataPage *self = RDG_DATA_PAGE (object);

  rdg_request_drop (&self->loading, self);
  /* Before the template goes: the bin would unparent its child a second time. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  /* GTK takes the template's children away without asking AdwBin, which remembers its one. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_DATA_PAGE);
  g_clear_object (&self->imports);
  g_clear_object (&self->watched);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (rdg_data_page_parent_class)->dispose (object);
}

static void
rdg_data_page_class_init (RdgDataPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  RdgPageClass *page_class = RDG_PAGE_CLASS (klass);

  object_class->dispose = rdg_data_page_dispose;
  page_class->workspace_changed = workspace_changed;
  page_class->refresh = refresh;

  g_type_ensure (RDG_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-data-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, axis);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, axis_from);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, axis_to);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, drop_hint);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, error);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, failed);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, list);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, notice);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, passed);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, positions);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, unlabelled);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, warnings);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, watched_bar);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, watched_icon);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, watched_status);
  gtk_widget_class_bind_template_child (widget_class, RdgDataPage, why);
}

static void
rdg_data_page_init (RdgDataPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->imports = g_list_store_new (RDG_TYPE_IMPORT_ITEM);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->imports), create_tile, NULL, NULL);
  _rdg_data_page_init_actions (self);
}

static void
show_watched (RdgDataPage *self)
{
  const char *status = rdg_watched_folder_get_status (self->watched);
  gboolean trouble = rdg_watched_folder_is_in_trouble (self->watched);

  gtk_label_set_text (self->watched_status, status != NULL ? status : "");
  gtk_image_set_from_icon_name (self->watched_icon,
                                trouble ? "dialog-warning-symbolic" : "folder-symbolic");
  gtk_widget_remove_css_class (self->watched_bar, trouble ? "information" : "warning");
  gtk_widget_add_css_class (self->watched_bar, trouble ? "warning" : "information");
  gtk_widget_set_visible (self->watched_bar, status != NULL);
}

/**
 * rdg_data_page_set_watched:
 * @watched: the watched folder
 */
void
rdg_data_page_set_watched (RdgDataPage      *self,
                           RdgWatchedFolder *watched)
{
  g_return_if_fail (self->watched == NULL);

  self->watched = g_object_ref (watched);
  g_signal_connect_object (watched, "notify::status", G_CALLBACK (show_watched), self,
                           G_CONNECT_SWAPPED);
  show_watched (self);
}
