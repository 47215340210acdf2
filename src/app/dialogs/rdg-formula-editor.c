/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a formula. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-formula-editor.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-format.h"
#include "rdg-request.h"

/* So long after the last key a formula is tried. */
#define PAUSE_MS 150

/**
 * RdgFormulaEditor:
 *
 * Name, unit and expression; below them what the formula gives for some cars, or
 * what is wrong with it and where. Tried on a worker thread, never while one types.
 * "ready" says whether it can be saved.
 */
struct _RdgFormulaEditor
{
  AdwBin            parent_instance;

  RdgFormulaSample *sample;
  RdgJob           *trying;
  guint             pause;
  gboolean          filling;
  gboolean          ready;

  AdwEntryRow      *name;
  AdwEntryRow      *unit;
  AdwEntryRow      *expression;
  GtkDropDown      *features;
  GtkStack         *answer;
  GtkLabel         *fault;
  GtkLabel         *summary;
  GtkLabel         *missing;
  GtkGrid          *table;
};

G_DEFINE_FINAL_TYPE (RdgFormulaEditor, rdg_formula_editor, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_READY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  RdgFormulaSample  *sample;
  RdgSavedFormula   *formula;
} Trial;

/* Always there, so that the place of a fault comes with it. */
typedef struct
{
  RdgFormulaPreview *preview;
  char              *fault;
  guint              position;
} Tried;

static void
trial_free (gpointer data)
{
  Trial *trial = data;

  rdg_formula_sample_unref (trial->sample);
  rdg_saved_formula_free (trial->formula);
  g_free (trial);
}

static void
tried_free (gpointer data)
{
  Tried *tried = data;

  rdg_formula_preview_free (tried->preview);
  g_free (tried->fault);
  g_free (tried);
}

static gpointer
try_func (RdgJob   *job,
          gpointer  data,
          GError  **error)
{
  const Trial *trial = data;
  const RdgSavedFormula *formula = trial->formula;
  g_autoptr (GError) local_error = NULL;
  Tried *tried = g_new0 (Tried, 1);

  tried->preview = rdg_formula_sample_preview (trial->sample,
                                               *formula->name != '\0' ? formula->name : NULL,
                                               formula->unit, formula->expression, &tried->position,
                                               &local_error);
  if (tried->preview == NULL)
    tried->fault = g_strdup (local_error->message);

  return tried;
}

static void
set_ready (RdgFormulaEditor *self,
           gboolean          ready)
{
  if (self->ready == ready)
    return;

  self->ready = ready;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

/* Underlines what stands at the position, up to the next blank; at the end, the last letter. */
static void
mark_fault (RdgFormulaEditor *self,
            guint             position)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->expression));
  glong length = g_utf8_strlen (text, -1);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (position > 0 && length > 0)
    {
      const char *from = g_utf8_offset_to_pointer (text, MIN ((glong) position, length) - 1);
      const char *to = g_utf8_next_char (from);
      PangoAttribute *underline = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

      while (*to != '\0' && !g_unichar_isspace (g_utf8_get_char (to)))
        to = g_utf8_next_char (to);
      underline->start_index = (guint) (from - text);
      underline->end_index = (guint) (to - text);
      pango_attr_list_insert (attributes, underline);
    }
  adw_entry_row_set_attributes (self->expression, attributes);
}

static void
set_valid (RdgFormulaEditor *self,
           gboolean          valid)
{
  if (valid)
    gtk_widget_remove_css_class (GTK_WIDGET (self->expression), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->expression), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->expression), GTK_ACCESSIBLE_STATE_INVALID,
                               valid ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static char *
format_value (double value)
{
  return isnan (value) ? g_strdup ("–") : g_strdup_printf ("%.6g", value);
}

static void
put_cell (RdgFormulaEditor *self,
          int               column,
          int               row,
          const char       *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, row == 0 ? "heading" : "numeric");
  if (row == 0)
    gtk_widget_add_css_class (label, "caption");
  gtk_grid_attach (self->table, label, column, row, 1, 1);
}

