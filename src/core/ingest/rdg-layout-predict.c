/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PREDICT: the roles of its columns are known, and which of them are from after the road test. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-layout-predict.h"

#include <glib/gi18n-lib.h>

static const char * const known_names[] = {
  "KNR", "MOD", "TEMPO_MONT", "TEMPO_BODY", "TEMPO_ZP5", "TEMPO_ZP6", "TEMPO_ZP7",
  "TEMPO_CABINES", "TEMPO_TOTAL", "DIV_MIN_ZP7", "N_POS_ZP7", "TOTAL_FALHAS", "FALHAS_ZP5",
  "FALHAS_ZP7", "FALHAS_CAB", "FALHAS_ROD", NULL
};

#define LEAST_KNOWN_NAMES 6

/* Columns of halls at or after the road test. */
static const char * const late_endings[] = { "_ROD", "_AGUA", "_ZP8", "_ZP8R", NULL };

/**
 * rdg_layout_predict_matches:
 * @names: (array zero-terminated=1): a header
 *
 * Returns: whether it is PREDICT's
 */
gboolean
rdg_layout_predict_matches (const char * const *names)
{
  guint n_known = 0;

  for (guint i = 0; known_names[i] != NULL; i++)
    n_known += g_strv_contains (names, known_names[i]);

  return g_strv_contains (names, "KNR") && n_known >= LEAST_KNOWN_NAMES;
}

static gboolean
is_late (const char *name)
{
  for (guint i = 0; late_endings[i] != NULL; i++)
    {
      if (g_str_has_suffix (name, late_endings[i]))
        return TRUE;
    }

  return FALSE;
}

/**
 * rdg_layout_predict_map:
 *
 * Returns: (transfer full): the roles of its columns
 */
RdgMapping *
rdg_layout_predict_map (const char * const *names)
{
  RdgMapping *self = _rdg_mapping_new (RDG_LAYOUT_PREDICT);

  self->label_rule = RDG_LABEL_RULE_AT_LEAST;
  self->label_limit = 1;
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (names[i], "KNR"))
        _rdg_mapping_add (self, names[i], RDG_ROLE_CAR, _("It is the car's production number."));
      else if (g_str_equal (names[i], "MOD"))
        _rdg_mapping_add (self, names[i], RDG_ROLE_CATEGORY,
                          _("It is the car's model."))->variant = TRUE;
      else if (g_str_equal (names[i], "FALHAS_ROD"))
        _rdg_mapping_add (self, names[i], RDG_ROLE_LABEL,
                          _("Failures found at the road test: one or more mean that the car "
                            "failed. It is the answer, never an input."));
      else if (g_str_equal (names[i], "TOTAL_FALHAS"))
        _rdg_mapping_add (self, names[i], RDG_ROLE_BLOCKED,
                          _("It counts findings of the road test and after it: a part of the "
                            "answer."));
      else if (is_late (names[i]))
        _rdg_mapping_add (self, names[i], RDG_ROLE_BLOCKED,
                          _("It is measured at or after the road test."));
      else
        _rdg_mapping_add (self, names[i], RDG_ROLE_NUMERIC, _("It holds numbers."));
    }

  return self;
}
