/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list that shows what runs, and nothing that has ended. */
#include "rdg-job-list.h"
#include "rdg-test-loop.h"

typedef struct
{
  guint added;
  guint removed;
  guint fractions;
} Changes;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Changes    *changes)
{
  changes->added += added;
  changes->removed += removed;
}

static void
fraction_cb (Changes *changes)
{
  changes->fractions++;
}

static gpointer
until_cancelled (RdgJob   *job,
                 gpointer  data,
                 GError  **error)
{
  RdgProgress progress = rdg_job_get_progress (job);

  rdg_progress_report (&progress, 0.5);
  while (!g_cancellable_set_error_if_cancelled (rdg_job_get_cancellable (job), error))
    g_usleep (1000);

  return NULL;
}

static gboolean
is_half_done (gpointer user_data)
{
  return rdg_job_list_get_fraction (user_data) == 0.5;
}

static gboolean
is_empty (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 0;
}

static void
test_list (void)
{
  g_autoptr (RdgJobList) list = rdg_job_list_new ();
  GListModel *model = G_LIST_MODEL (list);
  Changes changes = { 0 };

  g_assert_true (g_list_model_get_item_type (model) == RDG_TYPE_JOB);
  g_assert_cmpfloat (rdg_job_list_get_fraction (list), ==, 1);
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &changes);
  g_signal_connect_swapped (list, "notify::fraction", G_CALLBACK (fraction_cb), &changes);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RdgJob) job = rdg_job_new ("Work");

      rdg_job_list_add (list, job);
      rdg_job_start (job, NULL, until_cancelled, NULL, NULL, NULL);
    }
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 2);
  g_assert_cmpuint (changes.added, ==, 2);
  g_assert_null (g_list_model_get_item (model, 2));

  g_autoptr (RdgJob) first = g_list_model_get_item (model, 0);

  g_assert_true (RDG_IS_JOB (first));
  rdg_test_wait (is_half_done, list, "half of both");
  g_assert_cmpuint (changes.fractions, >=, 2);

  rdg_job_list_cancel_all (list);
  rdg_test_wait (is_empty, list, "an empty list");
  g_assert_cmpuint (changes.removed, ==, 2);
  g_assert_cmpfloat (rdg_job_list_get_fraction (list), ==, 1);
  rdg_test_drop (g_steal_pointer (&first), "the first job");
  g_assert_finalize_object (g_steal_pointer (&list));
}

/* The list goes first; the job does not tell it any more. */
static void
test_list_dropped (void)
{
  RdgJobList *list = rdg_job_list_new ();
  g_autoptr (RdgJob) job = rdg_job_new ("Work");

  rdg_job_list_add (list, job);
  rdg_job_start (job, NULL, until_cancelled, NULL, NULL, NULL);
  g_assert_finalize_object (list);
  rdg_job_cancel (job);
  while (rdg_job_get_state (job) != RDG_JOB_FINISHED)
    rdg_test_spin (10);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/job-list/list", test_list);
  g_test_add_func ("/base/job-list/dropped", test_list_dropped);

  return g_test_run ();
}
