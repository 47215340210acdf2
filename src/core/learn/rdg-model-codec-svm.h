/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a support vector machine, for rdg-model-codec alone. */
#pragma once

#include "rdg-bytes.h"
#include "rdg-model-private.h"

G_BEGIN_DECLS

void    _rdg_model_put_svm (GByteArray            *bytes,
                            const RdgSvm          *svm);
RdgSvm *_rdg_model_get_svm (RdgByteReader         *reader,
                            const RdgModelFeature *features,
                            guint                  n_features);

G_END_DECLS
