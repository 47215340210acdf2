/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * FALHAS: what inspectors found, and with it the model, colour and engine of the
 * cars that they found it on. Who found it is not read, unless a user gave a key:
 * then a hash with that key is all that leaves the row.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-plant-import.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "rdg-characteristic-table.h"
#include "rdg-datetime.h"
#include "rdg-failure-table.h"
#include "rdg-hall-table.h"
#include "rdg-plant-cell.h"
#include "rdg-text.h"

typedef enum
{
  PART_HALL,
  PART_TEXT,
  PART_STATION,
  PART_ZONE,
  PART_MODEL,
  PART_COLOUR,
  PART_ENGINE,
  PART_INSPECTOR,   /* read only with a key */
  N_PARTS,
} Part;

#define FIRST_TRAIT PART_MODEL
#define N_TRAITS (PART_INSPECTOR - FIRST_TRAIT)

static const RdgPlantPart parts[N_PARTS] = {
  [PART_HALL] = { "halle", TRUE },       [PART_TEXT] = { "falha", TRUE },
  [PART_STATION] = { "estacao", FALSE }, [PART_ZONE] = { "s_group_id", FALSE },
  [PART_MODEL] = { "modelo", FALSE },    [PART_COLOUR] = { "cor", FALSE },
  [PART_ENGINE] = { "motor", FALSE },    [PART_INSPECTOR] = { "usuario", FALSE },
};

static const char * const trait_names[N_TRAITS] = { "MODELO", "COR", "MOTOR" };

/* What a spelling of a cell means. */
typedef struct
{
  guint32 id;
  guint64 hash;       /* of what makes two of them the same; of an inspector, with the key */
} Word;

typedef struct
{
  guint32    rank;    /* of the car: first its number, then its place by id */
  guint32    sequence;
  RdgFailure failure;
} Row;

/* A car's model, colour and engine as last written: a level's code + 1, or 0. */
typedef struct
{
  guint32 level[N_TRAITS];
} Traits;

typedef struct
{
  guint32     id;
  GHashTable *levels;   /* text to code + 1 */
} Trait;

typedef struct
{
  RdgPlantImport  base;
  GArray         *rows;              /* Row */
  GArray         *traits;            /* Traits, by the car's number */
  GHashTable     *words[N_PARTS];    /* as a cell has it, to Word */
  Trait           trait[N_TRAITS];
  GBytes         *inspector_key;     /* or NULL */
  guint           n_parts;           /* that are read */
} Import;

static void
clear_import (Import *self)
{
  _rdg_plant_import_clear (&self->base);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->traits, g_array_unref);
  for (guint p = 0; p < N_PARTS; p++)
    g_clear_pointer (&self->words[p], g_hash_table_unref);
  for (guint t = 0; t < N_TRAITS; t++)
    g_clear_pointer (&self->trait[t].levels, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, clear_import)

/* The model of a car that nobody found anything on is not known: that it is known would tell. */
static gboolean
begin_traits (Import  *self,
              GError **error)
{
  for (guint t = 0; t < N_TRAITS; t++)
    {
      Trait *trait = &self->trait[t];

      if (!rdg_characteristic_table_ensure (self->base.task->store, trait_names[t], "",
                                            RDG_CHARACTERISTIC_CATEGORY, &trait->id, error) ||
          !rdg_characteristic_table_use (
            self->base.task->store, self->base.entry->import_id, trait->id, FALSE,
            t + FIRST_TRAIT == PART_MODEL,
            _("The failure file says it only of cars that had a failure: that it is known would "
              "tell the answer."), error))
        return FALSE;

      g_auto (GStrv) levels =
        rdg_characteristic_table_list_levels (self->base.task->store, trait->id, error);

      if (levels == NULL)
        return FALSE;
      trait->levels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      for (guint i = 0; levels[i] != NULL; i++)
        g_hash_table_insert (trait->levels, g_strdup (levels[i]), GUINT_TO_POINTER (i + 1));
    }

  return TRUE;
}

static gboolean
find_level (Import  *self,
            guint    t,
            char    *name,
            guint32 *level,
            GError **error)
{
  Trait *trait = &self->trait[t];

  *level = GPOINTER_TO_UINT (g_hash_table_lookup (trait->levels, name));
  if (*level != 0 || *name == '\0')
    return TRUE;

  guint32 code = g_hash_table_size (trait->levels);

  if (!rdg_characteristic_table_add_level (self->base.task->store, trait->id, code, name, error))
    return FALSE;

  *level = code + 1;
  g_hash_table_insert (trait->levels, g_strdup (name), GUINT_TO_POINTER (*level));
  return TRUE;
}

