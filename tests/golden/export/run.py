"""Runs shaped_loss of the training script on stdin with NumPy, on the cases in argv[1]; prints losses and slopes.

The script's own packages are not needed: stand-ins let its definitions be read.
"""

import json
import sys
import types

import numpy as np


class Anything(types.ModuleType):
    def __getattr__(self, name):
        return type(name, (), {})


for package in ("torch", "datasets", "transformers", "trl", "trl.trainer", "trl.trainer.dpo_trainer", "trl.trainer.kto_trainer", "trl.trainer.reward_trainer", "trl.trainer.utils"):
    sys.modules[package] = Anything(package)
module = types.ModuleType("script")
module.__file__ = "script.py"
sys.modules["script"] = module
exec(compile(sys.stdin.read(), "script.py", "exec"), module.__dict__)

results = []
for case in json.load(open(sys.argv[1])):
    difference, offset, weight = (np.array(case[key]) for key in ("difference", "offset", "weight"))
    loss = lambda d: module.shaped_loss(np, case["scale"], d, offset, weight)
    # The slope in scale * difference, by central differences.
    step = 1e-5
    slope = [
        (loss(difference + e) - loss(difference - e)) / (2 * step * case["scale"]) for e in step * np.eye(len(difference))
    ]
    results.append({"loss": loss(difference), "slope": slope})
json.dump(results, sys.stdout)
