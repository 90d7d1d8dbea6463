"""Runs TRL's GRPO on a tiny random model with whittle_reward.py, which starts the scorer beside it.

    python tests/trainers/check_reward.py FOLDER    (an unpacked zip of `whittle export --scorer`)
"""

import sys
import tempfile
from pathlib import Path

from tiny import make

FOLDER = Path(sys.argv[1]).resolve()
sys.path.insert(0, str(FOLDER))
import whittle_reward as reward

score = reward.compute_score("source", "It is **bold**.", None, {"prompt": "Why?", "reward": 1.5})
plain = reward.compute_score("source", "It is bold.", None, {"prompt": "Why?", "reward": 1.5})
print("ok  verl compute_score:", score, plain)
assert score < plain
both = reward.reward_func(["Why?It is **bold**.<|im_end|>", "Why?It is bold."], ["Why?", "Why?"])
assert abs(float(both["rewards"][0]) - (score - 1.5)) < 1e-5 and abs(float(both["rewards"][1]) - (plain - 1.5)) < 1e-5
print("ok  OpenRLHF reward_func:", both["rewards"].tolist())

import trl
from datasets import Dataset
from trl import GRPOConfig, GRPOTrainer

tiny = tempfile.mkdtemp()
make(tiny)
calls = []


def whittle_reward(prompts, completions, **more):
    calls.append(reward.whittle_reward(prompts, completions, **more))
    return calls[-1]


trainer = GRPOTrainer(
    model=f"{tiny}/lm",
    reward_funcs=[whittle_reward],
    args=GRPOConfig(output_dir=tempfile.mkdtemp(), per_device_train_batch_size=4, num_generations=4, max_completion_length=8,
                    max_steps=2, use_cpu=True, bf16=False, report_to="none", save_strategy="no", logging_steps=1),
    train_dataset=Dataset.from_list([{"prompt": [{"role": "user", "content": f"Question {i}?"}]} for i in range(8)]),
)
trainer.train()
assert calls and all(len(call) == 4 for call in calls)
print(f"ok  TRL {trl.__version__} GRPO: {len(calls)} calls, rewards {calls[-1]}")
