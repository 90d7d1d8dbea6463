"""Extracts a file on a Ray cluster, a share of the work a task, and merges the parts.

    python docs/recipes/ray.py FILE --out DIR [--shards 16] [--threads 2] [--address auto]

Every node needs Node 20, this checkout after `npm ci`, at the same path, and DIR on a file system that all of
them see. Parts that are in DIR already are kept: a task whose worker dies is run again by Ray and goes on
where it was, and so does this script when it is started again.
"""

import argparse
import subprocess
import sys
from pathlib import Path

# This file is called ray.py, too: without this, `import ray` would find it instead of Ray.
sys.path = [entry for entry in sys.path if Path(entry or ".").resolve() != Path(__file__).resolve().parent]
import ray  # noqa: E402

CHECKOUT = Path(__file__).resolve().parents[2]


def whittle(*arguments: str) -> None:
    command = ["npx", "tsx", "src/cli.ts", *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-500:]}")
    print(done.stdout.strip(), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--out", required=True)
    parser.add_argument("--shards", type=int, default=16)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--address", help="of the cluster; where left out, a cluster of this machine alone")
    options = parser.parse_args()
    file, out = str(Path(options.file).resolve()), str(Path(options.out).resolve())
    ray.init(address=options.address)

    @ray.remote(num_cpus=options.threads, max_retries=3, retry_exceptions=True)
    def extract(shard: int) -> int:
        share = f"{shard}/{options.shards}"
        whittle("extract", file, "--shard", share, "--out", out, "--threads", str(options.threads))
        return shard

    waiting = [extract.remote(shard) for shard in range(1, options.shards + 1)]
    while waiting:
        done, waiting = ray.wait(waiting)
        print(f"shard {ray.get(done[0])} is done, {len(waiting)} to go", flush=True)
    whittle("merge", out)


if __name__ == "__main__":
    main()
