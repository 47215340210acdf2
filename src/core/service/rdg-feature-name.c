/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plant's column names as people say them: those of the PREDICT table. */
#define G_LOG_DOMAIN "rdg-service"

#include "rdg-feature-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
} Name;

static const Name names[] = {
  { "MOD", N_("Model") },
  { "TEMPO_MONT", N_("Time in assembly") },
  { "TEMPO_BODY", N_("Time in the body shop") },
  { "TEMPO_ZP5", N_("Time at ZP5") },
  { "TEMPO_ZP6", N_("Time at ZP6") },
  { "TEMPO_ZP7", N_("Time at ZP7") },
  { "TEMPO_CABINES", N_("Time in the cabins") },
  { "TEMPO_TOTAL", N_("Time on the line") },
  { "DIV_MIN_ZP7", N_("Minutes off plan at ZP7") },
  { "DIV_MIN_OPTIMO", N_("Minutes off the best time") },
  { "DIV_MIN_PINT", N_("Minutes off plan in painting") },
  { "N_POS_ZP7", N_("Positions at ZP7") },
  { "N_ZP5", N_("Checks at ZP5") },
  { "N_ZP5A", N_("Checks at ZP5A") },
  { "N_ZP6", N_("Checks at ZP6") },
  { "N_CABINES", N_("Checks in the cabins") },
  { "N_OK_ZP5", N_("Checks in order at ZP5") },
  { "N_OK_ZP5A", N_("Checks in order at ZP5A") },
  { "N_OK_ZP6", N_("Checks in order at ZP6") },
  { "N_OK_CABINES", N_("Checks in order in the cabins") },
  { "N_NOK_ZP5A", N_("Checks not in order at ZP5A") },
  { "N_NOK_ZP6", N_("Checks not in order at ZP6") },
  { "N_NOK_ZP7", N_("Checks not in order at ZP7") },
  { "N_NOK_CABINES", N_("Checks not in order in the cabins") },
  { "TOTAL_FALHAS", N_("Failures in all") },
  { "PR_TETO", N_("Roof option") },
  { "PR_DRIVE", N_("Drive option") },
  { "DIV_SG_ELETRICA", N_("Electrical failures") },
  { "DIV_SG_ASSOALHO", N_("Underbody failures") },
  { "DIV_SG_GERAL", N_("General failures") },
  { "FALHAS_ZP5", N_("Failures at ZP5") },
  { "FALHAS_ZP5A", N_("Failures at ZP5A") },
  { "FALHAS_CAB", N_("Failures in the cabins") },
  { "FALHAS_ZP7", N_("Failures at ZP7") },
  { "FALHAS_ROD", N_("Failures at the road test") },
  { "TROCA_PECA", N_("Parts replaced") },
  { "REPINT", N_("Painted again") },
  { "TOTAL_TORQUE_NOK", N_("Tightenings out of limits") },
};

/* What stands before the number of an operation. */
static const Name measures[] = {
  { "MEAN_ANGLE_", N_("Mean angle of operation %s") },
  { "MAX_ANGLE_", N_("Largest angle of operation %s") },
  { "MIN_ANGLE_", N_("Smallest angle of operation %s") },
  { "MEAN_TORQUE_", N_("Mean torque of operation %s") },
  { "MAX_TORQUE_", N_("Largest torque of operation %s") },
  { "MIN_TORQUE_", N_("Smallest torque of operation %s") },
};

static gboolean
is_operation (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/**
 * _rdg_feature_name_for_people:
 * @name: a feature's name
 *
 * Returns: (transfer full): translated, or @name itself
 */
char *
_rdg_feature_name_for_people (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (name, names[i].name))
        return g_strdup (_(names[i].text));
    }

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      gsize length = strlen (measures[i].name);

      if (strncmp (name, measures[i].name, length) == 0 && is_operation (name + length))
        {
          g_autoptr (GString) text = g_string_new (_(measures[i].text));

          g_string_replace (text, "%s", name + length, 1);
          return g_string_free (g_steal_pointer (&text), FALSE);
        }
    }

  return g_strdup (name);
}
