/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The simulated plant's way out: files as the plant's systems export them, and
 * the hidden truth beside them. The same options give the same bytes.
 * Blocking; any thread.
 */
#pragma once

#include <gio/gio.h>

#include "rdg-progress.h"

G_BEGIN_DECLS

#define RDG_SIMULATE_MAX_CARS 5000000
#define RDG_SIMULATE_MAX_DAYS 3650
#define RDG_SIMULATE_MAX_DIRT 2
#define RDG_SIMULATE_MIN_READINGS 130
#define RDG_SIMULATE_MAX_READINGS 5000
#define RDG_SIMULATE_USUAL_READINGS 900

/* The plant's files, and which of them are wanted. */
typedef enum
{
  RDG_SIMULATE_FILE_PREDICT,
  RDG_SIMULATE_FILE_FALHAS,
  RDG_SIMULATE_FILE_STATUS,
  RDG_SIMULATE_FILE_RESULTADOS,
  RDG_SIMULATE_N_FILES,
} RdgSimulateFileId;

#define RDG_SIMULATE_ALL ((1u << RDG_SIMULATE_N_FILES) - 1)

typedef struct
{
  guint   cars;                 /* that leave ZP7 */
  guint   days;
  guint64 seed;
  guint   dirt;                 /* 0 none, 1 as exported in a hurry, 2 with rows that are bad */
  guint   files;                /* 1 << RdgSimulateFileId, joined; the truth always comes along */
  guint   readings;             /* of a car, about; 0 for as many as a real one has */
} RdgSimulateOptions;

typedef struct
{
  GStrv files;                  /* full paths */
  guint cars;
  guint tested;
  guint failures;               /* cars that failed the road test */
  guint waiting;                /* cars that did not reach it yet */
} RdgSimulateReport;

gboolean           rdg_simulate_parse_files (const char                *text,
                                             guint                     *files,
                                             GError                   **error);
RdgSimulateReport *rdg_simulate_write       (const RdgSimulateOptions  *options,
                                             const char                *folder,
                                             const RdgProgress         *progress,
                                             GCancellable              *cancellable,
                                             GError                   **error);
void               rdg_simulate_report_free (RdgSimulateReport         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSimulateReport, rdg_simulate_report_free)

G_END_DECLS
