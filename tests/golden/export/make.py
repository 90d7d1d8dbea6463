"""Makes loss.json, the losses of the training scripts by plain NumPy arithmetic: /usr/bin/python3 make.py"""

import json
from pathlib import Path

import numpy as np

rng = np.random.default_rng(7)
sigmoid = lambda x: 1 / (1 + np.exp(-x))


def case(n, beta, weighted):
    difference, offset = rng.normal(0, 8, n), rng.normal(0, 1, n)
    weight = rng.uniform(0.2, 3, n) if weighted else np.ones(n)
    # −log σ(β·Δθ + offset) and, for rewards, −log σ(r⁺ − r⁻ − margin) with margin = −offset
    loss = np.sum(weight * -np.log(sigmoid(beta * difference + offset))) / n
    slope = -weight * sigmoid(-(beta * difference + offset)) / n
    return {
        "scale": beta,
        "difference": difference.tolist(),
        "offset": offset.tolist(),
        "weight": weight.tolist(),
        "loss": float(loss),
        "slope": slope.tolist(),
    }


cases = [case(8, 0.1, False), case(8, 0.5, True), case(8, 1, True)]
# Where exp overflows or the sigmoid rounds to 0, the loss is the distance itself.
cases.append(
    {"scale": 1, "difference": [-2000.0, 2000.0], "offset": [500.0, 0.0], "weight": [1.0, 1.0], "loss": 750.0, "slope": [-0.5, 0.0]}
)
(Path(__file__).parent / "loss.json").write_text(json.dumps(cases, indent=1) + "\n")
