package dev.croupier.loadtest.plan;

/**
 * The network between clients and server: what the relay does to each way, in the relay's own
 * words. An empty text leaves a way as it is.
 *
 * @param up from clients to the server
 * @param down from the server to clients
 */
public record RelayPlan(String up, String down) {}
