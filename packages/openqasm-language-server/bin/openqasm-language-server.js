#!/usr/bin/env -S node --min-semi-space-size=64 --max-semi-space-size=64
// Each version of a document is a large young tree: with room for it, collecting takes less time.
import "../dist/main.js";
