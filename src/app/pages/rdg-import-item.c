/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One import as texts. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-import-item.h"

#include <glib/gi18n-lib.h>

#include "rdg-datetime.h"
#include "rdg-format.h"

struct _RdgImportItem
{
  GObject    parent_instance;
  GPtrArray *rows;
  guint      index;
  gboolean   writable;
  gint64     axis_from;
  gint64     axis_to;
};

G_DEFINE_FINAL_TYPE (RdgImportItem, rdg_import_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_IMPORT_ID,
  PROP_FILE,
  PROP_SUMMARY,
  PROP_ROWS,
  PROP_CARS,
  PROP_STATE_WORD,
  PROP_STATE_ICON,
  PROP_HAS_REJECTS,
  PROP_CAN_UNDO,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
format_summary (const RdgImportRow *row)
{
  g_autofree char *when = rdg_format_moment (row->imported_at);
  g_autofree char *period = rdg_format_period (row->from, row->to);

  if (period == NULL)
    /* Translators: kind of file, when it was imported */
    return g_strdup_printf (_("%1$s, imported %2$s"), rdg_layout_get_word (row->layout), when);

  /* Translators: kind of file, when it was imported, the period that its rows cover */
  return g_strdup_printf (_("%1$s, imported %2$s; covers %3$s"), rdg_layout_get_word (row->layout),
                          when, period);
}

/* What is zero is left out, except that something was taken. */
static char *
format_rows (const RdgImportRow *row)
{
  g_autofree char *taken = rdg_format_count (row->rows_taken);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%s row taken", "%s rows taken",
                                             (gulong) row->rows_taken), taken);
  if (row->rows_duplicate > 0)
    {
      g_autofree char *count = rdg_format_count (row->rows_duplicate);

      g_string_append (text, " · ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%s duplicate", "%s duplicate",
                                                 (gulong) row->rows_duplicate), count);
    }
  if (row->rows_rejected > 0)
    {
      g_autofree char *count = rdg_format_count (row->rows_rejected);

      g_string_append (text, " · ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%s rejected", "%s rejected",
                                                 (gulong) row->rows_rejected), count);
    }
  if (row->cells_dropped > 0)
    {
      g_autofree char *count = rdg_format_count (row->cells_dropped);

      g_string_append (text, " · ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%s cell left out",
                                                 "%s cells left out",
                                                 (gulong) row->cells_dropped), count);
    }

  return g_string_free (text, FALSE);
}

static char *
format_cars (const RdgImportRow *row)
{
  g_autofree char *count = rdg_format_count (row->cars_new);
  guint64 known = row->cars_touched > row->cars_new ? row->cars_touched - row->cars_new : 0;
  g_autofree char *new_cars =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s new car", "%s new cars",
                                  (gulong) row->cars_new), count);

  if (known == 0)
    return g_steal_pointer (&new_cars);

  g_autofree char *known_count = rdg_format_count (known);
  g_autofree char *known_cars =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "more about %s known car",
                                  "more about %s known cars", (gulong) known), known_count);

  return g_strdup_printf ("%s · %s", new_cars, known_cars);
}

static void
rdg_import_item_finalize (GObject *object)
{
  g_ptr_array_unref (RDG_IMPORT_ITEM (object)->rows);

  G_OBJECT_CLASS (rdg_import_item_parent_class)->finalize (object);
}

