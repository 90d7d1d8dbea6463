"""Reference values for single responses in contexts, from NumPy, SciPy and statsmodels.

    python3 tests/golden/contexts/responses.py > tests/golden/contexts/responses.json
"""

import json
import sys

import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats

rng = np.random.default_rng(20260612)
SIGN = {(True, 1): 1, (True, -1): -1, (False, 1): -1, (False, -1): 1}
Z_POWER = stats.norm.ppf(0.8)


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


def lean(x, side, where):
    return x[where & (side > 0)].mean() - x[where & (side < 0)].mean()


def contrasts(responses, per_group, straddle):
    group = rng.permutation(responses) // per_group
    context = rng.integers(0, 3, responses) if straddle else rng.integers(0, 3, responses)[group]
    side = np.where(rng.random(responses) < 0.65, 1, -1)
    x = rng.choice([0, 0.25, 0.5, 1], responses, p=[0.6, 0.08, 0.12, 0.2])
    half = rng.integers(0, 2, responses // per_group)[group]
    expected = []
    for c in range(3):
        inside = context == c
        psi = np.zeros(group.max() + 1)
        squares = 0
        for (where, label), sign in SIGN.items():
            q = (inside == where) & (side == label)
            groups = len(np.unique(group[q]))
            np.add.at(psi, group[q], sign * np.sqrt(groups / (groups - 1)) * (x[q] - x[q].mean()) / q.sum())
            squares += ((x[q] - x[q].mean()) ** 2).sum()
        delta = lean(x, side, inside) - lean(x, side, ~inside)
        halves = [lean(x, side, inside & (half == h)) - lean(x, side, ~inside & (half == h)) for h in (0, 1)]
        sets = [x[(inside == where) & (side == label)] for where, label in SIGN]
        expected.append(
            {
                "discordant": (x[inside] > 0).sum(),
                "wins": (x[inside & (side > 0)] > 0).sum(),
                "meanIn": lean(x, side, inside),
                "meanOut": lean(x, side, ~inside),
                "delta": delta,
                "se": np.sqrt((psi**2).sum()),
                "welch": np.sqrt(sum(stats.sem(own) ** 2 for own in sets)),
                "d": delta / np.sqrt(squares / (responses - 4)),
                "deltaA": halves[0],
                "deltaB": halves[1],
                "lift": x[inside].sum() / x.sum() / inside.mean(),
            }
        )
    return {"group": group, "context": context, "side": side, "x": x, "half": half, "expected": expected}


def logit(good, x, length, group):
    """β of P(good) = σ(α + βx + γl), its variance clustered by group, G/(G − 1), and its influence by group."""
    design = np.column_stack([np.ones(len(x)), x, length])
    fit = sm.Logit(good, design).fit(disp=0, method="newton", tol=1e-14, maxiter=100)
    p = fit.predict()
    bread = np.linalg.inv((design * (p * (1 - p))[:, None]).T @ design)
    groups = len(np.unique(group))
    score = design * (good - p)[:, None] * np.sqrt(groups / (groups - 1))
    influence = {g: (bread @ score[group == g].sum(0))[1] for g in np.unique(group)}
    robust = sm.Logit(good, design).fit(
        disp=0, method="newton", tol=1e-14, cov_type="cluster", cov_kwds={"groups": group, "use_correction": False}
    )
    variance = np.asarray(robust.cov_params())[1, 1] * groups / (groups - 1)
    assert np.isclose(variance, sum(v**2 for v in influence.values()))
    return fit.params[1], variance, influence


def excess(responses, per_group):
    """Two contexts that share prompts."""
    group = np.arange(responses) // per_group
    context = rng.integers(0, 2, responses)
    words = rng.integers(3, 150, responses)
    length = np.log(words + 1)
    x = (rng.random(responses) < 0.35).astype(float)
    odds = 0.4 + (1.2 * context - 0.3) * x + 0.3 * (length - 4)
    good = (rng.random(responses) < 1 / (1 + np.exp(-odds))).astype(int)
    expected = []
    for c in range(2):
        here, there = [
            logit(good[w], x[w], length[w], group[w]) for w in (context == c, context != c)
        ]
        covariance = sum(v * there[2].get(g, 0) for g, v in here[2].items())
        expected.append((here[0] - there[0]) / np.sqrt(here[1] + there[1] - 2 * covariance))
    return {"group": group, "context": context, "words": words, "x": x, "good": good, "expected": expected}


def score():
    """T of 40 responses to prompts of their own, which all exchange labels: moments of every permutation at once."""
    n = 40
    words = rng.integers(3, 150, n)
    length = np.log(words + 1)
    x = (rng.random(n) < 0.4).astype(float)
    good = (rng.random(n) < 1 / (1 + np.exp(-(0.3 + 1.2 * x + 0.4 * (length - 4))))).astype(int)
    design = np.column_stack([np.ones(n), length])
    p = sm.Logit(good, design).fit(disp=0, tol=1e-14, method="newton").predict()
    left = x - sm.WLS(x, design, weights=p * (1 - p)).fit().predict()
    k = good.sum()
    variance = k * (n - k) / n * left.var(ddof=1)
    return {
        "words": words,
        "x": x,
        "good": good,
        "statistic": (left[good > 0].sum() - k * left.mean()) / np.sqrt(variance),
        "scale": np.sqrt(variance),
    }


def detectable():
    cases = []
    for good, bad, present, factor, threshold in [
        (50, 50, 40, 1.0, 3.2),
        (90, 20, 30, 1.1, 3.5),
        (30, 90, 12, 0.8, 3.0),
        (25, 20, 10, 1.0, 3.8),
    ]:
        n = good + bad
        share = present / n
        still = np.sqrt(share * (1 - share) * (1 / good + 1 / bad))
        seen = []
        for sign in (1, -1):
            p1 = lambda d: share + sign * d * bad / n
            p0 = lambda d: share - sign * d * good / n
            most = max(d for d in np.linspace(0, 1, 200001) if 0 <= p1(d) <= 1 and 0 <= p0(d) <= 1)
            sd = lambda d: np.sqrt(p1(d) * (1 - p1(d)) / good + p0(d) * (1 - p0(d)) / bad)
            short = lambda d: d - factor * (threshold * still + Z_POWER * sd(d))
            if short(most) >= 0:
                seen.append(optimize.brentq(short, 0, most, xtol=1e-14))
        cases.append(
            {
                "good": good,
                "bad": bad,
                "present": present,
                "spread": factor * still,
                "threshold": threshold,
                "detectable": min(seen) if seen else None,
            }
        )
    return cases


def least():
    cases = []
    for good, bad, present in [(20, 15, 12), (90, 10, 40), (12, 80, 60)]:
        table = stats.hypergeom(good + bad, good, present)
        low, high = max(0, present - bad), min(present, good)
        cases.append(
            {"good": good, "bad": bad, "present": present, "logP": min(table.logpmf(low), table.logpmf(high))}
        )
    return cases


json.dump(
    rounded(
        {
            "singles": contrasts(180, 1, False),
            "grouped": contrasts(180, 3, False),
            "straddling": contrasts(180, 3, True),
            "excess": excess(240, 4),
            "score": score(),
            "detectable": detectable(),
            "least": least(),
        }
    ),
    sys.stdout,
)
