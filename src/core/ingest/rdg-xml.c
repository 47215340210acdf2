/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elements of a piece of XML: see rdg-xml.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-xml.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "rdg-error.h"

#define CHUNK_SIZE (64 * 1024)
/* A SAX2 attribute is its name, prefix, namespace, value and the value's end. */
#define ATTRIBUTE_FIELDS 5

struct _RdgXml
{
  const RdgXmlHandler *handler;
  gpointer             user_data;
  const char          *file;
  const char          *part;
  xmlParserCtxtPtr     parser;
  GError              *error;
};

/**
 * rdg_xml_get:
 * @text: (out) (transfer none): not ended by a NUL
 *
 * Returns: whether there is an attribute of that name
 */
gboolean
rdg_xml_get (const RdgXmlAttributes *self,
             const char             *name,
             const char            **text,
             gsize                  *length)
{
  for (int i = 0; i < self->n; i++)
    {
      const unsigned char **fields = self->values + i * ATTRIBUTE_FIELDS;

      if (strcmp ((const char *) fields[0], name) == 0)
        {
          *text = (const char *) fields[3];
          *length = (gsize) (fields[4] - fields[3]);
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * rdg_xml_dup:
 *
 * Returns: (transfer full) (nullable): the attribute's text
 */
char *
rdg_xml_dup (const RdgXmlAttributes *self,
             const char             *name)
{
  const char *text;
  gsize length;

  return rdg_xml_get (self, name, &text, &length) ? g_strndup (text, length) : NULL;
}

/**
 * rdg_xml_get_uint:
 * @value: (out): left alone where there is none
 *
 * Returns: whether the attribute is a whole number that fits
 */
gboolean
rdg_xml_get_uint (const RdgXmlAttributes *self,
                  const char             *name,
                  guint                  *value)
{
  g_autofree char *text = rdg_xml_dup (self, name);
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &number, NULL))
    return FALSE;

  *value = (guint) number;
  return TRUE;
}

static void
start_cb (void           *data,
          const xmlChar  *name,
          const xmlChar  *prefix,
          const xmlChar  *uri,
          int             n_namespaces,
          const xmlChar **namespaces,
          int             n_attributes,
          int             n_defaulted,
          const xmlChar **values)
{
  RdgXml *self = data;
  RdgXmlAttributes attributes = { values, n_attributes };

  if (self->error == NULL)
    self->handler->start ((const char *) name, &attributes, self->user_data);
}

static void
end_cb (void          *data,
        const xmlChar *name,
        const xmlChar *prefix,
        const xmlChar *uri)
{
  RdgXml *self = data;

  if (self->error == NULL && self->handler->end != NULL)
    self->handler->end ((const char *) name, self->user_data);
}

static void
text_cb (void          *data,
         const xmlChar *text,
         int            length)
{
  RdgXml *self = data;

  if (self->error == NULL && self->handler->text != NULL)
    self->handler->text ((const char *) text, (gsize) length, self->user_data);
}

static void
document_type_cb (void          *data,
                  const xmlChar *name,
                  const xmlChar *external_id,
                  const xmlChar *system_id)
{
  RdgXml *self = data;

  rdg_xml_stop (self, g_error_new (RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_FAILED,
                                   _("“%s” is no proper Excel workbook: its part “%s” defines a "
                                     "document type, as files made to do harm do. It is not read."),
                                   self->file, self->part));
}

/**
 * rdg_xml_new:
 *
 * Returns: (transfer full): a parser before the first byte
 */
RdgXml *
rdg_xml_new (const RdgXmlHandler *handler,
             gpointer             user_data,
             const char          *file,
             const char          *part)
{
  RdgXml *self = g_new0 (RdgXml, 1);
  xmlSAXHandler sax = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = start_cb,
    .endElementNs = end_cb,
    .characters = text_cb,
    .ignorableWhitespace = text_cb,
    .cdataBlock = text_cb,
    .internalSubset = document_type_cb,
  };

  self->handler = handler;
  self->user_data = user_data;
  self->file = file;
  self->part = part;
  self->parser = xmlCreatePushParserCtxt (&sax, self, NULL, 0, NULL);
  /* Entities are replaced, of which only XML's own five can be there; it takes this for an
   * ampersand in an attribute to be one. */
  xmlCtxtUseOptions (self->parser, XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOERROR |
                                     XML_PARSE_NOWARNING);
  return self;
}

void
rdg_xml_free (RdgXml *self)
{
  if (self == NULL)
    return;

  xmlFreeParserCtxt (self->parser);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * rdg_xml_feed:
 * @length: how much; 0 ends the document
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_xml_feed (RdgXml      *self,
              const char  *text,
              gsize        length,
              GError     **error)
{
  xmlParseChunk (self->parser, text, (int) length, length == 0);

  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  if (!self->parser->wellFormed)
    {
      const xmlError *why = xmlCtxtGetLastError (self->parser);

      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                   _("“%s” is a damaged Excel workbook: its part “%s” breaks in line %d. Open it in "
                     "a spreadsheet program and save it anew."),
                   self->file, self->part, why != NULL ? why->line : 1);
      return FALSE;
    }
  return TRUE;
}

/**
 * rdg_xml_stop:
 * @error: (transfer full): why
 */
void
rdg_xml_stop (RdgXml *self,
              GError *error)
{
  if (self->error != NULL)
    g_error_free (error);
  else
    self->error = error;
  xmlStopParser (self->parser);
}

/**
 * rdg_xml_read_member:
 * @running: (out) (optional): the parser, while the handler runs
 *
 * Blocking.
 *
 * Returns: %FALSE with @error set
 */
gboolean
rdg_xml_read_member (RdgZip               *zip,
                     guint                 member,
                     const RdgXmlHandler  *handler,
                     gpointer              user_data,
                     RdgXml              **running,
                     const char           *file,
                     GCancellable         *cancellable,
                     GError              **error)
{
  g_autoptr (RdgZipMember) stream = rdg_zip_open (zip, member, error);
  g_autoptr (RdgXml) self = rdg_xml_new (handler, user_data, file,
                                         rdg_zip_get_name (zip, member));
  g_autofree char *chunk = g_malloc (CHUNK_SIZE);
  gssize n;

  if (stream == NULL)
    return FALSE;
  if (running != NULL)
    *running = self;

  do
    {
      n = rdg_zip_member_read (stream, chunk, CHUNK_SIZE, cancellable, error);
      if (n < 0 || !rdg_xml_feed (self, chunk, (gsize) n, error))
        return FALSE;
    }
  while (n > 0);

  return TRUE;
}
