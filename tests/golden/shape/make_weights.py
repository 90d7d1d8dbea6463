"""Makes weights.json: entropy balancing and ridge heads for src/core/shape, from SciPy and scikit-learn.

Run: python3 tests/golden/shape/make_weights.py
"""

import json
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, minimize
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(4)
PAIRS = 60
MOST_WEIGHT = 2.5


def clean(value, digits=9):
    return [clean(v, digits) for v in value] if np.ndim(value) else round(float(value), digits) + 0.0


def balanced(columns, targets):
    """Least Σ w log w with Σ w x = n·target, Σ w = n and 0 ≤ w ≤ MOST_WEIGHT, straight from the definition."""
    n = len(columns[0])
    a = np.vstack([np.ones(n), *columns]) / n
    b = np.concatenate([[1.0], targets])
    result = minimize(
        lambda w: (w @ np.log(w)) / n,
        np.ones(n),
        jac=lambda w: (np.log(w) + 1) / n,
        hess=lambda w: np.diag(1 / w) / n,
        method="trust-constr",
        constraints=[LinearConstraint(a, b, b)],
        bounds=Bounds(1e-9, MOST_WEIGHT),
        options={"xtol": 1e-14, "gtol": 1e-12, "barrier_tol": 1e-13, "maxiter": 5000},
    )
    assert np.abs(a @ result.x - b).max() < 1e-9, result.message
    return result.x


disparity = rng.choice([-1.0, 0, 0, 1], PAIRS, p=[0.15, 0.3, 0.2, 0.35])
other = np.where(rng.random(PAIRS) < 0.5, disparity, rng.choice([-1.0, 0, 1], PAIRS))
intensity = np.round(rng.normal(0.2, 1, PAIRS), 3)
rare = np.where(np.arange(PAIRS) < 2, -1.0, (np.arange(PAIRS) % 3 == 0) * 1.0)
problems = [
    ("one to zero, another held", [disparity, other], [0.0, other.mean()]),
    ("an intensity among them", [disparity, other, intensity], [0.0, other.mean(), 0.0]),
    ("half the way", [disparity], [disparity.mean() / 2]),
    ("so few against that the cap binds", [rare], [0.0]),
]

# A ridge head: free columns with a log-F prior as pseudo-pairs, the others penalised, pairs weighted.
x = np.round(rng.normal(0, 1, (PAIRS, 5)), 3)
x[:, 1] += 0.7 * x[:, 0]
weights = np.round(rng.uniform(0.2, 2, PAIRS), 3)
offset = np.round(rng.normal(0, 0.5, PAIRS), 3)
signs = np.where(rng.random(PAIRS) < 1 / (1 + np.exp(-(x @ [1, -0.5, 0.3, 0, 0.2]))), 1, -1)
x *= signs[:, None]
KAPPA = 3.0
# Columns: 0, 1 penalised features, 2 length (free), 3, 4 decided concepts (free, with prior).
square = (x[:, :2] ** 2).mean(0)
penalty = KAPPA * np.sqrt(square * square.mean())
rows = np.vstack([x, np.eye(5)[3:], -np.eye(5)[3:]])
counts = np.concatenate([weights, np.full(4, 0.5)])


def loss(b, fixed):
    eta = rows @ b + np.concatenate([fixed, np.zeros(4)])
    return counts @ np.logaddexp(0, -eta) + (penalty @ b[:2] ** 2) / 2


def grad(b, fixed):
    eta = rows @ b + np.concatenate([fixed, np.zeros(4)])
    g = -rows.T @ (counts / (1 + np.exp(eta)))
    g[:2] += penalty * b[:2]
    return g


with_offset = minimize(loss, np.zeros(5), (offset,), jac=grad, method="BFGS", options={"gtol": 1e-11}).x

# scikit-learn penalises every column by ½|b|²: a column scaled by 1/√κ is penalised by κ, one scaled by 1e4 not at all.
scale = np.concatenate([1 / np.sqrt(penalty), [1e4, 1e4, 1e4]])
fit = LogisticRegression(C=1, fit_intercept=False, tol=1e-12, max_iter=10000, solver="newton-cholesky")
fit.fit(np.vstack([rows * scale, -rows * scale]), np.repeat([1, 0], len(rows)), np.tile(counts / 2, 2))
plain = fit.coef_[0] * scale
assert np.abs(grad(plain, np.zeros(PAIRS))).max() < 1e-4

golden = {
    "balance": [
        {
            "name": name,
            "columns": clean(columns),
            "targets": clean(targets, 12),
            "weights": clean(balanced(columns, targets), 7),
        }
        for name, columns, targets in problems
    ],
    "head": {
        "x": clean(x.T),
        "kappa": KAPPA,
        "weights": clean(weights),
        "offset": clean(offset),
        "plain": clean(plain),
        "withOffset": clean(with_offset),
    },
}
Path(__file__).with_name("weights.json").write_text(json.dumps(golden, indent=1) + "\n")
