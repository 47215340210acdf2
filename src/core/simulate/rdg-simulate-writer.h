/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a writer of simulated files is: it is shown every car once, in order,
 * and appends to its file. It does no input or output of its own, knows no
 * other writer, and changes nothing of the world. What an importer has to find
 * in its file, it counts in the context, for those that tell the truth.
 */
#pragma once

#include "rdg-plant.h"
#include "rdg-simulate-file.h"
#include "rdg-simulate-ledger.h"
#include "rdg-simulate-sheet.h"
#include "rdg-simulate.h"

G_BEGIN_DECLS

/* Of PREDICT, whose rows say themselves whether the car failed. */
typedef struct
{
  guint64 failed;
  guint64 passed;
  guint64 unlabelled;
} RdgSimulateLabelCounts;

/* Of FALHAS, rows that are taken. */
typedef struct
{
  GHashTable *by_hall;          /* static text as written -> count */
  guint64     by_zone[RDG_PLANT_N_ZONES];
  guint64     multivalue;
  guint64     by_station[RDG_PLANT_N_STATIONS];
  guint64     strangers;        /* cars that no other file knows */
  guint64     other_models;     /* cars that are none of the plant's main model */
  guint64     future;
} RdgSimulateFailureCounts;

/* Of STATUS, rows that are taken. */
typedef struct
{
  guint64 future;
  guint64 before_car;
} RdgSimulatePositionCounts;

/* Of RESULTADOS, rows that are taken. */
typedef struct
{
  guint64 characteristics;      /* (NAME, VALUE_ID, UNIT), each once */
  guint64 values;               /* that are numbers */
  guint64 out_of_limits;
  guint64 machine;
  guint64 screw;
  guint64 electric;
} RdgSimulateReadingCounts;

typedef struct
{
  const RdgSimulateOptions  *options;
  const RdgPlant            *plant;
  RdgSimulateLedger         *ledger;
  RdgSimulateCounts          counts[RDG_SIMULATE_N_FILES];
  RdgSimulateLabelCounts     labels;
  RdgSimulateFailureCounts   failures;
  RdgSimulatePositionCounts  positions;
  RdgSimulateReadingCounts   readings;
} RdgSimulateContext;

typedef struct
{
  const char *file_name;
  int         file;             /* RdgSimulateFileId, or -1: it is always written */
  gpointer  (*begin)   (RdgSimulateContext *context,
                        RdgSimulateFile    *file);
  void      (*add_car) (gpointer            writer,
                        const RdgPlantCar  *car);
  void      (*end)     (gpointer            writer);   /* NULL: nothing follows the cars */
  void      (*free)    (gpointer            writer);   /* NULL: it owns nothing */
} RdgSimulateWriter;

/* Those that tell the truth come last: what the others counted is part of it. */
extern const RdgSimulateWriter rdg_simulate_predict_writer;
extern const RdgSimulateWriter rdg_simulate_falhas_writer;
extern const RdgSimulateWriter rdg_simulate_status_writer;
extern const RdgSimulateWriter rdg_simulate_resultados_writer;
extern const RdgSimulateWriter rdg_simulate_truth_table_writer;
extern const RdgSimulateWriter rdg_simulate_truth_writer;

/* As rdg_simulate_write(), with another stream for what the road test finds: a test compares. */
RdgSimulateReport *_rdg_simulate_write (const RdgSimulateOptions  *options,
                                        guint64                    outcome_seed,
                                        const char                *folder,
                                        const RdgProgress         *progress,
                                        GCancellable              *cancellable,
                                        GError                   **error);

G_END_DECLS
