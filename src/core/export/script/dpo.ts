import { LOSS, pythonString, READ } from './loss.ts'

/**
 * train_dpo.py: trains a policy on the TRL DPO export. TRL's own DPOTrainer keeps the columns that it knows
 * (_set_signature_columns_if_needed) and computes −log σ(β·Δθ) alone, so a small subclass carries the others
 * to the loss. Written for what TRL 1.1 to 1.13 have in common.
 * @param dataFile name of the exported data, beside the script
 */
export const dpoScript = (
  dataFile: string,
): string => `"""Trains a policy by DPO on pairs that Whittle shaped, with the offsets inside the loss.

    pip install "trl>=1.1,<2"
    python train_dpo.py --model_name_or_path Qwen/Qwen2.5-0.5B-Instruct --output_dir policy

TRL's DPOTrainer ignores these columns of the data; the subclass below acts on them:
    offset            -log sigmoid(beta * difference + offset): what the decisions explain, the model need not learn
    weight            multiplies the pair's loss
    mask_chosen,      character ranges of the responses whose tokens count neither for the policy nor for the
      mask_rejected   reference
    reference_prompt  the plain prompt: the reference reads it; the policy reads \`prompt\`, with an instruction

Every option of DPOConfig and ModelConfig is an option here (--beta, --learning_rate, --use_peft, ...).
"""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from datasets import Dataset
from transformers import AutoTokenizer
from trl import DPOConfig, DPOTrainer, ModelConfig, TrlParser, get_peft_config
from trl.trainer.dpo_trainer import DataCollatorForPreference
from trl.trainer.utils import selective_log_softmax

COLUMNS = ["prompt", "chosen", "rejected", "offset", "weight", "mask_chosen", "mask_rejected", "reference_prompt"]


@dataclass
class Data:
    data: str = str(Path(__file__).with_name(${pythonString(dataFile)}))


${LOSS}

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
            self.train_dataset = self.train_dataset.map(self.read_policy_prompt)

    def read_policy_prompt(self, row):
        prompt = row["policy_prompt"]
        if isinstance(prompt, str):
            return {"prompt_ids": self.processing_class(text=prompt)["input_ids"]}
        template = self.processing_class.apply_chat_template
        return {"prompt_ids": template(prompt, add_generation_prompt=True, return_dict=True)["input_ids"]}

    def _prepare_dataset(self, dataset, tokenizer, *args):
        dataset = super()._prepare_dataset(dataset, tokenizer, *args)
        masked = "mask_chosen" in dataset.column_names
        return dataset.map(masked_tokens, fn_kwargs={"tokenizer": tokenizer}) if masked else dataset

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
        outputs = model(input_ids=ids, attention_mask=inputs["attention_mask"], use_cache=False)
        logps = selective_log_softmax(outputs.logits[:, :-1], ids[:, 1:])
        chosen, rejected = (logps * inputs["completion_mask"][:, 1:]).sum(1).chunk(2)
        difference = (chosen - inputs["ref_chosen_logps"]) - (rejected - inputs["ref_rejected_logps"])
        loss = shaped_loss(torch, self.beta, difference, inputs["offset"], inputs["weight"])
        metrics = self._metrics["train" if self.model.training else "eval"]
        margins = self.accelerator.gather_for_metrics(self.beta * difference.detach())
        metrics["rewards/margins"].append(margins.mean().item())
        metrics["rewards/accuracies"].append((margins > 0).float().mean().item())
        return (loss, outputs) if return_outputs else loss


def masked_tokens(row, tokenizer):
    return {
        f"{side}_masked": tokens_in(tokenizer, row[f"{side}_ids"], row[side], row[f"mask_{side}"])
        for side in ("chosen", "rejected")
    }


def tokens_in(tokenizer, ids, response, ranges):
    """Which tokens of a response lie in the character ranges, by the text that they decode to."""
    if not isinstance(response, str):
        response = "\\n\\n".join(turn["content"] for turn in response if turn["role"] == "assistant")
    start = tokenizer.decode(ids).find(response)
    if not ranges or start < 0:
        return []
    ends = [len(tokenizer.decode(ids[: i + 1])) - start for i in range(len(ids))]
    return [
        i for i, (begin, end) in enumerate(zip([-start, *ends], ends)) if any(begin < b and end > a for a, b in ranges)
    ]


${READ}

def main():
    options, args, model_args = TrlParser((Data, DPOConfig, ModelConfig)).parse_args_and_config()
    args.precompute_ref_log_probs = True  # compute_loss reads what the reference said from the batch
    args.model_init_kwargs = {"dtype": model_args.dtype, "attn_implementation": model_args.attn_implementation}
    tokenizer = AutoTokenizer.from_pretrained(model_args.model_name_or_path)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    data = read(options.data, COLUMNS).map(as_messages, fn_kwargs={"tokenizer": tokenizer})
    if "reference_prompt" in data.column_names:
        data = data.rename_columns({"prompt": "policy_prompt", "reference_prompt": "prompt"})
    trainer = ShapedDPOTrainer(
        model=model_args.model_name_or_path,
        args=args,
        data_collator=Collator(pad_token_id=tokenizer.pad_token_id, max_length=args.max_length),
        train_dataset=data,
        processing_class=tokenizer,
        peft_config=get_peft_config(model_args),
    )
    trainer.train()
    trainer.save_model(args.output_dir)


if __name__ == "__main__":
    main()
`
