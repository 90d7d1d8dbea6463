"""Makes shape.json: scores, calibrated λ, offsets and drop counts for src/core/shape, from NumPy and statsmodels.

Run: python3 tests/golden/shape/make.py
"""

import json
from pathlib import Path

import numpy as np
import statsmodels.api as sm

rng = np.random.default_rng(12360)
PAIRS = 80

# Activations are multiples of 1/1024, so that 32-bit floats hold them exactly; half are absent.
chosen_more = np.array([0.62, 0.5, 0.4, 0.7])
present = rng.random((2 * PAIRS, 4)) < np.where(np.arange(2 * PAIRS)[:, None] % 2 == 0, chosen_more, 1 - chosen_more)
activation = np.where(present, np.round(rng.gamma(3, 1, (2 * PAIRS, 4)) * 1024) / 1024, 0)
# Feature 4 is the same everywhere; feature 5 is only ever on the chosen side.
activation = np.column_stack([activation, np.full(2 * PAIRS, 0.1), np.arange(2 * PAIRS) % 8 == 0])
activation = np.round(activation * 1024) / 1024
length = np.round(rng.normal(0.15, 0.5, PAIRS), 6)

concepts = {
    "a": ([0], [1]),
    "family": ([1, 3], [1, 1]),
    "weighted": ([1, 2], [0.5, 2]),
    "constant": ([4], [1]),
    "one-sided": ([5], [1]),
}


def score(features, weights):
    s = activation[:, features] @ np.array(weights, float)
    mean, sd = s.mean(), s.std()
    z = (s - mean) / sd if sd > 1e-12 else np.zeros_like(s)
    return mean, (sd if sd > 1e-12 else 0.0), z


def delta(name):
    z = score(*concepts[name])[2]
    return z[0::2] - z[1::2]


def fit(columns, offset=None, keep=None):
    """Logistic regression through the origin, P(chosen) = σ(Xb + offset), with log-F(1,1) priors as pseudo-data."""
    x = np.column_stack(columns)
    keep = np.ones(len(x), bool) if keep is None else keep
    k = x.shape[1]
    offset = np.zeros(len(x)) if offset is None else offset
    rows = np.vstack([x[keep], np.eye(k), np.eye(k)])
    y = np.concatenate([np.ones(keep.sum() + k), np.zeros(k)])
    weights = np.concatenate([np.ones(keep.sum()), np.full(2 * k, 0.5)])
    offsets = np.concatenate([offset[keep], np.zeros(2 * k)])
    model = sm.GLM(y, rows, sm.families.Binomial(), freq_weights=weights, offset=offsets)
    return model.fit(tol=1e-13, maxiter=200).params


def fewest(name, sign, target, removed):
    """Brute force: the smallest k after which the refitted coefficient is at the target or past it."""
    d = delta(name)
    order = [i for i in np.argsort(-sign * d, kind="stable") if sign * d[i] > 0 and not removed[i]]
    for k in range(len(order) + 1):
        keep = ~removed
        keep[order[:k]] = False
        if sign * (fit([d, length], keep=keep)[0] - target) <= 1e-9:
            return k, order[:k]
    return len(order), order


def clean(value, digits=10):
    return [clean(v, digits) for v in value] if np.ndim(value) else round(float(value), digits) + 0.0


scores = {}
for name, parts in concepts.items():
    mean, sd, z = score(*parts)
    scores[name] = {"features": parts[0], "weights": parts[1], "mean": clean(mean), "sd": clean(sd), "z": clean(z[:12])}

joint = fit([delta("a"), delta("family"), delta("weighted"), length])
decided = [("a", "suppress", 1.0), ("family", "amplify", 0.5), ("weighted", "keep", 1.0)]
sign = {"suppress": 1, "amplify": -1, "keep": 0}
lambdas = [sign[v] * s * abs(b) for (_, v, s), b in zip(decided, joint)]
offsets = sum(l * delta(c) for l, (c, _, _) in zip(lambdas, decided))
refitted = fit([delta("a"), delta("family"), delta("weighted"), length], offset=offsets)

drops = []
none = np.zeros(PAIRS, bool)
for name, verdict, strength in [
    ("a", "suppress", 1.0),
    ("a", "suppress", 0.5),
    ("a", "amplify", 0.5),
    ("family", "suppress", 1.0),
    ("weighted", "amplify", 1.0),
    ("weighted", "suppress", 1.0),
]:
    b = fit([delta(name), length])[0]
    lam = sign[verdict] * strength * abs(b)
    k, _ = fewest(name, sign[verdict], b - lam, none)
    drops.append({"concept": name, "verdict": verdict, "strength": strength, "lambda": clean(lam), "count": k})

_, first = fewest("a", 1, 0.0, none)
removed = none.copy()
removed[first] = True
second_b = fit([delta("family"), length], keep=~removed)[0]
second, _ = fewest("family", 1, second_b - abs(second_b), removed)

golden = {
    "pairs": PAIRS,
    "activation": clean(activation.T),
    "length": clean(length),
    "scores": scores,
    "oneSided": clean(fit([delta("one-sided"), length])),
    "joint": {
        "decided": [{"concept": c, "verdict": v, "strength": s} for c, v, s in decided],
        "reliance": clean(joint),
        "lambda": clean(lambdas),
        "offsets": clean(offsets),
        "refitted": clean(refitted),
    },
    "drops": drops,
    "inSequence": {"first": len(first), "secondLambda": clean(abs(second_b)), "second": second},
}
text = json.dumps(golden, indent=1)
Path(__file__).with_name("shape.json").write_text(text + "\n")
