"""Makes the goldens of src/core/stats with SciPy, statsmodels and scikit-learn: /usr/bin/python3 make.py"""

import json
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from scipy.stats import binomtest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(20)
sigmoid = lambda x: 1 / (1 + np.exp(-x))


def rounded(value, digits=10):
    return [float(f"{v:.{digits}g}") for v in np.asarray(value, float).ravel()]


def write(name, data):
    (Path(__file__).parent / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n")


def mirrored(x):
    """Every pair is a success; packages want both outcomes, and a row turned round with outcome 0 says the same."""
    turn = np.where(np.arange(len(x)) % 2, -1.0, 1.0)
    return x * turn[:, None], (turn > 0).astype(float)


def cluster_effect(u, length, group, prior):
    """MLE of (β, γ) through the origin and its clustered covariance · G/(G − 1), by statsmodels."""
    x, y = mirrored(np.column_stack([u, length]))
    weights, clusters = np.ones(len(y)), group.copy()
    if prior:
        x = np.vstack([x, [[1, 0], [1, 0]]])
        y = np.append(y, [1, 0])
        weights = np.append(weights, [0.5, 0.5])
        clusters = np.append(clusters, [group.max() + 1, group.max() + 2])
        fit = sm.GLM(y, x, family=sm.families.Binomial(), freq_weights=weights).fit(tol=1e-14, maxiter=200)
        # The sandwich by hand: statsmodels does not square the weights of the pseudo-pairs' scores.
        p = sigmoid(x @ fit.params)
        bread = np.linalg.inv((x * (weights * p * (1 - p))[:, None]).T @ x)
        score = x * (weights * (y - p))[:, None]
        sums = np.array([score[clusters == g].sum(0) for g in np.unique(clusters)])
        cov = bread @ sums.T @ sums @ bread
    else:
        fit = sm.Logit(y, x).fit(
            disp=0, method="newton", tol=1e-14, cov_type="cluster", cov_kwds={"groups": clusters, "use_correction": False}
        )
        cov = fit.cov_params()
    g = len(np.unique(group))
    return np.asarray(fit.params), np.asarray(cov) * g / (g - 1)


def delta_win(params, cov, u, length):
    d = u != 0
    amount, e = np.abs(u[d]), np.sign(u[d]) * length[d]
    effect = lambda b: np.mean(sigmoid(b[0] * amount + b[1] * e) - sigmoid(b[1] * e))
    shift = 1.959963984540054 * np.sqrt(cov[0, 0]) * np.array([1, cov[0, 1] / cov[0, 0]])
    return [effect(params), effect(params - shift), effect(params + shift)]


def effects():
    cases = []
    for name, n, groups, kind in [
        ("signs", 90, 30, "sign"),
        ("shares of a family", 120, 35, "share"),
        ("every pair its own prompt", 60, 60, "sign"),
        ("never on the losing side", 70, 30, "separated"),
    ]:
        group = rng.integers(0, groups, n)
        group[:groups] = np.arange(groups)
        length = np.round(rng.normal(0, 0.7, n), 3)
        u = rng.choice([-1, 0, 0, 1, 1], n).astype(float)
        if kind == "share":
            u = rng.choice([-0.75, -0.25, 0, 0, 0.25, 0.5, 1], n)
        u = np.where(rng.random(n) < sigmoid(1.2 * length * np.sign(u)), u, -u)
        if kind == "separated":
            u = np.where(rng.random(n) < 0.3, 1.0, 0.0)
        params, cov = cluster_effect(u, length, group, kind == "separated")
        cases.append(
            {
                "name": name,
                "group": group.tolist(),
                "length": length.tolist(),
                "u": u.tolist(),
                "params": rounded(params),
                "covariance": rounded(cov),
                "deltaWin": rounded(delta_win(params, cov, u, length), 8),
            }
        )
    write("effects", cases)


def small():
    splits = [(0, 10), (3, 17), (12, 12), (480, 520), (49500, 50500), (45000, 55000)]
    p = np.round(rng.random(25) ** 3, 6)
    p[5] = p[9]
    scores = np.round(rng.normal(0.3, 1, 60), 1)
    doubled = np.concatenate([scores, -scores])
    write(
        "tests",
        {
            "signTest": [
                {"wins": a, "losses": b, "p": float(f"{binomtest(a, a + b).pvalue:.10g}")} for a, b in splits
            ],
            "benjaminiHochberg": {"p": p.tolist(), "q": rounded(multipletests(p, method="fdr_bh")[1])},
            "auc": {
                "scores": scores.tolist(),
                "auc": float(f"{roc_auc_score(np.repeat([1, 0], len(scores)), doubled):.12g}"),
            },
        },
    )


def regularised():
    n = 150
    x = np.round(rng.normal(0, 1, (n, 6)) * (rng.random((n, 6)) < 0.5), 2)
    x[:, 3] = np.round(0.8 * x[:, 2] + 0.3 * x[:, 3], 2)
    truth = np.array([2.0, -1.2, 1.0, 0, 0, 0.6])
    x *= np.where(rng.random(n) < sigmoid(x @ truth), 1, -1)[:, None]
    turned, y = mirrored(x)
    l1 = np.array([4.0, 4, 4, 4, 4, 0])
    lasso = sm.Logit(y, turned).fit_regularized(
        method="l1", alpha=l1, disp=0, acc=1e-14, maxiter=10000, trim_mode="off", qc_verbose=False
    )
    l2 = np.array([5.0, 5, 0.5, 0.5, 20, 0.001])
    scale = 1 / np.sqrt(l2)
    ridge = LogisticRegression(C=1.0, fit_intercept=False, tol=1e-12, max_iter=100000, solver="newton-cholesky")
    ridge.fit(turned * scale, y)
    write(
        "regularised",
        {
            "x": x.tolist(),
            "lasso": {"penalty": l1.tolist(), "b": rounded(lasso.params, 6)},
            "ridge": {"penalty": l2.tolist(), "b": rounded(ridge.coef_[0] * scale, 7)},
        },
    )


effects()
small()
regularised()
