/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Integers in few bytes: what rdg-record.c calls a varint and a signed varint. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RDG_VARINT_LONGEST 10

static inline guint8 *
_rdg_put_varint (guint8  *p,
                 guint64  value)
{
  while (value >= 0x80)
    {
      *p++ = (guint8) (value | 0x80);
      value >>= 7;
    }
  *p++ = (guint8) value;

  return p;
}

static inline guint8 *
_rdg_put_signed (guint8 *p,
                 gint64  value)
{
  return _rdg_put_varint (p, ((guint64) value << 1) ^ (guint64) (value >> 63));
}

/* FALSE where the bytes end inside it, or it has too many. */
static inline gboolean
_rdg_take_varint (const guint8 **p,
                  const guint8  *end,
                  guint64       *value)
{
  guint64 sum = 0;

  for (guint shift = 0; shift < 64 && *p < end; shift += 7)
    {
      guint8 byte = *(*p)++;

      sum |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        {
          *value = sum;
          return TRUE;
        }
    }

  return FALSE;
}

static inline gboolean
_rdg_take_signed (const guint8 **p,
                  const guint8  *end,
                  gint64        *value)
{
  guint64 zigzag;

  if (!_rdg_take_varint (p, end, &zigzag))
    return FALSE;

  *value = (gint64) (zigzag >> 1) ^ -(gint64) (zigzag & 1);
  return TRUE;
}

G_END_DECLS
