/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How cars are laid out in the rows of the table `reading`: see rdg-reading-table.c. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RDG_BLOCK_SHIFT 5
#define RDG_BLOCK_CARS (1 << RDG_BLOCK_SHIFT)

static inline gint64
_rdg_block_of (gint64 car_id)
{
  return car_id >> RDG_BLOCK_SHIFT;
}

static inline guint32
_rdg_block_bit (gint64 car_id)
{
  return 1u << (car_id & (RDG_BLOCK_CARS - 1));
}

G_END_DECLS
