/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row for whatever kind of option. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-training-option-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-training-option-text.h"

#define DIGITS 6
#define NUMBER_WIDTH 8
#define TEXT_WIDTH 18

/**
 * RdgTrainingOptionRow:
 *
 * What is typed stays as it is until it can be taken: a number out of its range
 * is told in words, and not silently made another one.
 */
struct _RdgTrainingOptionRow
{
  AdwActionRow             parent_instance;

  const RdgTrainingOption *option;
  char                    *help;
  GtkWidget               *control;
  gboolean                 wrong;
};

G_DEFINE_FINAL_TYPE (RdgTrainingOptionRow, rdg_training_option_row, ADW_TYPE_ACTION_ROW)

/* As the locale writes it, with no more decimals than it has. */
static char *
format_number (double value)
{
  char *text = g_strdup_printf ("%.*f", value == floor (value) ? 0 : DIGITS, value);
  char *end = text + strlen (text);

  if (value == floor (value))
    return text;
  while (end[-1] == '0')
    end--;
  while (!g_ascii_isdigit (end[-1]))
    end--;
  *end = '\0';

  return text;
}

/* In a sentence, where nobody will type in it. */
static char *
format_bound (double value)
{
  return value == floor (value) ? g_strdup_printf ("%'.0f", value) : format_number (value);
}

static gboolean
read_number (RdgTrainingOptionRow *self,
             double               *value)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->control));
  char *end;

  *value = g_strtod (text, &end);

  return end != text && *end == '\0' && isfinite (*value);
}

static gboolean
is_in_range (RdgTrainingOptionRow *self,
             double                value)
{
  return value >= self->option->least && value <= self->option->most;
}

static void
update_subtitle (RdgTrainingOptionRow *self)
{
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;
  g_autofree char *text = NULL;

  if (!self->wrong)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self), self->help);
      return;
    }

  least = format_bound (self->option->least);
  most = format_bound (self->option->most);
  text = g_strdup_printf (self->option->kind == RDG_TRAINING_OPTION_NUMBER
                            ? _("It takes a number from %1$s to %2$s.")
                            : _("It takes a whole number from %1$s to %2$s."), least, most);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

static void
number_changed_cb (RdgTrainingOptionRow *self)
{
  double value;
  gboolean wrong = !read_number (self, &value) || !is_in_range (self, value);

  if (wrong == self->wrong)
    return;

  self->wrong = wrong;
  update_subtitle (self);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static int
input_cb (RdgTrainingOptionRow *self,
          double               *value)
{
  if (!read_number (self, value))
    *value = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->control));

  return TRUE;
}

/* The spin button has brought the number into its range by now. */
static gboolean
output_cb (RdgTrainingOptionRow *self)
{
  double value = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->control));
  g_autofree char *text = NULL;
  double typed;

  if (read_number (self, &typed) && !is_in_range (self, typed)
      && CLAMP (typed, self->option->least, self->option->most) == value)
    return TRUE;

  text = format_number (value);
  if (g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (self->control))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->control), text);

  return TRUE;
}

/* About a tenth of what is usual. */
static double
get_step (const RdgTrainingOption *option)
{
  RdgTrainingOptions options;
  gconstpointer field = rdg_training_options_at (&options, option);
  double usual, step;

  rdg_training_options_init (&options);
  switch (option->kind)
    {
    case RDG_TRAINING_OPTION_COUNT:
      usual = *(const guint *) field;
      break;
    case RDG_TRAINING_OPTION_NUMBER:
      usual = *(const double *) field;
      break;
    case RDG_TRAINING_OPTION_SEED:
    case RDG_TRAINING_OPTION_TEXT:
    case RDG_TRAINING_OPTION_CHOICE:
    case RDG_TRAINING_OPTION_OFF:
    default:
      return 1.0;
    }

  step = pow (10.0, floor (log10 (usual > 0.0 ? usual : MIN (option->most, 10.0))) - 1.0);

  return option->kind == RDG_TRAINING_OPTION_COUNT ? MAX (step, 1.0) : step;
}

