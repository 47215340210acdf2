/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plant's places and words: halls in the order in which a car passes them,
 * the codes of positions and the halls that they mark, stations, zones, and the
 * texts of failures. What a file brings that nobody knew is added, and stays
 * when the import is undone: a word that no row uses says nothing.
 */
#pragma once

#include "rdg-store.h"

G_BEGIN_DECLS

extern const char rdg_hall_table_schema[];

typedef enum
{
  RDG_HALL_UNKNOWN,      /* nobody has said where on the line it is */
  RDG_HALL_BEFORE,
  RDG_HALL_TEST,
  RDG_HALL_AFTER,
} RdgHallStage;

typedef struct
{
  guint32      id;
  char        *name;
  gint64       place;    /* in the order of the line, from 1; 0: not known */
  RdgHallStage stage;
} RdgHall;

typedef struct
{
  guint32  id;
  char    *code;
  guint32  hall;         /* 0: it marks none, or nobody has said which */
  gboolean chosen;       /* a user said so */
} RdgPositionCode;

typedef enum
{
  RDG_WORD_HALL,
  RDG_WORD_POSITION,
  RDG_WORD_STATION,
  RDG_WORD_ZONE,
} RdgWordKind;

/* By id; RdgHall, RdgPositionCode, owned by the array. */
GPtrArray *rdg_hall_table_list          (RdgStore     *store,
                                         GError      **error);
GPtrArray *rdg_hall_table_list_codes    (RdgStore     *store,
                                         GError      **error);
/* Zones by their ids: char *, the name or else the code; NULL between them. */
GPtrArray *rdg_hall_table_list_zones    (RdgStore     *store,
                                         GError      **error);
void       rdg_hall_free                (RdgHall      *self);
void       rdg_position_code_free       (RdgPositionCode *self);

/* Inside a transaction. The word that there is, or a new one. */
gboolean   rdg_hall_table_ensure        (RdgStore     *store,
                                         RdgWordKind   kind,
                                         const char   *word,
                                         guint32      *id,
                                         GError      **error);
gboolean   rdg_hall_table_ensure_text   (RdgStore     *store,
                                         const char   *text,
                                         const char   *part,
                                         const char   *defect,
                                         guint32      *id,
                                         GError      **error);
/* hall NULL: the code marks none. found: whether code and hall are known. */
gboolean   rdg_hall_table_map_code      (RdgStore     *store,
                                         const char   *code,
                                         const char   *hall,
                                         gboolean     *found,
                                         GError      **error);
/* Where on the line a hall is: for one whose place is not the plant's own. */
gboolean   rdg_hall_table_set_stage     (RdgStore     *store,
                                         const char   *hall,
                                         RdgHallStage  stage,
                                         gboolean     *found,
                                         GError      **error);
const char *rdg_hall_stage_get_key      (RdgHallStage  stage);   /* "before", … */
gboolean   rdg_hall_stage_from_key      (const char   *key,
                                         RdgHallStage *stage);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgHall, rdg_hall_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgPositionCode, rdg_position_code_free)

G_END_DECLS
