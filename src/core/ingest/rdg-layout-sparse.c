/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mapping of libsvm's format, where nothing has to be guessed: see rdg-layout-sparse.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-layout-sparse.h"

#include <glib/gi18n-lib.h>

#include "rdg-svm-inputs.h"

/**
 * rdg_layout_sparse_map:
 * @path: the file
 * @names: its columns, as its source names them: the label first
 *
 * Returns: (transfer full): a mapping
 */
RdgMapping *
rdg_layout_sparse_map (const char         *path,
                       const char * const *names)
{
  g_autoptr (RdgSvmInputs) inputs = rdg_svm_inputs_read_beside (path, NULL);
  RdgMapping *mapping = _rdg_mapping_new (RDG_LAYOUT_TABLE);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (i == 0)
        _rdg_mapping_add (mapping, names[i], RDG_ROLE_LABEL,
                          _("It says whether the car failed: it is the answer, never an input."));
      else if (inputs != NULL && i <= inputs->n_features && inputs->features[i - 1].levels != NULL)
        _rdg_mapping_add (mapping, names[i], RDG_ROLE_CATEGORY,
                          _("The file beside this one says that it holds texts."));
      else
        _rdg_mapping_add (mapping, names[i], RDG_ROLE_NUMERIC, _("It holds numbers."));
    }

  return mapping;
}
