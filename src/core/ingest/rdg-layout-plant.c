/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recognising the plant's files by their headers: see rdg-layout-plant.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-layout-plant.h"

#include <glib/gi18n-lib.h>

#include "rdg-text.h"

#define MOST_REQUIRED 5

/* In the order in which they are tried: RESULTADOS has a column STATUS too. */
static const struct
{
  RdgLayout   layout;
  const char *required[MOST_REQUIRED + 1];
} plant_layouts[] = {
  { RDG_LAYOUT_FALHAS, { "knr", "halle", "falha", "data", NULL } },
  { RDG_LAYOUT_RESULTADOS, { "knr", "name", "value_id", "value", "data", NULL } },
  { RDG_LAYOUT_STATUS, { "knr", "status", "data", NULL } },
};

static const struct
{
  const char *name;
  RdgRole     role;
  gboolean    variant;
  const char *reason;
} plant_columns[] = {
  { "knr", RDG_ROLE_CAR, FALSE, N_("It is the car's production number.") },
  { "data", RDG_ROLE_TIME, FALSE, N_("It says when.") },
  { "modelo", RDG_ROLE_CATEGORY, TRUE, N_("It is the car's model.") },
  { "cor", RDG_ROLE_CATEGORY, FALSE, N_("It is the car's colour.") },
  { "motor", RDG_ROLE_CATEGORY, FALSE, N_("It is the car's engine.") },
  { "estacao", RDG_ROLE_CATEGORY, FALSE, N_("It is the station that found the failure.") },
  { "halle", RDG_ROLE_CATEGORY, FALSE, N_("It is the hall where the failure was found.") },
  { "falha", RDG_ROLE_CATEGORY, FALSE, N_("It is the failure: a part and its defect.") },
  { "s_group_id", RDG_ROLE_CATEGORY, FALSE, N_("It is the zone of the car.") },
  { "name", RDG_ROLE_CATEGORY, FALSE, N_("It is the operation that was measured.") },
  { "id", RDG_ROLE_CATEGORY, FALSE, N_("It is the group of results.") },
  { "unit", RDG_ROLE_CATEGORY, FALSE, N_("It is the unit of the value.") },
  { "value_id", RDG_ROLE_CATEGORY, FALSE, N_("It is the screw or channel of the operation.") },
  { "value", RDG_ROLE_NUMERIC, FALSE, N_("It is the measured value.") },
};

static char **
fold (const char * const *names)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *folded = rdg_text_normalise (names[i], -1);

      g_strv_builder_add (builder, folded);
    }

  return g_strv_builder_end (builder);
}

static gboolean
has_all (const char * const *required,
         const char * const *folded)
{
  for (guint i = 0; required[i] != NULL; i++)
    {
      if (!g_strv_contains (folded, required[i]))
        return FALSE;
    }

  return TRUE;
}

/**
 * rdg_layout_plant_find:
 * @names: (array zero-terminated=1): a header
 * @layout: (out): whose it is
 *
 * Returns: whether it is that of FALHAS, RESULTADOS or STATUS
 */
gboolean
rdg_layout_plant_find (const char * const *names,
                       RdgLayout          *layout)
{
  g_auto (GStrv) folded = fold (names);

  for (guint i = 0; i < G_N_ELEMENTS (plant_layouts); i++)
    {
      if (!has_all (plant_layouts[i].required, (const char * const *) folded))
        continue;
      *layout = plant_layouts[i].layout;
      return TRUE;
    }

  return FALSE;
}

/**
 * rdg_layout_plant_matches:
 * @names: (array zero-terminated=1): a header
 *
 * Returns: whether the header has the columns that @layout needs
 */
gboolean
rdg_layout_plant_matches (RdgLayout           layout,
                          const char * const *names)
{
  g_auto (GStrv) folded = fold (names);

  for (guint i = 0; i < G_N_ELEMENTS (plant_layouts); i++)
    {
      if (plant_layouts[i].layout == layout)
        return has_all (plant_layouts[i].required, (const char * const *) folded);
    }

  return FALSE;
}

static void
map_column (RdgMapping *self,
            const char *name)
{
  g_autofree char *folded = rdg_text_normalise (name, -1);

  if (rdg_layout_is_personal (name))
    {
      _rdg_mapping_add (self, name, RDG_ROLE_IGNORE,
                        _("It says who: personal data, which are not kept."));
      return;
    }
  if (g_str_equal (folded, "status"))
    {
      _rdg_mapping_add (self, name, RDG_ROLE_CATEGORY,
                        self->layout == RDG_LAYOUT_STATUS
                          ? _("It is the code of the position that the car passed.")
                          : _("It says whether the value is within its limits."));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (plant_columns); i++)
    {
      if (!g_str_equal (folded, plant_columns[i].name))
        continue;
      _rdg_mapping_add (self, name, plant_columns[i].role, _(plant_columns[i].reason))->variant =
        plant_columns[i].variant;
      return;
    }

  _rdg_mapping_add (self, name, RDG_ROLE_IGNORE, _("The layout does not need it."));
}

/**
 * rdg_layout_plant_map:
 *
 * Returns: (transfer full): what the columns are
 */
RdgMapping *
rdg_layout_plant_map (RdgLayout           layout,
                      const char * const *names)
{
  RdgMapping *self = _rdg_mapping_new (layout);

  for (guint i = 0; names[i] != NULL; i++)
    map_column (self, names[i]);

  return self;
}

/**
 * rdg_layout_is_long:
 *
 * Returns: whether a file of @layout has many rows a car, and outcomes come from several files
 */
gboolean
rdg_layout_is_long (RdgLayout layout)
{
  return layout == RDG_LAYOUT_FALHAS || layout == RDG_LAYOUT_RESULTADOS ||
         layout == RDG_LAYOUT_STATUS;
}

gboolean
rdg_layout_is_personal (const char *name)
{
  g_autofree char *folded = rdg_text_normalise (name, -1);

  return g_str_equal (folded, "usuario") || g_str_equal (folded, "usuário");
}
