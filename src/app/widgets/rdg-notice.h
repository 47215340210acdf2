/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence in place: what happened, with a sign, until the user closes it. Main thread only. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum
{
  RDG_NOTICE_DONE,
  RDG_NOTICE_INFORMATION,
  RDG_NOTICE_WARNING,
  RDG_NOTICE_ERROR,
} RdgNoticeKind;

#define RDG_TYPE_NOTICE (rdg_notice_get_type ())

G_DECLARE_FINAL_TYPE (RdgNotice, rdg_notice, RDG, NOTICE, AdwBin)

void        rdg_notice_show     (RdgNotice     *self,
                                 RdgNoticeKind  kind,
                                 const char    *text);
void        rdg_notice_hide     (RdgNotice     *self);
const char *rdg_notice_get_text (RdgNotice     *self);

G_END_DECLS
