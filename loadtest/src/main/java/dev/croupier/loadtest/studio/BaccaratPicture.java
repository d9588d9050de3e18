package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.studio.BaccaratArms.Side;
import dev.croupier.loadtest.studio.BaccaratMotion.Seat;
import dev.croupier.loadtest.studio.BaccaratMotion.Seen;
import dev.croupier.loadtest.studio.Dealer.Arm;
import dev.croupier.loadtest.studio.RoundState.Outcome.Coup;
import dev.croupier.loadtest.studio.RoundTimeline.Dealt;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A baccarat table: camera A sees dealer, shoe and cards across the table, camera B the cards from
 * above. Owned by one camera's thread.
 */
final class BaccaratPicture implements Picture {
  private static final double ARCH_X = 640;
  private static final Color HAND = Ink.rgb(0xA37458);
  private static final Color HAND_SHADE = Ink.rgb(0x5B3D2E);

  /** Cards that lie still are kept drawn: twice what a coup has, then begun anew. */
  private static final int MOST_KEPT = 12;

  private static final double[] GHOST_OPACITY = {.16, .3};
  private static final double[] GHOST_BACK = {60_000, 30_000};
  private static final Rectangle2D CARD = new Rectangle2D.Double(-60, -80, 120, 160);

  private final boolean across;
  private final Board board;
  private final CardFace faces = new CardFace();
  private final BaccaratMotion motion;
  private final BaccaratArms arms;
  private final Canvas canvas;
  private final Canvas.Sprite shoe;
  private final Map<Side, Canvas.Sprite> resting = new EnumMap<>(Side.class);
  private final Map<Lying, Canvas.Sprite> lying = new HashMap<>();

  /** A card in its place. */
  private record Lying(PlayingCard card, Seat seat) {}

  /**
   * A picture.
   *
   * @param table written on the board
   * @param across camera A, else camera B
   */
  BaccaratPicture(int width, int height, String table, Theme theme, boolean across) {
    this.across = across;
    board = across ? new Board(884, 126) : new Board(510, 28);
    motion = across ? BaccaratMotion.across() : BaccaratMotion.above();
    arms = new BaccaratArms(motion);
    canvas = new Canvas(width, height, g -> still(g, table, theme), true);
    double[] room = BaccaratFelt.shoeRoom();
    shoe = canvas.sprite(room[0], room[1], room[2], room[3], BaccaratFelt::shoe);
    for (Side side : Side.values()) {
      double[] arm = Dealer.room(BaccaratArms.rest(side));
      resting.put(
          side,
          canvas.sprite(
              arm[0],
              arm[1],
              arm[2],
              arm[3],
              g -> Dealer.arm(g, BaccaratArms.rest(side), HAND, HAND_SHADE)));
    }
  }

  @Override
  public YuvPicture paint(Shot shot) {
    canvas.begin();
    board.moving(canvas, shot);
    RoundState round = shot.round();
    long now = shot.tableTimeMicros();
    if (round.present() && round.outcome() instanceof Coup) {
      cards(RoundTimeline.of(round), now);
    }
    if (across) {
      for (Side side : Side.values()) {
        arm(side, arms.arm(side, round, now));
      }
    }
    return canvas.finish();
  }

  private void cards(RoundTimeline timeline, long now) {
    List<Seen> cards = motion.cards(timeline, now);
    boolean moving = false;
    for (Seen card : cards) {
      if (card.still()) {
        lying(card);
      } else {
        moving = true;
        moving(card, now);
      }
    }
    if (across && moving) {
      canvas.draw(shoe);
    }
  }

  private void lying(Seen card) {
    Lying key = new Lying(card.dealt().card(), card.seat());
    Canvas.Sprite sprite = lying.get(key);
    if (sprite == null) {
      if (lying.size() >= MOST_KEPT) {
        lying.clear();
      }
      AffineTransform frame = motion.frame(card.seat(), 1);
      Rectangle2D room = frame.createTransformedShape(CARD).getBounds2D();
      sprite =
          canvas.sprite(
              room.getX(),
              room.getY(),
              room.getWidth(),
              room.getHeight(),
              g -> {
                g.transform(frame);
                faces.front(g, key.card(), key.seat().turn());
              });
      lying.put(key, sprite);
    }
    canvas.draw(sprite);
  }

  private void moving(Seen card, long now) {
    Dealt dealt = card.dealt();
    if (!card.faceUp() && card.speed() > .05) {
      for (int i = 0; i < GHOST_BACK.length; i++) {
        long then = now - (long) (GHOST_BACK[i] * card.speed());
        double opacity = GHOST_OPACITY[i] * card.speed();
        place(motion.frame(motion.onTheWay(dealt, then), 1), g -> CardFace.ghost(g, opacity));
      }
    }
    place(
        motion.frame(card.seat(), card.width()),
        g -> {
          if (card.faceUp()) {
            faces.front(g, dealt.card(), card.seat().turn());
          } else {
            faces.back(g, card.seat().turn());
          }
        });
  }

  private void place(AffineTransform frame, Consumer<Graphics2D> drawing) {
    Rectangle2D room = frame.createTransformedShape(CARD).getBounds2D();
    Graphics2D g = canvas.open(room.getX(), room.getY(), room.getWidth(), room.getHeight());
    g.transform(frame);
    drawing.accept(g);
    g.dispose();
  }

  private void arm(Side side, Arm arm) {
    if (arm.equals(BaccaratArms.rest(side))) {
      canvas.draw(resting.get(side));
      return;
    }
    double[] room = Dealer.room(arm);
    Graphics2D g = canvas.open(room[0], room[1], room[2], room[3]);
    Dealer.arm(g, arm, HAND, HAND_SHADE);
    g.dispose();
  }

  private void still(Graphics2D g, String table, Theme theme) {
    if (across) {
      Room.wall(g, theme, ARCH_X);
      board.still(g, table, "CAM A");
      Dealer.body(g, ARCH_X, 88, .93, theme);
      Room.table(g, theme, 302, 222);
      BaccaratFelt.layout(g);
      Room.frontRail(g, theme, 636);
      BaccaratFelt.shoe(g);
      BaccaratFelt.discards(g);
    } else {
      Room.overhead(g, theme, 300, 820);
      BaccaratFelt.boxes(g);
      board.still(g, table, "CAM B");
    }
  }
}
