/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgXml: the elements of a piece of XML, one after the other, by libxml2. Names
 * come without their prefix. Nothing is fetched, nothing is kept, and a document
 * type, where XML bombs live and which office files must not have, is refused.
 */
#pragma once

#include "rdg-zip.h"

G_BEGIN_DECLS

typedef struct
{
  const unsigned char **values;   /* as libxml2 hands them out */
  int                   n;
} RdgXmlAttributes;

typedef struct
{
  void (*start) (const char             *name,
                 const RdgXmlAttributes *attributes,
                 gpointer                user_data);
  void (*end)   (const char             *name,
                 gpointer                user_data);
  void (*text)  (const char             *text,
                 gsize                   length,
                 gpointer                user_data);
} RdgXmlHandler;

/* FALSE: it does not have it. */
gboolean rdg_xml_get          (const RdgXmlAttributes *self,
                               const char             *name,
                               const char            **text,
                               gsize                  *length);
char    *rdg_xml_dup          (const RdgXmlAttributes *self,
                               const char             *name);
gboolean rdg_xml_get_uint     (const RdgXmlAttributes *self,
                               const char             *name,
                               guint                  *value);

typedef struct _RdgXml RdgXml;

/* The handler outlives it; file and part are for messages. */
RdgXml  *rdg_xml_new          (const RdgXmlHandler    *handler,
                               gpointer                user_data,
                               const char             *file,
                               const char             *part);
void     rdg_xml_free         (RdgXml                 *self);
/* Length 0: the end. */
gboolean rdg_xml_feed         (RdgXml                 *self,
                               const char             *text,
                               gsize                   length,
                               GError                **error);
/* From within the handler: the reading ends with this error, which is taken over. */
void     rdg_xml_stop         (RdgXml                 *self,
                               GError                 *error);

/* A whole member. */
gboolean rdg_xml_read_member  (RdgZip                 *zip,
                               guint                   member,
                               const RdgXmlHandler    *handler,
                               gpointer                user_data,
                               RdgXml                **running,    /* nullable: for rdg_xml_stop() */
                               const char             *file,
                               GCancellable           *cancellable,
                               GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgXml, rdg_xml_free)

G_END_DECLS
