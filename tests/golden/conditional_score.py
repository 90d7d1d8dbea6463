"""Score statistics of further columns given others, clustered, for src/core/lessons/conditional.ts.

Logistic model through the origin in which every row is a success, ridge 1 on the given columns and 1e-6 on the log length.
Run: python tests/golden/conditional_score.py > tests/golden/conditional-score.json
"""
import json

import numpy as np
from scipy.optimize import minimize

rng = np.random.default_rng(5)
n, clusters = 120, 40
cluster = np.sort(rng.integers(0, clusters, n))
cluster[:clusters] = np.arange(clusters)
cluster = np.sort(cluster)
length = np.round(rng.normal(0, 0.5, n), 3)
given = rng.choice([-1, 0, 1], (3, n), p=[0.2, 0.5, 0.3]).astype(float)
asked = rng.choice([-1, 0, 1], (4, n), p=[0.15, 0.6, 0.25]).astype(float)
asked[1] = given[0] * (rng.random(n) < 0.8)

z = np.vstack([given, length]).T
kappa = np.array([1, 1, 1, 1e-6])


def loss(b):
    return np.logaddexp(0, -z @ b).sum() + (kappa * b * b).sum() / 2


b = minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-10}).x
p = 1 / (1 + np.exp(-z @ b))
w = p * (1 - p)
information = (z * w[:, None]).T @ z + np.diag(kappa)
scores = []
for x in asked:
    rest = x - z @ np.linalg.solve(information, (z * w[:, None]).T @ x)
    by_cluster = np.bincount(cluster, (1 - p) * rest, clusters)
    scores.append(by_cluster.sum() / np.sqrt((by_cluster**2).sum()))

print(json.dumps({
    "cluster": cluster.tolist(),
    "length": length.tolist(),
    "given": given.astype(int).tolist(),
    "asked": asked.astype(int).tolist(),
    "scores": [round(float(s), 9) for s in scores],
}))
