/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The selected car's card. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rdg-car-card.h"

#include "rdg-format.h"
#include "rdg-risk-format.h"
#include "rdg-zone-risk.h"

/* More than this nobody reads standing. */
#define N_REASONS 6

/**
 * RdgCarCard:
 *
 * Says which test in letters that can be read from two metres, then how sure,
 * then why. The reasons are computed on another thread; an answer that comes
 * after the user has moved on is dropped. Its buttons are the page's actions.
 */
struct _RdgCarCard
{
  AdwBin         parent_instance;

  RdgAppContext *context;
  RdgCarRow     *row;
  RdgJob        *job;       /* that looks for the reasons */
  char          *delay;     /* why a result is not recorded yet */

  GtkWidget     *verdict;
  GtkImage      *verdict_image;
  GtkLabel      *verdict_label;
  GtkLabel      *where_label;
  GtkLabel      *zones_label;
  GtkLabel      *code_label;
  GtkLabel      *variant_label;
  GtkLabel      *sentence_label;
  GtkLabel      *past_label;
  GtkLabel      *outcome_label;
  GtkLabel      *message_label;
  GtkBox        *reasons_box;
  GtkStack      *reasons_stack;
  GtkButton     *back_button;
};

G_DEFINE_FINAL_TYPE (RdgCarCard, rdg_car_card, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_FOLDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  RdgWorkspace *workspace;
  char         *code;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->workspace);
  g_free (question->code);
  g_free (question);
}

static gpointer
explain_func (RdgJob   *job,
              gpointer  data,
              GError  **error)
{
  Question *question = data;

  return rdg_prediction_explain (question->workspace, 0, question->code, job, error);
}

static GtkWidget *
create_reason (const RdgReason *reason)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *sign = gtk_label_new (reason->contribution > 0 ? "+" : "−");
  GtkWidget *text = gtk_label_new (reason->text);
  const char *meaning = reason->contribution > 0 ? _("Raises the risk") : _("Lowers the risk");
  g_autofree char *contribution = rdg_format_decimal (fabs (reason->contribution));
  /* Translators: "Raises the risk: 0.1203 of the model's score". */
  g_autofree char *tooltip =
    g_strdup_printf (_("%s: %s of the model’s score"), meaning, contribution);
  g_autofree char *label = g_strdup_printf ("%s: %s", meaning, reason->text);

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_valign (sign, GTK_ALIGN_START);
  gtk_widget_add_css_class (sign, "reason-sign");
  gtk_widget_add_css_class (sign, reason->contribution > 0 ? "error" : "success");
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (GTK_BOX (box), sign);
  gtk_box_append (GTK_BOX (box), text);
  gtk_widget_set_tooltip_text (box, tooltip);

  return box;
}

static void
show_reasons (RdgCarCard     *self,
              RdgExplanation *explanation)
{
  GtkWidget *child;
  guint shown = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->reasons_box))) != NULL)
    gtk_box_remove (self->reasons_box, child);

  for (guint i = 0; i < explanation->reasons->len && shown < N_REASONS; i++)
    {
      const RdgReason *reason = explanation->reasons->pdata[i];

      if (reason->contribution == 0)
        continue;
      gtk_box_append (self->reasons_box, create_reason (reason));
      shown++;
    }

  if (shown == 0)
    gtk_label_set_label (self->message_label,
                         _("Nothing about this car is out of the ordinary."));
  gtk_stack_set_visible_child_name (self->reasons_stack, shown > 0 ? "reasons" : "message");
}

static void
explained_cb (RdgJob   *job,
              gpointer  owner)
{
  RdgCarCard *self = owner;

  if (job != self->job)
    return;

  if (rdg_job_get_result (job) == RDG_JOB_RESULT_OK)
    show_reasons (self, rdg_job_peek_value (job));
  else
    {
      gtk_label_set_label (self->message_label, rdg_job_get_error (job)->message);
      gtk_stack_set_visible_child_name (self->reasons_stack, "message");
    }
  g_clear_object (&self->job);
}