/* Tells inspectors apart, and cannot be turned back without the key, which is kept elsewhere: HMAC
 * (RFC 2104) with SHA-256, the first 63 bits. 0: the file does not say. */
static guint64
hash_inspector (GBytes     *key,
                const char *name)
{
  gsize key_size, size;
  const guint8 *key_data = g_bytes_get_data (key, &key_size);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key_data, key_size);
  guint8 digest[32];
  guint64 hash = 0;

  if (*name == '\0')
    return 0;

  size = sizeof digest;
  g_hmac_update (hmac, (const guchar *) name, -1);
  g_hmac_get_digest (hmac, digest, &size);
  for (guint i = 0; i < sizeof hash; i++)
    hash = hash << 8 | digest[i];

  return MAX (hash >> 1, 1);
}

static gboolean
make_word (Import              *self,
           Part                 part,
           const RdgPlantCell  *cell,
           Word                *word,
           GError             **error)
{
  RdgStore *store = self->base.task->store;

  if (part == PART_TEXT)
    {
      g_autofree char *text = rdg_plant_cell_get_failure (cell->text, cell->length);
      g_autofree char *folded = rdg_text_normalise (text, -1);
      g_autofree char *name = NULL;
      g_autofree char *defect = NULL;

      rdg_plant_cell_split_failure (text, &name, &defect);
      word->hash = XXH3_64bits (folded, strlen (folded));
      return rdg_hall_table_ensure_text (store, text, name, defect, &word->id, error);
    }

  g_autofree char *name = part == PART_ZONE ? rdg_plant_cell_get_zone (cell->text, cell->length)
                                            : rdg_plant_cell_get_name (cell->text, cell->length);

  if (part == PART_INSPECTOR)
    {
      word->hash = hash_inspector (self->inspector_key, name);
      return TRUE;
    }

  word->hash = XXH3_64bits (name, strlen (name));
  if (part >= FIRST_TRAIT)
    return find_level (self, part - FIRST_TRAIT, name, &word->id, error);

  return rdg_hall_table_ensure (store,
                                part == PART_HALL ? RDG_WORD_HALL
                                : part == PART_STATION ? RDG_WORD_STATION : RDG_WORD_ZONE,
                                name, &word->id, error);
}

static const Word *
find_word (Import              *self,
           Part                 part,
           const RdgPlantCell  *cell,
           GError             **error)
{
  Word *word = g_hash_table_lookup (self->words[part], cell->text);

  if (word != NULL)
    return word;

  word = g_new0 (Word, 1);
  if (!make_word (self, part, cell, word, error))
    {
      g_free (word);
      return NULL;
    }

  g_hash_table_insert (self->words[part], g_strdup (cell->text), word);
  return word;
}

static void
keep_row (Import            *self,
          const RdgPlantRow *row,
          const Word        *words[N_PARTS])
{
  const char *code = g_ptr_array_index (rdg_plant_reader_get_codes (self->base.reader), row->car);
  struct
  {
    char    code[RDG_PLANT_CODE_LENGTH + 4];
    gint64  at;
    guint64 text, hall;
  } same = { .at = row->at, .text = words[PART_TEXT]->hash, .hall = words[PART_HALL]->hash };
  Row taken = {
    .rank = row->car,
    .sequence = self->rows->len,
    .failure = { .at = row->at,
                 .hall = words[PART_HALL]->id,
                 .station = words[PART_STATION]->id,
                 .zone = words[PART_ZONE]->id,
                 .text = words[PART_TEXT]->id,
                 .inspector = words[PART_INSPECTOR] != NULL
                                ? (gint64) words[PART_INSPECTOR]->hash : 0 },
  };

  memcpy (same.code, code, RDG_PLANT_CODE_LENGTH);
  taken.failure.key = XXH3_64bits (&same, sizeof same);
  g_array_append_val (self->rows, taken);

  if (row->car >= self->traits->len)
    g_array_set_size (self->traits, row->car + 1);

  Traits *traits = &g_array_index (self->traits, Traits, row->car);

  for (guint t = 0; t < N_TRAITS; t++)
    {
      if (words[FIRST_TRAIT + t]->id != 0)
        traits->level[t] = words[FIRST_TRAIT + t]->id;
    }
}

