/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One at a time, in the order in which they came. */
#include "rdg-job.h"
#include "rdg-test-loop.h"

#define N_JOBS 20

typedef struct
{
  guint running;
  guint order[N_JOBS];
  guint n_run;
  guint n_finished;
  guint blocked;
} Record;

typedef struct
{
  Record *record;
  guint   number;
} Turn;

static gpointer
take_turn (RdgJob   *job,
           gpointer  data,
           GError  **error)
{
  Turn *turn = data;
  Record *record = turn->record;

  g_assert_cmpuint (g_atomic_int_add (&record->running, 1), ==, 0);
  while (g_atomic_int_get (&record->blocked))
    g_usleep (1000);
  g_usleep (500);
  record->order[record->n_run++] = turn->number;
  g_assert_cmpuint (g_atomic_int_add (&record->running, -1), ==, 1);

  return g_strdup ("done");
}

static void
finished_cb (Record *record)
{
  record->n_finished++;
}

static RdgJob *
push (RdgJobQueue *queue,
      Record      *record,
      guint        number)
{
  RdgJob *job = rdg_job_new ("Turn");
  Turn *turn = g_new (Turn, 1);

  *turn = (Turn){ record, number };
  g_signal_connect_swapped (job, "finished", G_CALLBACK (finished_cb), record);
  rdg_job_start (job, queue, take_turn, turn, g_free, g_free);

  return job;
}

static gboolean
all_finished (gpointer user_data)
{
  return ((Record *) user_data)->n_finished == N_JOBS;
}

static void
test_order (void)
{
  g_autoptr (RdgJobQueue) queue = rdg_job_queue_new ();
  Record record = { 0 };

  for (guint i = 0; i < N_JOBS; i++)
    g_object_unref (push (queue, &record, i));
  rdg_test_wait (all_finished, &record, "all jobs");

  g_assert_cmpuint (record.n_run, ==, N_JOBS);
  for (guint i = 0; i < N_JOBS; i++)
    g_assert_cmpuint (record.order[i], ==, i);
}

static gboolean
two_finished (gpointer user_data)
{
  return ((Record *) user_data)->n_finished == 2;
}

static void
test_cancel_while_waiting (void)
{
  g_autoptr (RdgJobQueue) queue = rdg_job_queue_new ();
  Record record = { .blocked = 1 };
  g_autoptr (RdgJob) first = push (queue, &record, 1);
  g_autoptr (RdgJob) second = push (queue, &record, 2);

  rdg_test_spin (50);
  g_assert_cmpint (rdg_job_get_state (first), ==, RDG_JOB_RUNNING);
  g_assert_cmpint (rdg_job_get_state (second), ==, RDG_JOB_QUEUED);
  rdg_job_cancel (second);
  g_assert_cmpint (rdg_job_get_state (second), ==, RDG_JOB_CANCELLING);
  g_atomic_int_set (&record.blocked, 0);
  rdg_test_wait (two_finished, &record, "both jobs");

  g_assert_cmpint (rdg_job_get_result (first), ==, RDG_JOB_RESULT_OK);
  g_assert_cmpint (rdg_job_get_result (second), ==, RDG_JOB_RESULT_CANCELLED);
  g_assert_cmpuint (record.n_run, ==, 1);
}

/* Who owned the queue has gone; what was pushed runs to its end. */
static void
test_dropped (void)
{
  RdgJobQueue *queue = rdg_job_queue_new ();
  Record record = { 0 };

  rdg_job_queue_unref (rdg_job_queue_ref (queue));
  for (guint i = 0; i < N_JOBS; i++)
    g_object_unref (push (queue, &record, i));
  rdg_job_queue_unref (queue);
  rdg_test_wait (all_finished, &record, "all jobs");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/job-queue/order", test_order);
  g_test_add_func ("/base/job-queue/cancel-while-waiting", test_cancel_while_waiting);
  g_test_add_func ("/base/job-queue/dropped", test_dropped);

  return g_test_run ();
}
