/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The readings of a series, in the order of time. A station measures many
 * characteristics at one moment, numbered as they were first met, so that most
 * readings say "the next one, at the same time, within limits" in one byte
 * before their value.
 *
 *   reading := tag [status] [when] [step] [value]
 *   tag     := byte: bits 0-2 how the value is written, as in rdg-record.c;
 *              bits 3-4 the status (0: 10, 1: 13, 2: none, 3: a byte follows);
 *              bits 5-6 when (0: at the time of the reading before; 1: a varint follows, whole
 *              seconds after it; 2: a signed varint follows, milliseconds after it; 3: no time);
 *              bit 7: the characteristic before plus one; else a signed varint follows, to be added
 *   status  := byte
 *   when    := varint
 *   step    := signed varint
 *   value   := as in rdg-record.c
 *
 * Before the first reading stand characteristic 0 and the record's time, or 1970.
 */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-datetime.h"
#include "rdg-record-private.h"

#define STATUS_SHIFT 3
#define TIME_SHIFT 5
#define TWO_BITS 0x03
#define TAG_NEXT 0x80

#define STATUS_GOOD 10
#define STATUS_BAD 13

enum
{
  CODE_GOOD,
  CODE_BAD,
  CODE_NO_STATUS,
  CODE_STATUS_FOLLOWS,
};

enum
{
  CODE_SAME_TIME,
  CODE_SECONDS,
  CODE_MILLISECONDS,
  CODE_NO_TIME,
};

static guint8 *
put_status (guint8 *p,
            guint8 *tag,
            guint8  status)
{
  guint code = status == STATUS_GOOD ? CODE_GOOD
               : status == STATUS_BAD ? CODE_BAD
               : status == 0 ? CODE_NO_STATUS : CODE_STATUS_FOLLOWS;

  *tag |= (guint8) (code << STATUS_SHIFT);
  if (code == CODE_STATUS_FOLLOWS)
    *p++ = status;
  return p;
}

static guint8 *
put_time (guint8 *p,
          guint8 *tag,
          gint64  time,
          gint64 *last)
{
  if (time == RDG_DATETIME_NONE)
    {
      *tag |= CODE_NO_TIME << TIME_SHIFT;
      return p;
    }

  /* Wraps where the times are half an eternity apart, and wraps back when read. */
  gint64 later = (gint64) ((guint64) time - (guint64) *last);

  *last = time;
  if (later == 0)
    return p;
  if (later > 0 && later % 1000 == 0)
    {
      *tag |= CODE_SECONDS << TIME_SHIFT;
      return _rdg_put_varint (p, (guint64) later / 1000);
    }
  *tag |= CODE_MILLISECONDS << TIME_SHIFT;
  return _rdg_put_signed (p, later);
}

guint8 *
_rdg_record_put_series (guint8          *p,
                        const RdgRecord *record)
{
  gint64 last_time = record->time != RDG_DATETIME_NONE ? record->time : 0;
  gint64 last = 0;

  for (guint i = 0; i < record->n_readings; i++)
    {
      const RdgReading *reading = &record->readings[i];
      guint8 *tag = p++;
      guint form;

      *tag = 0;
      p = put_status (p, tag, reading->status);
      p = put_time (p, tag, reading->time, &last_time);
      if (reading->characteristic == last + 1)
        *tag |= TAG_NEXT;
      else
        p = _rdg_put_signed (p, reading->characteristic - last);
      p = _rdg_record_put_value (p, reading->value, &form);
      *tag |= (guint8) form;
      last = reading->characteristic;
    }

  return p;
}

static gboolean
take_time (const guint8 **p,
           const guint8  *end,
           guint          code,
           gint64        *last,
           gint64        *time)
{
  guint64 seconds;
  gint64 later = 0;

  switch (code)
    {
    case CODE_NO_TIME:
      *time = RDG_DATETIME_NONE;
      return TRUE;

    case CODE_SECONDS:
      if (!_rdg_take_varint (p, end, &seconds) || seconds > G_MAXINT64 / 1000)
        return FALSE;
      later = (gint64) seconds * 1000;
      break;

    case CODE_MILLISECONDS:
      if (!_rdg_take_signed (p, end, &later))
        return FALSE;
      break;

    case CODE_SAME_TIME:
    default:
      break;
    }

  *time = *last = (gint64) ((guint64) *last + (guint64) later);
  return TRUE;
}

gboolean
_rdg_record_take_series (const guint8 *p,
                         const guint8 *end,
                         gint64        base_time,
                         GArray       *readings)
{
  gint64 last_time = base_time;
  gint64 last = 0;

  while (p < end)
    {
      guint8 tag = *p++;
      guint status = tag >> STATUS_SHIFT & TWO_BITS;
      RdgReading reading = { .status = status == CODE_GOOD ? STATUS_GOOD
                                       : status == CODE_BAD ? STATUS_BAD : 0 };
      gint64 step = 1;

      if (status == CODE_STATUS_FOLLOWS)
        {
          if (p == end)
            return FALSE;
          reading.status = *p++;
        }
      if (!take_time (&p, end, tag >> TIME_SHIFT & TWO_BITS, &last_time, &reading.time) ||
          (!(tag & TAG_NEXT) && !_rdg_take_signed (&p, end, &step)) ||
          __builtin_add_overflow (last, step, &last) || last < 0 || last > G_MAXUINT32)
        return FALSE;

      reading.characteristic = (guint32) last;
      if (!_rdg_record_take_value (&p, end, tag & RDG_FORM_MASK, &reading.value))
        return FALSE;
      g_array_append_val (readings, reading);
    }

  return TRUE;
}
