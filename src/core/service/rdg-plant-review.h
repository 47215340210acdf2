/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the plant's failures and positions say together: how many cars have which
 * outcome and why, what looks odd, and which codes of positions mark which hall.
 * Blocking: run inside a job.
 */
#pragma once

#include "rdg-car-outcomes.h"
#include "rdg-hall-table.h"
#include "rdg-import-service.h"

G_BEGIN_DECLS

typedef struct
{
  char    *code;
  char    *hall;      /* "" where it marks none, or nobody has said which */
  gboolean chosen;    /* a user said so */
  guint64  passes;
} RdgPositionRow;

typedef struct
{
  char         *name;
  RdgHallStage  stage;
  guint64       failures;
} RdgHallRow;

gboolean   rdg_plant_review_read     (RdgWorkspace          *workspace,
                                      RdgPlantReview        *review,
                                      GError               **error);
/* Sentences that a user should read; translated. */
GStrv      rdg_plant_review_warn     (const RdgPlantReview  *review);
/* RdgPositionRow, by code. */
GPtrArray *rdg_plant_list_positions  (RdgWorkspace          *workspace,
                                      GError               **error);
void       rdg_position_row_free     (RdgPositionRow        *self);
/* Says which hall a code marks, from now on and for what is in already; NULL: none. */
gboolean   rdg_plant_map_position    (RdgWorkspace          *workspace,
                                      const char            *code,
                                      const char            *hall,
                                      GError               **error);

/* RdgHallRow, in the order of the line, those of no known place last. */
GPtrArray *rdg_plant_list_halls      (RdgWorkspace          *workspace,
                                      GError               **error);
void       rdg_hall_row_free         (RdgHallRow            *self);
/* Says where a hall is: before the road test, it itself, or after; outcomes follow at once. */
gboolean   rdg_plant_map_hall        (RdgWorkspace          *workspace,
                                      const char            *hall,
                                      RdgHallStage           stage,
                                      GError               **error);

/* To be cleared. */
void       rdg_outcome_counts_fill  (RdgOutcomeCounts      *counts,
                                      const RdgPlantReview  *review);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgHallRow, rdg_hall_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgPositionRow, rdg_position_row_free)

G_END_DECLS
