/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each target gives: libFuzzer's entry, called by it or by fuzz-replay.c. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

G_BEGIN_DECLS

int  LLVMFuzzerTestOneInput (const uint8_t *data,
                             size_t         size);

/* A refusal is one sentence or more in one line of UTF-8; anything else is a finding. */
void fuzz_check_error       (const GError  *error);

G_END_DECLS
