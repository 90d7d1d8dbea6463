"""Reference values for tests/unit/contexts/hierarchy.test.ts, from SciPy.

    python3 tests/golden/contexts/ward.py > tests/golden/contexts/ward.json
"""

import json
import sys

import numpy as np
from scipy.cluster.hierarchy import linkage

rng = np.random.default_rng(20261130)
points = rng.normal(size=(24, 5)).round(6)
merges = linkage(points, method="ward")
json.dump(
    {
        "points": points.ravel().tolist(),
        "columns": 5,
        "merges": [[int(a), int(b), float(f"{d:.12g}"), int(n)] for a, b, d, n in merges],
    },
    sys.stdout,
)
print()
