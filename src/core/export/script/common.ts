/*
 * What the training scripts share, as Python. The scripts are texts with one place to fill in, DATA_FILE, so
 * that the page, the command line and the tests have one copy of each.
 */

/** A file's name as a Python string: JSON's escapes are Python's. */
const pythonString = (text: string): string => JSON.stringify(text)

/** A script that reads a file beside it. */
export const forData = (script: string, dataFile: string): string =>
  script.replace('DATA_FILE', () => pythonString(dataFile))

/**
 * The loss of pairs: pure arithmetic, so that a golden can run it on NumPy arrays. −log σ(x) is
 * logaddexp(0, −x), which does not overflow.
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

/** Reads the exported rows, only the columns that matter, and gives weights a mean of 1. */
export const READ = `def read(path, columns):
    if path.endswith(".parquet"):
        data = Dataset.from_parquet(path)
        columns = [column for column in columns if column in data.column_names]
        rows = data.select_columns(columns).to_list()
    else:
        with open(path, encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
    rows = [{column: row[column] for column in columns if row.get(column) is not None} for row in rows]
    weights = [row.pop("weight", 1.0) for row in rows]
    mean = sum(weights) / len(weights)
    for row in rows:
        # As text, since Arrow would give every tool the parameters of all.
        if isinstance(row.get("tools"), list):
            row["tools"] = json.dumps(row["tools"])
        if any("chat_template_kwargs" in other for other in rows):
            row.setdefault("chat_template_kwargs", {})
    return Dataset.from_list(rows).add_column("weight", [weight / mean for weight in weights])


def as_messages(row, tokenizer):
    """Plain texts become messages where the model has a chat template."""
    if tokenizer.chat_template is None or not isinstance(row["prompt"], str):
        return {}
    speakers = {"prompt": "user", "reference_prompt": "user"}
    speakers |= {"chosen": "assistant", "rejected": "assistant", "completion": "assistant"}
    return {
        column: [{"role": role, "content": row[column]}] for column, role in speakers.items() if column in row
    }


def load(model_args, args):
    """The tokenizer; and how the trainer loads the model: type, attention, revision and quantisation."""
    args.model_init_kwargs = {
        "dtype": model_args.dtype,
        "attn_implementation": model_args.attn_implementation,
        "revision": model_args.model_revision,
        **(args.model_init_kwargs or {}),
    }
    trusted = getattr(args, "trust_remote_code", False) or getattr(model_args, "trust_remote_code", False)
    tokenizer = AutoTokenizer.from_pretrained(
        model_args.model_name_or_path, revision=model_args.model_revision, trust_remote_code=trusted
    )
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer, {
        "model": model_args.model_name_or_path,
        "args": args,
        "processing_class": tokenizer,
        "quantization_config": get_quantization_config(model_args),
        "peft_config": get_peft_config(model_args),
    }


def refuse(args, options, why):
    """Ends with a sentence where an option has another value than its default."""
    defaults = {field.name: field for field in fields(args)}
    for name in options:
        field = defaults.get(name)
        if field is None:
            continue
        usual = field.default if field.default is not MISSING else field.default_factory()
        value = getattr(args, name)
        if getattr(value, "value", value) != getattr(usual, "value", usual):
            raise SystemExit(f"{Path(__file__).name} does not take --{name} {value}: {why}")
`
