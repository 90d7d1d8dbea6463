"""Makes soft-labels.json: cross-fitted log-odds, the concepts' coefficients by fold, and soft labels, from scikit-learn.

    pip install numpy scikit-learn
    python make_soft_labels.py

The log-F(1,1) prior of every coefficient is two pseudo-rows of weight 1/2, a success and a failure at 1.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(7)
PAIRS, FOLDS = 300, 5
strengths = {"a": ("suppress", 1.0), "b": ("amplify", 0.5)}

present = {name: (rng.random((PAIRS, 2)) < 0.4) * (1 + 2 * rng.random((PAIRS, 2))) for name in strengths}
words = rng.normal(size=(PAIRS, 2)) / 2
worth = 0.8 * present["a"] - 0.5 * present["b"] + words
swap = rng.random(PAIRS) < 1 / (1 + np.exp(worth[:, 0] - worth[:, 1]))
order = np.where(swap[:, None], [1, 0], [0, 1])
pick = lambda values: np.take_along_axis(values, order, 1)
activation = {name: np.float32(pick(values)) for name, values in present.items()}
length = np.subtract(*pick(words).T)


def delta(name):
    s = activation[name].astype(float)
    return (s[:, 0] - s[:, 1]) / s.std()


def fit(x, k=3):
    eye = np.eye(k)
    rows = np.vstack([x, -x, eye, eye])
    label = np.concatenate([np.ones(len(x)), np.zeros(len(x)), np.ones(k), np.zeros(k)])
    weight = np.concatenate([np.full(2 * len(x), 0.5), np.full(2 * k, 0.5)])
    model = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-12, max_iter=10_000, solver="newton-cg")
    return model.fit(rows, label, weight).coef_[0]


columns = np.column_stack([*(delta(name) for name in strengths), length])
fold = np.arange(PAIRS) % FOLDS
log_odds, coefficients = np.zeros(PAIRS), []
target = np.zeros(PAIRS)
for k in range(FOLDS):
    b = fit(columns[fold != k])
    coefficients.append(b[:2].tolist())
    held = fold == k
    log_odds[held] = columns[held] @ b
    target[held] = log_odds[held]
    for c, (verdict, strength) in enumerate(strengths.values()):
        sign = 1 if verdict == "suppress" else -1
        target[held] -= sign * strength * abs(b[c]) * columns[held, c]

golden = {
    "activation": [activation[name].ravel().tolist() for name in strengths],
    "length": length.tolist(),
    "strengths": [{"concept": c, "verdict": v, "strength": s} for c, (v, s) in strengths.items()],
    "logOdds": [round(x, 8) for x in log_odds],
    "coefficients": coefficients,
    "labels": [round(x, 6) for x in 1 / (1 + np.exp(-target))],
}
Path(__file__).with_name("soft-labels.json").write_text(json.dumps(golden, indent=1) + "\n")
