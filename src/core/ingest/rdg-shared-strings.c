/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared strings of a workbook: one text after the other, and where each ends. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-shared-strings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-error.h"

struct _RdgSharedStrings
{
  GString    *texts;
  GArray     *ends;       /* guint32 */
  const char *file;
  RdgXml     *xml;
  gboolean    in_item;
  gboolean    in_text;
  guint       phonetic;   /* depth in readings of East Asian text, which are no part of it */
};

static void
start_cb (const char             *name,
          const RdgXmlAttributes *attributes,
          gpointer                user_data)
{
  RdgSharedStrings *self = user_data;

  if (strcmp (name, "si") == 0)
    self->in_item = TRUE;
  else if (strcmp (name, "t") == 0)
    self->in_text = self->in_item && self->phonetic == 0;
  else if (strcmp (name, "rPh") == 0)
    self->phonetic++;
}

static void
set_too_many (RdgSharedStrings *self)
{
  rdg_xml_stop (self->xml, g_error_new (
    RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_LIMIT,
    _("“%s” has more different texts than are taken (%u million, or %u MiB of them). Save its "
      "sheets as CSV."),
    self->file, RDG_SHARED_STRINGS_MOST >> 20, RDG_SHARED_STRINGS_MOST_BYTES >> 20));
}

static void
end_cb (const char *name,
        gpointer    user_data)
{
  RdgSharedStrings *self = user_data;

  if (strcmp (name, "t") == 0)
    self->in_text = FALSE;
  else if (strcmp (name, "rPh") == 0 && self->phonetic > 0)
    self->phonetic--;
  else if (strcmp (name, "si") == 0 && self->in_item)
    {
      guint32 end = (guint32) self->texts->len;

      self->in_item = FALSE;
      g_array_append_val (self->ends, end);
      if (self->ends->len > RDG_SHARED_STRINGS_MOST)
        set_too_many (self);
    }
}

static void
text_cb (const char *text,
         gsize       length,
         gpointer    user_data)
{
  RdgSharedStrings *self = user_data;

  if (!self->in_text)
    return;
  if (length > RDG_SHARED_STRINGS_MOST_BYTES - self->texts->len)
    set_too_many (self);
  else
    g_string_append_len (self->texts, text, (gssize) length);
}

static const RdgXmlHandler handler = { start_cb, end_cb, text_cb };

/**
 * rdg_shared_strings_read:
 * @member: of the zip
 * @file: what messages call the workbook; outlives the strings
 *
 * Returns: (transfer full) (nullable): the texts, or %NULL with @error set
 */
RdgSharedStrings *
rdg_shared_strings_read (RdgZip        *zip,
                         guint          member,
                         const char    *file,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr (RdgSharedStrings) self = g_new0 (RdgSharedStrings, 1);

  self->texts = g_string_new (NULL);
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->file = file;
  if (!rdg_xml_read_member (zip, member, &handler, self, &self->xml, file, cancellable, error))
    return NULL;

  self->xml = NULL;
  return g_steal_pointer (&self);
}

void
rdg_shared_strings_free (RdgSharedStrings *self)
{
  if (self == NULL)
    return;

  g_string_free (self->texts, TRUE);
  g_array_unref (self->ends);
  g_free (self);
}

const char *
rdg_shared_strings_get (const RdgSharedStrings *self,
                        guint64                 index,
                        gsize                  *length)
{
  if (index >= self->ends->len)
    return NULL;

  guint32 start = index > 0 ? g_array_index (self->ends, guint32, index - 1) : 0;

  *length = g_array_index (self->ends, guint32, index) - start;
  return self->texts->str + start;
}
