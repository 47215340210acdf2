/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a calibration, for rdg-model-codec and its parts. */
#pragma once

#include "rdg-bytes.h"
#include "rdg-calibration.h"

G_BEGIN_DECLS

void _rdg_model_put_calibration (GByteArray           *bytes,
                                 const RdgCalibration *calibration);
void _rdg_model_get_calibration (RdgByteReader        *reader,
                                 RdgCalibration       *calibration);

G_END_DECLS
