/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four numbers at a time, as wide as the processor at hand does it. */
#pragma once

/* Chosen when the program is loaded. Sanitizers do not know how to. */
#if defined (__x86_64__) && defined (__GLIBC__) && defined (__GNUC__) && !defined (__clang__) && \
    !defined (__SANITIZE_ADDRESS__) && !defined (__SANITIZE_THREAD__)
#define RDG_FOR_EACH_PROCESSOR __attribute__ ((target_clones ("avx2", "default")))
#else
#define RDG_FOR_EACH_PROCESSOR
#endif

typedef double RdgQuad __attribute__ ((vector_size (32), aligned (8), may_alias));
