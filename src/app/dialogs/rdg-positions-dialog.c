/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Positions and the halls that they mark. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-positions-dialog.h"

#include <glib/gi18n-lib.h>

#include "rdg-format.h"
#include "rdg-notice.h"
#include "rdg-plant-review.h"
#include "rdg-request.h"
#include "rdg-status-text.h"

/**
 * RdgPositionsDialog:
 *
 * Halls that nobody knew, and where they are; then one row a code, those that a
 * file has brought and that mark no hall first. A choice is written at once, and
 * holds for what is in already.
 */
struct _RdgPositionsDialog
{
  AdwWindow      parent_instance;

  RdgAppContext *context;
  RdgWorkspace  *workspace;
  RdgJob        *loading;
  gboolean       filling;

  GtkStack      *stack;
  AdwStatusPage *error;
  RdgNotice     *notice;
  GtkWidget     *positions_box;
  GtkListBox    *list;
  GtkWidget     *halls_box;
  GtkListBox    *halls;
};

G_DEFINE_FINAL_TYPE (RdgPositionsDialog, rdg_positions_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  GPtrArray *positions;   /* RdgPositionRow */
  GPtrArray *halls;       /* RdgHallRow */
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->positions, g_ptr_array_unref);
  g_clear_pointer (&answer->halls, g_ptr_array_unref);
  g_free (answer);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  const RdgPositionRow *one = *(RdgPositionRow * const *) a;
  const RdgPositionRow *other = *(RdgPositionRow * const *) b;
  int first = one->passes == 0 ? 2 : *one->hall != '\0';
  int second = other->passes == 0 ? 2 : *other->hall != '\0';

  return first != second ? first - second : g_strcmp0 (one->code, other->code);
}

static gpointer
load_func (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->positions = rdg_plant_list_positions (data, error);
  answer->halls = answer->positions != NULL ? rdg_plant_list_halls (data, error) : NULL;
  if (answer->halls == NULL)
    {
      answer_free (answer);
      return NULL;
    }

  g_ptr_array_sort (answer->positions, compare_cb);
  return answer;
}

typedef struct
{
  RdgWorkspace *workspace;
  char         *code;      /* of a position; NULL: it is about where the hall is */
  char         *hall;      /* NULL: none */
  RdgHallStage  stage;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->workspace);
  g_free (work->code);
  g_free (work->hall);
  g_free (work);
}

static gpointer
map_func (RdgJob   *job,
          gpointer  data,
          GError  **error)
{
  Work *work = data;

  if (work->code == NULL)
    return rdg_plant_map_hall (work->workspace, work->hall, work->stage, error)
             ? g_strdup (work->hall) : NULL;

  return rdg_plant_map_position (work->workspace, work->code, work->hall, error)
           ? g_strdup (work->code) : NULL;
}

static void
mapped_cb (RdgJob   *job,
           gpointer  owner)
{
  RdgPositionsDialog *self = owner;
  const char *code = rdg_job_peek_value (job);
  g_autofree char *text = NULL;

  if (code != NULL)
    {
      /* Translators: %s is a hall or the code of a position on the line */
      text = g_strdup_printf (_("What is known of %s was changed, also for the cars that are in "
                                "already."), code);
      rdg_notice_show (self->notice, RDG_NOTICE_DONE, text);
    }
  else if (rdg_job_get_result (job) == RDG_JOB_RESULT_FAILED)
    rdg_notice_show (self->notice, RDG_NOTICE_ERROR, rdg_job_get_error (job)->message);
}

static void
start_mapping (RdgPositionsDialog *self,
               Work               *work)
{
  g_autoptr (RdgJob) job = rdg_job_new ("");

  work->workspace = g_object_ref (self->workspace);
  rdg_app_context_start_job (self->context, job, RDG_START_JOB_WRITES | RDG_START_JOB_QUIET,
                             map_func, work, work_free, g_free, mapped_cb, self);
}

static void
stage_selected_cb (AdwComboRow *choice)
{
  RdgPositionsDialog *self = RDG_POSITIONS_DIALOG (gtk_widget_get_root (GTK_WIDGET (choice)));
  Work *work;

  if (self == NULL || self->filling)
    return;

  work = g_new0 (Work, 1);
  work->hall = g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (choice)));
  work->stage = (RdgHallStage) adw_combo_row_get_selected (choice);
  start_mapping (self, work);
}

static void
selected_cb (AdwComboRow *choice)
{
  RdgPositionsDialog *self = RDG_POSITIONS_DIALOG (gtk_widget_get_root (GTK_WIDGET (choice)));
  GtkStringObject *hall = adw_combo_row_get_selected_item (choice);
  Work *work;

  if (self == NULL || self->filling)
    return;

  work = g_new0 (Work, 1);
  work->code = g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (choice)));
  if (adw_combo_row_get_selected (choice) > 0)
    work->hall = g_strdup (gtk_string_object_get_string (hall));
  start_mapping (self, work);
}

