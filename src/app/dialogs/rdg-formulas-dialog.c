/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas, and the editor of one. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-formulas-dialog.h"

#include <glib/gi18n-lib.h>

#include "rdg-feature-name.h"
#include "rdg-format.h"
#include "rdg-formula-editor.h"
#include "rdg-formulas-work.h"
#include "rdg-request.h"
#include "rdg-status-text.h"

/**
 * RdgFormulasDialog:
 *
 * The saved formulas and those that are proposed for the data; a click on one
 * leads to the editor. What is removed can be brought back. A change is written at
 * once; models keep the formulas that they were trained with.
 */
struct _RdgFormulasDialog
{
  AdwWindow          parent_instance;

  RdgAppContext     *context;
  RdgWorkspace      *workspace;
  RdgJob            *loading;
  RdgFormulasAnswer *answer;       /* NULL: not read yet */
  char              *edited;       /* the name of the formula in the editor; NULL: a new one */
  RdgSavedFormula   *removed;      /* the last one, which can be brought back */

  GtkStack          *stack;
  AdwStatusPage     *error;
  AdwWindowTitle    *title;
  GtkWidget         *add;
  GtkWidget         *cancel;
  GtkWidget         *save;
  AdwToastOverlay   *toasts;
  GtkWidget         *none;
  GtkListBox        *list;
  GtkWidget         *presets_box;
  GtkListBox        *presets;
  RdgFormulaEditor  *editor;
};

G_DEFINE_FINAL_TYPE (RdgFormulasDialog, rdg_formulas_dialog, ADW_TYPE_WINDOW)

static void
show_view (RdgFormulasDialog *self,
           const char        *name)
{
  gboolean edits = g_str_equal (name, "editor");

  /* GTK 4.8 warns of an entry that is hidden while the cursor is in it. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->add, g_str_equal (name, "list"));
  gtk_widget_set_visible (self->cancel, edits);
  gtk_widget_set_visible (self->save, edits);
  adw_window_title_set_title (self->title, !edits ? _("Formulas")
                                           : self->edited != NULL ? _("Change a Formula")
                                                                  : _("New Formula"));
}

static const RdgSavedFormula *
find_formula (GPtrArray  *formulas,
              const char *name)
{
  for (guint i = 0; i < formulas->len; i++)
    {
      const RdgSavedFormula *formula = g_ptr_array_index (formulas, i);

      if (g_str_equal (formula->name, name))
        return formula;
    }

  return NULL;
}

static GtkWidget *
make_button (const char *icon_name,
             const char *action,
             const char *name,
             const char *spoken)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", name);

  return button;
}

static GtkWidget *
make_row (const RdgSavedFormula *formula)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = rdg_feature_name_for_people (formula->name, formula->unit);
  g_autofree char *title = rdg_format_column (name, formula->unit);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), formula->expression);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);

  return row;
}

static GtkWidget *
make_saved_row (const RdgSavedFormula *formula)
{
  GtkWidget *row = make_row (formula);
  /* Translators: %s is the name of a formula */
  g_autofree char *removing = g_strdup_printf (_("Remove %s"), formula->name);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             make_button ("user-trash-symbolic", "formulas.remove", formula->name,
                                          removing));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "formulas.edit");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", formula->name);

  return row;
}

static GtkWidget *
make_preset_row (const RdgSavedFormula *formula)
{
  GtkWidget *row = make_row (formula);
  /* Translators: %s is the name of a formula */
  g_autofree char *adding = g_strdup_printf (_("Add %s"), formula->name);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             make_button ("list-add-symbolic", "formulas.add-preset", formula->name,
                                          adding));
  return row;
}

static void
fill_list (GtkListBox  *list,
           GPtrArray   *formulas,
           GtkWidget *(*make) (const RdgSavedFormula *formula))
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
  for (guint i = 0; i < formulas->len; i++)
    gtk_list_box_append (list, make (g_ptr_array_index (formulas, i)));
}

static void
show_answer (RdgFormulasDialog *self)
{
  fill_list (self->list, self->answer->formulas, make_saved_row);
  fill_list (self->presets, self->answer->presets, make_preset_row);
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->answer->formulas->len > 0);
  gtk_widget_set_visible (self->none, self->answer->formulas->len == 0);
  gtk_widget_set_visible (self->presets_box, self->answer->presets->len > 0);
}

