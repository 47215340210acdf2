/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bounded pump of the thread's main context. */
#include "rdg-test-loop.h"

/* Long enough for a loaded machine under a sanitizer; a passing test never waits for it. */
#define LONGEST_WAIT_MS 30000
#define TICK_MS 5

/* Wakes the loop, so that a condition which another thread makes true is seen. */
static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * rdg_test_wait_for:
 * @condition: what to wait for, looked at after every turn of the loop
 * @user_data: passed to @condition
 * @milliseconds: how long at most
 *
 * Turns the calling thread's default main context.
 *
 * Returns: whether @condition came true in time
 */
gboolean
rdg_test_wait_for (RdgTestCondition condition,
                   gpointer         user_data,
                   guint            milliseconds)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr (GSource) source = g_timeout_source_new (TICK_MS);
  gint64 end = g_get_monotonic_time () + milliseconds * G_GINT64_CONSTANT (1000);
  gboolean met = FALSE;

  g_source_set_callback (source, tick_cb, NULL, NULL);
  g_source_attach (source, context);

  while (!(met = condition (user_data)) && g_get_monotonic_time () < end)
    g_main_context_iteration (context, TRUE);

  g_source_destroy (source);

  return met;
}

/**
 * rdg_test_wait:
 * @condition: what to wait for
 * @user_data: passed to @condition
 * @what: its name, for the failure
 *
 * Turns the main loop until @condition holds; fails the test when it does not come.
 */
void
rdg_test_wait (RdgTestCondition  condition,
               gpointer          user_data,
               const char       *what)
{
  if (!rdg_test_wait_for (condition, user_data, LONGEST_WAIT_MS))
    g_error ("Waited %d s in vain for: %s", LONGEST_WAIT_MS / 1000, what);
}

static gboolean
never (gpointer user_data)
{
  return FALSE;
}

/**
 * rdg_test_spin:
 * @milliseconds: how long
 *
 * Lets the main loop run for a while, to see that nothing happens.
 */
void
rdg_test_spin (guint milliseconds)
{
  rdg_test_wait_for (never, NULL, milliseconds);
}

static gboolean
is_gone (gpointer weak)
{
  g_autoptr (GObject) object = g_weak_ref_get (weak);

  return object == NULL;
}

/**
 * rdg_test_drop:
 * @object: (transfer full): a #GObject
 * @what: its name, for the failure
 *
 * Drops @object, which nobody is to keep. A thread that worked for it may hold it for a moment
 * after it said that it was done.
 */
void
rdg_test_drop (gpointer    object,
               const char *what)
{
  g_autofree char *end = g_strconcat ("the end of ", what, NULL);
  GWeakRef weak;

  g_weak_ref_init (&weak, object);
  g_object_unref (object);
  rdg_test_wait (is_gone, &weak, end);
  g_weak_ref_clear (&weak);
}
