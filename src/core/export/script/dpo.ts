import { forData, LOSS, READ } from './common.ts'

/*
 * TRL's own DPOTrainer keeps the columns that it knows (_set_signature_columns_if_needed) and computes
 * −log σ(β·Δθ) alone, so a small subclass carries the others to the loss. Checked with TRL 1.16.
 */

const ABOUT = `"""Trains a policy by DPO on pairs that Whittle shaped, with the offsets inside the loss.

    pip install "trl>=1.16,<2"
    python train_dpo.py --model_name_or_path Qwen/Qwen2.5-0.5B-Instruct --output_dir policy

TRL's DPOTrainer ignores these columns of the data; the subclass below acts on them:
    offset            -log sigmoid(beta * difference + offset): what the decisions explain, the model need not learn
    weight            multiplies the pair's loss
    mask_chosen,      character ranges of the responses whose tokens count neither for the policy nor for the
      mask_rejected   reference
    reference_prompt  the plain prompt: the reference reads it; the policy reads \`prompt\`, with an instruction

Every option of DPOConfig and ModelConfig is an option here (--beta, --learning_rate, --use_peft, ...), but for those
that change the loss (--loss_type, --label_smoothing, ...), which are refused: an offset has its meaning in this one.
"""

import json
from bisect import bisect_left, bisect_right
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

import torch
from datasets import Dataset
from transformers import AutoTokenizer
from trl import DPOConfig, DPOTrainer, ModelConfig, TrlParser, get_peft_config, get_quantization_config
from trl.trainer.dpo_trainer import DataCollatorForPreference
from trl.trainer.utils import selective_log_softmax

COLUMNS = ["prompt", "chosen", "rejected", "tools", "chat_template_kwargs"]
COLUMNS += ["offset", "weight", "mask_chosen", "mask_rejected", "reference_prompt"]

# What would change the loss, or what it is computed of.
REFUSED = ["loss_type", "loss_weights", "label_smoothing", "ld_alpha", "f_divergence_type", "f_alpha_divergence_coef"]
REFUSED += ["use_weighting", "discopop_tau", "truncation_mode", "padding_free", "use_liger_kernel", "sync_ref_model"]
REFUSED += ["ref_model_mixup_alpha", "ref_model_sync_steps", "rpo_alpha", "reference_free"]
WHY = "its loss is -log sigmoid(beta * difference + offset), weighted. Leave it out, or train without the offsets."
`

const DATA = `
@dataclass
class Data:
    data: str = str(Path(__file__).with_name(DATA_FILE))


`

const TRAINER = `
class Collator(DataCollatorForPreference):
    """Adds offsets and weights to the batch, and takes masked tokens out of the completions."""

    def torch_call(self, examples):
        batch = super().torch_call(examples)
        for column in ("offset", "weight"):
            batch[column] = torch.tensor([example[column] for example in examples], dtype=torch.float32)
        for side, first in (("chosen", 0), ("rejected", len(examples))):
            for i, example in enumerate(examples):
                tokens = torch.tensor(example.get(f"{side}_masked") or [], dtype=torch.long)
                tokens = tokens + len(example["prompt_ids"])
                batch["completion_mask"][first + i, tokens[tokens < batch["completion_mask"].shape[1]]] = 0
        return batch


class ShapedDPOTrainer(DPOTrainer):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)  # tokenises, and precomputes what the reference says
        if "policy_prompt" in self.train_dataset.column_names:
            self.train_dataset = self.train_dataset.map(
                read_policy_prompt, fn_kwargs={"tokenizer": self.processing_class}
            )

    def _prepare_dataset(self, dataset, tokenizer, args, *more):
        dataset = super()._prepare_dataset(dataset, tokenizer, args, *more)
        if "mask_chosen" not in dataset.column_names:
            return dataset
        dataset = dataset.map(masked_tokens, fn_kwargs={"tokenizer": tokenizer, "max_length": args.max_length})
        report_masks(dataset)
        return dataset

    def _set_signature_columns_if_needed(self):
        if self._signature_columns is None:
            super()._set_signature_columns_if_needed()
            self._signature_columns += ["offset", "weight", "chosen_masked", "rejected_masked"]

    def compute_ref_log_probs(self, *args):
        *model, inputs = args
        known = {key: value for key, value in inputs.items() if key not in ("offset", "weight")}
        return super().compute_ref_log_probs(*model, known)

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        ids = inputs["input_ids"]
        balanced = getattr(self, "aux_loss_enabled", False)  # a mixture of experts
        router = {"output_router_logits": True} if balanced else {}
        outputs = model(input_ids=ids, attention_mask=inputs["attention_mask"], use_cache=False, **router)
        mask = inputs["completion_mask"][:, 1:]
        logps = selective_log_softmax(outputs.logits[:, -ids.shape[1] : -1], ids[:, 1:])
        chosen, rejected = (logps * mask).sum(1).chunk(2)
        difference = (chosen - inputs["ref_chosen_logps"]) - (rejected - inputs["ref_rejected_logps"])
        loss = shaped_loss(torch, self.beta, difference, inputs["offset"], inputs["weight"])
        if balanced:
            loss = loss + self.router_aux_loss_coef * outputs.aux_loss
        metrics = self._metrics["train" if self.model.training else "eval"]
        margins = self.accelerator.gather_for_metrics(self.beta * difference.detach())
        metrics["rewards/margins"].append(margins.mean().item())
        metrics["rewards/accuracies"].append((margins > 0).float().mean().item())
        return (loss, outputs) if return_outputs else loss


def read_policy_prompt(row, tokenizer):
    prompt = row["policy_prompt"]
    if isinstance(prompt, str):
        return {"prompt_ids": tokenizer(text=prompt)["input_ids"]}
    tools = json.loads(row["tools"]) if row.get("tools") else None
    options = {"tools": tools, **(row.get("chat_template_kwargs") or {})}
    return {
        "prompt_ids": tokenizer.apply_chat_template(
            prompt, add_generation_prompt=True, return_dict=True, **options
        )["input_ids"]
    }
`

