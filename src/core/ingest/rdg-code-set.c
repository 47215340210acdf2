/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes met, by open addressing. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-code-set.h"

#include <xxhash.h>

#define FIRST_SIZE 16384

typedef struct
{
  guint64 hash;
  guint64 line;      /* 0: free */
} Entry;

struct _RdgCodeSet
{
  Entry *entries;
  gsize  size;       /* a power of two */
  gsize  n_entries;
};

RdgCodeSet *
rdg_code_set_new (void)
{
  RdgCodeSet *self = g_new0 (RdgCodeSet, 1);

  self->size = FIRST_SIZE;
  self->entries = g_new0 (Entry, self->size);
  return self;
}

void
rdg_code_set_free (RdgCodeSet *self)
{
  if (self == NULL)
    return;

  g_free (self->entries);
  g_free (self);
}

static Entry *
find (Entry   *entries,
      gsize    size,
      guint64  hash)
{
  gsize i = hash & (size - 1);

  while (entries[i].line != 0 && entries[i].hash != hash)
    i = (i + 1) & (size - 1);

  return &entries[i];
}

static void
grow (RdgCodeSet *self)
{
  gsize size = self->size * 2;
  Entry *entries = g_new0 (Entry, size);

  for (gsize i = 0; i < self->size; i++)
    {
      if (self->entries[i].line != 0)
        *find (entries, size, self->entries[i].hash) = self->entries[i];
    }
  g_free (self->entries);
  self->entries = entries;
  self->size = size;
}

/**
 * rdg_code_set_add:
 * @code: (array length=length): a code
 * @line: the line that has it, from 1
 *
 * Returns: the line that had it before, or 0 and it is noted
 */
guint64
rdg_code_set_add (RdgCodeSet *self,
                  const char *code,
                  gsize       length,
                  guint64     line)
{
  if (self->n_entries * 4 > self->size * 3)
    grow (self);

  guint64 hash = XXH3_64bits (code, length);
  Entry *entry = find (self->entries, self->size, hash);

  if (entry->line != 0)
    return entry->line;

  *entry = (Entry){ hash, line };
  self->n_entries++;
  return 0;
}
