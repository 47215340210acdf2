/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two steps: the bytes as they stand are looked up by their hash, which is all
 * that nearly every row needs; only a spelling not met before is normalised.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-series-key.h"

#include <inttypes.h>
#include <string.h>
#include <xxhash.h>

#include "rdg-number.h"
#include "rdg-text.h"

#define FIRST_SIZE 4096
/* Beyond this, a whole number is written back as it came. */
#define LARGEST_WHOLE 1e15

typedef struct
{
  guint64 hash;
  guint32 index;
  guint32 used;
} Slot;

struct _RdgSeriesKeys
{
  RdgSeriesPart parts[RDG_SERIES_N_PARTS];
  guint         n_parts;
  Slot         *slots;
  gsize         size;         /* a power of two */
  gsize         n_slots;
  GHashTable   *identities;   /* normalised, to index + 1 */
  guint         n_operations;
};

gboolean
rdg_series_parse_whole (const char *text,
                        gsize       length,
                        gint64     *value)
{
  double number;

  if (rdg_number_parse_int (text, length, value))
    return TRUE;
  if (!rdg_number_parse_double (text, length, '.', &number) &&
      !rdg_number_parse_double (text, length, ',', &number))
    return FALSE;
  if (number < -LARGEST_WHOLE || number > LARGEST_WHOLE || number != (double) (gint64) number)
    return FALSE;

  *value = (gint64) number;
  return TRUE;
}

/* One operation is the same whatever the case of its letters, as duplicates are. */
static char *
make_identity (const RdgOperation *operation)
{
  g_autofree char *name = rdg_text_normalise (operation->operation, -1);
  g_autofree char *channel = rdg_text_normalise (operation->channel, -1);
  g_autofree char *unit = rdg_text_normalise (operation->unit, -1);

  return g_strdup_printf ("%s\037%s\037%s\037%" PRId64, name, channel, unit, operation->group);
}

RdgSeriesKeys *
rdg_series_keys_new (GPtrArray           *known,
                     const RdgSeriesPart *parts,
                     guint                n_parts)
{
  RdgSeriesKeys *self = g_new0 (RdgSeriesKeys, 1);

  g_return_val_if_fail (n_parts <= RDG_SERIES_N_PARTS, self);

  memcpy (self->parts, parts, n_parts * sizeof *parts);
  self->n_parts = n_parts;
  self->size = FIRST_SIZE;
  self->slots = g_new0 (Slot, self->size);
  self->identities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < known->len; i++)
    g_hash_table_insert (self->identities, make_identity (g_ptr_array_index (known, i)),
                         GUINT_TO_POINTER (++self->n_operations));

  return self;
}

void
rdg_series_keys_free (RdgSeriesKeys *self)
{
  if (self == NULL)
    return;

  g_free (self->slots);
  g_hash_table_unref (self->identities);
  g_free (self);
}

gsize
rdg_series_keys_get_n_spellings (const RdgSeriesKeys *self)
{
  return self->n_slots;
}

static Slot *
find_slot (Slot    *slots,
           gsize    size,
           guint64  hash)
{
  gsize i = hash & (size - 1);

  while (slots[i].used && slots[i].hash != hash)
    i = (i + 1) & (size - 1);

  return &slots[i];
}

static void
grow (RdgSeriesKeys *self)
{
  gsize size = self->size * 2;
  Slot *slots = g_new0 (Slot, size);

  for (gsize i = 0; i < self->size; i++)
    {
      if (self->slots[i].used)
        *find_slot (slots, size, self->slots[i].hash) = self->slots[i];
    }
  g_free (self->slots);
  self->slots = slots;
  self->size = size;
}

/* Some exports write a degree sign as the six characters that a program would. */
static char *
dup_unescaped (const char *text)
{
  GString *plain = g_string_new (NULL);

  while (*text != '\0')
    {
      gunichar c = 0;
      guint n = 0;

      if (text[0] == '\\' && (text[1] == 'u' || text[1] == 'U'))
        for (; n < 4 && g_ascii_isxdigit (text[2 + n]); n++)
          c = c << 4 | (gunichar) g_ascii_xdigit_value (text[2 + n]);
      if (n == 4 && c >= 0x20 && g_unichar_validate (c))
        {
          g_string_append_unichar (plain, c);
          text += 6;
        }
      else
        {
          g_string_append_c (plain, *text++);
        }
    }

  return g_string_free (plain, FALSE);
}

static RdgOperation *
parse_key (const RdgSeriesKeys *self,
           const char          *key)
{
  RdgOperation *operation = g_new0 (RdgOperation, 1);
  gint64 whole;

  for (guint i = 0; i < self->n_parts; i++)
    {
      gsize length = strlen (key);

      switch (self->parts[i])
        {
        case RDG_SERIES_OPERATION:
          operation->operation = g_strdup (key);
          break;

        case RDG_SERIES_UNIT:
          operation->unit = dup_unescaped (key);
          break;

        case RDG_SERIES_CHANNEL:
          operation->channel = rdg_series_parse_whole (key, length, &whole)
                                 ? g_strdup_printf ("%" PRId64, whole) : g_strdup (key);
          break;

        case RDG_SERIES_GROUP:
        default:
          if (!rdg_series_parse_whole (key, length, &operation->group))
            operation->group = 0;
          break;
        }
      key += length + 1;
    }
  if (operation->operation == NULL)
    operation->operation = g_strdup ("");
  if (operation->unit == NULL)
    operation->unit = g_strdup ("");
  if (operation->channel == NULL)
    operation->channel = g_strdup ("");

  return operation;
}

static guint32
identify (RdgSeriesKeys *self,
          const char    *key,
          GPtrArray     *new_operations)
{
  g_autoptr (RdgOperation) operation = parse_key (self, key);

  if (operation->operation[0] == '\0')
    return RDG_SERIES_NO_OPERATION;

  g_autofree char *identity = make_identity (operation);
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->identities, identity));

  if (known != 0)
    return known - 1;

  g_ptr_array_add (new_operations, g_steal_pointer (&operation));
  g_hash_table_insert (self->identities, g_steal_pointer (&identity),
                       GUINT_TO_POINTER (++self->n_operations));
  return self->n_operations - 1;
}

guint32
rdg_series_keys_find (RdgSeriesKeys *self,
                      const char    *key,
                      gsize          length,
                      GPtrArray     *new_operations)
{
  guint64 hash = XXH3_64bits (key, length);
  Slot *slot = find_slot (self->slots, self->size, hash);

  if (slot->used)
    return slot->index;

  *slot = (Slot){ hash, identify (self, key, new_operations), TRUE };
  self->n_slots++;

  guint32 index = slot->index;

  if (self->n_slots * 4 > self->size * 3)
    grow (self);
  return index;
}
