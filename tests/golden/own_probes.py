"""The fits of probes by scikit-learn and NumPy: python tests/golden/own_probes.py > tests/golden/own-probes.json

numpy, scikit-learn. States are already whitened; two sentences a text.
"""
import json
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(7)
DIM, TEXTS = 6, 14
label = np.array([1] * 6 + [0] * 8)
states = np.round(rng.normal(size=(TEXTS, 2, DIM)) + 0.8 * label[:, None, None], 3)
means = states.mean(axis=1)

# Class-weighted, an intercept that is not penalised, penalty 100/2 |w|^2.
fit = LogisticRegression(C=1 / 100, class_weight="balanced", tol=1e-12, max_iter=10000).fit(means, label)

# Bradley-Terry on differences, as logistic regression through the origin of mirrored rows.
differences = means[:6] - means[6:12]
mirrored = np.vstack([differences, -differences])
bt = LogisticRegression(C=1 / 200, fit_intercept=False, tol=1e-12, max_iter=10000).fit(
    mirrored, [1] * 6 + [0] * 6
)

# Attention: Adam from zero, 150 steps.
k, v, r, b = np.zeros(DIM), np.zeros(DIM), np.zeros(DIM), 0.0
m, s = np.zeros(3 * DIM + 1), np.zeros(3 * DIM + 1)
weight = np.where(label == 1, 1 / (2 * 6), 1 / (2 * 8))
for step in range(1, 151):
    scores = states @ k
    a = np.exp(scores - scores.max(axis=1, keepdims=True))
    a /= a.sum(axis=1, keepdims=True)
    value = states @ v
    mixed = (a * value).sum(axis=1)
    logit = mixed + means @ r + b
    error = weight * (1 / (1 + np.exp(-logit)) - label)
    gk = np.einsum("t,tu,tu,tud->d", error, a, value - mixed[:, None], states) + 0.1 * k
    gv = np.einsum("t,tu,tud->d", error, a, states) + 0.1 * v
    gr = error @ means + 0.1 * r
    g = np.concatenate([gk, gv, gr, [error.sum()]])
    m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
    move = 0.01 * (m / (1 - 0.9**step)) / (np.sqrt(s / (1 - 0.999**step)) + 1e-8)
    k, v, r, b = k - move[:DIM], v - move[DIM : 2 * DIM], r - move[2 * DIM : 3 * DIM], b - move[-1]

score = np.round(rng.normal(size=TEXTS) + label, 1)
round_all = lambda x: np.round(x, 10).tolist()
print(
    json.dumps(
        {
            "dim": DIM,
            "label": label.tolist(),
            "states": states.tolist(),
            "meanDifference": round_all(means[label == 1].mean(axis=0) - means[label == 0].mean(axis=0)),
            "logistic": round_all(fit.coef_[0]),
            "bradleyTerry": round_all(bt.coef_[0]),
            "attention": {"key": round_all(k), "value": round_all(v), "residual": round_all(r), "bias": float(b)},
            "score": score.tolist(),
            "auroc": roc_auc_score(label, score),
        }
    )
)