/* The job keeps its value: what is shown longer is taken over field by field. */
static void
take_answer (RdgFormulasDialog       *self,
             const RdgFormulasAnswer *answer)
{
  RdgFormulasAnswer *taken = g_new0 (RdgFormulasAnswer, 1);

  taken->formulas = g_ptr_array_ref (answer->formulas);
  taken->presets = g_ptr_array_ref (answer->presets);
  taken->sample = rdg_formula_sample_ref (answer->sample);
  g_clear_pointer (&self->answer, _rdg_formulas_answer_free);
  self->answer = taken;
  show_answer (self);
}

static void
loaded_cb (gpointer  owner,
           RdgJob   *job)
{
  RdgFormulasDialog *self = owner;
  const RdgFormulasAnswer *answer = rdg_job_peek_value (job);

  if (answer == NULL)
    {
      if (rdg_job_get_error (job) != NULL)
        rdg_status_text_set (self->error, rdg_job_get_error (job)->message);
      show_view (self, "error");
      return;
    }

  take_answer (self, answer);
  show_view (self, "list");
}

static void
add_toast (RdgFormulasDialog *self,
           const char        *text,
           gboolean           can_undo)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  if (can_undo)
    {
      adw_toast_set_button_label (toast, C_("toast", "_Undo"));
      adw_toast_set_action_name (toast, "formulas.restore");
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
changed_cb (RdgJob   *job,
            gpointer  owner)
{
  RdgFormulasDialog *self = owner;
  const RdgFormulasAnswer *answer = rdg_job_peek_value (job);
  gboolean edits = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "editor");

  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), TRUE);
  if (answer != NULL)
    {
      take_answer (self, answer);
      show_view (self, "list");
    }
  else if (rdg_job_get_error (job) != NULL && edits)
    {
      rdg_formula_editor_show_fault (self->editor, rdg_job_get_error (job)->message);
      gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);
    }
  else if (rdg_job_get_error (job) != NULL)
    add_toast (self, rdg_job_get_error (job)->message, FALSE);
}

static void
removed_cb (RdgJob   *job,
            gpointer  owner)
{
  RdgFormulasDialog *self = owner;
  g_autofree char *text = NULL;

  changed_cb (job, owner);
  if (rdg_job_peek_value (job) == NULL || self->removed == NULL)
    return;

  /* Translators: %s is the name of a formula */
  text = g_strdup_printf (_("“%s” was removed. Models trained with it keep it."), self->removed->name);
  add_toast (self, text, TRUE);
}

static void
start_change (RdgFormulasDialog *self,
              RdgFormulasWork   *work,
              RdgJobDoneFunc     done)
{
  g_autoptr (RdgJob) job = rdg_job_new ("");

  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), FALSE);
  rdg_app_context_start_job (self->context, job, RDG_START_JOB_WRITES | RDG_START_JOB_QUIET,
                             _rdg_formulas_change, work, _rdg_formulas_work_free,
                             _rdg_formulas_answer_free, done, self);
}

static RdgSavedFormula *
copy_formula (const RdgSavedFormula *formula)
{
  return rdg_saved_formula_new (formula->name, formula->unit, formula->expression);
}

static void
edit_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  RdgFormulasDialog *self = RDG_FORMULAS_DIALOG (widget);
  const char *name = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;

  if (self->answer == NULL)
    return;

  g_free (self->edited);
  self->edited = g_strdup (name);
  show_view (self, "editor");
  rdg_formula_editor_edit (self->editor, self->answer->sample,
                           name != NULL ? find_formula (self->answer->formulas, name) : NULL);
}

static void
save_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  RdgFormulasDialog *self = RDG_FORMULAS_DIALOG (widget);
  RdgFormulasWork *work = _rdg_formulas_work_new (self->workspace, self->answer->sample);

  g_ptr_array_add (work->saved, rdg_formula_editor_dup_formula (self->editor));
  work->replaces = g_strdup (self->edited);
  start_change (self, work, changed_cb);
}

static void
leave_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  RdgFormulasDialog *self = RDG_FORMULAS_DIALOG (widget);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "editor"))
    show_view (self, "list");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