static void
rdg_import_item_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  RdgImportItem *self = RDG_IMPORT_ITEM (object);
  const RdgImportRow *row = rdg_import_item_get_row (self);

  switch (id)
    {
    case PROP_IMPORT_ID:
      g_value_set_int64 (value, row->import_id);
      break;
    case PROP_FILE:
      g_value_set_string (value, row->file);
      break;
    case PROP_SUMMARY:
      g_value_take_string (value, format_summary (row));
      break;
    case PROP_ROWS:
      g_value_take_string (value, format_rows (row));
      break;
    case PROP_CARS:
      g_value_take_string (value, format_cars (row));
      break;
    case PROP_STATE_WORD:
      g_value_set_string (value, row->state == RDG_IMPORT_DONE ? C_("import state", "Taken in")
                                                               : C_("import state", "Undone"));
      break;
    case PROP_STATE_ICON:
      g_value_set_string (value, row->state == RDG_IMPORT_DONE ? "object-select-symbolic"
                                                               : "edit-undo-symbolic");
      break;
    case PROP_HAS_REJECTS:
      g_value_set_boolean (value, row->state == RDG_IMPORT_DONE
                                  && (row->rows_rejected > 0 || row->cells_dropped > 0));
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, self->writable && row->state == RDG_IMPORT_DONE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rdg_import_item_class_init (RdgImportItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = rdg_import_item_finalize;
  object_class->get_property = rdg_import_item_get_property;

  properties[PROP_IMPORT_ID] =
    g_param_spec_int64 ("import-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_FILE] = g_param_spec_string ("file", NULL, NULL, NULL, flags);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  properties[PROP_ROWS] = g_param_spec_string ("rows", NULL, NULL, NULL, flags);
  properties[PROP_CARS] = g_param_spec_string ("cars", NULL, NULL, NULL, flags);
  properties[PROP_STATE_WORD] = g_param_spec_string ("state-word", NULL, NULL, NULL, flags);
  properties[PROP_STATE_ICON] = g_param_spec_string ("state-icon", NULL, NULL, NULL, flags);
  properties[PROP_HAS_REJECTS] =
    g_param_spec_boolean ("has-rejects", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rdg_import_item_init (RdgImportItem *self)
{
}

/**
 * rdg_import_item_new:
 * @rows: (element-type RdgImportRow): the import history; shared, not changed any more
 * @index: which of them
 * @writable: whether the database can be changed
 * @axis_from: where the time axis of all imports begins, or %RDG_DATETIME_NONE
 * @axis_to: where it ends
 *
 * Returns: (transfer full): an item
 */
RdgImportItem *
rdg_import_item_new (GPtrArray *rows,
                     guint      index,
                     gboolean   writable,
                     gint64     axis_from,
                     gint64     axis_to)
{
  RdgImportItem *self = g_object_new (RDG_TYPE_IMPORT_ITEM, NULL);

  self->rows = g_ptr_array_ref (rows);
  self->index = index;
  self->writable = writable;
  self->axis_from = axis_from;
  self->axis_to = axis_to;

  return self;
}

/**
 * rdg_import_item_get_row:
 *
 * Returns: (transfer none): what the history says
 */
const RdgImportRow *
rdg_import_item_get_row (RdgImportItem *self)
{
  return self->rows->pdata[self->index];
}

gboolean
rdg_import_item_has_period (RdgImportItem *self)
{
  return rdg_import_item_get_row (self)->from != RDG_DATETIME_NONE
         && self->axis_from != RDG_DATETIME_NONE && self->axis_from < self->axis_to;
}

void
rdg_import_item_get_axis (RdgImportItem *self,
                          gint64        *from,
                          gint64        *to)
{
  *from = self->axis_from;
  *to = self->axis_to;
}

/**
 * rdg_layout_get_word:
 *
 * Returns: (transfer none): the kind of file as people say it
 */
const char *
rdg_layout_get_word (RdgLayout layout)
{
  switch (layout)
    {
    case RDG_LAYOUT_PREDICT:
      /* Translators: the plant's own name of that file */
      return C_("layout", "PREDICT table");
    case RDG_LAYOUT_FALHAS:
      /* Translators: the plant's own name of that file */
      return C_("layout", "FALHAS, failures found");
    case RDG_LAYOUT_RESULTADOS:
      /* Translators: the plant's own name of that file */
      return C_("layout", "RESULTADOS, measured values");
    case RDG_LAYOUT_STATUS:
      /* Translators: the plant's own name of that file */
      return C_("layout", "STATUS, positions passed");
    case RDG_LAYOUT_TABLE:
    default:
      return C_("layout", "Table, one row a car");
    }
}