/* Who scrolls through the rows does not want to change them. */
static void
leave_the_wheel (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

static GtkWidget *
make_spin (RdgTrainingOptionRow *self)
{
  const RdgTrainingOption *option = self->option;
  double step = get_step (option);
  GtkWidget *spin = gtk_spin_button_new_with_range (option->least, option->most, step);

  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (spin), step, step * 10.0);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin),
                              option->kind == RDG_TRAINING_OPTION_NUMBER ? DIGITS : 0);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), NUMBER_WIDTH);
  leave_the_wheel (spin);
  g_signal_connect_object (spin, "input", G_CALLBACK (input_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (spin, "output", G_CALLBACK (output_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (spin, "changed", G_CALLBACK (number_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return spin;
}

static GtkWidget *
make_control (RdgTrainingOptionRow *self)
{
  g_autoptr (GPtrArray) words = NULL;
  GtkWidget *control;

  switch (self->option->kind)
    {
    case RDG_TRAINING_OPTION_TEXT:
      control = gtk_entry_new ();
      gtk_editable_set_width_chars (GTK_EDITABLE (control), TEXT_WIDTH);
      gtk_entry_set_placeholder_text (GTK_ENTRY (control),
                                      rdg_training_option_text_peek_example (self->option));
      return control;

    case RDG_TRAINING_OPTION_CHOICE:
      words = g_ptr_array_new ();
      for (const char * const *key = rdg_training_choice_get_keys (self->option); *key != NULL; key++)
        g_ptr_array_add (words, (gpointer) rdg_training_option_text_peek_choice (*key));
      g_ptr_array_add (words, NULL);
      return gtk_drop_down_new_from_strings ((const char * const *) words->pdata);

    case RDG_TRAINING_OPTION_OFF:
      return gtk_switch_new ();

    case RDG_TRAINING_OPTION_COUNT:
    case RDG_TRAINING_OPTION_NUMBER:
    case RDG_TRAINING_OPTION_SEED:
    default:
      return make_spin (self);
    }
}

static void
rdg_training_option_row_finalize (GObject *object)
{
  g_free (RDG_TRAINING_OPTION_ROW (object)->help);

  G_OBJECT_CLASS (rdg_training_option_row_parent_class)->finalize (object);
}

static void
rdg_training_option_row_class_init (RdgTrainingOptionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rdg_training_option_row_finalize;
}

static void
rdg_training_option_row_init (RdgTrainingOptionRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

/**
 * rdg_training_option_row_new:
 * @option: of rdg_training_options_get_list()
 *
 * Returns: (transfer floating): a row that shows the default
 */
GtkWidget *
rdg_training_option_row_new (const RdgTrainingOption *option)
{
  RdgTrainingOptionRow *self = g_object_new (RDG_TYPE_TRAINING_OPTION_ROW, NULL);
  g_autofree char *title = rdg_training_option_text_dup_title (option);
  RdgTrainingOptions defaults;

  self->option = option;
  self->help = rdg_training_option_text_dup_help (option);
  self->control = make_control (self);
  gtk_widget_set_valign (self->control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->control);
  update_subtitle (self);

  rdg_training_options_init (&defaults);
  rdg_training_option_row_show (self, &defaults);

  return GTK_WIDGET (self);
}

/**
 * rdg_training_option_row_get_option:
 *
 * Returns: (transfer none): what it is about
 */
const RdgTrainingOption *
rdg_training_option_row_get_option (RdgTrainingOptionRow *self)
{
  return self->option;
}

/**
 * rdg_training_option_row_is_valid:
 *
 * Returns: whether what was typed can be taken
 */
gboolean
rdg_training_option_row_is_valid (RdgTrainingOptionRow *self)
{
  return !self->wrong;
}

static void
show_number (RdgTrainingOptionRow *self,
             double                value)
{
  g_autofree char *text = format_number (value);

  gtk_editable_set_text (GTK_EDITABLE (self->control), text);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->control), value);
}

/**
 * rdg_training_option_row_show:
 * @options: where its value is shown from
 */
void
rdg_training_option_row_show (RdgTrainingOptionRow     *self,
                              const RdgTrainingOptions *options)
{
  gconstpointer field = rdg_training_options_at (options, self->option);
  const char *text;

  switch (self->option->kind)
    {
    case RDG_TRAINING_OPTION_COUNT:
      show_number (self, *(const guint *) field);
      break;
    case RDG_TRAINING_OPTION_NUMBER:
      show_number (self, *(const double *) field);
      break;
    case RDG_TRAINING_OPTION_SEED:
      show_number (self, (double) *(const guint64 *) field);
      break;
    case RDG_TRAINING_OPTION_TEXT:
      text = *(const char * const *) field;
      gtk_editable_set_text (GTK_EDITABLE (self->control), text != NULL ? text : "");
      break;
    case RDG_TRAINING_OPTION_OFF:
      gtk_switch_set_active (GTK_SWITCH (self->control), !*(const gboolean *) field);
      break;
    case RDG_TRAINING_OPTION_CHOICE:
    default:
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), *(const guint *) field);
      break;
    }
}

/**
 * rdg_training_option_row_take:
 * @options: receives its value
 */
void
rdg_training_option_row_take (RdgTrainingOptionRow *self,
                              RdgTrainingOptions   *options)
{
  gpointer field = rdg_training_options_at (options, self->option);
  const char *text;
  double value;

  switch (self->option->kind)
    {
    case RDG_TRAINING_OPTION_COUNT:
      if (read_number (self, &value) && is_in_range (self, value))
        *(guint *) field = (guint) value;
      break;
    case RDG_TRAINING_OPTION_NUMBER:
      if (read_number (self, &value) && is_in_range (self, value))
        *(double *) field = value;
      break;
    case RDG_TRAINING_OPTION_SEED:
      if (read_number (self, &value) && is_in_range (self, value))
        *(guint64 *) field = (guint64) value;
      break;
    case RDG_TRAINING_OPTION_TEXT:
      text = gtk_editable_get_text (GTK_EDITABLE (self->control));
      *(const char **) field = *text != '\0' ? text : NULL;
      break;
    case RDG_TRAINING_OPTION_OFF:
      *(gboolean *) field = !gtk_switch_get_active (GTK_SWITCH (self->control));
      break;
    case RDG_TRAINING_OPTION_CHOICE:
    default:
      *(guint *) field = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control));
      break;
    }
}
