/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Little-endian fixed-width fields, out and in. A reader that has run over the end,
 * or was told of nonsense, has failed for good and gives zeros; so a decoder may read
 * on and look once. One thread at a time.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     rdg_bytes_put_u8     (GByteArray  *bytes,
                               guint8       value);
void     rdg_bytes_put_u16    (GByteArray  *bytes,
                               guint16      value);
void     rdg_bytes_put_u32    (GByteArray  *bytes,
                               guint32      value);
void     rdg_bytes_put_u64    (GByteArray  *bytes,
                               guint64      value);
void     rdg_bytes_put_double (GByteArray  *bytes,
                               double       value);
void     rdg_bytes_put_text   (GByteArray  *bytes,
                               const char  *text);

typedef struct
{
  const guint8 *begin;
  const guint8 *at;
  const guint8 *end;
  gboolean      failed;
  gsize         failed_at;
} RdgByteReader;

void     rdg_byte_reader_init   (RdgByteReader *self,
                                 const guint8  *data,
                                 gsize          length);
void     rdg_byte_reader_fail   (RdgByteReader *self);
gboolean rdg_byte_reader_check  (RdgByteReader *self,
                                 gboolean       holds);
gsize    rdg_byte_reader_left   (RdgByteReader *self);
guint8   rdg_byte_reader_u8     (RdgByteReader *self);
guint16  rdg_byte_reader_u16    (RdgByteReader *self);
guint32  rdg_byte_reader_u32    (RdgByteReader *self);
guint64  rdg_byte_reader_u64    (RdgByteReader *self);
double   rdg_byte_reader_double (RdgByteReader *self);
/* Likewise, where anything else than 0 to 1, a number or a 0 or 1 is nonsense. */
double   rdg_byte_reader_share  (RdgByteReader *self);
double   rdg_byte_reader_finite (RdgByteReader *self);
gboolean rdg_byte_reader_flag   (RdgByteReader *self);
char    *rdg_byte_reader_text   (RdgByteReader *self);
guint64  rdg_byte_reader_count  (RdgByteReader *self,
                                 guint64        count,
                                 guint64        least,
                                 guint64        most,
                                 gsize          item_size);

G_END_DECLS
