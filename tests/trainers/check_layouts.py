"""Reads the exports with the trainers' own code: LLaMA-Factory, Axolotl, ms-swift, OpenRLHF, torchtune.

    npx tsx tests/trainers/make.ts MADE
    pip download --no-deps axolotl llamafactory ms-swift openrlhf torchtune, each unpacked into SOURCES/NAME
    python tests/trainers/check_layouts.py MADE SOURCES

Only the modules that read data are run, with stand-ins for what they import and do not need here.
"""

import importlib.util
import json
import sys
import types
from pathlib import Path
from types import SimpleNamespace

from tiny import make

MADE, SOURCES = Path(sys.argv[1]), Path(sys.argv[2])
TOKENIZER = make("/tmp/whittle-tiny")


class Anything(types.ModuleType):
    """A package of which anything may be imported."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": lambda self, *a, **k: None, "__class_getitem__": classmethod(lambda c, _: c)})


class StandIns:
    """Finds a stand-in for every module of some packages that is not loaded from its file."""

    def __init__(self, *packages):
        self.packages = packages

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.packages:
            return importlib.util.spec_from_loader(name, self)
        return None

    def create_module(self, spec):
        return Anything(spec.name)

    def exec_module(self, module):
        pass


def load(name, path, *stand_ins):
    finder = StandIns(*stand_ins)
    sys.meta_path.insert(0, finder)
    try:
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module
    finally:
        sys.meta_path.remove(finder)


def rows(data, layout):
    return [json.loads(line) for line in (MADE / data / layout / f"{data}.jsonl").read_text().splitlines()]


def wanted(data):
    """The pairs as they came, by their prompt's text."""
    result = {}
    for row in rows(data, "trl-dpo"):
        prompt = row["prompt"] if isinstance(row["prompt"], list) else [{"role": "user", "content": row["prompt"]}]
        say = lambda value: value if isinstance(value, str) else value[0]["content"]
        result[json.dumps(prompt)] = (prompt, say(row["chosen"]), say(row["rejected"]), row["offset"])
    return result


def said(name, data, count):
    print(f"ok  {name}, {data}: {count} rows")


def llamafactory():
    base = SOURCES / "llamafactory" / "llamafactory" / "data"
    source = (base / "converter.py").read_text()
    source = source.replace("from ..extras import logging", "logging = None").replace(
        "from .data_utils import Role",
        "from enum import Enum\nRole = Enum('Role', {n.upper(): n for n in ('user','assistant','system','function','observation')})",
    )
    source = source.replace("logger = logging.get_logger(__name__)", "import logging as _l; logger = _l.getLogger(); logger.warning_rank0 = logger.error")
    space = {"__name__": "converter"}
    sys.modules["converter"] = types.ModuleType("converter")  # where dataclasses look for it
    exec(compile(source, "converter.py", "exec"), space)
    tags = {"user_tag": "human", "assistant_tag": "gpt", "observation_tag": "observation", "function_tag": "function_call",
            "system_tag": "system", "role_tag": "from", "content_tag": "value"}
    columns = "prompt query response history messages system tools images videos audios chosen rejected kto_tag".split()
    for layout in ("llamafactory-alpaca", "llamafactory-sharegpt", "llamafactory-kto"):
        for data in ("texts", "talks"):
            [info] = json.loads((MADE / data / layout / "dataset_info.json").read_text()).values()
            assert (MADE / data / layout / info["file_name"]).exists()
            attr = SimpleNamespace(**{c: info["columns"].get(c) for c in columns}, **{**tags, **info.get("tags", {})},
                                   ranking=info.get("ranking", False), load_from="file")
            convert = space["DATASET_CONVERTERS"][info.get("formatting", "alpaca")](attr, SimpleNamespace(media_dir=""))
            known = wanted(data)
            for row in rows(data, layout):
                out = convert(row)
                prompt = ([{"role": "system", "content": out["_system"]}] if out["_system"] else []) + out["_prompt"]
                prompt = [{"role": m["role"].value if hasattr(m["role"], "value") else m["role"], "content": m["content"]} for m in prompt]
                _, chosen, rejected, _ = known[json.dumps(prompt)]
                texts = [m["content"] for m in out["_response"]]
                if layout == "llamafactory-kto":
                    assert texts == ([chosen, ""] if row["label"] else ["", rejected]), texts
                else:
                    assert texts == [chosen, rejected], texts
                assert len(out["_prompt"]) % 2 == 1
            said(f"LLaMA-Factory, {layout}", data, len(rows(data, layout)))


