import { LOSS, pythonString, READ } from './loss.ts'

/**
 * train_reward.py: trains a reward model on the TRL reward export. TRL's RewardTrainer reads `margin` itself;
 * the subclass is there only where there are weights.
 * @param dataFile name of the exported data, beside the script
 */
export const rewardScript = (
  dataFile: string,
  weighted: boolean,
): string => `"""Trains a reward model on pairs that Whittle shaped.

    pip install "trl>=1.1,<2"
    python train_reward.py --model_name_or_path Qwen/Qwen2.5-0.5B-Instruct --output_dir reward

TRL's RewardTrainer reads the margin by itself: -log sigmoid(chosen - rejected - margin).${
  weighted ? '\nThe subclass below multiplies each pair’s loss by its weight, too.' : ''
}

Every option of RewardConfig and ModelConfig is an option here (--learning_rate, --use_peft, ...).
"""

import json
from dataclasses import dataclass
from pathlib import Path

${weighted ? 'import torch\n' : ''}from datasets import Dataset
from transformers import AutoTokenizer
from trl import ModelConfig, RewardConfig, RewardTrainer, TrlParser, get_peft_config
${weighted ? 'from trl.trainer.reward_trainer import DataCollatorForPreference\n' : ''}
COLUMNS = ["prompt", "chosen", "rejected", "margin", "weight"]


@dataclass
class Data:
    data: str = str(Path(__file__).with_name(${pythonString(dataFile)}))


${weighted ? WEIGHTED : ''}${READ}

def main():
    options, args, model_args = TrlParser((Data, RewardConfig, ModelConfig)).parse_args_and_config()
    args.model_init_kwargs = {"dtype": model_args.dtype, "attn_implementation": model_args.attn_implementation}
    tokenizer = AutoTokenizer.from_pretrained(model_args.model_name_or_path)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    trainer = ${weighted ? 'WeightedRewardTrainer' : 'RewardTrainer'}(
        model=model_args.model_name_or_path,
        args=args,
        ${weighted ? 'data_collator=Collator(pad_token_id=tokenizer.pad_token_id),\n        ' : ''}train_dataset=read(options.data, COLUMNS).map(as_messages, fn_kwargs={"tokenizer": tokenizer}),
        processing_class=tokenizer,
        peft_config=get_peft_config(model_args),
    )
    trainer.train()
    trainer.save_model(args.output_dir)


if __name__ == "__main__":
    main()
`

const WEIGHTED = `${LOSS}

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
        accuracy = self.accelerator.gather_for_metrics((chosen > rejected).float()).mean().item()
        self._metrics["train" if self.model.training else "eval"]["accuracy"].append(accuracy)
        return (loss, outputs) if return_outputs else loss


`
