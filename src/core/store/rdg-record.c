/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of a record. Little-endian throughout; a "varint" is base 128, low
 * groups first, the high bit set on all but the last byte, at most ten bytes; a
 * "signed varint" is the zigzag of one (0, -1, 1, -2, … as 0, 1, 2, 3, …).
 *
 *   record  := head [time] reading*
 *   head    := byte: bits 0-1 the label (0 none, 1 passed, 2 failed), bit 2 a time follows
 *   time    := signed varint, milliseconds since 1970 of the plant's wall clock
 *   reading := tag [step] [status] [when] [value]
 *   tag     := byte: bits 0-2 how the value is written, bit 3 a status follows, bit 4 a time
 *              follows, bits 5-7 the step from the characteristic before (the first: from 0),
 *              7: the step follows
 *   step    := varint
 *   status  := byte
 *   when    := signed varint: milliseconds after the record's time, or since 1970 if it has none
 *   value   := 0-5: signed varint, the value times 10^0 … 10^5; 6: eight bytes, an IEEE double;
 *              7: nothing, there is no value
 *
 * Sensors give few digits, so that most readings take three bytes, and the decimal is divided
 * back to exactly the double that was read.
 *
 * Bit 3 of the head: the readings are a series, in the order of time, each as rdg-record-series.c
 * says. That is version 2 of the layout; what has the bit not set is read as before.
 */
#define G_LOG_DOMAIN "rdg-store"

#include "rdg-record.h"

#include <math.h>
#include <string.h>

#include "rdg-datetime.h"
#include "rdg-record-private.h"

#define LABEL_MASK 0x03
#define HEAD_HAS_TIME 0x04
#define HEAD_SERIES 0x08

#define TAG_HAS_STATUS 0x08
#define TAG_HAS_TIME 0x10
#define STEP_SHIFT 5
#define STEP_FOLLOWS 7

/* Tag, step, status, when, value. */
#define LARGEST_READING (1 + 5 + 1 + 10 + 10)
#define LARGEST_HEAD (1 + 10)

static const double powers_of_ten[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5 };

/* The integer and the smallest power of ten that divide back to the value. Below 1e9, two decimals
 * of at most five digits after the point are never the same double: so there is one try with all
 * five digits, and what it finds loses its zeros. */
static guint
find_decimal (double  value,
              gint64 *scaled)
{
  if (fabs (value) > 1e9)
    return RDG_FORM_DOUBLE;

  guint form = G_N_ELEMENTS (powers_of_ten) - 1;
  double product = value * powers_of_ten[form];
  gint64 integer = (gint64) (product + (product < 0 ? -0.5 : 0.5));

  if ((double) integer / powers_of_ten[form] != value)
    return RDG_FORM_DOUBLE;

  for (; form > 0 && integer % 10 == 0; form--)
    integer /= 10;

  *scaled = integer;
  return form;
}

guint8 *
_rdg_record_put_value (guint8 *p,
                       double  value,
                       guint  *form)
{
  gint64 scaled = 0;

  *form = isnan (value) ? RDG_FORM_NONE : find_decimal (value, &scaled);
  if (*form < RDG_FORM_DOUBLE)
    {
      p = _rdg_put_signed (p, scaled);
    }
  else if (*form == RDG_FORM_DOUBLE)
    {
      guint64 bits;

      memcpy (&bits, &value, sizeof bits);
      bits = GUINT64_TO_LE (bits);
      memcpy (p, &bits, sizeof bits);
      p += sizeof bits;
    }

  return p;
}

/**
 * rdg_record_append:
 * @bytes: what to append to
 * @record: its label, time and readings, in the order that rdg-record.h asks for
 *
 * Any thread.
 */
