// The encoder that the kernel is compiled for (all-MiniLM-L6-v2 to its fourth layer), and the size of a run.
#pragma once

enum {
  DIM = 384,
  HEAD = 32,
  WIDE = 1536,
  LAYERS = 4,
  // Tokens of the longest window, [CLS] and [SEP] included.
  WINDOW = 256,
  // Tokens of a run: what the layers need for them fits a second-level cache of 1 MB.
  TOKENS = 512,
  // Units whose latents are read together.
  UNITS = 64,
};
