"""Runs the training scripts with TRL on a tiny random model, and holds their losses against NumPy.

    npx tsx tests/trainers/make.ts MADE
    python tests/trainers/check_trl.py MADE
"""

import importlib.util
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
import trl

from tiny import make

MADE = Path(sys.argv[1])
TINY = tempfile.mkdtemp()
make(TINY)
sigmoid = lambda x: 1 / (1 + np.exp(-x))
seen = {}


def run(script, model, *options):
    """The script's main(), with its trainer kept."""
    spec = importlib.util.spec_from_file_location("script", script)
    module = importlib.util.module_from_spec(spec)
    sys.modules["script"] = module
    spec.loader.exec_module(module)
    sys.argv = [str(script), "--model_name_or_path", f"{TINY}/{model}", "--output_dir", tempfile.mkdtemp(),
                "--per_device_train_batch_size", "4", "--max_steps", "2", "--logging_steps", "1", "--report_to", "none",
                "--use_cpu", "--bf16", "false", "--save_strategy", "no", "--learning_rate", "1e-2",
                "--gradient_checkpointing", "false", *options]
    name = next(name for name in vars(module) if name.endswith("Trainer") and name[0] in "SW")
    trainer_class = getattr(module, name)
    first = {}

    class Kept(trainer_class):
        def compute_loss(self, model, inputs, *args, **kwargs):
            batch = {k: v.clone() if torch.is_tensor(v) else v for k, v in inputs.items()}
            loss = super().compute_loss(model, inputs, *args, **kwargs)
            if "batch" not in first:
                first.update(batch=batch, loss=float(loss[0] if isinstance(loss, tuple) else loss), trainer=self)
            return loss

    setattr(module, name, Kept)
    first["module"] = module
    module.main()
    return first


def logps(model, ids, attention, mask):
    with torch.no_grad():
        logits = model(input_ids=ids, attention_mask=attention).logits.double()
    each = torch.log_softmax(logits[:, :-1], -1).gather(-1, ids[:, 1:, None])[..., 0]
    return (each * mask[:, 1:]).sum(1).numpy()


def fresh(kind):
    from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

    auto = AutoModelForCausalLM if kind == "lm" else AutoModelForSequenceClassification
    return auto.from_pretrained(f"{TINY}/{kind}").eval()


def close(name, got, wanted):
    assert abs(got - wanted) < 1e-5, (name, got, wanted)
    print(f"ok  {name}: {got:.6f}, NumPy {wanted:.6f}")


print("TRL", trl.__version__)
for data in ("texts", "talks"):
    # DPO: before the first step the policy is the reference, so the loss is that of the offsets alone; a second
    # model in its place shows the rest.
    seen = run(MADE / data / "trl-dpo" / "train_dpo.py", "lm")
    batch, trainer = seen["batch"], seen["trainer"]
    offset, weight = batch["offset"].numpy(), batch["weight"].numpy()
    close(f"DPO, {data}, first step", seen["loss"], float(np.mean(weight * np.log1p(np.exp(-offset)))))
    model = trainer.model.eval()
    policy = logps(model, batch["input_ids"], batch["attention_mask"], batch["completion_mask"])
    reference = logps(fresh("lm"), batch["input_ids"], batch["attention_mask"], batch["completion_mask"])
    ratio = policy - reference
    difference = ratio[:4] - ratio[4:]
    wanted = np.mean(weight * np.log1p(np.exp(-(trainer.beta * difference + offset))))
    close(f"DPO, {data}, after two steps", float(trainer.compute_loss(model, batch)), float(wanted))
    assert abs(difference).max() > 0.01
    masked = [len(tokens) for tokens in trainer.train_dataset["chosen_masked"]]
    assert min(masked) > 0
    for row in list(trainer.train_dataset)[:20]:
        text = row["chosen"] if isinstance(row["chosen"], str) else row["chosen"][0]["content"]
        a, b = row["mask_chosen"][0]
        ids = [row["chosen_ids"][i] for i in row["chosen_masked"]]
        said = trainer.processing_class.decode(ids)
        assert text[a:b].strip() in said, (text, a, b, said)
    print(f"ok  masks, {data}: the marked text is in the masked tokens; {sorted(set(masked))} tokens each")

    seen = run(MADE / data / "trl-reward" / "train_reward.py", "rm", "--center_rewards_coefficient", "0.1")
    batch = seen["batch"]
    with torch.no_grad():
        logits = fresh("rm")(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    chosen, rejected = logits[:, 0].double().numpy().reshape(2, -1)
    margin, weight = batch["margin"].numpy(), batch["weight"].numpy()
    wanted = np.mean(weight * np.log1p(np.exp(-(chosen - rejected - margin)))) + 0.1 * np.mean((chosen + rejected) ** 2)
    close(f"reward, {data}", seen["loss"], float(wanted))

for data in ("texts", "talks", "answers"):
    for size in ("2", "4", "16"):
        seen = run(MADE / data / "kto" / "train_kto.py", "lm", "--per_device_train_batch_size", size)
        trainer = seen["trainer"]
        rows = list(trainer.train_dataset)
        # The prompt of each completion, by TRL's own rotation.
        prompt_of = {}
        for row in rows:
            prompt_of.setdefault(tuple(row["completion_ids"]), set()).add(tuple(row["prompt_ids"]))
        own = sum(row["KL_completion_ids"] == row["completion_ids"] for row in rows)
        shared = sum(
            any(tuple(other["prompt_ids"]) == tuple(row["prompt_ids"])
                for other in rows if other["completion_ids"] == row["KL_completion_ids"])
            for row in rows
        )
        assert own == 0 and shared == 0, (data, size, own, shared)
        print(f"ok  KTO, {data}, batch {size}: {shared} of {len(rows)} rows with an answer to their own prompt")
    batch = seen["batch"]
    model = trainer.model.eval()
    loss = float(trainer.compute_loss(model, {k: v.clone() for k, v in batch.items()}))
    policy = logps(model, batch["input_ids"], batch["attention_mask"], batch["completion_mask"])
    kl_policy = logps(model, batch["KL_input_ids"], batch["KL_attention_mask"], batch["KL_completion_mask"])
    base = fresh("lm")
    reference = logps(base, batch["input_ids"], batch["attention_mask"], batch["completion_mask"])
    kl_reference = logps(base, batch["KL_input_ids"], batch["KL_attention_mask"], batch["KL_completion_mask"])
    kl = max(0.0, float(np.mean(kl_policy - kl_reference)))
    label = batch["label"].numpy()
    rows = rows[: len(label)]
    offset = np.array([row.get("offset") or 0.0 for row in rows])
    weight = batch["weight"].numpy()
    sign = np.where(label, 1, -1)
    wanted = np.mean(weight * (1 - sigmoid(sign * (trainer.beta * (policy - reference - kl) - offset))))
    close(f"KTO, {data}, after two steps", loss, float(wanted))

for option, value in [("--loss_type", "ipo"), ("--label_smoothing", "0.1"), ("--ld_alpha", "0.5"), ("--use_weighting", "true"),
                      ("--f_divergence_type", "forward_kl"), ("--truncation_mode", "keep_end"), ("--sync_ref_model", "true")]:
    try:
        run(MADE / "texts" / "trl-dpo" / "train_dpo.py", "lm", option, value)
    except SystemExit as error:
        assert option[2:] in str(error), error
        print(f"ok  refused: {error}")
    else:
        raise AssertionError(f"{option} was taken")
