/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgFeatureBuilder: the one way from values to a model's input, whether they
 * come from the database or from a file, for training and for scoring alike.
 * What comes out depends on the values alone: not on the order of imports, not
 * on how levels were numbered. One thread.
 */
#pragma once

#include "rdg-model.h"

G_BEGIN_DECLS

#define RDG_FEATURE_BUILDER_NO_COLUMN G_MAXUINT

typedef struct _RdgFeatureBuilder RdgFeatureBuilder;

/* model: for whom to score; NULL: for training, when every column becomes a feature. */
RdgFeatureBuilder *_rdg_feature_builder_new        (const RdgModel     *model);
void               _rdg_feature_builder_free       (RdgFeatureBuilder  *self);
gboolean           _rdg_feature_builder_is_training(RdgFeatureBuilder  *self);
/* RDG_FEATURE_BUILDER_NO_COLUMN where the model has no such feature. */
guint              _rdg_feature_builder_add_column (RdgFeatureBuilder  *self,
                                                    const char         *name,
                                                    const char         *unit,
                                                    gboolean            category);
/* Of a category: what its values, 0, 1, …, stand for. */
void               _rdg_feature_builder_add_level  (RdgFeatureBuilder  *self,
                                                    guint               column,
                                                    const char         *text);
guint              _rdg_feature_builder_n_levels   (RdgFeatureBuilder  *self,
                                                    guint               column);
void               _rdg_feature_builder_set        (RdgFeatureBuilder  *self,
                                                    guint               column,
                                                    gsize               row,
                                                    double              value);
double             _rdg_feature_builder_get        (RdgFeatureBuilder  *self,
                                                    guint               column,
                                                    gsize               row);
/* A whole column of numbers, NaN where there is none; marks the rows that have one in seen. In
 * training, what is the same for all cars becomes no feature. */
void               _rdg_feature_builder_add_numbers (RdgFeatureBuilder *self,
                                                    const char         *name,
                                                    const char         *unit,
                                                    const float        *values,
                                                    gsize               n_rows,
                                                    guint8             *seen);
/* The builder has nothing left afterwards. empty: names of columns without any value, which in
 * training become no features; nullable. */
RdgMatrix         *_rdg_feature_builder_finish     (RdgFeatureBuilder  *self,
                                                    gsize               n_rows,
                                                    GStrvBuilder       *empty);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgFeatureBuilder, _rdg_feature_builder_free)

G_END_DECLS
