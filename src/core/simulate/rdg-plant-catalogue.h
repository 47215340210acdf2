/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the simulated plant has and never changes: halls, stations, variants,
 * colours, engines, zones, tightening operations and the vocabulary of its
 * inspectors. Constant tables; any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In the order in which a car passes them. */
typedef enum
{
  RDG_PLANT_ZP5,
  RDG_PLANT_ZP5A,
  RDG_PLANT_ZP61,
  RDG_PLANT_ZP6,
  RDG_PLANT_ZP62,
  RDG_PLANT_CAB,
  RDG_PLANT_ZP7,
  RDG_PLANT_ROD,
  RDG_PLANT_AGUA,
  RDG_PLANT_ZP8,
  RDG_PLANT_ZP8R,
  RDG_PLANT_N_HALLS,
} RdgPlantHallId;

typedef enum
{
  RDG_PLANT_REAR,
  RDG_PLANT_CENTRE,
  RDG_PLANT_DOORS,
  RDG_PLANT_FRONT,
  RDG_PLANT_GENERAL,
  RDG_PLANT_UNDERBODY,
  RDG_PLANT_DOCUMENTS,
  RDG_PLANT_BACK_OFFICE,
  RDG_PLANT_ELECTRICAL,
  RDG_PLANT_UNKNOWN_ZONE,
  RDG_PLANT_N_ZONES,
} RdgPlantZoneId;

#define RDG_PLANT_N_VARIANTS 13
#define RDG_PLANT_N_COLOURS 13
#define RDG_PLANT_N_ENGINES 5
#define RDG_PLANT_N_STATIONS 80
#define RDG_PLANT_N_INSPECTORS 164
#define RDG_PLANT_N_OPERATIONS 18
#define RDG_PLANT_MAX_SCREWS 6
#define RDG_PLANT_N_LINES 2
#define RDG_PLANT_PARTS_PER_ZONE 8
#define RDG_PLANT_N_DEFECTS 24

typedef struct
{
  const char *name;
  guint       first_station;
  guint       n_stations;
  double      dwell;            /* mean minutes inside */
  double      travel;           /* mean minutes from the hall before, queue included */
  double      failures;         /* mean failures that an average car gets here */
  guint8      zone_weights[RDG_PLANT_N_ZONES];
} RdgPlantHall;

typedef struct
{
  const char *name;
  gint64      id;               /* S_GROUP_ID */
  const char *parts[RDG_PLANT_PARTS_PER_ZONE];
} RdgPlantZone;

typedef struct
{
  const char *name;
  double      share;            /* of the production */
  guint8      engine_weights[RDG_PLANT_N_ENGINES];
  double      optimum;          /* minutes from ZP5 to ZP7 that planning allows */
  gboolean    sunroof;
  gboolean    driver_package;
} RdgPlantVariant;

typedef struct
{
  const char *name;
  double      share;
  double      paint_minutes;    /* what planning allows from ZP5 to ZP5A */
} RdgPlantColour;

typedef enum
{
  RDG_PLANT_IN_PREDICT = 1 << 0,     /* has its columns in the plant's own table */
  RDG_PLANT_NO_MIN_TORQUE = 1 << 1,  /* but not this one */
  RDG_PLANT_SUNROOF_ONLY = 1 << 2,
} RdgPlantOperationFlags;

typedef struct
{
  const char    *code;
  guint          screws;
  double         torque;        /* Nm */
  double         torque_spread;
  double         angle;         /* degrees */
  double         angle_spread;
  double         tolerance;     /* limits, in spreads from the nominal value */
  RdgPlantHallId hall;
  guint          flags;
} RdgPlantOperation;

extern const RdgPlantHall      rdg_plant_halls[RDG_PLANT_N_HALLS];
extern const RdgPlantZone      rdg_plant_zones[RDG_PLANT_N_ZONES];
extern const RdgPlantVariant   rdg_plant_variants[RDG_PLANT_N_VARIANTS];
extern const RdgPlantColour    rdg_plant_colours[RDG_PLANT_N_COLOURS];
extern const char * const      rdg_plant_engines[RDG_PLANT_N_ENGINES];
extern const RdgPlantOperation rdg_plant_operations[RDG_PLANT_N_OPERATIONS];
extern const char * const      rdg_plant_defects[RDG_PLANT_N_DEFECTS];

/* Which of the engines is harder to build in. */
#define RDG_PLANT_HARD_ENGINE 2

/* The variant of another model that is mixed in. */
#define RDG_PLANT_OTHER_MODEL (RDG_PLANT_N_VARIANTS - 1)

/* The parts that begin a zone's list are on the car several times, and have numbers. */
#define RDG_PLANT_N_NUMBERED_PARTS 2

/* The defects that begin the list are of the paint. */
#define RDG_PLANT_N_PAINT_DEFECTS 6

/* The station that writes half of all failures. */
#define RDG_PLANT_BUSY_STATION 57

guint rdg_plant_find_operation (const char *code);

G_END_DECLS
