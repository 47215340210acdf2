/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of bytes: see rdg-bytes.h. */
#define G_LOG_DOMAIN "rdg-learn"

#include "rdg-bytes.h"

#include <math.h>
#include <string.h>

static void
put (GByteArray *bytes,
     guint64     value,
     guint       width)
{
  guint8 field[8];

  for (guint i = 0; i < width; i++)
    field[i] = (guint8) (value >> (8 * i));
  g_byte_array_append (bytes, field, width);
}

void
rdg_bytes_put_u8 (GByteArray *bytes,
                  guint8      value)
{
  put (bytes, value, 1);
}

void
rdg_bytes_put_u16 (GByteArray *bytes,
                   guint16     value)
{
  put (bytes, value, 2);
}

void
rdg_bytes_put_u32 (GByteArray *bytes,
                   guint32     value)
{
  put (bytes, value, 4);
}

void
rdg_bytes_put_u64 (GByteArray *bytes,
                   guint64     value)
{
  put (bytes, value, 8);
}

/**
 * rdg_bytes_put_double:
 *
 * Appends an IEEE 754 double; every NaN is written as the same one.
 */
void
rdg_bytes_put_double (GByteArray *bytes,
                      double      value)
{
  guint64 bits = G_GUINT64_CONSTANT (0x7ff8000000000000);

  if (!isnan (value))
    memcpy (&bits, &value, sizeof bits);
  put (bytes, bits, 8);
}

/**
 * rdg_bytes_put_text:
 *
 * Appends the length in 32 bits, then the text without its NUL.
 */
void
rdg_bytes_put_text (GByteArray *bytes,
                    const char *text)
{
  gsize length = strlen (text);

  g_assert (length <= G_MAXUINT32);
  put (bytes, length, 4);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
}

/**
 * rdg_byte_reader_init:
 * @data: (array length=length): borrowed
 */
void
rdg_byte_reader_init (RdgByteReader *self,
                      const guint8  *data,
                      gsize          length)
{
  *self = (RdgByteReader){ .begin = data, .at = data, .end = data + length };
}

/**
 * rdg_byte_reader_fail:
 *
 * Nothing more is read; the first failure's place is kept.
 */
void
rdg_byte_reader_fail (RdgByteReader *self)
{
  if (self->failed)
    return;

  self->failed = TRUE;
  self->failed_at = (gsize) (self->at - self->begin);
  self->at = self->end;
}

/**
 * rdg_byte_reader_check:
 *
 * Fails unless @holds.
 *
 * Returns: whether nothing has failed so far
 */
gboolean
rdg_byte_reader_check (RdgByteReader *self,
                       gboolean       holds)
{
  if (!holds)
    rdg_byte_reader_fail (self);

  return !self->failed;
}

gsize
rdg_byte_reader_left (RdgByteReader *self)
{
  return (gsize) (self->end - self->at);
}

static guint64
get (RdgByteReader *self,
     guint          width)
{
  guint64 value = 0;

  if (rdg_byte_reader_left (self) < width)
    {
      rdg_byte_reader_fail (self);
      return 0;
    }

  for (guint i = 0; i < width; i++)
    value |= (guint64) self->at[i] << (8 * i);
  self->at += width;

  return value;
}

guint8
rdg_byte_reader_u8 (RdgByteReader *self)
{
  return (guint8) get (self, 1);
}

guint16
rdg_byte_reader_u16 (RdgByteReader *self)
{
  return (guint16) get (self, 2);
}

guint32
rdg_byte_reader_u32 (RdgByteReader *self)
{
  return (guint32) get (self, 4);
}

guint64
rdg_byte_reader_u64 (RdgByteReader *self)
{
  return get (self, 8);
}

double
rdg_byte_reader_double (RdgByteReader *self)
{
  guint64 bits = get (self, 8);
  double value;

  memcpy (&value, &bits, sizeof value);

  return value;
}

double
rdg_byte_reader_share (RdgByteReader *self)
{
  double value = rdg_byte_reader_double (self);

  rdg_byte_reader_check (self, value >= 0.0 && value <= 1.0);

  return value;
}

double
rdg_byte_reader_finite (RdgByteReader *self)
{
  double value = rdg_byte_reader_double (self);

  rdg_byte_reader_check (self, isfinite (value));

  return value;
}

gboolean
rdg_byte_reader_flag (RdgByteReader *self)
{
  guint8 value = rdg_byte_reader_u8 (self);

  rdg_byte_reader_check (self, value <= 1);

  return value == 1;
}

/**
 * rdg_byte_reader_text:
 *
 * Returns: (transfer full): the text; "" once the reader has failed, which text that is no UTF-8 or
 *   holds a NUL makes it do
 */
char *
rdg_byte_reader_text (RdgByteReader *self)
{
  guint64 length = rdg_byte_reader_count (self, rdg_byte_reader_u32 (self), 0, G_MAXUINT32, 1);
  const char *text = (const char *) self->at;

  if (!rdg_byte_reader_check (self, g_utf8_validate_len (text, (gsize) length, NULL)))
    return g_strdup ("");

  self->at += length;

  return g_strndup (text, (gsize) length);
}

/**
 * rdg_byte_reader_count:
 * @count: how many items are said to follow
 * @least: fewer are nonsense
 * @most: more are nonsense
 * @item_size: the least bytes that one item takes
 *
 * For before memory is taken for them.
 *
 * Returns: @count, or 0 with the reader failed if it cannot be
 */
guint64
rdg_byte_reader_count (RdgByteReader *self,
                       guint64        count,
                       guint64        least,
                       guint64        most,
                       gsize          item_size)
{
  if (!rdg_byte_reader_check (self, count >= least && count <= most &&
                                    count <= rdg_byte_reader_left (self) / item_size))
    return 0;

  return count;
}
