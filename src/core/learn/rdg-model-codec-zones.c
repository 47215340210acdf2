/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The zones' part of a model's bytes:
 *
 *   n_zones   u8 up to 32; nothing follows a 0, and only a forest has another
 *     [] name text; failed u64; holdout_failed u64; roc_auc, low, high double (NaN: unknown);
 *        calibration, see rdg-model-codec-calibration.c
 *   hits      u64 cars of the hold-out that failed in a zone; u64 in the first; u64 in the commonest
 *   n_entries u64, of all leaves
 *     [] of each leaf with failed cars, as the trees and their nodes go: n u8;
 *        [] zone u8, rising; how many failed there: u8 where the leaf has less than 256 failed, else u32
 *     [] of each trained car, of each zone: its out-of-bag score as a float's bits (NaN: none)
 *
 * Comes after the forest and the trained cars, which say how many leaves and cars there are.
 */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-model-codec-zones.h"

#include <math.h>
#include <string.h>

#include "rdg-forest-zones.h"
#include "rdg-model-codec-calibration.h"

#define LEAST_ZONE_SIZE 77
#define LEAST_ENTRY_SIZE 2
#define FLOAT_SIZE 4
#define FLOAT_NAN 0x7fc00000

static gboolean
is_asked (const RdgNode *node)
{
  return (node->flags & RDG_NODE_LEAF) && node->n_failed > 0;
}

static gboolean
is_narrow (const RdgNode *leaf)
{
  return leaf->n_failed <= G_MAXUINT8;
}

/* Returns: the entry that follows */
static gsize
put_leaf (GByteArray           *bytes,
          const RdgForestZones *zones,
          const RdgNode        *node,
          guint32               leaf,
          gsize                 begin,
          gsize                 end)
{
  gsize next = begin;

  while (next < end && zones->entries[next].leaf == leaf)
    next++;

  rdg_bytes_put_u8 (bytes, (guint8) (next - begin));
  for (gsize i = begin; i < next; i++)
    {
      rdg_bytes_put_u8 (bytes, (guint8) zones->entries[i].zone);
      if (is_narrow (node))
        rdg_bytes_put_u8 (bytes, (guint8) zones->entries[i].n);
      else
        rdg_bytes_put_u32 (bytes, zones->entries[i].n);
    }

  return next;
}

static void
put_leaves (GByteArray      *bytes,
            const RdgForest *forest)
{
  const RdgForestZones *zones = forest->zones;

  rdg_bytes_put_u64 (bytes, zones->start[forest->n_trees]);
  for (guint t = 0; t < forest->n_trees; t++)
    {
      const RdgNode *nodes = forest->nodes + forest->node_start[t];
      gsize entry = zones->start[t];

      for (guint32 i = 0; i < rdg_forest_get_n_nodes (forest, t); i++)
        if (is_asked (&nodes[i]))
          entry = put_leaf (bytes, zones, &nodes[i], i, entry, zones->start[t + 1]);
    }
}

void
_rdg_model_put_zones (GByteArray     *bytes,
                      const RdgModel *model)
{
  rdg_bytes_put_u8 (bytes, (guint8) model->n_zones);
  if (model->n_zones == 0)
    return;

  for (guint z = 0; z < model->n_zones; z++)
    {
      const RdgModelZone *zone = &model->zones[z];

      rdg_bytes_put_text (bytes, zone->zone.name);
      rdg_bytes_put_u64 (bytes, zone->zone.n_failed);
      rdg_bytes_put_u64 (bytes, zone->zone.n_holdout_failed);
      rdg_bytes_put_double (bytes, zone->zone.roc_auc);
      rdg_bytes_put_double (bytes, zone->zone.roc_auc_low);
      rdg_bytes_put_double (bytes, zone->zone.roc_auc_high);
      _rdg_model_put_calibration (bytes, &zone->calibration);
    }
  rdg_bytes_put_u64 (bytes, model->zone_hits.n_failed);
  rdg_bytes_put_u64 (bytes, model->zone_hits.n_first);
  rdg_bytes_put_u64 (bytes, model->zone_hits.n_commonest);
  put_leaves (bytes, model->forest);

  for (gsize i = 0; i < model->n_trained * model->n_zones; i++)
    {
      guint32 bits = FLOAT_NAN;

      /* Every NaN is written as the same one. */
      if (!isnan (model->trained_zones[i]))
        memcpy (&bits, &model->trained_zones[i], sizeof bits);
      rdg_bytes_put_u32 (bytes, bits);
    }
}

static double
get_share_or_nan (RdgByteReader *reader)
{
  double value = rdg_byte_reader_double (reader);

  rdg_byte_reader_check (reader, isnan (value) || (value >= 0.0 && value <= 1.0));

  return value;
}

