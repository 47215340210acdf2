/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of RdgMapping, for the files of this folder. */
#pragma once

#include "rdg-datetime.h"
#include "rdg-inspection.h"

G_BEGIN_DECLS

typedef enum
{
  RDG_LABEL_RULE_WORDS,      /* 0/1, yes/no, pass/fail, OK/NOK, … */
  RDG_LABEL_RULE_AT_LEAST,   /* failed where the number is at least the limit */
  RDG_LABEL_RULE_EQUALS,     /* failed where the text is this one */
} RdgLabelRule;

typedef struct
{
  char     *name;       /* as in the header, made unique */
  RdgRole   role;
  char     *reason;
  gboolean  variant;    /* the category that names the car's model or variant */
} RdgMappedColumn;

struct _RdgMapping
{
  RdgLayout     layout;
  GPtrArray    *columns;       /* RdgMappedColumn */
  RdgLabelRule  label_rule;
  double        label_limit;
  char         *label_text;
  RdgDateOrder  date_order;
};

RdgMapping      *_rdg_mapping_new    (RdgLayout         layout);
RdgMappedColumn *_rdg_mapping_add    (RdgMapping       *self,
                                      const char       *name,
                                      RdgRole           role,
                                      const char       *reason);
RdgMappedColumn *_rdg_mapping_find   (const RdgMapping *self,
                                      const char       *name);
/* Name and unit of "Torque [Nm]": both owned by the caller. */
void             _rdg_split_unit     (const char       *header,
                                      char            **name,
                                      char            **unit);

G_END_DECLS