static void
fill_table (RdgFormulaEditor        *self,
            const RdgFormulaPreview *preview)
{
  const char *unit = gtk_editable_get_text (GTK_EDITABLE (self->unit));
  g_autofree char *value = *unit != '\0' ? g_strdup_printf (_("Value [%s]"), unit)
                                         : g_strdup (_("Value"));
  int n_inputs = (int) g_strv_length (preview->inputs);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->table))) != NULL)
    gtk_grid_remove (self->table, child);

  put_cell (self, 0, 0, _("Car"));
  for (int k = 0; k < n_inputs; k++)
    put_cell (self, k + 1, 0, preview->inputs[k]);
  put_cell (self, n_inputs + 1, 0, value);
  for (guint i = 0; i < preview->rows->len; i++)
    {
      const RdgFormulaRow *row = g_ptr_array_index (preview->rows, i);
      g_autofree char *result = format_value (row->value);

      put_cell (self, 0, (int) i + 1, row->car);
      for (int k = 0; k < n_inputs; k++)
        {
          g_autofree char *input = format_value (row->inputs[k]);

          put_cell (self, k + 1, (int) i + 1, input);
        }
      put_cell (self, n_inputs + 1, (int) i + 1, result);
    }
}

static void
show_missing (RdgFormulaEditor      *self,
              const RdgFormulaTally *tally)
{
  gsize n = tally->n_lacking + tally->n_infinite + tally->n_undefined;
  g_autofree char *all = rdg_format_count (n);
  g_autofree char *lacking = rdg_format_count (tally->n_lacking);
  g_autofree char *infinite = rdg_format_count (tally->n_infinite);
  g_autofree char *undefined = rdg_format_count (tally->n_undefined);
  g_autofree char *text = NULL;

  /* Translators: cars without a value, and of these: without an input, division by zero, undefined */
  text = g_strdup_printf (_("%1$s have no value (an input is missing: %2$s; division by zero or too "
                            "large: %3$s; not defined: %4$s)."), all, lacking, infinite, undefined);
  gtk_label_set_text (self->missing, text);
  gtk_widget_set_visible (GTK_WIDGET (self->missing), n > 0);
}

static void
show_preview (RdgFormulaEditor        *self,
              const RdgFormulaPreview *preview)
{
  g_autofree char *cars = rdg_format_count (preview->tally.n_rows);
  g_autofree char *least = format_value (preview->least);
  g_autofree char *middle = format_value (preview->middle);
  g_autofree char *most = format_value (preview->most);
  g_autofree char *text = NULL;

  if (preview->constant)
    text = g_strdup (_("It is the same for all cars: a training would leave it out."));
  else
    /* Translators: cars, and the least, the middle and the largest value among them */
    text = g_strdup_printf (_("Of %1$s cars: %2$s at the least, %3$s in the middle, %4$s at the most."),
                            cars, least, middle, most);
  gtk_label_set_text (self->summary, text);
  show_missing (self, &preview->tally);
  fill_table (self, preview);
  gtk_stack_set_visible_child_name (self->answer, "preview");
}

static void
show_fault (RdgFormulaEditor *self,
            const char       *fault,
            guint             position)
{
  gtk_label_set_text (self->fault, fault);
  mark_fault (self, position);
  set_valid (self, position == 0);
  gtk_stack_set_visible_child_name (self->answer, "fault");
}

static void
tried_cb (gpointer  owner,
          RdgJob   *job)
{
  RdgFormulaEditor *self = owner;
  const Tried *tried = rdg_job_peek_value (job);

  if (tried == NULL)
    return;
  if (tried->fault != NULL)
    {
      show_fault (self, tried->fault, tried->position);
      return;
    }

  mark_fault (self, 0);
  set_valid (self, TRUE);
  show_preview (self, tried->preview);
  set_ready (self, *gtk_editable_get_text (GTK_EDITABLE (self->name)) != '\0');
}

static gboolean
try_cb (gpointer user_data)
{
  RdgFormulaEditor *self = user_data;
  Trial *trial = g_new0 (Trial, 1);

  self->pause = 0;
  trial->sample = rdg_formula_sample_ref (self->sample);
  trial->formula = rdg_formula_editor_dup_formula (self);
  rdg_request_start (&self->trying, self, tried_cb, try_func, trial, trial_free, tried_free);

  return G_SOURCE_REMOVE;
}

static void
stop_trying (RdgFormulaEditor *self)
{
  rdg_request_drop (&self->trying, self);
  g_clear_handle_id (&self->pause, g_source_remove);
}

static void
changed_cb (RdgFormulaEditor *self)
{
  if (self->filling || self->sample == NULL)
    return;

  stop_trying (self);
  set_ready (self, FALSE);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->expression)) == '\0')
    {
      mark_fault (self, 0);
      set_valid (self, TRUE);
      gtk_stack_set_visible_child_name (self->answer, "hint");
      return;
    }
  self->pause = g_timeout_add (PAUSE_MS, try_cb, self);
}

