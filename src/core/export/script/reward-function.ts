/**
 * whittle_reward.py: the reshaped reward as a reward function of TRL (GRPOTrainer, RLOOTrainer), verl and
 * OpenRLHF. The standard library alone; the scores are `whittle score`'s.
 */
export const REWARD_FUNCTION = `"""Scores new responses by the decisions in reward-spec.json: minus the sum of lambda * s over their concepts.

TRL      GRPOTrainer(reward_funcs=[reward_model, whittle_reward], ...): TRL adds the rewards up
verl     custom_reward_function.path=whittle_reward.py custom_reward_function.name=compute_score
         (reward_model.reward_manager=batch with name=compute_scores asks once for a whole batch)
OpenRLHF --remote_rm_url whittle_reward.py

The scores come from \`whittle score reward-spec.json --serve PORT\`. It is found at WHITTLE_URL where that is set; else it
is looked for on a port that the spec determines, and started with Node 20 or newer from the folder scorer/ beside this
file, or from the Whittle checkout in WHITTLE_HOME. All processes of a training run on one machine share one scorer.
WHITTLE_SPEC names another spec than the one beside this file.
"""

import atexit
import hashlib
import json
import os
import re
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

START_SECONDS = 300
REQUEST_SECONDS = 600
LINES = 1024  # of one request

_lock = threading.Lock()
_url = None
_process = None
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through a proxy


def shaped(prompts, completions, rewards=None):
    """reward - sum of lambda * s for every response; prompts and completions are texts or lists of messages."""
    return [scored["shaped"] for scored in score(prompts, completions, rewards)]


def score(prompts, completions, rewards=None):
    """{"shaped", "concepts": {id: {"s", "lambda"}}} for every response."""
    rewards = [0.0] * len(completions) if rewards is None else rewards
    rows = [
        {"prompt": prompt, "completion": completion, "reward": float(reward)}
        for prompt, completion, reward in zip(prompts, completions, rewards, strict=True)
    ]
    return [scored for at in range(0, len(rows), LINES) for scored in _ask(rows[at : at + LINES])]


def whittle_reward(prompts, completions, **_):
    """TRL's signature: adds to the rewards of other functions."""
    return shaped(prompts, completions)


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **_):
    """verl's signature. The prompt and a reward to reshape are extra_info["prompt"] and extra_info["reward"]."""
    return compute_scores([data_source], [solution_str], [ground_truth], [extra_info])[0]


def compute_scores(data_sources, solution_strs, ground_truths, extra_infos, **_):
    """The same for verl's batch reward manager."""
    infos = [info or {} for info in extra_infos]
    prompts = [info.get("prompt", "") for info in infos]
    return shaped(prompts, list(solution_strs), [info.get("reward", 0.0) for info in infos])


def reward_func(queries, prompts, labels=None, **_):
    """OpenRLHF's signature: a query is a prompt and its response as one text."""
    import torch  # OpenRLHF expects tensors

    completions = [
        END_TOKENS.sub("", query[len(prompt) :] if query.startswith(prompt) else query)
        for query, prompt in zip(queries, prompts, strict=True)
    ]
    rewards = torch.tensor(shaped(list(prompts), completions))
    return {"rewards": rewards, "scores": rewards, "extra_logs": {}}


END_TOKENS = re.compile(r"(?:\\s*(?:<\\|[a-z_]+\\|>|</s>|<eos>|<end_of_turn>))+\\s*$", re.IGNORECASE)


def _spec_path():
    return Path(os.environ.get("WHITTLE_SPEC") or Path(__file__).with_name("reward-spec.json"))


def _ask(rows):
    global _url
    for attempt in range(2):
        with _lock:
            _url = _url or _find()
        try:
            results = _post(_url, rows)
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"The scorer refused: {error.read().decode()}") from error
        except OSError:
            # It ended with the process that started it: once more.
            _url = None
            if attempt:
                raise
            continue
        for result in results:
            if "error" in result:
                raise ValueError(result["error"])
        return results


def _post(url, rows):
    body = json.dumps(rows).encode()
    request = urllib.request.Request(f"{url}/score", body, {"Content-Type": "application/json"})
    with _opener.open(request, timeout=REQUEST_SECONDS) as response:
        return json.load(response)


def _find():
    """The address of a scorer of this spec, which is started where there is none."""
    if os.environ.get("WHITTLE_URL"):
        return os.environ["WHITTLE_URL"].rstrip("/")
    spec = hashlib.sha256(_spec_path().read_bytes()).hexdigest()
    port = 20000 + int(spec[:8], 16) % 10000
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        about = _about(url)
        if about and about.get("spec") == spec:
            return url
        if about:
            raise RuntimeError(f"{url} scores by another spec; start a scorer yourself and set WHITTLE_URL.")
        _start(port)
        time.sleep(0.5)
    raise RuntimeError(f"No scorer answered at {url} within {START_SECONDS} seconds.")


def _about(url):
    try:
        with _opener.open(f"{url}/", timeout=10) as response:
            return json.load(response)
    except (OSError, ValueError):
        return None


def _start(port):
    """Starts a scorer that ends with this process. Of several at once, the one that gets the port stays."""
    global _process
    if _process and _process.poll() is None:
        return
    home = os.environ.get("WHITTLE_HOME")
    bundled = Path(__file__).resolve().with_name("scorer") / "whittle-scorer.mjs"
    if bundled.exists():
        command = ["node", str(bundled)]
    elif home:
        command = ["node", "--import", "tsx", "src/cli.ts", "score"]
    else:
        raise RuntimeError(
            "There is no folder scorer beside whittle_reward.py: export it too, or set WHITTLE_HOME to a checkout of "
            "Whittle, or WHITTLE_URL to the address of a scorer."
        )
    _process = subprocess.Popen(
        [*command, str(_spec_path().resolve()), "--serve", str(port), "--exit-with-stdin"],
        cwd=None if bundled.exists() else home,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    atexit.register(_process.terminate)
`
