/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes one JSON document into a text as it goes, so that a list of a million
 * cars needs no tree of nodes. Numbers are the shortest decimals that read back
 * as the same double; what is no number (NaN) is null. Keys are NULL inside an
 * array and for the document itself. One thread at a time.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _RdgCliJson RdgCliJson;

/* Writes what an object says of an element. */
typedef void (*RdgCliJsonFunc) (RdgCliJson    *self,
                                gconstpointer  element);

RdgCliJson *rdg_cli_json_new          (GString     *text);
void        rdg_cli_json_free         (RdgCliJson  *self);
void        rdg_cli_json_begin_object (RdgCliJson  *self,
                                       const char  *key);
void        rdg_cli_json_end_object   (RdgCliJson  *self);
void        rdg_cli_json_begin_array  (RdgCliJson  *self,
                                       const char  *key);
void        rdg_cli_json_end_array    (RdgCliJson  *self);
/* An array with an object for each of the elements. */
void        rdg_cli_json_objects      (RdgCliJson  *self,
                                       const char  *key,
                                       GPtrArray   *elements,
                                       RdgCliJsonFunc func);
void        rdg_cli_json_string       (RdgCliJson  *self,
                                       const char  *key,
                                       const char  *value);
void        rdg_cli_json_strings      (RdgCliJson  *self,
                                       const char  *key,
                                       const char * const *values);
void        rdg_cli_json_number       (RdgCliJson  *self,
                                       const char  *key,
                                       double       value);
void        rdg_cli_json_count        (RdgCliJson  *self,
                                       const char  *key,
                                       guint64      value);
void        rdg_cli_json_integer      (RdgCliJson  *self,
                                       const char  *key,
                                       gint64       value);
void        rdg_cli_json_boolean      (RdgCliJson  *self,
                                       const char  *key,
                                       gboolean     value);
/* An id: 0, which is none, is null. */
void        rdg_cli_json_id           (RdgCliJson  *self,
                                       const char  *key,
                                       gint64       value);
/* A time as text; RDG_DATETIME_NONE is null. */
void        rdg_cli_json_time         (RdgCliJson  *self,
                                       const char  *key,
                                       gint64       value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgCliJson, rdg_cli_json_free)

G_END_DECLS