static char *
describe (const RdgPositionRow *position)
{
  g_autofree char *count = rdg_format_count (position->passes);
  g_autofree char *passes =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "passed %s time", "passed %s times",
                                  (gulong) position->passes), count);

  return position->chosen ? g_strdup_printf ("%s · %s", passes, C_("position", "chosen by you"))
                          : g_steal_pointer (&passes);
}

static GtkWidget *
make_row (const RdgPositionRow *position,
          const Answer         *answer)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  g_autofree char *subtitle = describe (position);
  /* Translators: %s is the code of a position on the line */
  g_autofree char *spoken = g_strdup_printf (_("The hall that %s marks"), position->code);
  guint selected = 0;

  gtk_string_list_append (words, C_("hall", "No hall"));
  for (guint i = 0; i < answer->halls->len; i++)
    {
      const RdgHallRow *hall = answer->halls->pdata[i];

      gtk_string_list_append (words, hall->name);
      if (g_str_equal (hall->name, position->hall))
        selected = i + 1;
    }

  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (words));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect (row, "notify::selected", G_CALLBACK (selected_cb), NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), position->code);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  return row;
}

static GtkWidget *
make_hall_row (const RdgHallRow *hall)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  g_autofree char *count = rdg_format_count (hall->failures);
  g_autofree char *subtitle =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s failure found there",
                                  "%s failures found there", (gulong) hall->failures), count);
  /* Translators: %s is a hall */
  g_autofree char *spoken = g_strdup_printf (_("Where %s is on the line"), hall->name);

  /* In the order of RdgHallStage. */
  gtk_string_list_append (words, C_("hall stage", "Not known"));
  gtk_string_list_append (words, C_("hall stage", "Before the road test"));
  gtk_string_list_append (words, C_("hall stage", "The road test"));
  gtk_string_list_append (words, C_("hall stage", "After the road test"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (words));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), hall->stage);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), hall->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  g_signal_connect (row, "notify::selected", G_CALLBACK (stage_selected_cb), NULL);

  return row;
}

/* The plant's own halls are where they are; it is those that nobody knew that matter. */
static void
show_halls (RdgPositionsDialog *self,
            GPtrArray          *halls)
{
  gboolean any = FALSE;

  for (guint i = 0; i < halls->len; i++)
    {
      const RdgHallRow *hall = halls->pdata[i];

      if (hall->stage != RDG_HALL_UNKNOWN)
        continue;
      gtk_list_box_append (self->halls, make_hall_row (hall));
      any = TRUE;
    }
  gtk_widget_set_visible (self->halls_box, any);
}

static void
loaded_cb (gpointer  owner,
           RdgJob   *job)
{
  RdgPositionsDialog *self = owner;
  const Answer *answer = rdg_job_peek_value (job);

  if (answer == NULL)
    {
      if (rdg_job_get_error (job) != NULL)
        rdg_status_text_set (self->error, rdg_job_get_error (job)->message);
      gtk_stack_set_visible_child_name (self->stack, "error");
      return;
    }

  self->filling = TRUE;
  for (guint i = 0; i < answer->positions->len; i++)
    gtk_list_box_append (self->list, make_row (answer->positions->pdata[i], answer));
  gtk_widget_set_visible (self->positions_box, answer->positions->len > 0);
  show_halls (self, answer->halls);
  self->filling = FALSE;
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
rdg_positions_dialog_dispose (GObject *object)
{
  RdgPositionsDialog *self = RDG_POSITIONS_DIALOG (object);

  rdg_request_drop (&self->loading, self);
  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_POSITIONS_DIALOG);
  g_clear_object (&self->workspace);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (rdg_positions_dialog_parent_class)->dispose (object);
}

static void
rdg_positions_dialog_class_init (RdgPositionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rdg_positions_dialog_dispose;

  g_type_ensure (RDG_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/"
                                               "rdg-positions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgPositionsDialog, error);
  gtk_widget_class_bind_template_child (widget_class, RdgPositionsDialog, halls);
  gtk_widget_class_bind_template_child (widget_class, RdgPositionsDialog, halls_box);
  gtk_widget_class_bind_template_child (widget_class, RdgPositionsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, RdgPositionsDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, RdgPositionsDialog, positions_box);
  gtk_widget_class_bind_template_child (widget_class, RdgPositionsDialog, stack);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rdg_positions_dialog_init (RdgPositionsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_positions_dialog_present:
 * @context: with an open database that can be written to
 * @parent: the window it belongs to
 *
 * Shows the positions of the open database.
 */
void
rdg_positions_dialog_present (RdgAppContext *context,
                              GtkWindow     *parent)
{
  RdgPositionsDialog *self =
    g_object_new (RDG_TYPE_POSITIONS_DIALOG, "transient-for", parent, NULL);

  self->context = g_object_ref (context);
  self->workspace = g_object_ref (rdg_app_context_get_workspace (context));
  rdg_request_start (&self->loading, self, loaded_cb, load_func, g_object_ref (self->workspace),
                     g_object_unref, answer_free);
  gtk_window_present (GTK_WINDOW (self));
}
