/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract of rdg-job.h: where, when and how often a job tells its creator something. */
#include "rdg-job.h"
#include "rdg-test-loop.h"

/* What a listener saw. */
typedef struct
{
  RdgJob  *job;
  GThread *thread;
  guint    finished;
  guint    fractions;
  guint    results;
  double   last_fraction;
} Seen;

static void
finished_cb (RdgJob *job,
             Seen   *seen)
{
  g_assert_true (g_thread_self () == seen->thread);
  g_assert_cmpint (rdg_job_get_state (job), ==, RDG_JOB_FINISHED);
  g_assert_cmpint (rdg_job_get_result (job), !=, RDG_JOB_RESULT_NONE);
  seen->finished++;
}

static void
fraction_cb (RdgJob     *job,
             GParamSpec *pspec,
             Seen       *seen)
{
  double fraction = rdg_job_get_fraction (job);

  g_assert_true (g_thread_self () == seen->thread);
  g_assert_cmpfloat (fraction, >=, seen->last_fraction);
  g_assert_cmpfloat (fraction, <=, 1);
  seen->last_fraction = fraction;
  seen->fractions++;
}

static void
result_cb (RdgJob     *job,
           GParamSpec *pspec,
           Seen       *seen)
{
  seen->results++;
}

static RdgJob *
watch (Seen *seen)
{
  RdgJob *job = rdg_job_new ("A title");

  *seen = (Seen){ .job = job, .thread = g_thread_self () };
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), seen);
  g_signal_connect (job, "notify::fraction", G_CALLBACK (fraction_cb), seen);
  g_signal_connect (job, "notify::result", G_CALLBACK (result_cb), seen);

  return job;
}

static gboolean
has_finished (gpointer user_data)
{
  return ((Seen *) user_data)->finished > 0;
}

/* Waits for the end, then a little longer, so that an end told twice is seen. */
static void
wait_for_end (Seen *seen)
{
  rdg_test_wait (has_finished, seen, "the job's end");
  rdg_test_spin (150);
  g_assert_cmpuint (seen->finished, ==, 1);
  g_assert_cmpuint (seen->results, ==, 1);
}

/* The works. */
static gpointer
give_text (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  return g_strdup (data != NULL ? data : "done");
}

static gpointer
fail (RdgJob   *job,
      gpointer  data,
      GError  **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disk is full.");

  return NULL;
}

typedef struct
{
  guint runs;
  guint freed;
  guint entered;
  guint go_on;
} Work;

static void
work_freed (gpointer data)
{
  g_atomic_int_inc (&((Work *) data)->freed);
}

static gpointer
count_runs (RdgJob   *job,
            gpointer  data,
            GError  **error)
{
  g_atomic_int_inc (&((Work *) data)->runs);

  return g_strdup ("done");
}

static gpointer
until_cancelled (RdgJob   *job,
                 gpointer  data,
                 GError  **error)
{
  Work *work = data;

  g_atomic_int_set (&work->entered, 1);
  while (!g_cancellable_set_error_if_cancelled (rdg_job_get_cancellable (job), error))
    g_usleep (1000);

  return NULL;
}

static gpointer
until_told (RdgJob   *job,
            gpointer  data,
            GError  **error)
{
  Work *work = data;

  g_atomic_int_set (&work->entered, 1);
  while (!g_atomic_int_get (&work->go_on))
    g_usleep (1000);

  return g_strdup ("done");
}

static gboolean
has_entered (gpointer user_data)
{
  return g_atomic_int_get (&((Work *) user_data)->entered) != 0;
}

static void
test_ok (void)
{
  Seen seen;
  g_autoptr (RdgJob) job = watch (&seen);

  g_assert_cmpint (rdg_job_get_state (job), ==, RDG_JOB_QUEUED);
  g_assert_cmpstr (rdg_job_get_title (job), ==, "A title");
  rdg_job_start (job, NULL, give_text, g_strdup ("a text"), g_free, g_free);
  wait_for_end (&seen);

  g_assert_cmpint (rdg_job_get_result (job), ==, RDG_JOB_RESULT_OK);
  g_assert_cmpfloat (rdg_job_get_fraction (job), ==, 1);
  g_assert_cmpfloat (seen.last_fraction, ==, 1);
  g_assert_no_error (rdg_job_get_error (job));
  g_assert_cmpstr (rdg_job_peek_value (job), ==, "a text");

  g_autofree char *value = rdg_job_steal_value (job);

  g_assert_cmpstr (value, ==, "a text");
  g_assert_null (rdg_job_steal_value (job));
  rdg_test_drop (g_steal_pointer (&job), "the job");
}