/* The first item only says what the list is for. */
static void
feature_selected_cb (RdgFormulaEditor *self)
{
  guint selected = gtk_drop_down_get_selected (self->features);
  int position = gtk_editable_get_position (GTK_EDITABLE (self->expression));
  g_autoptr (GString) quoted = g_string_new (NULL);

  if (self->filling || selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return;

  g_string_append (quoted, rdg_formula_sample_get_input (self->sample, selected - 1)->name);
  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_prepend_c (quoted, '"');
  g_string_append_c (quoted, '"');
  gtk_editable_insert_text (GTK_EDITABLE (self->expression), quoted->str, -1, &position);
  gtk_widget_grab_focus (GTK_WIDGET (self->expression));
  gtk_editable_select_region (GTK_EDITABLE (self->expression), position, position);
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->features, 0);
  self->filling = FALSE;
}

static void
list_features (RdgFormulaEditor *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("Insert a feature"));
  for (guint i = 0; i < rdg_formula_sample_get_n_inputs (self->sample); i++)
    gtk_string_list_append (names, rdg_formula_sample_get_input (self->sample, i)->name);
  gtk_drop_down_set_model (self->features, G_LIST_MODEL (names));
}

static void
rdg_formula_editor_dispose (GObject *object)
{
  RdgFormulaEditor *self = RDG_FORMULA_EDITOR (object);

  stop_trying (self);
  self->filling = TRUE;
  /* Before the template goes: the bin would unparent its child a second time. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_FORMULA_EDITOR);
  g_clear_pointer (&self->sample, rdg_formula_sample_unref);

  G_OBJECT_CLASS (rdg_formula_editor_parent_class)->dispose (object);
}

static void
rdg_formula_editor_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  if (property_id == PROP_READY)
    g_value_set_boolean (value, RDG_FORMULA_EDITOR (object)->ready);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
rdg_formula_editor_class_init (RdgFormulaEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_formula_editor_dispose;
  object_class->get_property = rdg_formula_editor_get_property;

  /**
   * RdgFormulaEditor:ready:
   *
   * Whether the formula has a name and can be computed.
   */
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                 G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-formula-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgFormulaEditor, answer);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulaEditor, expression);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulaEditor, fault);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulaEditor, features);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulaEditor, missing);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulaEditor, name);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulaEditor, summary);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulaEditor, table);
  gtk_widget_class_bind_template_child (widget_class, RdgFormulaEditor, unit);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, feature_selected_cb);
}

static void
rdg_formula_editor_init (RdgFormulaEditor *self)
{
  g_autoptr (GtkExpression) text = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  gtk_drop_down_set_expression (self->features, text);
}

/**
 * rdg_formula_editor_edit:
 * @sample: the cars to try it on
 * @formula: (nullable): where to begin; %NULL: with nothing
 */
void
rdg_formula_editor_edit (RdgFormulaEditor      *self,
                         RdgFormulaSample      *sample,
                         const RdgSavedFormula *formula)
{
  stop_trying (self);
  rdg_formula_sample_ref (sample);
  g_clear_pointer (&self->sample, rdg_formula_sample_unref);
  self->sample = sample;

  self->filling = TRUE;
  list_features (self);
  gtk_editable_set_text (GTK_EDITABLE (self->name), formula != NULL ? formula->name : "");
  gtk_editable_set_text (GTK_EDITABLE (self->unit), formula != NULL ? formula->unit : "");
  gtk_editable_set_text (GTK_EDITABLE (self->expression), formula != NULL ? formula->expression : "");
  self->filling = FALSE;
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (formula != NULL ? self->expression : self->name));
}

/**
 * rdg_formula_editor_dup_formula:
 *
 * Returns: (transfer full): the formula as it stands
 */
RdgSavedFormula *
rdg_formula_editor_dup_formula (RdgFormulaEditor *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name)));
  g_autofree char *unit = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->unit)));

  return rdg_saved_formula_new (g_strstrip (name), g_strstrip (unit),
                                gtk_editable_get_text (GTK_EDITABLE (self->expression)));
}

gboolean
rdg_formula_editor_is_ready (RdgFormulaEditor *self)
{
  return self->ready;
}

/**
 * rdg_formula_editor_show_fault:
 * @fault: why it could not be saved, a translated sentence
 */
void
rdg_formula_editor_show_fault (RdgFormulaEditor *self,
                               const char       *fault)
{
  show_fault (self, fault, 0);
}