const MASKS = `
def masked_tokens(row, tokenizer, max_length):
    """Of each response, the tokens to leave out, and what became of its masks."""
    found = {}
    for side in ("chosen", "rejected"):
        ids, ranges = row[f"{side}_ids"], row[f"mask_{side}"]
        tokens, moved = tokens_in(tokenizer, ids, row[side], ranges)
        room = len(ids) if max_length is None else max_length - len(row["prompt_ids"])
        lost = bool(ranges) and not tokens
        cut = any(token >= room for token in tokens)
        found[f"{side}_masked"] = tokens
        found[f"{side}_mask_state"] = (
            "none" if not ranges else "lost" if lost else "cut" if cut else "moved" if moved else "whole"
        )
    return found


def tokens_in(tokenizer, ids, response, ranges):
    """Which tokens of a response lie in the character ranges, by the text that they decode to, and whether the
    response stands there otherwise than in the data: trimmed, as many templates write it."""
    if not isinstance(response, str):
        response = "\\n\\n".join(turn["content"] for turn in response if turn["role"] == "assistant")
    if not ranges:
        return [], False
    text = tokenizer.decode(ids)
    start, moved = text.find(response), False
    if start < 0:
        start, moved = text.find(response.strip()), True
        if start < 0 or not response.strip():
            return [], True
        start -= len(response) - len(response.lstrip())

    def end(token):
        return len(tokenizer.decode(ids[: token + 1]))

    tokens = set()
    for a, b in ranges:
        first = bisect_right(range(len(ids)), a + start, key=end)
        last = bisect_left(range(len(ids)), b + start, key=end)
        tokens.update(range(first, min(last + 1, len(ids))))
    return sorted(tokens), moved


def report_masks(dataset):
    states = [*dataset["chosen_mask_state"], *dataset["rejected_mask_state"]]
    whole = {state: states.count(state) for state in ("whole", "moved", "cut", "lost")}
    print(
        f"Masks: {sum(whole.values())} responses have some. {whole['moved']} were trimmed by the chat template, and"
        f" their masks moved along; of {whole['cut']} a part is beyond max_length; {whole['lost']} could not be found"
        " in what the template writes, and are trained on without a mask."
    )


`

const MAIN = `
def main():
    options, args, model_args = TrlParser((Data, DPOConfig, ModelConfig)).parse_args_and_config()
    refuse(args, REFUSED, WHY)
    args.precompute_ref_log_probs = True  # compute_loss reads what the reference said from the batch
    tokenizer, loaded = load(model_args, args)
    data = read(options.data, COLUMNS).map(as_messages, fn_kwargs={"tokenizer": tokenizer})
    if "offset" not in data.column_names:
        data = data.add_column("offset", [0.0] * len(data))
    if "reference_prompt" in data.column_names:
        data = data.rename_columns({"prompt": "policy_prompt", "reference_prompt": "prompt"})
    trainer = ShapedDPOTrainer(
        data_collator=Collator(pad_token_id=tokenizer.pad_token_id, max_length=args.max_length),
        train_dataset=data,
        **loaded,
    )
    trainer.train()
    trainer.save_model(args.output_dir)


if __name__ == "__main__":
    main()
`

const SCRIPT = [ABOUT, DATA, LOSS, TRAINER, MASKS, READ, MAIN].join('\n')

/**
 * train_dpo.py: trains a policy on the TRL DPO export.
 * @param dataFile name of the exported data, beside the script
 */
export const dpoScript = (dataFile: string): string => forData(SCRIPT, dataFile)