static void
test_failed (void)
{
  Seen seen;
  g_autoptr (RdgJob) job = watch (&seen);

  rdg_job_start (job, NULL, fail, NULL, NULL, g_free);
  wait_for_end (&seen);

  g_assert_cmpint (rdg_job_get_result (job), ==, RDG_JOB_RESULT_FAILED);
  g_assert_error (rdg_job_get_error (job), G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_null (rdg_job_peek_value (job));
  rdg_test_drop (g_steal_pointer (&job), "the job");
}

static void
test_cancel_before_start (void)
{
  Seen seen;
  Work work = { 0 };
  g_autoptr (RdgJob) job = watch (&seen);

  rdg_job_cancel (job);
  g_assert_cmpint (rdg_job_get_state (job), ==, RDG_JOB_CANCELLING);
  rdg_job_start (job, NULL, count_runs, &work, work_freed, g_free);
  wait_for_end (&seen);

  g_assert_cmpint (rdg_job_get_result (job), ==, RDG_JOB_RESULT_CANCELLED);
  g_assert_cmpuint (g_atomic_int_get (&work.runs), ==, 0);
  g_assert_cmpuint (g_atomic_int_get (&work.freed), ==, 1);
  rdg_test_drop (g_steal_pointer (&job), "the job");
}

static void
test_cancel_midway (void)
{
  Seen seen;
  Work work = { 0 };
  g_autoptr (RdgJob) job = watch (&seen);

  rdg_job_start (job, NULL, until_cancelled, &work, work_freed, g_free);
  rdg_test_wait (has_entered, &work, "the work's beginning");
  g_assert_cmpint (rdg_job_get_state (job), ==, RDG_JOB_RUNNING);
  rdg_job_cancel (job);
  rdg_job_cancel (job);
  wait_for_end (&seen);

  g_assert_cmpint (rdg_job_get_result (job), ==, RDG_JOB_RESULT_CANCELLED);
  g_assert_error (rdg_job_get_error (job), G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat (rdg_job_get_fraction (job), <, 1);
  g_assert_cmpuint (g_atomic_int_get (&work.freed), ==, 1);
  rdg_test_drop (g_steal_pointer (&job), "the job");
}

/* The work had ended when the wish to stop came: what it made stands. */
static void
test_cancel_too_late (void)
{
  Seen seen;
  Work work = { .go_on = 1 };
  g_autoptr (RdgJob) job = watch (&seen);

  rdg_job_start (job, NULL, until_told, &work, work_freed, g_free);
  while (g_atomic_int_get (&work.freed) == 0)
    g_usleep (1000);
  rdg_job_cancel (job);
  wait_for_end (&seen);

  g_assert_cmpint (rdg_job_get_result (job), ==, RDG_JOB_RESULT_OK);
  g_assert_cmpstr (rdg_job_peek_value (job), ==, "done");
  rdg_job_cancel (job);
  rdg_test_spin (150);
  g_assert_cmpint (rdg_job_get_state (job), ==, RDG_JOB_FINISHED);
  g_assert_cmpint (rdg_job_get_result (job), ==, RDG_JOB_RESULT_OK);
  g_assert_cmpuint (seen.finished, ==, 1);
  rdg_test_drop (g_steal_pointer (&job), "the job");
}

static gpointer
report_wildly (RdgJob   *job,
               gpointer  data,
               GError  **error)
{
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC;

  for (guint i = 0; g_get_monotonic_time () < end; i++)
    {
      RdgProgress progress = rdg_job_get_progress (job);

      rdg_progress_report (&progress, (i % 97) / 97.0);
      rdg_job_set_detail (job, i % 2 ? "odd" : "even");
    }

  return g_strdup ("done");
}

static void
detail_cb (RdgJob     *job,
           GParamSpec *pspec,
           guint      *details)
{
  (*details)++;
}

static void
test_few_notifications (void)
{
  Seen seen;
  guint details = 0;
  g_autoptr (RdgJob) job = watch (&seen);

  g_signal_connect (job, "notify::detail", G_CALLBACK (detail_cb), &details);
  rdg_job_start (job, NULL, report_wildly, NULL, NULL, g_free);
  wait_for_end (&seen);

  /* Ten a second, the beginning and the end. */
  g_assert_cmpuint (seen.fractions, <=, 12);
  g_assert_cmpuint (details, >=, 3);
  g_assert_cmpuint (details, <=, 13);
  rdg_test_drop (g_steal_pointer (&job), "the job");
}

static gpointer
walk_stages (RdgJob   *job,
             gpointer  data,
             GError  **error)
{
  RdgProgress progress;

  rdg_job_enter_stage (job, 0);
  progress = rdg_job_get_progress (job);
  rdg_progress_report (&progress, 1);
  g_assert_cmpfloat_with_epsilon (rdg_job_get_fraction (job), 0.1, 1e-12);

  /* The second is left out. */
  rdg_job_enter_stage (job, 2);
  g_assert_cmpfloat_with_epsilon (rdg_job_get_fraction (job), 0.3, 1e-12);
  progress = rdg_job_get_progress (job);
  rdg_progress_report (&progress, 0.5);
  g_assert_cmpfloat_with_epsilon (rdg_job_get_fraction (job), 0.65, 1e-12);
  /* Never backwards. */
  rdg_progress_report (&progress, 0.1);
  g_assert_cmpfloat_with_epsilon (rdg_job_get_fraction (job), 0.65, 1e-12);

  return g_strdup ("done");
}

static void
test_stages (void)
{
  Seen seen;
  g_autoptr (RdgJob) job = watch (&seen);

  g_assert_cmpuint (rdg_job_add_stage (job, "Load", 1), ==, 0);
  g_assert_cmpuint (rdg_job_add_stage (job, "Check", 2), ==, 1);
  g_assert_cmpuint (rdg_job_add_stage (job, "Train", 7), ==, 2);
  rdg_job_start (job, NULL, walk_stages, NULL, NULL, g_free);
  wait_for_end (&seen);

  g_assert_cmpuint (rdg_job_get_n_stages (job), ==, 3);
  g_assert_cmpuint (rdg_job_get_stage (job), ==, 2);
  g_assert_cmpstr (rdg_job_get_stage_title (job, 1), ==, "Check");
  rdg_test_drop (g_steal_pointer (&job), "the job");
}

/* Work that can be called without a job. */
static void
test_no_job (void)
{
  RdgProgress progress = rdg_job_get_progress (NULL);

  rdg_progress_report (&progress, 0.5);
  rdg_job_enter_stage (NULL, 3);
  rdg_job_set_detail (NULL, "nobody listens");
  g_assert_null (rdg_job_get_cancellable (NULL));
}

static gpointer
live_in_a_thread (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Seen seen;

  g_main_context_push_thread_default (context);
  {
    g_autoptr (RdgJob) job = watch (&seen);

    rdg_job_start (job, NULL, give_text, NULL, NULL, g_free);
    wait_for_end (&seen);
    rdg_test_drop (g_steal_pointer (&job), "the job");
  }
  g_main_context_pop_thread_default (context);

  return NULL;
}

/* A job that is made in a thread with a context of its own is heard there and nowhere else. */
static void
test_owner_context (void)
{
  GThread *thread = g_thread_new ("owner", live_in_a_thread, NULL);

  g_thread_join (thread);
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static void
value_freed (gpointer data)
{
  g_atomic_int_inc ((guint *) data);
}

static gpointer
give_counter (RdgJob   *job,
              gpointer  data,
              GError  **error)
{
  return data;
}

static void
test_dropped_while_running (void)
{
  Seen seen;
  Work work = { 0 };
  RdgJob *job = watch (&seen);

  g_object_add_weak_pointer (G_OBJECT (job), (gpointer *) &job);
  rdg_job_start (job, NULL, until_told, &work, work_freed, g_free);
  rdg_test_wait (has_entered, &work, "the work's beginning");
  g_object_unref (job);
  g_assert_nonnull (job);
  g_atomic_int_set (&work.go_on, 1);
  rdg_test_wait (is_gone, &job, "the job's finalization");
  g_assert_cmpuint (seen.finished, ==, 1);
}

static void
test_result_freed (void)
{
  Seen seen;
  guint freed = 0;
  g_autoptr (RdgJob) job = watch (&seen);

  rdg_job_start (job, NULL, give_counter, &freed, NULL, value_freed);
  wait_for_end (&seen);
  g_assert_cmpuint (freed, ==, 0);
  rdg_test_drop (g_steal_pointer (&job), "the job");
  g_assert_cmpuint (freed, ==, 1);
}

static gpointer
give_nothing (RdgJob   *job,
              gpointer  data,
              GError  **error)
{
  return NULL;
}

static void
test_no_result_and_no_error (void)
{
  if (g_test_subprocess ())
    {
      Seen seen;
      g_autoptr (RdgJob) job = watch (&seen);

      rdg_job_start (job, NULL, give_nothing, NULL, NULL, NULL);
      wait_for_end (&seen);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*without a result and without an error*");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/job/ok", test_ok);
  g_test_add_func ("/base/job/failed", test_failed);
  g_test_add_func ("/base/job/cancel-before-start", test_cancel_before_start);
  g_test_add_func ("/base/job/cancel-midway", test_cancel_midway);
  g_test_add_func ("/base/job/cancel-too-late", test_cancel_too_late);
  g_test_add_func ("/base/job/few-notifications", test_few_notifications);
  g_test_add_func ("/base/job/stages", test_stages);
  g_test_add_func ("/base/job/no-job", test_no_job);
  g_test_add_func ("/base/job/owner-context", test_owner_context);
  g_test_add_func ("/base/job/dropped-while-running", test_dropped_while_running);
  g_test_add_func ("/base/job/result-freed", test_result_freed);
  g_test_add_func ("/base/job/no-result-and-no-error", test_no_result_and_no_error);

  return g_test_run ();
}
