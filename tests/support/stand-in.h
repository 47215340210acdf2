/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "rdg-model-registry.h"
RdgModelRow *stand_in_model_row (int id);
