/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The error domains. A code names what the caller can do about it, not where
 * it happened. Cancellation is always G_IO_ERROR_CANCELLED and never a failure.
 * Messages are whole sentences, translated, made to be shown as they are.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the user typed or chose is wrong: the command line exits with 2. */
#define RDG_USAGE_ERROR (rdg_usage_error_quark ())
typedef enum
{
  RDG_USAGE_ERROR_VALUE,       /* out of range, or contradicting another */
  RDG_USAGE_ERROR_UNKNOWN,     /* no such verb, layout, chart, format */
} RdgUsageError;
GQuark rdg_usage_error_quark (void);

#define RDG_STORE_ERROR (rdg_store_error_quark ())
typedef enum
{
  RDG_STORE_ERROR_FAILED,
  RDG_STORE_ERROR_BUSY,          /* another program writes: try again */
  RDG_STORE_ERROR_NOT_A_DATABASE,/* no SQLite file, or a foreign one */
  RDG_STORE_ERROR_NEWER,         /* made by a newer Rodagem */
  RDG_STORE_ERROR_DAMAGED,
  RDG_STORE_ERROR_READ_ONLY,
  RDG_STORE_ERROR_FULL,          /* disk full */
  RDG_STORE_ERROR_NOT_FOUND,     /* no such import, car, model */
  RDG_STORE_ERROR_EXISTS,        /* what can be there only once is there already */
} RdgStoreError;
GQuark rdg_store_error_quark (void);

#define RDG_IMPORT_ERROR (rdg_import_error_quark ())
typedef enum
{
  RDG_IMPORT_ERROR_FAILED,
  RDG_IMPORT_ERROR_UNREADABLE,   /* missing, a folder, no permission */
  RDG_IMPORT_ERROR_NO_DATA,      /* empty, header only */
  RDG_IMPORT_ERROR_NOT_TEXT,     /* binary */
  RDG_IMPORT_ERROR_BAD_HEADER,
  RDG_IMPORT_ERROR_BAD_MAPPING,  /* a role that the columns cannot play */
  RDG_IMPORT_ERROR_REPEATED_CAR,
  RDG_IMPORT_ERROR_BAD_LABEL,
  RDG_IMPORT_ERROR_LIMIT,        /* larger than we take */
} RdgImportError;
GQuark rdg_import_error_quark (void);

#define RDG_LEARN_ERROR (rdg_learn_error_quark ())
typedef enum
{
  RDG_LEARN_ERROR_FAILED,
  RDG_LEARN_ERROR_TOO_FEW,       /* cars or failures */
  RDG_LEARN_ERROR_ONE_CLASS,
  RDG_LEARN_ERROR_NO_FEATURES,
  RDG_LEARN_ERROR_MEMORY,
  RDG_LEARN_ERROR_FORMULA,       /* one with an error, or of features that it may not use */
} RdgLearnError;
GQuark rdg_learn_error_quark (void);

#define RDG_MODEL_ERROR (rdg_model_error_quark ())
typedef enum
{
  RDG_MODEL_ERROR_DAMAGED,       /* checksum, length, indexes out of range */
  RDG_MODEL_ERROR_NOT_A_MODEL,
  RDG_MODEL_ERROR_NEWER,
  RDG_MODEL_ERROR_NONE_ACTIVE,
  RDG_MODEL_ERROR_STATE,         /* e.g. promoting the active one */
} RdgModelError;
GQuark rdg_model_error_quark (void);

G_END_DECLS