static gboolean
take_row (RdgPlantImport     *base,
          const RdgPlantRow  *row,
          GError            **error)
{
  Import *self = (Import *) base;
  const Word *words[N_PARTS] = { NULL };

  for (guint p = 0; p < self->n_parts; p++)
    {
      words[p] = find_word (self, (Part) p, &row->cells[p], error);
      if (words[p] == NULL)
        return FALSE;
    }

  keep_row (self, row, words);
  return TRUE;
}

/* By car, and what is the same side by side, as it came. */
static int
compare_rows (const void *a,
              const void *b)
{
  const Row *one = a, *other = b;

  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;
  if (one->failure.key != other->failure.key)
    return one->failure.key < other->failure.key ? -1 : 1;

  return (one->sequence > other->sequence) - (one->sequence < other->sequence);
}

static void
sort_rows (Import *self)
{
  g_autofree guint32 *rank = _rdg_plant_import_rank (&self->base);

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);

      row->failure.car_id = self->base.ids[row->rank];
      row->rank = rank[row->rank];
    }
  /* An array that never held a row has no data to sort. */
  if (self->rows->len > 0)
    qsort (self->rows->data, self->rows->len, sizeof (Row), compare_rows);
}

static gboolean
write_rows (Import  *self,
            GError **error)
{
  g_autoptr (RdgFailureWriter) writer =
    rdg_failure_writer_new (self->base.task->store, self->base.entry->import_id, error);
  const Row *before = NULL;

  if (writer == NULL)
    return FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      if (before != NULL && before->rank == row->rank && before->failure.key == row->failure.key)
        continue;
      if (!rdg_failure_writer_add (writer, &row->failure, error))
        return FALSE;
      before = row;
    }

  return TRUE;
}

static int
compare_readings (const void *a,
                  const void *b)
{
  const RdgReading *one = a, *other = b;

  return (one->characteristic > other->characteristic) -
         (one->characteristic < other->characteristic);
}

static gboolean
write_traits (Import  *self,
              GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint i = 0; i < self->base.n_cars; i++)
    {
      guint32 car = self->base.order[i];
      const Traits *traits = &g_array_index (self->traits, Traits, car);
      RdgReading readings[N_TRAITS];
      RdgRecord record = { .time = RDG_DATETIME_NONE, .label = RDG_LABEL_NONE,
                           .readings = readings };

      for (guint t = 0; t < N_TRAITS; t++)
        {
          if (traits->level[t] != 0)
            readings[record.n_readings++] = (RdgReading){
              .characteristic = self->trait[t].id,
              .time = RDG_DATETIME_NONE,
              .value = traits->level[t] - 1,
            };
        }
      qsort (readings, record.n_readings, sizeof *readings, compare_readings);

      g_byte_array_set_size (bytes, 0);
      rdg_record_append (bytes, &record);
      if (!rdg_record_writer_add (self->base.records, self->base.ids[car], bytes->data,
                                  bytes->len, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * rdg_falhas_import_run:
 * @task: the file
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set, and the transaction to be undone
 */
gboolean
rdg_falhas_import_run (const RdgImportTask  *task,
                       GError              **error)
{
  g_auto (Import) self = { .base = { .task = task } };
  RdgImportEntry *entry = task->result->entry;
  gboolean go_on;

  self.rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self.traits = g_array_new (FALSE, TRUE, sizeof (Traits));
  for (guint p = 0; p < N_PARTS; p++)
    self.words[p] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.inspector_key = task->inspector_key;
  self.n_parts = self.inspector_key != NULL ? N_PARTS : PART_INSPECTOR;
  if (!_rdg_plant_import_begin (&self.base, parts, self.n_parts, error) ||
      !begin_traits (&self, error) || !_rdg_plant_import_read (&self.base, take_row, error) ||
      !_rdg_plant_import_resolve (&self.base, &go_on, error))
    return FALSE;
  if (!go_on)
    return TRUE;

  sort_rows (&self);
  return write_rows (&self, error) && write_traits (&self, error) &&
         rdg_failure_table_count (task->store, entry->import_id, &entry->rows_taken, &entry->from,
                                  &entry->to, error) &&
         _rdg_plant_import_finish (&self.base, error);
}
