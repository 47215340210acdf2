/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs, each from the file that bears its name. */
#pragma once

#include "rdg-cli.h"

G_BEGIN_DECLS

extern const RdgCliVerb rdg_cli_verb_evaluate;
extern const RdgCliVerb rdg_cli_verb_explain;
extern const RdgCliVerb rdg_cli_verb_export_data;
extern const RdgCliVerb rdg_cli_verb_export_svm;
extern const RdgCliVerb rdg_cli_verb_formulas;
extern const RdgCliVerb rdg_cli_verb_halls;
extern const RdgCliVerb rdg_cli_verb_history;
extern const RdgCliVerb rdg_cli_verb_import;
extern const RdgCliVerb rdg_cli_verb_imports;
extern const RdgCliVerb rdg_cli_verb_inspect;
extern const RdgCliVerb rdg_cli_verb_mappings;
extern const RdgCliVerb rdg_cli_verb_model;
extern const RdgCliVerb rdg_cli_verb_models;
extern const RdgCliVerb rdg_cli_verb_outcome;
extern const RdgCliVerb rdg_cli_verb_positions;
extern const RdgCliVerb rdg_cli_verb_predict;
extern const RdgCliVerb rdg_cli_verb_promote;
extern const RdgCliVerb rdg_cli_verb_rejects;
extern const RdgCliVerb rdg_cli_verb_risks;
extern const RdgCliVerb rdg_cli_verb_rollback;
extern const RdgCliVerb rdg_cli_verb_score;
extern const RdgCliVerb rdg_cli_verb_simulate;
extern const RdgCliVerb rdg_cli_verb_sql;
extern const RdgCliVerb rdg_cli_verb_train;
extern const RdgCliVerb rdg_cli_verb_undo;
extern const RdgCliVerb rdg_cli_verb_watch;

G_END_DECLS
