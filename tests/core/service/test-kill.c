/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that is killed at any moment leaves whole models, whole lists, and one that is active. */
#include "rdg-model-registry.h"
#include "rdg-prediction-service.h"
#include "rdg-statement.h"
#include "rdg-training-service.h"
#include "service-fixture.h"

#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_CARS 300
#define N_KILLS 25
#define WORK "--work"

/* Trains, promotes and scores until it is killed; says after each round that it is over. */
static void
work_for_ever (const char *path)
{
  g_autoptr (RdgWorkspace) workspace = rdg_workspace_open (path, NULL);
  RdgTrainingOptions options;

  rdg_training_options_init (&options);
  options.n_trees = 3;
  options.n_bootstrap = 2;
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      RdgTrainingReport *report = rdg_training_service_run (workspace, &options, "n", NULL, &error);

      if (report == NULL ||
          !rdg_model_registry_promote (workspace, report->model_id, "why", NULL, &error) ||
          !rdg_prediction_score (workspace, 0, NULL, NULL, NULL, &error) ||
          write (STDOUT_FILENO, "", 1) != 1)
        _exit (1);
      rdg_training_report_free (report);
    }
}

static gint64
query (RdgStore   *store,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStatement) statement = rdg_statement_new (store, sql, &error);

  g_assert_no_error (error);
  g_assert_cmpint (rdg_statement_step (statement, &error), ==, RDG_STEP_ROW);
  return rdg_statement_get_int (statement, 0);
}

static gint64
assert_whole (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RdgStore) store = rdg_store_open (path, RDG_STORE_WRITE, &error);

  g_assert_no_error (error);
  g_assert_cmpint (query (store, "SELECT count(*) FROM pragma_integrity_check "
                                 "WHERE integrity_check <> 'ok'"), ==, 0);
  g_assert_cmpint (query (store, "SELECT count(*) FROM model m WHERE "
                                 "(SELECT count(*) FROM model_metric x WHERE x.model_id = m.model_id) "
                                 "<> 20 OR (SELECT count(*) FROM model_feature f "
                                 "WHERE f.model_id = m.model_id) <> 3"), ==, 0);
  g_assert_cmpint (query (store, "SELECT count(*) FROM promotion"), ==,
                   query (store, "SELECT count(*) FROM model WHERE state <> 0"));
  g_assert_cmpint (query (store, "SELECT count(*) FROM model WHERE state = 1"), <=, 1);
  /* A list is there whole or not at all: three trees leave some cars without a score, always the
   * same ones. */
  g_assert_cmpint (query (store, "SELECT count(DISTINCT n) FROM (SELECT count(*) AS n FROM prediction "
                                 "GROUP BY model_id)"), <=, 1);

  return query (store, "SELECT count(*) FROM model");
}

/* This program once more, as another process: a fork of one with threads may not make new ones.
 * Its rounds are told through @rounds. */
static GPid
start_work (const char *path,
            int        *rounds)
{
  char *argv[] = { (char *) "/proc/self/exe", (char *) WORK, (char *) path, NULL };
  g_autoptr (GError) error = NULL;
  GPid child = 0;

  g_spawn_async_with_pipes (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &child,
                            NULL, rounds, NULL, &error);
  g_assert_no_error (error);

  return child;
}

static void
kill_work (GPid child,
           int  rounds)
{
  int status = 0;

  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
  close (rounds);
}

/* How long the program takes here and now from its start to the end of its first round. */
static gulong
measure_round (const char *path)
{
  gint64 start = g_get_monotonic_time ();
  char over;
  int rounds = -1;
  GPid child = start_work (path, &rounds);

  g_assert_cmpint (read (rounds, &over, 1), ==, 1);
  kill_work (child, rounds);

  return (gulong) (g_get_monotonic_time () - start);
}

static void
test_kill (void)
{
  ServiceFixture fixture;
  gint64 n_models;
  gulong round;

  service_fixture_open (&fixture);
  service_fixture_fill (&fixture, &(ServiceContent) { .n_cars = N_CARS });
  round = measure_round (fixture.path);
  n_models = assert_whole (fixture.path);
  g_assert_cmpint (n_models, >, 0);
  /* The moments are spread from the start to well into the second round, however fast the machine
   * and however busy it is. */
  for (guint i = 0; i < N_KILLS; i++)
    {
      int rounds = -1;
      GPid child = start_work (fixture.path, &rounds);
      gint64 n;

      g_usleep (round * (i + 1) * 3 / (N_KILLS * 2));
      kill_work (child, rounds);

      n = assert_whole (fixture.path);
      g_assert_cmpint (n, >=, n_models);
      n_models = n;
    }
  service_fixture_close (&fixture);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], WORK))
    work_for_ever (argv[2]);

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/services/kill", test_kill);

  return g_test_run ();
}
