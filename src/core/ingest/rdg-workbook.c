/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a workbook other than its sheets: see rdg-workbook.h. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-workbook.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-error.h"

#define FIRST_OWN_FORMAT 164
#define MOST_STYLES (1024 * 1024)
#define MOST_SHEETS 1000

/* What the parts of a package say of each other. */
typedef struct
{
  GHashTable *targets;     /* id to member of the zip + 1, of worksheets */
  char       *folder;      /* that targets are relative to */
  RdgZip     *zip;
  char       *document;    /* target of the main part */
  int         strings;     /* members, -1: none */
  int         styles;
} Relations;

/* A path inside the package: relative to a folder unless it begins at the root. */
static char *
resolve (const char *folder,
         const char *target)
{
  if (*target == '/' || *target == '\\')
    return g_strdup (target + 1);

  g_autofree char *joined = g_strconcat ("/", folder, target, NULL);
  char *path = g_canonicalize_filename (joined, "/");

  memmove (path, path + 1, strlen (path));
  return path;
}

static void
relation_cb (const char             *name,
             const RdgXmlAttributes *attributes,
             gpointer                user_data)
{
  Relations *self = user_data;
  g_autofree char *type = NULL;
  g_autofree char *target = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  int member;

  if (strcmp (name, "Relationship") != 0 ||
      (type = rdg_xml_dup (attributes, "Type")) == NULL ||
      (target = rdg_xml_dup (attributes, "Target")) == NULL)
    return;

  path = resolve (self->folder, target);
  member = rdg_zip_find (self->zip, path);
  id = rdg_xml_dup (attributes, "Id");
  /* The ends of the types are the same in both of the standard's namespaces. */
  if (g_str_has_suffix (type, "/officeDocument") && self->document == NULL)
    self->document = g_steal_pointer (&path);
  else if (g_str_has_suffix (type, "/worksheet") && id != NULL && member >= 0)
    g_hash_table_insert (self->targets, g_steal_pointer (&id), GINT_TO_POINTER (member + 1));
  else if (g_str_has_suffix (type, "/sharedStrings"))
    self->strings = member;
  else if (g_str_has_suffix (type, "/styles"))
    self->styles = member;
}

static const RdgXmlHandler relations_handler = { .start = relation_cb };

static void
relations_clear (Relations *self)
{
  g_clear_pointer (&self->targets, g_hash_table_unref);
  g_free (self->folder);
  g_free (self->document);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Relations, relations_clear)

/* Of the package (document NULL), or of its main part. */
static gboolean
read_relations (RdgWorkbook   *self,
                const char    *document,
                Relations     *relations,
                GCancellable  *cancellable,
                GError       **error)
{
  const char *slash = document != NULL ? strrchr (document, '/') : NULL;
  g_autofree char *path = NULL;
  int member;

  *relations = (Relations){ .zip = self->zip, .strings = -1, .styles = -1 };
  relations->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  relations->folder = slash != NULL ? g_strndup (document, (gsize) (slash - document) + 1)
                                    : g_strdup ("");
  path = g_strconcat (relations->folder, "_rels/",
                      document == NULL ? "" : slash != NULL ? slash + 1 : document, ".rels", NULL);
  member = rdg_zip_find (self->zip, path);

  return member < 0 ||
         rdg_xml_read_member (self->zip, (guint) member, &relations_handler, relations, NULL,
                              self->file, cancellable, error);
}

static void
sheet_free (RdgWorkbookSheet *self)
{
  g_free (self->name);
  g_free (self->relation);
  g_free (self);
}

static void
workbook_cb (const char             *name,
             const RdgXmlAttributes *attributes,
             gpointer                user_data)
{
  RdgWorkbook *self = user_data;

  if (strcmp (name, "workbookPr") == 0)
    {
      g_autofree char *date = rdg_xml_dup (attributes, "date1904");

      self->from_1904 = date != NULL && (g_str_equal (date, "1") || g_str_equal (date, "true") ||
                                         g_str_equal (date, "on"));
    }
  else if (strcmp (name, "sheet") == 0 && self->sheets->len <= MOST_SHEETS)
    {
      RdgWorkbookSheet *sheet = g_new0 (RdgWorkbookSheet, 1);

      sheet->name = rdg_xml_dup (attributes, "name");
      sheet->relation = rdg_xml_dup (attributes, "id");
      g_ptr_array_add (self->sheets, sheet);
    }
}

static const RdgXmlHandler workbook_handler = { .start = workbook_cb };

typedef struct
{
  RdgWorkbook *workbook;
  GHashTable  *own;        /* number of a format to RdgCellKind */
  gboolean     in_cells;
} Styles;

static void
style_start_cb (const char             *name,
                const RdgXmlAttributes *attributes,
                gpointer                user_data)
{
  Styles *self = user_data;
  guint id = 0;

  if (strcmp (name, "numFmt") == 0)
    {
      g_autofree char *code = rdg_xml_dup (attributes, "formatCode");

      if (rdg_xml_get_uint (attributes, "numFmtId", &id) && code != NULL &&
          g_hash_table_size (self->own) < MOST_STYLES)
        g_hash_table_insert (self->own, GUINT_TO_POINTER (id),
                             GINT_TO_POINTER (rdg_cell_kind_from_code (code)));
    }
  else if (strcmp (name, "cellXfs") == 0)
    self->in_cells = TRUE;
  else if (strcmp (name, "xf") == 0 && self->in_cells &&
           self->workbook->kinds->len < MOST_STYLES)
    {
      gpointer own;
      guint8 kind;

      rdg_xml_get_uint (attributes, "numFmtId", &id);
      if (g_hash_table_lookup_extended (self->own, GUINT_TO_POINTER (id), NULL, &own))
        kind = (guint8) GPOINTER_TO_INT (own);
      else
        kind = id < FIRST_OWN_FORMAT ? (guint8) rdg_cell_kind_from_id (id) : RDG_CELL_NUMBER;
      g_byte_array_append (self->workbook->kinds, &kind, 1);
    }
}

