"""What the protocols do in reward models that Whittle did not fit.

    npx tsx tests/bench/independent.ts /tmp/independent.json 3
    pip install numpy scikit-learn
    python tests/bench/independent.py /tmp/independent.json [plantings]

Three kinds of Bradley-Terry model, none of them Whittle's: linear on hashed word and character n-grams, linear on 200
latent dimensions (truncated SVD of tf-idf), and a small neural net on the same dimensions, after several epochs. The
reliance is counterfactual: the mean score of a held-out response with the style added less its score without. Printed:
the percentage of it that each protocol removes, and held-out accuracy on pairs that nothing was planted in, as Markdown.
"""

import json
import sys

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer

EPOCHS = [1, 2, 5, 15, 30]
LATENT = 200


def training(arm):
    """Rows of an arm: sign of each, its pair, weight and offset; soft labels are rows in both orders."""
    flipped, label = np.array(arm["flipped"]), np.array(arm["labels"])
    weight, offset = np.array(arm["weights"]), np.array(arm["offsets"])
    there = np.flatnonzero(np.array(arm["dropped"]) == 0)
    soft = there[label[there] < 1]
    sign = np.where(flipped[there] == 1, -1.0, 1.0)
    first = np.where(label[there] < 1, label[there], 1.0)
    pairs = np.concatenate([there, soft])
    signs = np.concatenate([np.where(label[there] < 1, 1.0, sign), -np.ones(len(soft))])
    weights = np.concatenate([first * weight[there], (1 - label[soft]) * weight[soft]])
    return pairs, signs, weights, signs * offset[pairs]


def plain(cell):
    n = len(cell["chosen"])
    zero = [0] * n
    return {**cell, "offsets": zero, "weights": [1] * n, "dropped": zero, "flipped": zero, "labels": [1] * n}


def linear(x, weights, offset, ridge):
    """Minimises sum w log(1 + exp(-(x b + offset))) + ridge/2 |b|^2."""

    def loss(b):
        logit = x @ b + offset
        residual = weights / (1 + np.exp(np.clip(logit, -500, 500)))
        value = (weights * np.logaddexp(0, -logit)).sum() + ridge / 2 * b @ b
        return value, ridge * b - x.T @ residual

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 100}).x


def neural(chosen, rejected, weights, offset, seed, see, width=32, batch=16, rate=3e-3):
    """A net with one hidden layer of tanh units, by Adam; `see` is called with the scorer after each of EPOCHS."""
    rng = np.random.default_rng(seed)
    dim = chosen.shape[1]
    theta = [rng.normal(size=(dim, width)) / np.sqrt(dim), np.zeros(width), rng.normal(size=width) / np.sqrt(width)]
    first, second = [np.zeros_like(t) for t in theta], [np.zeros_like(t) for t in theta]
    step = 0
    for epoch in range(1, max(EPOCHS) + 1):
        order = rng.permutation(len(weights))
        for at in range(0, len(order), batch):
            rows = order[at : at + batch]
            hidden = [np.tanh(side[rows] @ theta[0] + theta[1]) for side in (chosen, rejected)]
            logit = (hidden[0] - hidden[1]) @ theta[2] + offset[rows]
            slope = -weights[rows] / (1 + np.exp(np.clip(logit, -500, 500))) / len(rows)
            gradient = [np.zeros_like(t) for t in theta]
            for side, h, sign in ((chosen, hidden[0], 1.0), (rejected, hidden[1], -1.0)):
                back = np.outer(sign * slope, theta[2]) * (1 - h**2)
                gradient[0] += side[rows].T @ back
                gradient[1] += back.sum(0)
                gradient[2] += h.T @ (sign * slope)
            step += 1
            for t, g, m, v in zip(theta, gradient, first, second):
                m += 0.1 * (g - m)
                v += 0.001 * (g**2 - v)
                t -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        if epoch in EPOCHS:
            see(epoch, lambda x: np.tanh(x @ theta[0] + theta[1]) @ theta[2])


def measure(score, test, styled):
    """Counterfactual reliance, and accuracy on unplanted pairs."""
    return float((score(styled) - score(test[1])).mean()), float((score(test[0]) > score(test[1])).mean())


def results(cell, test, styled, seed):
    """By arm and model, reliance and accuracy."""
    word = HashingVectorizer(n_features=2**15, ngram_range=(1, 2), alternate_sign=False)
    character = HashingVectorizer(n_features=2**15, ngram_range=(3, 5), analyzer="char_wb", alternate_sign=False)
    tfidf = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True).fit(cell["chosen"] + cell["rejected"])
    svd = TruncatedSVD(LATENT, random_state=0).fit(tfidf.transform(cell["chosen"] + cell["rejected"]))
    hashed = lambda texts: sparse.hstack([word.transform(texts), character.transform(texts)]).tocsr()
    scale = svd.transform(tfidf.transform(cell["chosen"] + cell["rejected"])).std(0).mean()
    latent = lambda texts: svd.transform(tfidf.transform(texts)) / scale
    views = {name: [f(t) for t in (test["chosen"], test["rejected"], styled)] for name, f in (("n-gram", hashed), ("latent", latent))}
    known = {name: {side: f(cell[side]) for side in ("chosen", "rejected")} for name, f in (("n-gram", hashed), ("latent", latent))}
    read = lambda name, f, arm, side: known[name][side] if arm[side] == cell[side] else f(arm[side])
    found = {}
    for arm in [plain(cell) | {"protocol": "as is"}, *cell["arms"]]:
        pairs, signs, weights, offset = training(arm)
        own = found[arm["protocol"]] = {}
        for name, f, ridge in (("n-gram", hashed, 0.3), ("latent", latent, 10.0)):
            a, b = (read(name, f, arm, side) for side in ("chosen", "rejected"))
            difference = (a - b)[pairs]
            x = sparse.diags(signs) @ difference if sparse.issparse(difference) else signs[:, None] * difference
            coefficients = linear(x, weights, offset, ridge)
            *tests, with_style = views[name]
            own[name] = measure(lambda t: t @ coefficients, tests, with_style)
            if name == "latent":
                first = np.where(signs[:, None] > 0, a[pairs], b[pairs])
                second = np.where(signs[:, None] > 0, b[pairs], a[pairs])

                def see(epoch, score):
                    own[f"neural, {epoch}"] = measure(score, tests, with_style)

                neural(first, second, weights, offset, seed, see)
    return found


def main(path, most=None):
    with open(path) as file:
        data = json.load(file)
    test = data["test"]
    plants = list(dict.fromkeys(cell["plant"] for cell in data["cells"]))
    for plant in plants:
        cells = [cell for cell in data["cells"] if cell["plant"] == plant][: most and int(most)]
        found = [results(cell, test, test["styled"][plant], cell["seed"]) for cell in cells]
        models = list(found[0]["as is"])
        print(f"\n{plant}, {len(cells)} plantings: percent removed / held-out accuracy\n")
        print("| protocol | " + " | ".join(models) + " |")
        print("| --- |" + " --- |" * len(models))
        for arm in found[0]:
            line = []
            for model in models:
                before = np.mean([one["as is"][model][0] for one in found])
                after, accuracy = np.mean([one[arm][model] for one in found], axis=0)
                line.append(f"{100 * (1 - after / before):.0f} / {100 * accuracy:.1f}")
            print(f"| {arm} | " + " | ".join(line) + " |", flush=True)


main(*sys.argv[1:])
