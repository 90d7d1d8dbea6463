/**
 * The loss that both training scripts share, as Python: pure arithmetic, so that a golden can run it on NumPy
 * arrays. −log σ(x) is logaddexp(0, −x), which does not overflow.
 */
export const LOSS = `def shaped_loss(xp, scale, difference, offset, weight):
    """Mean over the pairs of weight * -log sigmoid(scale * difference + offset).

    DPO: scale is beta, difference the policy's log-ratio to the reference, chosen minus rejected.
    Reward: scale is 1, difference the reward, chosen minus rejected, and offset = -margin.
    xp is torch, or numpy.
    """
    logits = scale * difference + offset
    return (weight * xp.logaddexp(xp.zeros_like(logits), -logits)).mean()
`

/** Reads the exported rows, only the columns that matter, and gives weights a mean of 1 (as Python). */
export const READ = `def read(path, columns):
    if path.endswith(".parquet"):
        data = Dataset.from_parquet(path)
    else:
        with open(path, encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        data = Dataset.from_list([{column: row[column] for column in columns if column in row} for row in rows])
    data = data.select_columns([column for column in columns if column in data.column_names])
    weights = data["weight"][:] if "weight" in data.column_names else [1.0] * len(data)
    mean = sum(weights) / len(weights)
    data = data.remove_columns("weight") if "weight" in data.column_names else data
    return data.add_column("weight", [weight / mean for weight in weights])


def as_messages(row, tokenizer):
    """Plain texts become messages where the model has a chat template."""
    if tokenizer.chat_template is None or not isinstance(row["prompt"], str):
        return {}
    speakers = {"prompt": "user", "reference_prompt": "user", "chosen": "assistant", "rejected": "assistant"}
    return {
        column: [{"role": role, "content": row[column]}] for column, role in speakers.items() if column in row
    }
`

/** A file's name as a Python string: JSON's escapes are Python's. */
export const pythonString = (text: string): string => JSON.stringify(text)