static void
stop_looking (RdgCarCard *self)
{
  if (self->job != NULL)
    rdg_job_cancel (self->job);
  g_clear_object (&self->job);
}

static void
look_for_reasons (RdgCarCard *self)
{
  RdgWorkspace *workspace =
    self->context != NULL ? rdg_app_context_get_workspace (self->context) : NULL;

  if (workspace == NULL)
    return;

  Question *question = g_new0 (Question, 1);

  question->workspace = g_object_ref (workspace);
  question->code = g_strdup (rdg_car_row_get_code (self->row));
  self->job = rdg_job_new (C_("job", "Explain a car"));
  gtk_stack_set_visible_child_name (self->reasons_stack, "loading");
  rdg_app_context_start_job (self->context, self->job, RDG_START_JOB_QUIET, explain_func, question,
                             question_free, (GDestroyNotify) rdg_explanation_free, explained_cb,
                             self);
}

static void
show_verdict (RdgCarCard *self)
{
  gboolean is_long = rdg_car_row_get_recommendation (self->row) == RDG_RECOMMENDATION_LONG;
  const char *words = is_long ? C_("recommendation", "LONG TEST")
                              : C_("recommendation", "SHORT TEST");
  g_autofree char *names = rdg_zone_risks_format (rdg_car_row_get_zones (self->row));
  /* Translators: the zones of the car to look at: "Look at: doors, rear". */
  g_autofree char *where = *names != '\0' ? g_strdup_printf (_("Look at: %s"), names) : NULL;
  g_autofree char *all = where != NULL ? g_strdup_printf ("%s. %s", words, where) : g_strdup (words);

  gtk_image_set_from_icon_name (self->verdict_image,
                                is_long ? "rdg-long-symbolic" : "rdg-short-symbolic");
  gtk_label_set_label (self->verdict_label, words);
  gtk_label_set_label (self->where_label, where != NULL ? where : "");
  gtk_widget_set_visible (GTK_WIDGET (self->where_label), where != NULL);
  gtk_widget_remove_css_class (self->verdict, is_long ? "short-test" : "long-test");
  gtk_widget_add_css_class (self->verdict, is_long ? "long-test" : "short-test");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->verdict), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  all, -1);
}

/* "Doors 12 in 100 (usually 2)": what the verdict says in one word, in numbers. */
static void
show_zones (RdgCarCard *self)
{
  const GArray *zones = rdg_car_row_get_zones (self->row);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < zones->len; i++)
    {
      const RdgZoneRisk *zone = &g_array_index (zones, RdgZoneRisk, i);
      g_autofree char *in_100 = rdg_risk_format_in_100 (zone->risk.risk);
      g_autofree char *usual = rdg_risk_format_in_100 (zone->usual);

      if (i > 0)
        g_string_append_c (text, '\n');
      /* Translators: a zone of the car, and how many cars fail there: "doors: 12 in 100, usually 2 in
       * 100". */
      g_string_append_printf (text, _("%s: %s, usually %s"), rdg_zone_get_title (zone->zone), in_100,
                              usual);
    }

  gtk_label_set_label (self->zones_label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->zones_label), zones->len > 0);
}

static void
show_outcome (RdgCarCard *self)
{
  RdgCarOutcome outcome = rdg_car_row_get_outcome (self->row);
  const char *text = NULL;

  if (self->delay != NULL)
    text = self->delay;
  else if (outcome == RDG_CAR_FAILED)
    text = _("This car failed the road test.");
  else if (outcome == RDG_CAR_PASSED)
    text = _("This car passed the road test.");

  gtk_label_set_label (self->outcome_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->outcome_label), text != NULL);
}

static void
show_sentence (RdgCarCard *self)
{
  const RdgRisk *risk = rdg_car_row_get_risk (self->row);
  g_autofree char *in_100 = rdg_risk_format_in_100 (risk->risk);
  g_autofree char *interval = rdg_risk_format_interval (risk);
  /* Translators: "Of past cars like this, 18 in 100 failed (12 to 25)." */
  g_autofree char *sentence =
    g_strdup_printf (_("Of past cars like this, %s failed (%s)."), in_100, interval);
  g_autofree char *tooltip = rdg_risk_format_tooltip (risk);

  gtk_label_set_label (self->sentence_label, sentence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sentence_label), tooltip);
}

