/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domains' quarks. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-error.h"

G_DEFINE_QUARK (rdg-usage-error-quark, rdg_usage_error)
G_DEFINE_QUARK (rdg-store-error-quark, rdg_store_error)
G_DEFINE_QUARK (rdg-import-error-quark, rdg_import_error)
G_DEFINE_QUARK (rdg-learn-error-quark, rdg_learn_error)
G_DEFINE_QUARK (rdg-model-error-quark, rdg_model_error)
