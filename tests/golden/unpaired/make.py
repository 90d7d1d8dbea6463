"""Makes the goldens of the response statistics (src/core/stats) with SciPy, statsmodels and scikit-learn: /usr/bin/python3 make.py"""

import json
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from scipy.stats import fisher_exact
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(31)
sigmoid = lambda x: 1 / (1 + np.exp(-x))
rounded = lambda value: [float(f"{v:.10g}") for v in np.asarray(value, float).ravel()]


def effect(x, length, good, group, prior, adjust):
    """P(good) = σ(α + βx + γl) with the clustered covariance · G/(G − 1); (α, β, γ), γ = 0 where not adjusted."""
    design = np.column_stack([np.ones(len(x)), x] + ([length] if adjust else []))
    if prior:
        # Two pseudo-responses, x = 1, half good and half bad, without intercept and length; clusters of their own.
        pseudo = np.zeros((2, design.shape[1]))
        pseudo[:, 1] = 1
        design = np.vstack([design, pseudo])
        good = np.append(good, [1, 0])
        group = np.append(group, [group.max() + 1, group.max() + 2])
        weights = np.append(np.ones(len(x)), [0.5, 0.5])
        fit = sm.GLM(good, design, family=sm.families.Binomial(), freq_weights=weights).fit(tol=1e-14, maxiter=200)
        p = sigmoid(design @ fit.params)
        bread = np.linalg.inv((design * (weights * p * (1 - p))[:, None]).T @ design)
        score = design * (weights * (good - p))[:, None]
        sums = np.array([score[group == g].sum(0) for g in np.unique(group)])
        cov = bread @ sums.T @ sums @ bread
        clusters = len(np.unique(group)) - 2
    else:
        fit = sm.Logit(good, design).fit(
            disp=0, method="newton", tol=1e-14, cov_type="cluster", cov_kwds={"groups": group, "use_correction": False}
        )
        cov, clusters = np.asarray(fit.cov_params()), len(np.unique(group))
    params = np.asarray(fit.params)
    if not adjust:
        params = np.append(params, 0)
        cov = np.pad(cov, (0, 1))
    return params, cov * clusters / (clusters - 1)


def delta_win(params, cov, x, length):
    """Mean over responses with the concept of σ(α + βx + γl) − σ(α + γl), at β and the ends of its interval."""
    amount, l = x[x > 0], length[x > 0]
    at = lambda b: np.mean(sigmoid(b[0] + b[1] * amount + b[2] * l) - sigmoid(b[0] + b[2] * l))
    shift = 1.959963984540054 * cov[:, 1] / np.sqrt(cov[1, 1])
    return [at(params), at(params - shift), at(params + shift)]


def effects():
    cases = []
    for name, n, groups, base, kind in [
        ("prompts of several responses", 150, 40, 0.3, "plain"),
        ("mostly good, each its own prompt", 200, 200, 2.0, "plain"),
        ("shares of a family", 160, 50, -0.5, "share"),
        ("good wherever it is", 120, 40, 0, "pure"),
        ("length itself", 120, 40, 0, "without length"),
    ]:
        group = rng.integers(0, groups, n)
        group[:groups] = np.arange(groups)
        words = rng.integers(3, 200, n)
        length = np.log(words + 1)
        x = (rng.random(n) < 0.3).astype(float)
        if kind == "share":
            x = rng.choice([0, 0, 0.25, 0.5, 1], n)
        good = (rng.random(n) < sigmoid(base + 0.7 * x + 0.5 * (length - 4))).astype(int)
        if kind == "pure":
            good[x > 0] = 1
        params, cov = effect(x, length, good, group, kind == "pure", kind != "without length")
        cases.append(
            {
                "name": name,
                "adjust": kind != "without length",
                "group": group.tolist(),
                "words": words.tolist(),
                "x": x.tolist(),
                "good": good.tolist(),
                "params": rounded(params),
                "covariance": rounded(cov),
                "deltaWin": rounded(delta_win(params, cov, x, length)),
            }
        )
    return cases


def fisher():
    tables = [(3, 10, 40, 100), (10, 10, 50, 100), (4, 12, 90, 100), (60, 100, 600, 1000), (5, 9, 6, 12), (950, 1000, 9300, 10000)]
    return [
        {"table": [w, k, g, n], "p": float(fisher_exact([[w, k - w], [g - w, n - g - k + w]]).pvalue)}
        for w, k, g, n in tables
    ]


def auc():
    score = np.round(rng.normal(0, 1, 60), 1)
    side = np.where(rng.random(60) < sigmoid(score), 1, -1)
    return {"score": score.tolist(), "side": side.tolist(), "auc": float(roc_auc_score(side > 0, score))}


data = {"effects": effects(), "fisher": fisher(), "auc": auc()}
(Path(__file__).parent / "unpaired.json").write_text(json.dumps(data, indent=1) + "\n")
