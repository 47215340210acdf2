/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first rows of a file as an import would take them: what stands in them,
 * and of those that it would refuse, why. Writes nothing. Blocking; any thread.
 */
#pragma once

#include "rdg-inspection.h"

G_BEGIN_DECLS

#define RDG_PREVIEW_ROWS 50

typedef struct
{
  guint64   line;       /* physical line, from 1 */
  char     *place;      /* where that is in the user's words ("sheet Plan2, row 17"), or NULL */
  GStrv     cells;      /* as many as the header has; NULL where the row has another number */
  char     *problem;    /* NULL: all of it is taken; else translated sentences */
  gboolean  rejected;   /* the whole row; else only cells of it */
} RdgPreviewRow;

typedef struct
{
  GPtrArray *rows;       /* RdgPreviewRow */
  guint      n_rejected;
  guint      n_dropped;  /* cells */
  char      *obstacle;   /* why the file as a whole would be refused, or NULL */
} RdgPreview;

/* mapping: nullable, then the inspection's own. */
RdgPreview *rdg_preview_new  (const RdgInspection  *inspection,
                              const RdgMapping     *mapping,
                              GCancellable         *cancellable,
                              GError              **error);
void        rdg_preview_free (RdgPreview           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgPreview, rdg_preview_free)

G_END_DECLS