void
rdg_record_append (GByteArray      *bytes,
                   const RdgRecord *record)
{
  guint before = bytes->len;
  guint32 last = 0;

  g_byte_array_set_size (bytes, before + LARGEST_HEAD +
                                  (record->series ? RDG_SERIES_LARGEST : LARGEST_READING) *
                                    record->n_readings);

  guint8 *p = bytes->data + before;
  gboolean has_time = record->time != RDG_DATETIME_NONE;

  *p++ = (guint8) (record->label | (has_time ? HEAD_HAS_TIME : 0) |
                   (record->series ? HEAD_SERIES : 0));
  if (has_time)
    p = _rdg_put_signed (p, record->time);
  if (record->series)
    {
      p = _rdg_record_put_series (p, record);
      g_byte_array_set_size (bytes, (guint) (p - bytes->data));
      return;
    }

  for (guint i = 0; i < record->n_readings; i++)
    {
      const RdgReading *reading = &record->readings[i];
      guint32 step = reading->characteristic - last;
      guint form;
      guint8 *tag = p++;

      *tag = (guint8) (MIN (step, STEP_FOLLOWS) << STEP_SHIFT);
      if (step >= STEP_FOLLOWS)
        p = _rdg_put_varint (p, step);
      if (reading->status != 0)
        {
          *tag |= TAG_HAS_STATUS;
          *p++ = reading->status;
        }
      if (reading->time != RDG_DATETIME_NONE)
        {
          *tag |= TAG_HAS_TIME;
          p = _rdg_put_signed (p, reading->time - (has_time ? record->time : 0));
        }
      p = _rdg_record_put_value (p, reading->value, &form);
      *tag |= (guint8) form;
      last = reading->characteristic;
    }

  g_byte_array_set_size (bytes, (guint) (p - bytes->data));
}

gboolean
_rdg_record_take_value (const guint8 **p,
                        const guint8  *end,
                        guint          form,
                        double        *value)
{
  gint64 scaled;
  guint64 bits;

  switch (form)
    {
    case RDG_FORM_NONE:
      *value = NAN;
      return TRUE;

    case RDG_FORM_DOUBLE:
      if (end - *p < (gssize) sizeof bits)
        return FALSE;
      memcpy (&bits, *p, sizeof bits);
      *p += sizeof bits;
      bits = GUINT64_FROM_LE (bits);
      memcpy (value, &bits, sizeof bits);
      return isfinite (*value);

    default:
      if (!_rdg_take_signed (p, end, &scaled))
        return FALSE;
      *value = (double) scaled / powers_of_ten[form];
      return TRUE;
    }
}

static gboolean
take_reading (const guint8 **p,
              const guint8  *end,
              gint64         base_time,
              RdgReading    *reading)
{
  guint8 tag = *(*p)++;
  guint64 step = tag >> STEP_SHIFT;

  if (step == STEP_FOLLOWS && !_rdg_take_varint (p, end, &step))
    return FALSE;
  if (step > G_MAXUINT32 - reading->characteristic)
    return FALSE;
  reading->characteristic += (guint32) step;

  reading->status = 0;
  if (tag & TAG_HAS_STATUS)
    {
      if (*p == end)
        return FALSE;
      reading->status = *(*p)++;
    }

  reading->time = RDG_DATETIME_NONE;
  if (tag & TAG_HAS_TIME)
    {
      if (!_rdg_take_signed (p, end, &reading->time) ||
          __builtin_add_overflow (reading->time, base_time, &reading->time))
        return FALSE;
    }

  return _rdg_record_take_value (p, end, tag & RDG_FORM_MASK, &reading->value);
}

/**
 * rdg_record_decode:
 * @bytes: (array length=length): all bytes of one record
 * @length: how many
 * @record: (out): what they say; its import and car are left alone
 * @readings: (element-type RdgReading): where the readings go; what it held is lost
 *
 * Any thread.
 *
 * Returns: %FALSE where the bytes are damaged
 */
gboolean
rdg_record_decode (const guint8 *bytes,
                   gsize         length,
                   RdgRecord    *record,
                   GArray       *readings)
{
  const guint8 *p = bytes;
  const guint8 *end = bytes + length;
  RdgReading reading = { 0 };

  g_array_set_size (readings, 0);
  if (p == end)
    return FALSE;

  guint8 head = *p++;

  if ((head & LABEL_MASK) > RDG_LABEL_FAILED)
    return FALSE;
  record->series = (head & HEAD_SERIES) != 0;
  record->label = head & LABEL_MASK;
  record->time = RDG_DATETIME_NONE;
  if ((head & HEAD_HAS_TIME) && !_rdg_take_signed (&p, end, &record->time))
    return FALSE;

  gint64 base_time = record->time != RDG_DATETIME_NONE ? record->time : 0;

  if (record->series)
    {
      if (!_rdg_record_take_series (p, end, base_time, readings))
        return FALSE;
      p = end;
    }
  while (p < end)
    {
      if (!take_reading (&p, end, base_time, &reading))
        return FALSE;
      g_array_append_val (readings, reading);
    }

  record->n_readings = readings->len;
  record->readings = (const RdgReading *) (gpointer) readings->data;
  return TRUE;
}
