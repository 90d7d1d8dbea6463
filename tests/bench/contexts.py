"""The data clusters' work in NumPy and SciPy, for tests/bench/contexts.ts: contexts.py FOLDER

Spherical k-means on the pairs' activity, then for every concept in every cluster: means inside and outside, Welch's z, the
length-adjusted score under 255 sign flips with the largest over all tests, and 499 deals of the clusters for the strongest
tests. Every pair is a prompt group of its own.
"""
import json
import sys
import time
import numpy as np
from scipy import sparse
from scipy.special import expit

folder = sys.argv[1]
meta = json.load(open(f"{folder}/meta.json"))


def matrix(name, columns):
    read = lambda part, kind: np.fromfile(f"{folder}/{name}.{part}", kind)
    parts = (read("value", np.float32), read("index", np.uint32).astype(np.int32), read("indptr", np.uint32).astype(np.int32))
    return sparse.csr_matrix(parts, shape=(len(parts[2]) - 1, columns))


activity = matrix("activity", meta["features"])
u = matrix("u", meta["pairs"]).T.tocsr().astype(np.float64)
length = np.fromfile(f"{folder}/length", np.float64)
rng = np.random.default_rng(1)
start, began = time.perf_counter(), time.process_time()

norm = np.sqrt(np.asarray(activity.multiply(activity).sum(axis=1)).ravel())
kept = np.flatnonzero((norm > 0) & (norm >= np.percentile(norm, 5)))
unit = sparse.diags(1 / norm[kept]) @ activity[kept]
n, k = len(kept), meta["clusters"]
fitted = unit[:: max(1, n // max(2000, 20 * k))]
centres = np.zeros((k, unit.shape[1]), np.float32)
distance = np.ones(fitted.shape[0])
for c in range(k):
    centres[c] = fitted[rng.choice(len(distance), p=distance / distance.sum())].toarray()
    distance = np.minimum(distance, np.maximum(0, 1 - fitted @ centres[c]))
before = None
for _ in range(25):
    nearest = np.argmax(fitted @ centres.T, axis=1)
    if before is not None and np.sum(nearest != before) * 100 <= len(nearest):
        break
    before = nearest
    sums = sparse.csr_matrix((np.ones(len(nearest)), (nearest, np.arange(len(nearest)))), (k, len(nearest))) @ fitted
    sizes = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
    centres = np.where(sizes[:, None] > 0, sums.toarray() / np.maximum(sizes, 1e-12)[:, None], centres)
cluster = np.argmax(unit @ centres.T, axis=1)

u, length = u[kept], length[kept]
size = np.bincount(cluster, minlength=k).astype(float)
member = lambda of: sparse.csr_matrix((np.ones(n), (of, np.arange(n))), (k, n))
squared = u.multiply(u).tocsr()


def welch(of, columns):
    own, squares = u[:, columns], squared[:, columns]
    inside, inside2 = (member(of) @ own).toarray(), (member(of) @ squares).toarray()
    total, total2 = np.asarray(own.sum(axis=0)), np.asarray(squares.sum(axis=0))
    a, b = size[:, None], n - size[:, None]
    mean_in, mean_out = inside / a, (total - inside) / b
    variance = (inside2 / a - mean_in**2) / (a - 1) + ((total2 - inside2) / b - mean_out**2) / (b - 1)
    return np.divide(mean_in - mean_out, np.sqrt(np.maximum(variance, 1e-300)))


with np.errstate(all="ignore"):
    z = welch(cluster, slice(None))
    discordant = (member(cluster) @ (u != 0)).toarray()
    tested = (discordant >= 14) & (size[:, None] >= 25)
    lift = (member(cluster) @ abs(u)).toarray() / np.asarray(abs(u).sum(axis=0)) / (size[:, None] / n)
    largest = np.zeros(256)
    evidence = np.zeros_like(z)
    for c in range(k):
        pairs, columns = np.flatnonzero(cluster == c), np.flatnonzero(tested[c])
        if len(columns) == 0:
            continue
        l = length[pairs]
        gamma = 0.0
        for _ in range(20):
            p = expit(gamma * l)
            gamma += np.sum(l * (1 - p)) / np.sum(l * l * p * (1 - p))
        r = 1 - expit(gamma * l)
        own = u[pairs][:, columns].toarray()
        b = (r * (1 - r) * l) @ own / np.sum(r * (1 - r) * l * l)
        score = r[:, None] * (own - np.outer(l, b))
        signs = rng.choice([-1.0, 1.0], size=(256, len(pairs)))
        signs[0] = 1
        t = signs @ score / np.sqrt(np.sum(score**2, axis=0))
        own = t**2 / 2 + np.log(lift[c, columns])
        largest = np.maximum(largest, own.max(axis=1))
        evidence[c, columns] = own[0]
    strong = np.argwhere(evidence >= np.quantile(largest, 0.95))
    columns = np.unique(strong[:, 1])
    if len(columns):
        where = np.searchsorted(columns, strong[:, 1])
        for _ in range(499):
            np.abs(welch(rng.permutation(cluster), columns)[strong[:, 0], where]).max()

seconds = time.perf_counter() - start
print(json.dumps({"seconds": round(seconds, 2), "processorSeconds": round(time.process_time() - began, 2), "tests": int(tested.sum()), "strong": len(strong)}))
