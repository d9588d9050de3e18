package dev.croupier.loadtest.studio;

import java.awt.Color;

/**
 * How a table's studio is lit and covered.
 *
 * @param sconce light of the wall lamps, with its opacity
 * @param glow of the lit arch behind the dealer, from its middle outwards
 * @param felt from the middle outwards
 * @param overhead felt as the camera above sees it, from the middle outwards
 * @param rail padded front rail, from its upper edge downwards
 * @param keyRim light on the dealer's left edge in the picture
 * @param fillRim light on the right one
 * @param tie the dealer's bow tie
 */
public record Theme(
    Color sconce,
    int[] glow,
    int[] felt,
    int[] overhead,
    int[] rail,
    Color keyRim,
    Color fillRim,
    Color tie) {
  /** Amber light and green felt: roulette. */
  public static Theme amber() {
    return new Theme(
        Ink.rgba(0xFFBE6E, 0.5),
        new int[] {0xE0A45C, 0x8A5628, 0x1D120B},
        new int[] {0x177A57, 0x0D5A40, 0x052419},
        new int[] {0x176F52, 0x0B4733, 0x031510},
        new int[] {0x5B3220, 0x4A2618, 0x25120B},
        Ink.rgba(0xFFCE8C, 0.95),
        Ink.rgba(0xBEC8EB, 0.55),
        Ink.rgb(0x7D1522));
  }

  /** Blue light and petrol felt: baccarat. */
  public static Theme petrol() {
    return new Theme(
        Ink.rgba(0xFFC482, 0.42),
        new int[] {0x7F9CC9, 0x37507C, 0x0C1220},
        new int[] {0x1A5F74, 0x0F4353, 0x05191F},
        new int[] {0x1C6379, 0x0E3F4F, 0x041318},
        new int[] {0x3C2A2A, 0x2C1E20, 0x151012},
        Ink.rgba(0xBED7FF, 0.9),
        Ink.rgba(0xFFD6A0, 0.7),
        Ink.rgb(0x1B3F75));
  }
}
