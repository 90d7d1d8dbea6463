#!/bin/bash
# Extracts a file as an array of Slurm jobs, a share of the work each, and merges the parts:
#
#   sbatch --array=1-16 docs/recipes/slurm.sh FILE DIR
#   sbatch --dependency=afterok:JOB --wrap 'npm run whittle -- merge DIR'
#
# Submit both in the checkout. Every node needs Node 20, the checkout after `npm ci`, at the same path, and DIR
# on a file system that all of them see. A task that is killed is queued again, three times at most, and goes on
# where it was: parts that are in DIR are kept.
#SBATCH --job-name=whittle
#SBATCH --cpus-per-task=2
#SBATCH --requeue
#SBATCH --open-mode=append

npx tsx src/cli.ts extract "$1" --out "$2" --threads "$SLURM_CPUS_PER_TASK" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
status=$?

# 128 and more: ended by a signal, not by an error that would come again.
if [ $status -ge 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
fi
exit $status
