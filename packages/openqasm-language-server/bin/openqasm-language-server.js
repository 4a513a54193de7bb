#!/usr/bin/env -S node --min-semi-space-size=64 --max-semi-space-size=64 --expose-gc
// Each version of a document is a large tree of young objects: there is room for it, and it is
// collected at the best of times, between two versions.
import "../dist/main.js";