static void
style_end_cb (const char *name,
              gpointer    user_data)
{
  if (strcmp (name, "cellXfs") == 0)
    ((Styles *) user_data)->in_cells = FALSE;
}

static const RdgXmlHandler styles_handler = { .start = style_start_cb, .end = style_end_cb };

static gboolean
read_styles (RdgWorkbook   *self,
             guint          member,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GHashTable) own = g_hash_table_new (NULL, NULL);
  Styles styles = { self, own, FALSE };

  return rdg_xml_read_member (self->zip, member, &styles_handler, &styles, NULL, self->file,
                              cancellable, error);
}

/* Why a ZIP file is no workbook. */
static void
set_no_workbook (RdgWorkbook  *self,
                 const char   *document,
                 GError      **error)
{
  const char *why = _("it is a ZIP file, but no Excel workbook; unpack it and import what is in it");

  if (document != NULL && g_str_has_suffix (document, ".bin"))
    why = _("it is a binary Excel workbook (.xlsb); save it as .xlsx or CSV");
  else if (document != NULL)
    why = _("it is an office document, but no workbook; save its table as .xlsx or CSV");
  else if (rdg_zip_find (self->zip, "content.xml") >= 0 &&
           rdg_zip_find (self->zip, "mimetype") >= 0)
    why = _("it is an OpenDocument file (.ods); save it as .xlsx or CSV");

  g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_NOT_TEXT,
               _("“%s” is not a text file with a table: %s."), self->file, why);
}

/* Binds the sheets to members; chart sheets have none. */
static void
bind_sheets (RdgWorkbook     *self,
             const Relations *relations)
{
  for (guint i = 0; i < self->sheets->len;)
    {
      RdgWorkbookSheet *sheet = g_ptr_array_index (self->sheets, i);
      int member = sheet->relation != NULL && sheet->name != NULL
                     ? GPOINTER_TO_INT (g_hash_table_lookup (relations->targets, sheet->relation))
                     : 0;

      if (member == 0)
        g_ptr_array_remove_index (self->sheets, i);
      else
        {
          sheet->member = (guint) member - 1;
          i++;
        }
    }
}

/**
 * rdg_workbook_open:
 * @fd: an open file, not taken over
 * @file: what messages call it
 * @size: of the file
 *
 * Blocking.
 *
 * Returns: (transfer full) (nullable): the workbook, or %NULL with @error set (RDG_IMPORT_ERROR)
 */
RdgWorkbook *
rdg_workbook_open (int            fd,
                   const char    *file,
                   guint64        size,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (RdgWorkbook) self = g_new0 (RdgWorkbook, 1);
  g_auto (Relations) package = { 0 };
  g_auto (Relations) relations = { 0 };
  int member;

  self->file = g_strdup (file);
  self->sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) sheet_free);
  self->kinds = g_byte_array_new ();
  self->zip = rdg_zip_new (fd, file, size, error);
  if (self->zip == NULL || !read_relations (self, NULL, &package, cancellable, error))
    return NULL;

  member = package.document != NULL && g_str_has_suffix (package.document, ".xml")
             ? rdg_zip_find (self->zip, package.document) : -1;
  if (member < 0)
    {
      set_no_workbook (self, package.document, error);
      return NULL;
    }
  if (!rdg_xml_read_member (self->zip, (guint) member, &workbook_handler, self, NULL, self->file,
                            cancellable, error))
    return NULL;
  if (self->sheets->len > MOST_SHEETS)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_LIMIT,
                   _("“%s” has more than %d sheets. Split it into several files."), self->file,
                   MOST_SHEETS);
      return NULL;
    }
  if (self->sheets->len == 0)
    {
      set_no_workbook (self, package.document, error);
      return NULL;
    }

  if (!read_relations (self, package.document, &relations, cancellable, error) ||
      (relations.styles >= 0 &&
       !read_styles (self, (guint) relations.styles, cancellable, error)))
    return NULL;
  if (relations.strings >= 0)
    {
      self->strings = rdg_shared_strings_read (self->zip, (guint) relations.strings, self->file,
                                               cancellable, error);
      if (self->strings == NULL)
        return NULL;
    }

  bind_sheets (self, &relations);
  if (self->sheets->len == 0)
    {
      g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_UNREADABLE,
                   _("“%s” is a damaged Excel workbook: none of its sheets is in it. Fetch it "
                     "again."), self->file);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
rdg_workbook_free (RdgWorkbook *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->strings, rdg_shared_strings_free);
  g_clear_pointer (&self->zip, rdg_zip_free);
  g_ptr_array_unref (self->sheets);
  g_byte_array_unref (self->kinds);
  g_free (self->file);
  g_free (self);
}

RdgCellKind
rdg_workbook_get_kind (const RdgWorkbook *self,
                       guint              style)
{
  return style < self->kinds->len ? (RdgCellKind) self->kinds->data[style] : RDG_CELL_NUMBER;
}
