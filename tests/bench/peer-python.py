#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains scikit-learn's forest or XGBoost on a table of bench-data; bench-peers calls it:

    peer-python.py sklearn|xgboost TABLE N_TREES THREADS SEED SCORES

Prints a JSON object as bench-forest does. scikit-learn 1.2 takes no missing values: they become the
column's median, before the clock starts.
"""
import json
import resource
import sys
import time

import numpy


def read_table(path):
    with open(path, "rb") as file:
        if file.read(8) != b"RDGTABLE":
            sys.exit(f"{path} is no such table")
        n, n_train, n_columns, _ = numpy.fromfile(file, numpy.uint32, 4)
        failed = numpy.fromfile(file, numpy.uint8, n)
        values = numpy.fromfile(file, numpy.float32, int(n) * int(n_columns))
    return values.reshape(n_columns, n), failed, int(n_train)


def clock():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return time.monotonic(), usage.ru_utime + usage.ru_stime


def train_sklearn(x, y, trees, threads, seed):
    from sklearn.ensemble import RandomForestClassifier
    return RandomForestClassifier(n_estimators=trees, n_jobs=threads, random_state=seed,
                                  max_features="sqrt", min_samples_split=11, oob_score=False).fit(x, y)


def train_xgboost(x, y, trees, threads, seed):
    import xgboost
    return xgboost.XGBClassifier(n_estimators=trees, n_jobs=threads, random_state=seed, max_depth=6,
                                 learning_rate=0.1, reg_lambda=1.0, tree_method="hist").fit(x, y)


def main():
    learner, path, trees, threads, seed, scores = sys.argv[1:]
    columns, failed, n_train = read_table(path)
    if learner == "sklearn":
        import sklearn as library
        medians = numpy.nanmedian(columns[:, :n_train], axis=1)
        for column, median in zip(columns, medians):
            column[numpy.isnan(column)] = median
        train = train_sklearn
    else:
        import xgboost as library
        train = train_xgboost
    x = numpy.ascontiguousarray(columns.T)
    del columns
    begin = clock()
    model = train(x[:n_train], failed[:n_train], int(trees), int(threads), int(seed))
    trained = clock()
    score = model.predict_proba(x[n_train:])[:, 1]
    scored = clock()
    score.astype(numpy.float64).tofile(scores)
    print(json.dumps({"version": library.__version__,
                      "train_wall": trained[0] - begin[0], "train_cpu": trained[1] - begin[1],
                      "score_wall": scored[0] - trained[0]}))


main()
