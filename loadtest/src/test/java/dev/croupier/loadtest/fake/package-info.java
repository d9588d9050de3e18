/**
 * Servers that speak the published interfaces just well enough, and do wrong what they are told.
 */
package dev.croupier.loadtest.fake;
