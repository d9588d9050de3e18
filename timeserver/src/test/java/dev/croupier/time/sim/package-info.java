/** Simulations of many seeds: what holds on the average and at the 99th percentile. */
package dev.croupier.time.sim;
