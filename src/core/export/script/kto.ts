import { forData, READ } from './common.ts'

/*
 * TRL's KTOTrainer computes 1 − σ(±β(log-ratio − KL)). An offset of the log-odds is the same as another
 * log-probability of the reference, and a weight the same as another desirable_weight, so both go in
 * without a
 * loss of its own. Checked with TRL 1.16.
 */

const ABOUT = `"""Trains a policy by KTO on single answers that Whittle shaped, with offsets and weights inside the loss.

    pip install "trl>=1.16,<2"
    python train_kto.py --model_name_or_path Qwen/Qwen2.5-0.5B-Instruct --output_dir policy

TRL's KTOTrainer ignores these columns of the data; the subclass below acts on them:
    offset   what the decisions add to the reward of an answer: the model learns the label with
             beta * (log-ratio - KL) - offset, so that it need not learn what the decisions explain
    weight   multiplies the answer's loss

The rows stand in an order in which no answer meets its own prompt when TRL moves answers on inside a batch: leave them so
(TRL reads them in order). Rewards that are logged hold the offset. Every option of KTOConfig and ModelConfig is an option
here (--beta, --desirable_weight, --use_peft, ...).
"""

import json
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

import torch
from datasets import Dataset
from transformers import AutoTokenizer
from trl import KTOConfig, KTOTrainer, ModelConfig, TrlParser, get_peft_config, get_quantization_config
from trl.trainer.kto_trainer import DataCollatorForUnpairedPreference

COLUMNS = ["prompt", "completion", "label", "offset", "weight", "tools", "chat_template_kwargs"]
REFUSED = ["sync_ref_model", "use_liger_kernel", "padding_free"]
WHY = "its offsets stand in what the reference says before training. Leave it out."


@dataclass
class Data:
    data: str = str(Path(__file__).with_name(DATA_FILE))


class Collator(DataCollatorForUnpairedPreference):
    """Adds weights to the batch."""

    def torch_call(self, examples):
        weights = torch.tensor([example["weight"] for example in examples], dtype=torch.float32)
        return {**super().torch_call(examples), "weight": weights}


class ShapedKTOTrainer(KTOTrainer):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)  # tokenises, and precomputes what the reference says
        if "offset" in self.train_dataset.column_names:
            self.train_dataset = self.train_dataset.map(add_offset, fn_kwargs={"beta": self.beta})

    def _set_signature_columns_if_needed(self):
        if self._signature_columns is None:
            super()._set_signature_columns_if_needed()
            self._signature_columns += ["weight"]

    def compute_ref_log_probs(self, model, inputs):
        return super().compute_ref_log_probs(model, without_weight(inputs))

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        label, weight = inputs["label"].bool(), inputs["weight"]
        usual = self.desirable_weight, self.undesirable_weight
        self.desirable_weight, self.undesirable_weight = usual[0] * weight[label], usual[1] * weight[~label]
        try:
            return super().compute_loss(model, without_weight(inputs), return_outputs)
        finally:
            self.desirable_weight, self.undesirable_weight = usual


def add_offset(row, beta):
    """beta * (log-ratio) - offset is beta times the log-ratio to a reference that says offset / beta more."""
    return {"ref_logps": row["ref_logps"] + row["offset"] / beta}


def without_weight(inputs):
    return {key: value for key, value in inputs.items() if key != "weight"}


`

const MAIN = `
def main():
    options, args, model_args = TrlParser((Data, KTOConfig, ModelConfig)).parse_args_and_config()
    refuse(args, REFUSED, WHY)
    args.precompute_ref_log_probs = True  # the offset is added to what the reference said
    tokenizer, loaded = load(model_args, args)
    trainer = ShapedKTOTrainer(
        data_collator=Collator(pad_token_id=tokenizer.pad_token_id, max_length=args.max_length),
        train_dataset=read(options.data, COLUMNS).map(as_messages, fn_kwargs={"tokenizer": tokenizer}),
        **loaded,
    )
    trainer.train()
    trainer.save_model(args.output_dir)


if __name__ == "__main__":
    main()
`

const SCRIPT = [ABOUT + READ, MAIN].join('\n')

/**
 * train_kto.py: trains a policy on the KTO export.
 * @param dataFile name of the exported data, beside the script
 */
export const ktoScript = (dataFile: string): string => forData(SCRIPT, dataFile)
