/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of characteristics: see rdg-resultados-kinds.h. */
#define G_LOG_DOMAIN "rdg-simulate"

#include "rdg-resultados-kinds.h"

#define SCREW_SHARE 0.32
#define MACHINE_SHARE 0.20
#define LATE_SHARE 0.025
#define IN_CABIN 0.45
#define STATUS_ONLY_OF_ELECTRIC 0.55
#define STATUS_ONLY_OF_MACHINE 0.25
#define SCREWS_AN_OPERATION 4
#define CHANNELS_AN_OPERATION 4

typedef struct
{
  const char *unit;
  double      mean;
  double      spread;
  guint       decimals;
} Channel;

static const Channel machine_channels[] = {
  { "kg", 4.85, 0.06, 3 }, { "min", 3.2, 0.3, 1 },  { "%", 62.0, 4.0, 1 }, { "mm", 5.1, 0.22, 2 },
  { "°", 0.35, 0.08, 2 },  { "Clicks", 7.0, 0.8, 0 }, { "V", 12.6, 0.2, 2 }, { "", 118.0, 6.0, 1 },
};

static const Channel electric_channels[] = {
  { "V", 13.8, 0.25, 2 }, { "%", 50.0, 6.0, 1 }, { "", 240.0, 15.0, 0 }, { "°", 12.0, 1.5, 1 },
};

static RdgResultKind *
add (GArray          *kinds,
     RdgResultGroup   group,
     RdgResultSource  source,
     RdgPlantHallId   hall)
{
  RdgResultKind kind = { .group = group, .source = source, .hall = hall, .unit = "" };

  g_array_append_val (kinds, kind);

  return &g_array_index (kinds, RdgResultKind, kinds->len - 1);
}

static void
set_channel (RdgResultKind *kind,
             const Channel *channel,
             guint          variety)
{
  kind->unit = channel->unit;
  kind->mean = channel->mean * (0.6 + 0.07 * (variety % 12));
  kind->spread = channel->spread;
  kind->decimals = channel->decimals;
}

static void
add_tightenings (GArray *kinds)
{
  for (guint i = 0; i < RDG_PLANT_N_OPERATIONS; i++)
    for (guint screw = 0; screw < rdg_plant_operations[i].screws; screw++)
      for (guint angle = 0; angle < 2; angle++)
        {
          const RdgPlantOperation *operation = &rdg_plant_operations[i];
          RdgResultKind *kind = add (kinds, RDG_RESULT_SCREW,
                                     angle ? RDG_SOURCE_ANGLE : RDG_SOURCE_TORQUE, operation->hall);

          g_strlcpy (kind->name, operation->code, sizeof kind->name);
          kind->unit = angle ? "Grad" : "Nm";
          kind->value_id = screw + 1;
          kind->decimals = angle ? 1 : 2;
          kind->operation = (guint8) i;
          kind->screw = (guint8) screw;
          kind->exact = (operation->flags & RDG_PLANT_IN_PREDICT) != 0;
        }
}

static void
add_screws (GArray *kinds,
            guint   n)
{
  static const RdgPlantHallId halls[] = { RDG_PLANT_ZP61, RDG_PLANT_ZP6, RDG_PLANT_ZP6 };
  static const char * const turns[] = { "Grad", "Deg", "°" };

  for (guint i = 0; i < n; i++)
    {
      guint operation = i / (2 * SCREWS_AN_OPERATION);
      gboolean angle = i % 2 == 1;
      RdgResultKind *kind = add (kinds, RDG_RESULT_SCREW, RDG_SOURCE_ORDINARY,
                                 halls[operation % G_N_ELEMENTS (halls)]);

      g_snprintf (kind->name, sizeof kind->name, "%06u", 130100 + 5 * operation);
      kind->unit = angle ? turns[operation % G_N_ELEMENTS (turns)] : "Nm";
      kind->value_id = 1 + i / 2 % SCREWS_AN_OPERATION;
      kind->mean = angle ? 60.0 + 3.0 * (operation % 30) : 6.0 + 2.5 * (operation % 45);
      kind->spread = angle ? 6.0 : 0.02 * kind->mean;
      kind->decimals = angle ? 1 : 2;
    }
}

