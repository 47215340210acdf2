/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a writer of simulated files is: it is shown every car once, in order,
 * and appends to its file. It does no input or output of its own, knows no
 * other writer, and changes nothing of the world.
 */
#pragma once

#include "rdg-plant.h"
#include "rdg-simulate-file.h"
#include "rdg-simulate.h"

G_BEGIN_DECLS

/* What an importer has to find in a file, kept for the truth. */
typedef struct
{
  guint rows_read;
  guint rows_taken;
  guint rows_rejected;
  guint cells_dropped;
} RdgSimulateCounts;

typedef struct
{
  const RdgSimulateOptions *options;
  const RdgPlant           *plant;
  RdgSimulateCounts         predict;
} RdgSimulateContext;

typedef struct
{
  const char *file_name;
  gpointer  (*begin)   (RdgSimulateContext *context,
                        RdgSimulateFile    *file);
  void      (*add_car) (gpointer            writer,
                        const RdgPlantCar  *car);
  void      (*end)     (gpointer            writer);   /* NULL: nothing follows the cars */
  void      (*free)    (gpointer            writer);   /* NULL: it owns nothing */
} RdgSimulateWriter;

/* Those that tell the truth come last: what the others counted is part of it. */
extern const RdgSimulateWriter rdg_simulate_predict_writer;
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
