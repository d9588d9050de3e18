package dev.croupier.gateway.rounds.shard;

import dev.croupier.gateway.ids.ShardId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.CommandCodec;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Stamp;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Account;
import dev.croupier.gateway.rounds.ledger.Change;
import dev.croupier.gateway.rounds.ledger.Entry;
import dev.croupier.gateway.rounds.ledger.HashChain;
import dev.croupier.gateway.rounds.ledger.JournalReader;
import dev.croupier.gateway.rounds.ledger.JournalRecord;
import dev.croupier.gateway.rounds.ledger.Keyed;
import dev.croupier.gateway.rounds.ledger.Postings;
import dev.croupier.gateway.rounds.ledger.Verification;
import dev.croupier.gateway.rounds.rules.Rulesets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Proves a shard by deciding its whole journal once more, with the rules each round was opened
 * under, and comparing every answer, entry, bet, round and wallet byte for byte.
 *
 * <p>Found are: a broken chain; entries that do not balance; a balance that is not the sum of its
 * entries; an answer, an entry or a final bet that the recorded rules do not compute; rows that no
 * record accounts for. One thread; memory grows with wallets and accounts, not with records.
 */
public final class Verifier implements Verification {
  private final Rulesets rulesets;

  /** With the rules that rounds may have been opened under, retired ones too. */
  public Verifier(Rulesets rulesets) {
    this.rulesets = rulesets;
  }

  @Override
  public Report verify(JournalReader reader) {
    Replay replay = new Replay(reader);
    reader.records(replay::next);
    replay.end();
    return new Report(replay.records, replay.endedRounds, replay.findings);
  }

  /** One pass. */
  private final class Replay {
    private final JournalReader reader;
    private final ShardId shard;
    private final ReplayView view;
    private final HashChain chain = new HashChain(HashChain.genesis());
    private final Map<Account, Long> sums = new HashMap<>();
    private final Set<String> rulesSeen = new HashSet<>();
    private final List<String> findings = new ArrayList<>();
    private long records;
    private long endedRounds;
    private long rounds;
    private long bets;
    private long entries;
    private long seq;
    private long ts;

    Replay(JournalReader reader) {
      this.reader = reader;
      this.shard = new ShardId(reader.shard());
      this.view = new ReplayView(reader);
    }

    void next(JournalRecord record) {
      records++;
      String where = "record " + record.seq();
      if (!chain.accepts(record)) {
        find(where + ": the hash chain is broken");
      }
      check(record.seq() == seq + 1, where + ": follows " + seq);
      check(record.ts() > ts, where + ": its time is not after the one before");
      seq = record.seq();
      ts = record.ts();
      add(record.entries(), where);
      try {
        decideAgain(record, where);
      } catch (RuntimeException e) {
        find(where + ": cannot be decided again: " + e);
      }
    }

    private void add(List<Entry> lines, String where) {
      entries += lines.size();
      try {
        Postings.checkBalanced(lines);
      } catch (IllegalStateException e) {
        find(where + ": " + e.getMessage());
      }
      for (Entry entry : lines) {
        sums.merge(entry.account(), entry.amountMinor(), Long::sum);
      }
    }

    private void decideAgain(JournalRecord record, String where) {
      var command =
          CommandCodec.decode(record.licensee(), record.key(), record.kind(), record.command());
      view.before(record);
      Decider decider =
          new Decider(
              view,
              calcVer -> record.rulesMissing() ? Optional.empty() : rulesets.recorded(calcVer));
      Decision decision =
          decider.decide(command, new Stamp(shard, record.seq(), record.ts()), record.epoch());
      check(decision.answer().same(record.answer()), where + ": the answer is computed otherwise");
      check(
          decision.entries().equals(record.entries()),
          where + ": the entries are computed otherwise");
      check(
          Objects.equals(decision.bet(), record.bet())
              && decision.rulesMissing() == record.rulesMissing(),
          where + ": it is decided otherwise");
      decision.changes().forEach(change -> compare(change, where));
      view.after(record, decision.changes());
    }

    private void compare(Change change, String where) {
      switch (change) {
        case Change.BetIs(Bet bet) -> {
          if (bet.state().isTerminal()) {
            Optional<Bet> stored = reader.bet(new Keyed(bet.licensee(), bet.id().value()));
            check(
                stored.equals(Optional.of(bet)),
                where + ": bet " + bet.id() + " is kept otherwise");
          }
        }
        case Change.RoundIs(Round round) -> {
          if (round.state().isTerminal()) {
            endedRounds++;
            check(
                reader.round(round.id()).equals(Optional.of(round)),
                where + ": round " + round.id() + " is kept otherwise");
          }
        }
        case Change.RoundNew(Round round, var _) -> {
          rounds++;
          String pin = round.calcVer() + " " + round.rulesHash();
          boolean same =
              rulesets
                  .recorded(round.calcVer())
                  .filter(known -> known.rulesHash().equals(round.rulesHash()))
                  .isPresent();
          if (!same && rulesSeen.add(pin)) {
            find(where + ": the rules " + pin + " are not the ones known here");
          }
        }
        case Change.BetNew _ -> bets++;
        case Change.WalletIs _, Change.Tombstone _ -> {}
      }
    }

    void end() {
      JournalReader.Head head = reader.head();
      check(
          head.seq() == seq && head.ts() == ts && Arrays.equals(head.hash(), chain.head()),
          "the head says " + head.seq() + ", the records end at " + seq);
      Set<Keyed> stored = new HashSet<>();
      reader.wallets(
          wallet -> {
            stored.add(new Keyed(wallet.licensee(), wallet.player().value()));
            compare(wallet);
          });
      check(
          stored.equals(view.wallets().keySet()), "there are other wallets than the records made");
      Map<Account, Long> others = new HashMap<>(sums);
      others.keySet().removeIf(account -> account.kind() == Account.Kind.WALLET);
      others.values().removeIf(sum -> sum == 0);
      Map<Account, Long> balances = new HashMap<>(reader.balances());
      balances.values().removeIf(sum -> sum == 0);
      check(others.equals(balances), "balances are not the sums of their entries");
      view.openBooks().forEach(this::compareOpen);
      JournalReader.Counts counts = reader.counts();
      check(counts.answers() == records, "there are answers that no record made");
      check(counts.tombstones() == view.tombstones(), "there are tombstones that no record made");
      check(counts.entries() == entries, "there are entries that no record made");
      check(counts.rounds() == rounds, "there are rounds that no record made");
      check(counts.bets() == bets, "there are bets that no record made");
    }

    private void compare(Wallet wallet) {
      Wallet computed = view.wallet(wallet.licensee(), wallet.player());
      Account account = Account.wallet(wallet.licensee(), wallet.player(), wallet.currency());
      check(
          wallet.equals(computed) && wallet.balanceMinor() == sums.getOrDefault(account, 0L),
          "the wallet "
              + wallet.licensee()
              + "/"
              + wallet.player()
              + " is not the sum of its entries");
    }

    private void compareOpen(RoundBook book) {
      check(
          reader.round(book.round().id()).equals(Optional.of(book.round())),
          "round " + book.round().id() + " is kept otherwise");
      for (Bet bet : book.accepted()) {
        check(
            reader.bet(new Keyed(bet.licensee(), bet.id().value())).equals(Optional.of(bet)),
            "bet " + bet.id() + " is kept otherwise");
      }
    }

    private void check(boolean holds, String finding) {
      if (!holds) {
        find(finding);
      }
    }

    private void find(String finding) {
      if (findings.size() < Report.MAX_FINDINGS) {
        findings.add(finding);
      }
    }
  }
}
