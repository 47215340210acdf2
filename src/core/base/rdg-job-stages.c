/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stages of a job: names, and which share of the whole each fills. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-job-private.h"

typedef struct
{
  char  *title;
  double weight;
} Stage;

struct _RdgJobStages
{
  GArray *stages;
  double  total;
};

static void
clear_stage (gpointer data)
{
  g_free (((Stage *) data)->title);
}

RdgJobStages *
_rdg_job_stages_new (void)
{
  RdgJobStages *self = g_new0 (RdgJobStages, 1);

  self->stages = g_array_new (FALSE, FALSE, sizeof (Stage));
  g_array_set_clear_func (self->stages, clear_stage);

  return self;
}

void
_rdg_job_stages_free (RdgJobStages *self)
{
  g_array_unref (self->stages);
  g_free (self);
}

guint
_rdg_job_stages_add (RdgJobStages *self,
                     const char   *title,
                     double        weight)
{
  Stage stage = { g_strdup (title), weight };

  g_array_append_val (self->stages, stage);
  self->total += weight;

  return self->stages->len - 1;
}

guint
_rdg_job_stages_get_n (const RdgJobStages *self)
{
  return self->stages->len;
}

const char *
_rdg_job_stages_get_title (const RdgJobStages *self,
                           guint               stage)
{
  return g_array_index (self->stages, Stage, stage).title;
}

/* From where to where the stage goes, of 1; a job without stages is one stage. */
void
_rdg_job_stages_get_span (const RdgJobStages *self,
                          guint               stage,
                          double             *from,
                          double             *to)
{
  double before = 0;

  if (self->stages->len == 0 || self->total <= 0)
    {
      *from = 0;
      *to = 1;
      return;
    }

  for (guint i = 0; i < stage; i++)
    before += g_array_index (self->stages, Stage, i).weight;

  *from = before / self->total;
  *to = (before + g_array_index (self->stages, Stage, stage).weight) / self->total;
}
