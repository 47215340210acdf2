/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of features as people say them: those of the PREDICT table, and the recipe's own. */
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
  /* The formulas of rdg-formula-presets.c. */
  { "temperature difference", N_("Temperature difference") },
  { "power", N_("Power") },
  { "torque per 1000 rpm", N_("Torque per 1000 rpm") },
  { "temperature ratio", N_("Temperature ratio") },
  { "wear per 1000 rpm", N_("Wear per 1000 rpm") },
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

/* What the recipe makes, by what stands before, between and after its parts: see
 * rdg-plant-features.c and rdg-series-features.c. */
static const struct
{
  const char *prefix;
  const char *infix;     /* NULL: there is but one part */
  const char *suffix;
  const char *text;
} made[] = {
  /* Translators: two halls, as in "Minutes from ZP6 to CAB" */
  { "minutes from ", " to ", "", N_("Minutes from %1 to %2") },
  { "passes of ", NULL, " beyond the first", N_("Passes of %1 beyond the first") },
  { "failures at ", NULL, "", N_("Failures found at %1") },
  { "failures in zone ", NULL, "", N_("Failures found in the zone %1") },
  { "out of limits in operation ", NULL, "", N_("Readings out of limits in operation %1") },
  { "out of limits in group 1", NULL, "", N_("Machine results out of limits") },
  { "out of limits in group 2", NULL, "", N_("Screw-driving results out of limits") },
  { "out of limits in group 718", NULL, "", N_("Electrical results out of limits") },
  { "out of limits in group ", NULL, "", N_("Readings out of limits in group %1") },
  { "failures before the test", NULL, "", N_("Failures found before the road test") },
  { "shift at the start", NULL, "", N_("Shift in which the car was begun") },
  { "weekday at the start", NULL, "", N_("Weekday on which the car was begun") },
  { "failed of the last 200 cars tested", NULL, "", N_("Failed of the last 200 cars tested") },
};

/* The plant's own zones, as rdg-hall-table.c names them. */
static const char * const zones[] = {
  NC_("zone", "rear"), NC_("zone", "centre"), NC_("zone", "doors"), NC_("zone", "front"),
  NC_("zone", "general"), NC_("zone", "underbody"), NC_("zone", "documents"),
  NC_("zone", "back office"), NC_("zone", "electrical"), NC_("zone", "unknown"),
};

static const char * const level_features[] = { "shift at the start", "weekday at the start" };

static const char * const level_texts[] = {
  N_("early"), N_("late"), N_("night"), N_("Monday"), N_("Tuesday"), N_("Wednesday"),
  N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
};

/* One channel of an operation, by what of it the feature is. */
static const struct
{
  const char *suffix;
  const char *torque;
  const char *angle;
  const char *other;
} channels[] = {
  { " mean", N_("Mean torque of operation %1, screw %2"), N_("Mean angle of operation %1, screw %2"),
    N_("Mean of operation %1, channel %2") },
  { " min", N_("Smallest torque of operation %1, screw %2"),
    N_("Smallest angle of operation %1, screw %2"), N_("Smallest of operation %1, channel %2") },
  { " max", N_("Largest torque of operation %1, screw %2"),
    N_("Largest angle of operation %1, screw %2"), N_("Largest of operation %1, channel %2") },
  { "", N_("Torque of operation %1, screw %2"), N_("Angle of operation %1, screw %2"),
    N_("Operation %1, channel %2") },
};

static char *
fill_in (const char *text,
         const char *one,
         const char *two)
{
  g_autoptr (GString) filled = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (p[0] == '%' && (p[1] == '1' || p[1] == '2'))
        g_string_append (filled, *++p == '1' ? one : two);
      else
        g_string_append_c (filled, *p);
    }

  return g_string_free (g_steal_pointer (&filled), FALSE);
}

/**
 * _rdg_zone_name_for_people:
 *
 * Returns: (transfer none): translated, or @name itself
 */
const char *
_rdg_zone_name_for_people (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      if (g_str_equal (name, zones[i]))
        return g_dpgettext2 (GETTEXT_PACKAGE, "zone", zones[i]);
    }

  return name;
}

static char *
name_made (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    {
      gsize prefix = strlen (made[i].prefix), suffix = strlen (made[i].suffix);
      gboolean whole = strstr (made[i].text, "%1") == NULL;
      g_autofree char *part = NULL;
      char *second = NULL;

      if (!g_str_has_prefix (name, made[i].prefix) || !g_str_has_suffix (name, made[i].suffix) ||
          strlen (name) < prefix + suffix || whole != (strlen (name) == prefix))
        continue;

      part = g_strndup (name + prefix, strlen (name) - prefix - suffix);
      if (made[i].infix != NULL)
        {
          second = strstr (part, made[i].infix);
          if (second == NULL)
            continue;
          *second = '\0';
          second += strlen (made[i].infix);
        }
      if (g_str_equal (made[i].prefix, "failures in zone "))
        return fill_in (_(made[i].text), _rdg_zone_name_for_people (part), "");
      return fill_in (_(made[i].text), part, second != NULL ? second : "");
    }

  return NULL;
}

/* "3108 2", "130100 4 mean", "3108 2 [Nm]" */
static char *
name_channel (const char *name,
              const char *unit)
{
  g_autofree char *plain = g_strdup (name);
  char *bracket = strstr (plain, " [");
  char *channel;
  gboolean torque = g_str_equal (unit, "Nm");
  gboolean angle = g_str_equal (unit, "Grad") || g_str_equal (unit, "Deg") || g_str_equal (unit, "°");

  if (bracket != NULL)
    *bracket = '\0';

  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      if (!g_str_has_suffix (plain, channels[i].suffix))
        continue;

      plain[strlen (plain) - strlen (channels[i].suffix)] = '\0';
      channel = strchr (plain, ' ');
      if (channel == NULL)
        return NULL;
      *channel++ = '\0';
      if (strspn (plain, "0123456789") != strlen (plain) || strlen (plain) < 4 || *channel == '\0' ||
          strspn (channel, "0123456789") != strlen (channel))
        return NULL;
      return fill_in (torque ? _(channels[i].torque) : angle ? _(channels[i].angle)
                                                             : _(channels[i].other), plain, channel);
    }

  return NULL;
}

static gboolean
is_operation (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/**
 * rdg_feature_name_for_people:
 * @name: a feature's name
 * @unit: its unit, "" where it has none
 *
 * Returns: (transfer full): translated, or @name itself
 */
char *
rdg_feature_name_for_people (const char *name,
                             const char *unit)
{
  char *clear;

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

  clear = name_made (name);
  if (clear == NULL)
    clear = name_channel (name, unit);

  return clear != NULL ? clear : g_strdup (name);
}

/**
 * _rdg_feature_level_for_people:
 *
 * Returns: (transfer none): translated, or @level itself
 */
const char *
_rdg_feature_level_for_people (const char *name,
                               const char *level)
{
  for (guint i = 0; i < G_N_ELEMENTS (level_texts); i++)
    {
      if (g_str_equal (level, level_texts[i]) &&
          (g_str_equal (name, level_features[0]) || g_str_equal (name, level_features[1])))
        return _(level_texts[i]);
    }

  return level;
}
