/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an importer must conclude from all files together, kept by the writers
 * while they write: which cars failed, passed or have no outcome and why, and
 * which passes count. It follows the rules, not the plant's hidden truth, and
 * needs the memory of one car and of the days. One thread at a time.
 */
#pragma once

#include "rdg-plant-catalogue.h"

G_BEGIN_DECLS

/* A place that nobody has said the meaning of. */
#define RDG_LEDGER_UNMAPPED (-1)

typedef struct
{
  guint64 cars;
  guint64 failed;
  guint64 passed;
  guint64 not_tested;           /* nothing was seen at or after the road test */
  guint64 outside_period;       /* tested when the failure file does not cover */
  guint64 no_failure_file;      /* tested, and there is none */
} RdgLedgerOutcomes;

typedef struct
{
  guint64 kept;                 /* the last pass before the first road test; after it, the first */
  guint64 rework;               /* earlier passes */
  guint64 retest;               /* later passes */
} RdgLedgerPasses;

/* Cars that a report calls suspicious, by the passes that count in the halls before the test. */
typedef struct
{
  guint64 missing_hall;         /* none in one of them */
  guint64 backwards;            /* not in the order of the halls */
  guint64 retested;             /* more than one road test */
} RdgLedgerSuspicions;

typedef struct _RdgSimulateLedger RdgSimulateLedger;

RdgSimulateLedger     *rdg_simulate_ledger_new        (void);
void                   rdg_simulate_ledger_free       (RdgSimulateLedger *self);
void                   rdg_simulate_ledger_begin_car  (RdgSimulateLedger *self);
void                   rdg_simulate_ledger_mention    (RdgSimulateLedger *self);
void                   rdg_simulate_ledger_checkpoint (RdgSimulateLedger *self,
                                                       int                hall,
                                                       gint64             at);
void                   rdg_simulate_ledger_failure    (RdgSimulateLedger *self,
                                                       int                hall,
                                                       gint64             at);
void                   rdg_simulate_ledger_end_car    (RdgSimulateLedger *self);
void                   rdg_simulate_ledger_stranger   (RdgSimulateLedger *self);
RdgLedgerOutcomes      rdg_simulate_ledger_conclude   (RdgSimulateLedger *self,
                                                       gint64             covered_from,
                                                       gint64             covered_to);
const RdgLedgerPasses *rdg_simulate_ledger_get_passes (RdgSimulateLedger *self);
RdgLedgerSuspicions    rdg_simulate_ledger_get_suspicions (RdgSimulateLedger *self);
guint64                rdg_simulate_ledger_get_unmapped (RdgSimulateLedger *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSimulateLedger, rdg_simulate_ledger_free)

G_END_DECLS