def axolotl():
    base = SOURCES / "axolotl" / "axolotl" / "prompt_strategies"
    module = load("ax_dpo", base / "dpo" / "chat_template.py", "axolotl")
    module.extract_chat_template_args = lambda cfg, ds_cfg: ("tokenizer_default", None)
    module.get_chat_template = lambda **_: TOKENIZER.chat_template
    module.handle_legacy_message_fields_logic = lambda ds: ds
    for data in ("texts", "talks"):
        for layout, strategy in (("axolotl", module.default), ("conversations", module.argilla_chat)):
            transform, _ = strategy({"datasets": [{}]})
            empty = 0
            for row in rows(data, layout):
                out = transform(dict(row), tokenizer=TOKENIZER)
                if layout == "axolotl":
                    assert out["chosen"].startswith(row["chosen"]["content"]) and out["rejected"].startswith(row["rejected"]["content"]), out
                empty += out["chosen"] in ("", "<|end|>") or out["rejected"] in ("", "<|end|>") or len(out["chosen"]) < 3
            assert empty == 0, (layout, empty)
            said(f"Axolotl, {layout}, under a template that trims", data, len(rows(data, layout)))
    kto = load("ax_kto", base / "kto" / "chatml.py")
    for data in ("texts", "talks", "answers"):
        for row in rows(data, "axolotl-kto"):
            out = kto.argilla_chat({})(dict(row))
            assert out["prompt"].endswith("<|im_start|>assistant\n") and out["completion"].endswith("<|im_end|>")
            assert isinstance(out["label"], bool)
        said("Axolotl, axolotl-kto", data, len(rows(data, "axolotl-kto")))
    for data in ("texts", "talks"):
        for row in rows(data, "axolotl-reward"):
            assert set(row) >= {"system", "input", "chosen", "rejected"} and all(isinstance(row[c], str) for c in ("system", "input", "chosen", "rejected"))
        said("Axolotl, axolotl-reward (columns that bradley_terry reads)", data, len(rows(data, "axolotl-reward")))


def openrlhf():
    path = SOURCES / "openrlhf" / "openrlhf-0.11.2.data" / "purelib" / "openrlhf" / "datasets" / "reward_dataset.py"
    module = load("rlhf", path, "openrlhf")
    module.exist_and_not_none = lambda d, key: key in d and d[key] is not None
    for data in ("texts", "talks"):
        known = wanted(data)
        for row in rows(data, "openrlhf"):
            prompt, chosen, rejected, margin = module.preprocess_data(
                row, prompt_key="prompt", apply_chat_template=TOKENIZER.apply_chat_template
            )
            _, good, bad, offset = known[json.dumps(row["prompt"])]
            assert (chosen, rejected) == (good.strip() + "<|end|>", bad.strip() + "<|end|>"), (chosen, good)
            assert abs(margin + offset) < 1e-15
        said("OpenRLHF", data, len(rows(data, "openrlhf")))


def swift():
    """The inputs that the template takes apart (swift/template/template_inputs.py)."""
    path = SOURCES / "ms_swift" / "swift" / "template" / "template_inputs.py"
    module = load("swift.template.template_inputs", path, "swift")
    for data in ("texts", "talks"):
        known = wanted(data)
        for row in rows(data, "ms-swift"):
            inputs = module.TemplateInputs.from_dict(row)
            chosen, rejected = inputs.chosen, inputs.rejected
            system = [{"role": "system", "content": chosen.system}] if chosen.system else []
            plain = lambda messages: [{"role": m["role"], "content": m["content"]} for m in messages]
            prompt = system + plain(chosen.messages[:-1])
            _, good, bad, offset = known[json.dumps(prompt)]
            assert (chosen.messages[-1]["content"], rejected.messages[-1]["content"]) == (good, bad)
            assert plain(rejected.messages[:-1]) == plain(chosen.messages[:-1]) and rejected.system == chosen.system
            assert abs(chosen.margin + offset) < 1e-15
        said("ms-swift", data, len(rows(data, "ms-swift")))


def torchtune():
    source = (SOURCES / "torchtune" / "torchtune" / "data" / "_messages.py").read_text()
    start = source.index("class ChosenRejectedToMessages")
    end = source.index("class ShareGPTToMessages")
    space = {"Transform": object, "Message": SimpleNamespace(from_dict=lambda d: SimpleNamespace(**d)),
             **{n: __import__("typing").__dict__[n] for n in ("Any", "Dict", "List", "Mapping", "Optional")}}
    exec(source[start:end], space)
    for data in ("texts", "talks"):
        known = wanted(data)
        for row in rows(data, "conversations"):
            out = space["ChosenRejectedToMessages"]()(row)
            plain = [{"role": m.role, "content": m.content} for m in out["chosen"]]
            _, good, bad, _ = known[json.dumps(plain[:-1])]
            assert (plain[-1]["content"], out["rejected"][-1].content) == (good.strip(), bad.strip())
            assert [m.masked for m in out["chosen"]][-1] is False and out["chosen"][0].masked
        said("torchtune", data, len(rows(data, "conversations")))


for check in (llamafactory, axolotl, openrlhf, swift, torchtune):
    check()