static void
get_zone (RdgByteReader  *reader,
          const RdgModel *model,
          RdgModelZone   *zone)
{
  zone->zone.name = rdg_byte_reader_text (reader);
  zone->zone.n_failed = (gsize) rdg_byte_reader_u64 (reader);
  zone->zone.n_holdout_failed = (gsize) rdg_byte_reader_u64 (reader);
  zone->zone.roc_auc = get_share_or_nan (reader);
  zone->zone.roc_auc_low = get_share_or_nan (reader);
  zone->zone.roc_auc_high = get_share_or_nan (reader);
  rdg_byte_reader_check (reader, zone->zone.n_failed <= model->n_train_failed &&
                                 zone->zone.n_holdout_failed <= model->n_holdout);
  zone->zone.usual = (double) zone->zone.n_failed / (double) MAX (model->n_trained, 1);
  _rdg_model_get_calibration (reader, &zone->calibration);
}

static void
get_hits (RdgByteReader *reader,
          RdgModel      *model)
{
  RdgZoneHits *hits = &model->zone_hits;

  hits->n_failed = (gsize) rdg_byte_reader_u64 (reader);
  hits->n_first = (gsize) rdg_byte_reader_u64 (reader);
  hits->n_commonest = (gsize) rdg_byte_reader_u64 (reader);
  rdg_byte_reader_check (reader, hits->n_failed <= model->n_holdout &&
                                 hits->n_first <= hits->n_failed &&
                                 hits->n_commonest <= hits->n_failed);
}

/* Returns: the entry that follows; nothing is written once the reader has failed */
static gsize
get_leaf (RdgByteReader  *reader,
          RdgForestZones *zones,
          const RdgNode  *node,
          guint32         leaf,
          gsize           entry,
          gsize           n_entries)
{
  guint n = rdg_byte_reader_u8 (reader);
  gint last = -1;

  if (!rdg_byte_reader_check (reader, n <= zones->n_zones && n <= n_entries - entry))
    return entry;

  for (guint i = 0; i < n; i++)
    {
      gint zone = rdg_byte_reader_u8 (reader);
      guint32 n_failed = is_narrow (node) ? rdg_byte_reader_u8 (reader)
                                          : rdg_byte_reader_u32 (reader);

      if (!rdg_byte_reader_check (reader, zone > last && zone < (gint) zones->n_zones &&
                                          n_failed >= 1 && n_failed <= node->n_failed))
        return entry;

      zones->entries[entry++] = (RdgLeafZone){ leaf, n_failed, (guint16) zone };
      last = zone;
    }

  return entry;
}

static void
get_leaves (RdgByteReader *reader,
            RdgForest     *forest,
            guint          n_zones)
{
  gsize n_entries = (gsize) rdg_byte_reader_count (reader, rdg_byte_reader_u64 (reader), 0, G_MAXSIZE,
                                                   LEAST_ENTRY_SIZE);
  g_autoptr (RdgForestZones) zones = rdg_forest_zones_alloc (n_zones, forest, n_entries);
  gsize entry = 0;

  if (!rdg_byte_reader_check (reader, zones != NULL))
    return;

  for (guint t = 0; t < forest->n_trees; t++)
    {
      const RdgNode *nodes = forest->nodes + forest->node_start[t];

      for (guint32 i = 0; i < rdg_forest_get_n_nodes (forest, t); i++)
        if (is_asked (&nodes[i]))
          entry = get_leaf (reader, zones, &nodes[i], i, entry, n_entries);
      zones->start[t + 1] = entry;
      if (reader->failed)
        return;
    }

  if (!rdg_byte_reader_check (reader, entry == n_entries))
    return;

  rdg_forest_zones_finish (zones, forest);
  forest->zones = g_steal_pointer (&zones);
}

static void
get_trained (RdgByteReader *reader,
             RdgModel      *model)
{
  gsize n = (gsize) rdg_byte_reader_count (reader, (guint64) model->n_trained * model->n_zones, 0,
                                           G_MAXSIZE, FLOAT_SIZE);

  model->trained_zones = g_new (float, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    {
      guint32 bits = rdg_byte_reader_u32 (reader);
      float *score = &model->trained_zones[i];

      memcpy (score, &bits, sizeof bits);
      rdg_byte_reader_check (reader, isnan (model->trained[i / model->n_zones].score)
                                       ? bits == FLOAT_NAN : *score >= 0.0f && *score <= 1.0f);
    }
}

/**
 * _rdg_model_get_zones:
 * @model: with all that comes before; what is no zone leaves @reader failed
 */
void
_rdg_model_get_zones (RdgByteReader *reader,
                      RdgModel      *model)
{
  guint most = model->algorithm == RDG_ALGORITHM_FOREST ? RDG_MOST_ZONES : 0;

  model->n_zones = (guint) rdg_byte_reader_count (reader, rdg_byte_reader_u8 (reader), 0, most,
                                                  LEAST_ZONE_SIZE);
  if (model->n_zones == 0)
    return;

  model->zones = g_new0 (RdgModelZone, model->n_zones);
  for (guint z = 0; z < model->n_zones; z++)
    get_zone (reader, model, &model->zones[z]);
  get_hits (reader, model);
  if (!reader->failed)
    get_leaves (reader, model->forest, model->n_zones);
  if (!reader->failed)
    get_trained (reader, model);
}
