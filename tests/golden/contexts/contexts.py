"""Reference values for tests/unit/contexts, from NumPy, SciPy, statsmodels and scikit-learn.

    python3 tests/golden/contexts/contexts.py > tests/golden/contexts/contexts.json
"""

import json
import sys

import numpy as np
import statsmodels.api as sm
from scipy import stats
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler, normalize
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(20260611)


def rounded(value):
    if isinstance(value, (list, tuple)):
        return [rounded(v) for v in value]
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, np.ndarray):
        return rounded(value.tolist())
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.10g}")
    return int(value) if isinstance(value, np.integer) else value


def clustered(u, inside, group):
    """Standard error of mean(inside) - mean(outside): influence summed by group, each side scaled by G/(G-1)."""
    psi = np.zeros(group.max() + 1)
    for side, sign in ((inside, 1), (~inside, -1)):
        groups = len(np.unique(group[side]))
        share = sign * np.sqrt(groups / (groups - 1)) * (u[side] - u[side].mean()) / side.sum()
        np.add.at(psi, group[side], share)
    return np.sqrt((psi**2).sum())


def excess(u, inside, group):
    lean = u[~inside].sum() / np.abs(u).sum()
    weight = np.abs(u[inside]).sum() / np.abs(u).sum()
    score = u - lean * np.abs(u)
    psi = np.zeros(group.max() + 1)
    np.add.at(psi, group, np.where(inside, score, -weight * score))
    return score[inside].sum() / np.sqrt((psi**2).sum())


def contrasts(pairs, per_group):
    group = rng.permutation(pairs) // per_group
    context = rng.integers(0, 3, pairs)
    u = rng.choice([-1, -0.5, 0, 0.5, 1], pairs, p=[0.08, 0.07, 0.6, 0.1, 0.15])
    half = rng.integers(0, 2, pairs)
    expected = []
    for c in range(3):
        inside = context == c
        a, b = u[inside], u[~inside]
        pooled = np.sqrt(
            ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / (pairs - 2)
        )
        halves = [u[inside & (half == h)].mean() - u[~inside & (half == h)].mean() for h in (0, 1)]
        expected.append(
            {
                "meanIn": a.mean(),
                "meanOut": b.mean(),
                "delta": a.mean() - b.mean(),
                "welch": stats.ttest_ind(a, b, equal_var=False).statistic,
                "se": clustered(u, inside, group),
                "d": (a.mean() - b.mean()) / pooled,
                "deltaA": halves[0],
                "deltaB": halves[1],
                "zExcess": excess(u, inside, group),
            }
        )
    return {"group": group, "context": context, "u": u, "half": half, "expected": expected}


def score(pairs, per_group):
    """Length-adjusted score statistic inside each of two contexts."""
    group = np.arange(pairs) // per_group
    context = np.arange(pairs) % 2 if per_group == 1 else (np.arange(pairs) // per_group) % 2
    length = rng.normal(0.15, 0.7, pairs)
    u = rng.choice([-1, 0, 1], pairs, p=[0.15, 0.6, 0.25])
    expected = []
    for c in range(2):
        inside = context == c
        l, x, g = length[inside], u[inside], group[inside]
        # Every pair has outcome "chosen": the origin-through logit of y = 1 on l, with its mirror images for statsmodels.
        design = np.concatenate([l, -l])
        outcome = np.concatenate([np.ones(len(l)), np.zeros(len(l))])
        gamma = sm.Logit(outcome, design).fit(disp=0, tol=1e-12, method="newton", maxiter=100).params[0]
        r = 1 - 1 / (1 + np.exp(-gamma * l))
        w = r * (1 - r)
        b = (w * l * x).sum() / (w * l * l).sum()
        nu = np.zeros(group.max() + 1)
        np.add.at(nu, g, r * (x - b * l))
        expected.append(nu.sum() / np.sqrt((nu**2).sum()))
    return {
        "group": group,
        "context": context,
        "length": length,
        "u": u,
        "expected": expected,
    }


def kmeans():
    """Spherical Lloyd by NumPy; the blobs are so far apart that Euclidean k-means of scikit-learn agrees."""
    centres = normalize(np.abs(rng.normal(size=(4, 12))) * (rng.random((4, 12)) < 0.5) + 1e-3)
    blob = rng.permutation(90) % 4
    rows = np.abs(centres[blob] + 0.1 * rng.normal(size=(90, 12)))
    rows[rows < 0.08] = 0
    unit = normalize(rows)
    start = unit[[int(np.argmax(blob == k)) for k in range(4)]]
    c = start
    for _ in range(100):
        label = (unit @ c.T).argmax(1)
        c = normalize(np.stack([unit[label == k].sum(0) if (label == k).any() else c[k] for k in range(4)]))
    inertia = (1 - (unit * c[label]).sum(1)).sum()
    euclid = KMeans(4, init=start, n_init=1, tol=0, max_iter=100).fit(unit)
    return {
        "rows": rows,
        "start": start,
        "assignment": label,
        "inertia": inertia,
        "scikit": euclid.labels_,
    }


def svd():
    x = rng.poisson(0.4, size=(80, 18)) * rng.random((80, 18))
    z = StandardScaler().fit_transform(x)
    rms = x / np.sqrt((x**2).mean(0))
    return {
        "x": x,
        "centred": np.linalg.svd(z / np.sqrt(80), compute_uv=False),
        "uncentred": np.linalg.svd(rms / np.sqrt(80), compute_uv=False),
        "mean": x.mean(0),
        "deviation": x.std(0),
        "size": np.abs(x).mean(0),
        "rms": np.sqrt((x**2).mean(0)),
    }


def log_odds():
    inside = rng.poisson(4, 12)
    everywhere = inside + rng.poisson(9, 12)
    outside = everywhere - inside
    alpha = 50 * everywhere / everywhere.sum()
    n_in, n_out = inside.sum(), outside.sum()
    a, b = inside + alpha, outside + alpha
    delta = np.log(a / (n_in + 50 - a)) - np.log(b / (n_out + 50 - b))
    return {"inside": inside, "all": everywhere, "z": delta / np.sqrt(1 / a + 1 / b)}


def weighted_q():
    p = rng.random(40) ** 3
    weight = rng.gamma(2, 1, 40)
    q = multipletests(np.minimum(1, p * weight.mean() / weight), method="fdr_bh")[1]
    return {"p": p, "weight": weight, "q": q}


def wilson():
    return [[hits, 20, *proportion_confint(hits, 20, method="wilson")] for hits in (0, 3, 11, 20)]


json.dump(
    rounded(
        {
            "singles": contrasts(180, 1),
            "grouped": contrasts(180, 3),
            "score": score(160, 1),
            "scoreGrouped": score(160, 4),
            "kmeans": kmeans(),
            "svd": svd(),
            "logOdds": log_odds(),
            "weightedQ": weighted_q(),
            "wilson": wilson(),
        }
    ),
    sys.stdout,
)