remove_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  RdgFormulasDialog *self = RDG_FORMULAS_DIALOG (widget);
  const RdgSavedFormula *formula =
    find_formula (self->answer->formulas, g_variant_get_string (parameter, NULL));
  RdgFormulasWork *work;

  if (formula == NULL)
    return;

  work = _rdg_formulas_work_new (self->workspace, self->answer->sample);
  work->removed = g_strdup (formula->name);
  g_clear_pointer (&self->removed, rdg_saved_formula_free);
  self->removed = copy_formula (formula);
  start_change (self, work, removed_cb);
}

static void
restore_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  RdgFormulasDialog *self = RDG_FORMULAS_DIALOG (widget);
  RdgFormulasWork *work;

  if (self->removed == NULL)
    return;

  work = _rdg_formulas_work_new (self->workspace, self->answer->sample);
  g_ptr_array_add (work->saved, g_steal_pointer (&self->removed));
  start_change (self, work, changed_cb);
}

/* One, or without a name all of them. */
static void
add_preset_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  RdgFormulasDialog *self = RDG_FORMULAS_DIALOG (widget);
  RdgFormulasWork *work = _rdg_formulas_work_new (self->workspace, self->answer->sample);

  for (guint i = 0; i < self->answer->presets->len; i++)
    {
      const RdgSavedFormula *preset = g_ptr_array_index (self->answer->presets, i);

      if (parameter == NULL || g_str_equal (preset->name, g_variant_get_string (parameter, NULL)))
        g_ptr_array_add (work->saved, copy_formula (preset));
    }
  start_change (self, work, changed_cb);
}

static void
ready_cb (RdgFormulasDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "formulas.save",
                                 rdg_formula_editor_is_ready (self->editor));
}

static void
rdg_formulas_dialog_dispose (GObject *object)
{
  RdgFormulasDialog *self = RDG_FORMULAS_DIALOG (object);

  rdg_request_drop (&self->loading, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_FORMULAS_DIALOG);
  g_clear_pointer (&self->answer, _rdg_formulas_answer_free);
  g_clear_pointer (&self->removed, rdg_saved_formula_free);
  g_clear_pointer (&self->edited, g_free);
  g_clear_object (&self->workspace);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (rdg_formulas_dialog_parent_class)->dispose (object);
}

static void
rdg_formulas_dialog_class_init (RdgFormulasDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rdg_formulas_dialog_dispose;

  g_type_ensure (RDG_TYPE_FORMULA_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/"
                                               "rdg-formulas-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, add);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, editor);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, error);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, list);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, none);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, presets);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, presets_box);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, save);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, title);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulasDialog, toasts);
  gtk_widget_class_bind_template_callback (widget_class, ready_cb);
  gtk_widget_class_install_action (widget_class, "formulas.new", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "formulas.edit", "s", edit_action);
  gtk_widget_class_install_action (widget_class, "formulas.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "formulas.leave", NULL, leave_action);
  gtk_widget_class_install_action (widget_class, "formulas.remove", "s", remove_action);
  gtk_widget_class_install_action (widget_class, "formulas.restore", NULL, restore_action);
  gtk_widget_class_install_action (widget_class, "formulas.add-preset", "s", add_preset_action);
  gtk_widget_class_install_action (widget_class, "formulas.add-presets", NULL, add_preset_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "formulas.leave", NULL);
}

static void
rdg_formulas_dialog_init (RdgFormulasDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "formulas.save", FALSE);
  show_view (self, "loading");
}

/**
 * rdg_formulas_dialog_present:
 * @context: with an open database that can be written to
 * @parent: the window it belongs to
 *
 * Shows the formulas of the open database.
 */
void
rdg_formulas_dialog_present (RdgAppContext *context,
                             GtkWindow     *parent)
{
  RdgFormulasDialog *self =
    g_object_new (RDG_TYPE_FORMULAS_DIALOG, "transient-for", parent, NULL);

  self->context = g_object_ref (context);
  self->workspace = g_object_ref (rdg_app_context_get_workspace (context));
  rdg_request_start (&self->loading, self, loaded_cb, _rdg_formulas_load,
                     _rdg_formulas_work_new (self->workspace, NULL), _rdg_formulas_work_free,
                     _rdg_formulas_answer_free);
  gtk_window_present (GTK_WINDOW (self));
}