static void
add_machines (GArray *kinds,
              guint   n)
{
  static const RdgPlantHallId halls[] = { RDG_PLANT_ZP6, RDG_PLANT_CAB, RDG_PLANT_ZP7 };

  for (guint i = 0; i < n; i++)
    {
      guint operation = i / CHANNELS_AN_OPERATION;
      gboolean silent = i < STATUS_ONLY_OF_MACHINE * n;
      RdgResultKind *kind = add (kinds, RDG_RESULT_MACHINE,
                                 silent ? RDG_SOURCE_STATUS_ONLY : RDG_SOURCE_ORDINARY,
                                 halls[operation % G_N_ELEMENTS (halls)]);

      g_snprintf (kind->name, sizeof kind->name, "%06u", 12001 + operation);
      kind->value_id = 1 + i % CHANNELS_AN_OPERATION;
      if (!silent)
        set_channel (kind, &machine_channels[i % G_N_ELEMENTS (machine_channels)], operation);
    }
}

static void
add_electrics (GArray *kinds,
               guint   n)
{
  for (guint i = 0; i < n; i++)
    {
      gboolean in_cabin = i < IN_CABIN * n;
      gboolean silent = i * 100 % n < STATUS_ONLY_OF_ELECTRIC * n;
      RdgResultKind *kind = add (kinds, RDG_RESULT_ELECTRIC,
                                 silent ? RDG_SOURCE_STATUS_ONLY : RDG_SOURCE_ORDINARY,
                                 in_cabin ? RDG_PLANT_CAB : RDG_PLANT_ZP7);

      g_snprintf (kind->name, sizeof kind->name, "%s_ALS_%08u", in_cabin ? "UPSECOS" : "SECTION",
                  i + 1);
      if (silent)
        continue;
      kind->value_id = i % 3;
      set_channel (kind, &electric_channels[i % G_N_ELEMENTS (electric_channels)], i);
    }
}

static void
add_late (GArray *kinds,
          guint   n)
{
  for (guint i = 0; i < n; i++)
    {
      RdgResultKind *kind = add (kinds, RDG_RESULT_ELECTRIC, RDG_SOURCE_LATE, RDG_PLANT_ZP8);

      g_snprintf (kind->name, sizeof kind->name, "SECTION_ZP8_%08u", i + 1);
      kind->value_id = 1;
      set_channel (kind, &electric_channels[i % G_N_ELEMENTS (electric_channels)], i);
    }
}

/* In each hall, one after the other. */
static void
share_time (GArray *kinds)
{
  guint totals[RDG_PLANT_N_HALLS] = { 0 }, seen[RDG_PLANT_N_HALLS] = { 0 };

  for (guint i = 0; i < kinds->len; i++)
    totals[g_array_index (kinds, RdgResultKind, i).hall]++;
  for (guint i = 0; i < kinds->len; i++)
    {
      RdgResultKind *kind = &g_array_index (kinds, RdgResultKind, i);

      kind->share = (double) seen[kind->hall]++ / totals[kind->hall];
    }
}

/**
 * rdg_result_kinds_new:
 * @readings: how many a car has, about; the catalogue's tightenings are among them, always
 *
 * Returns: (transfer full) (element-type RdgResultKind): the characteristics
 */
GArray *
rdg_result_kinds_new (guint readings)
{
  GArray *kinds = g_array_new (FALSE, FALSE, sizeof (RdgResultKind));

  add_tightenings (kinds);

  guint rest = readings > kinds->len ? readings - kinds->len : 0;
  guint screws = (guint) (SCREW_SHARE * rest);
  guint machines = (guint) (MACHINE_SHARE * rest);
  guint late = (guint) (LATE_SHARE * rest);

  add_screws (kinds, screws);
  add_machines (kinds, machines);
  add_electrics (kinds, rest - screws - machines - late);
  add_late (kinds, late);
  share_time (kinds);

  return kinds;
}