static void
mark_changed_cb (RdgCarCard *self)
{
  show_verdict (self);
}

static void
rdg_car_card_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value,
                           gtk_widget_get_visible (GTK_WIDGET (RDG_CAR_CARD (object)->back_button)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_car_card_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_FOLDED:
      gtk_widget_set_visible (GTK_WIDGET (RDG_CAR_CARD (object)->back_button),
                              g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_car_card_dispose (GObject *object)
{
  RdgCarCard *self = RDG_CAR_CARD (object);

  stop_looking (self);
  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_clear_object (&self->row);
  g_clear_object (&self->context);
  g_clear_pointer (&self->delay, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), RDG_TYPE_CAR_CARD);

  G_OBJECT_CLASS (rdg_car_card_parent_class)->dispose (object);
}

static void
rdg_car_card_class_init (RdgCarCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = rdg_car_card_dispose;
  object_class->get_property = rdg_car_card_get_property;
  object_class->set_property = rdg_car_card_set_property;

  /**
   * RdgCarCard:folded:
   *
   * Whether the card covers the list, and so needs a way back.
   */
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, TRUE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/rodagem/Rodagem/rdg-car-card.ui");
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, back_button);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, code_label);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, message_label);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, outcome_label);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, past_label);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, reasons_box);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, reasons_stack);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, variant_label);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, verdict);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, verdict_image);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, verdict_label);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, where_label);
  gtk_widget_class_bind_template_child (widget_class, RdgCarCard, zones_label);
}

static void
rdg_car_card_init (RdgCarCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * rdg_car_card_set_context:
 * @context: where the reasons are looked for
 */
void
rdg_car_card_set_context (RdgCarCard    *self,
                          RdgAppContext *context)
{
  g_set_object (&self->context, context);
}

/**
 * rdg_car_card_set_delay:
 * @text: (nullable): why the result of the car that is shown is not recorded yet
 */
void
rdg_car_card_set_delay (RdgCarCard *self,
                        const char *text)
{
  if (g_strcmp0 (self->delay, text) == 0)
    return;

  g_free (self->delay);
  self->delay = g_strdup (text);
  if (self->row != NULL)
    show_outcome (self);
}

/**
 * rdg_car_card_get_row:
 *
 * Returns: (transfer none) (nullable): the car that is shown
 */
RdgCarRow *
rdg_car_card_get_row (RdgCarCard *self)
{
  return self->row;
}

/**
 * rdg_car_card_set_row:
 * @row: (nullable): the car to show; with %NULL the last one stays to be seen, without reasons
 */
void
rdg_car_card_set_row (RdgCarCard *self,
                      RdgCarRow  *row)
{
  if (row == self->row)
    return;

  /* Another row of the same car, e.g. after sorting: its reasons are the same. */
  gboolean known = row != NULL && self->row != NULL
                   && rdg_car_row_get_car_id (row) == rdg_car_row_get_car_id (self->row)
                   && rdg_car_row_get_risk (row)->risk == rdg_car_row_get_risk (self->row)->risk;

  if (!known)
    stop_looking (self);
  if (self->row != NULL)
    g_signal_handlers_disconnect_by_data (self->row, self);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;

  gtk_label_set_label (self->code_label, rdg_car_row_get_code (row));
  gtk_label_set_label (self->variant_label, rdg_car_row_get_variant (row));
  gtk_widget_set_visible (GTK_WIDGET (self->variant_label),
                          *rdg_car_row_get_variant (row) != '\0');
  gtk_label_set_label (self->past_label,
                       _("A car of the past, which the model has learned from. The risk is what "
                         "it would have said without it."));
  gtk_widget_set_visible (GTK_WIDGET (self->past_label), rdg_car_row_is_past (row));
  show_verdict (self);
  show_sentence (self);
  show_zones (self);
  show_outcome (self);
  if (!known)
    look_for_reasons (self);
  g_signal_connect_object (row, "mark-changed", G_CALLBACK (mark_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
