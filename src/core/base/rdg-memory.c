/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking the system for room, and giving it back: see rdg-memory.h. */
#define G_LOG_DOMAIN "rdg-base"

#include "rdg-memory.h"

#include <sys/mman.h>

/* What is allocated beside what was reckoned: rows of a query, threads, texts. */
#define SLACK (G_GUINT64_CONSTANT (48) << 20)

/**
 * rdg_memory_has_room:
 * @bytes: what will be needed, about
 *
 * The system may promise more than it has; where it does not, as under a limit or with memory that is
 * clearly too small, it says so here.
 *
 * Returns: whether so much can be had, and a little more
 */
gboolean
rdg_memory_has_room (guint64 bytes)
{
  gsize size = (gsize) (bytes + SLACK);
  gpointer room;

  if (bytes > G_MAXSSIZE - SLACK)
    return FALSE;

  /* Not by malloc(), which may be told to fill what it gives. */
  room = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return room != MAP_FAILED && munmap (room, size) == 0;
}

guint64
rdg_memory_to_mb (guint64 bytes)
{
  return MAX (bytes >> 20, 1);
}
