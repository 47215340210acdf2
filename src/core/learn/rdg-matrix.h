/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgMatrix: what a learner sees. Column-major; one row a car, one column a
 * feature. Values are floats: sensors give at most seven digits. NaN is a
 * missing value. A category is its level's index (0, 1, …) held as a float.
 *
 * Filled by one thread, then immutable and shared by any.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RDG_FEATURE_NUMERIC,
  RDG_FEATURE_CATEGORY,
} RdgFeatureKind;

typedef struct
{
  char          *name;
  char          *unit;      /* "" when there is none */
  RdgFeatureKind kind;
  GStrv          levels;    /* of a category, in code order; else NULL */
  guint          n_levels;
} RdgFeature;

typedef struct _RdgMatrix RdgMatrix;

RdgMatrix        *rdg_matrix_new          (gsize               n_rows);
RdgMatrix        *rdg_matrix_ref          (RdgMatrix          *self);
void              rdg_matrix_unref        (RdgMatrix          *self);
float            *rdg_matrix_add_numeric  (RdgMatrix          *self,
                                           const char         *name,
                                           const char         *unit);
float            *rdg_matrix_add_category (RdgMatrix          *self,
                                           const char         *name,
                                           const char * const *levels);
gsize             rdg_matrix_get_n_rows   (const RdgMatrix    *self);
guint             rdg_matrix_get_n_columns(const RdgMatrix    *self);
const RdgFeature *rdg_matrix_get_feature  (const RdgMatrix    *self,
                                           guint               column);
const float      *rdg_matrix_get_column   (const RdgMatrix    *self,
                                           guint               column);
gboolean          rdg_matrix_find         (const RdgMatrix    *self,
                                           const char         *name,
                                           guint              *column);
RdgMatrix        *rdg_matrix_take_rows    (const RdgMatrix    *self,
                                           const guint32      *rows,
                                           gsize               n_rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgMatrix, rdg_matrix_unref)

G_END_DECLS
