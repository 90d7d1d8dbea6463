import { forData, LOSS, READ } from './common.ts'

/*
 * TRL's RewardTrainer reads `margin` itself; the subclass multiplies by weights besides, which are 1 where
 * the
 * data has none. Checked with TRL 1.16.
 */

const ABOUT = `"""Trains a reward model on pairs that Whittle shaped.

    pip install "trl>=1.16,<2"
    python train_reward.py --model_name_or_path Qwen/Qwen2.5-0.5B-Instruct --output_dir reward

The loss is TRL's, -log sigmoid(chosen - rejected - margin), times the pair's weight; --center_rewards_coefficient adds
its mean (chosen + rejected)^2. Every option of RewardConfig and ModelConfig is an option here.
"""

import json
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

import torch
from datasets import Dataset
from transformers import AutoTokenizer
from trl import ModelConfig, RewardConfig, RewardTrainer, TrlParser, get_peft_config, get_quantization_config
from trl.trainer.reward_trainer import DataCollatorForPreference

COLUMNS = ["prompt", "chosen", "rejected", "margin", "weight", "tools", "chat_template_kwargs"]
REFUSED = ["use_liger_kernel"]
WHY = "its loss is computed from the rewards of whole batches. Leave it out."


@dataclass
class Data:
    data: str = str(Path(__file__).with_name(DATA_FILE))


`

const TRAINER = `
class Collator(DataCollatorForPreference):
    """Adds weights to the batch."""

    def torch_call(self, examples):
        weights = torch.tensor([example["weight"] for example in examples], dtype=torch.float32)
        return {**super().torch_call(examples), "weight": weights}


class WeightedRewardTrainer(RewardTrainer):
    def _set_signature_columns_if_needed(self):
        if self._signature_columns is None:
            super()._set_signature_columns_if_needed()
            self._signature_columns += ["weight"]

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        outputs = model(
            input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"], use_cache=False
        )
        chosen, rejected = outputs.logits.squeeze(-1).chunk(2)
        loss = shaped_loss(torch, 1, chosen - rejected, -inputs["margin"], inputs["weight"])
        if self.args.center_rewards_coefficient is not None:
            loss = loss + self.args.center_rewards_coefficient * ((chosen + rejected) ** 2).mean()
        accuracy = self.accelerator.gather_for_metrics((chosen > rejected).float()).mean().item()
        self._metrics["train" if self.model.training else "eval"]["accuracy"].append(accuracy)
        return (loss, outputs) if return_outputs else loss


`

const MAIN = `
def main():
    options, args, model_args = TrlParser((Data, RewardConfig, ModelConfig)).parse_args_and_config()
    refuse(args, REFUSED, WHY)
    tokenizer, loaded = load(model_args, args)
    trainer = WeightedRewardTrainer(
        data_collator=Collator(pad_token_id=tokenizer.pad_token_id),
        train_dataset=read(options.data, COLUMNS).map(as_messages, fn_kwargs={"tokenizer": tokenizer}),
        **loaded,
    )
    trainer.train()
    trainer.save_model(args.output_dir)


if __name__ == "__main__":
    main()
`

const SCRIPT = [ABOUT + LOSS, TRAINER + READ, MAIN].join('\n')

/**
 * train_reward.py: trains a reward model on the TRL reward export.
 * @param dataFile name of the exported data, beside the script
 */
export const rewardScript = (dataFile: string): string => forData(SCRIPT, dataFile)
