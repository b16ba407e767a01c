namespace Freehold.Core.Labels.Scanning;

/// <summary>
/// Cuts text into segments that are analyzed one by one. Where it cuts depends on the text alone, never on the parts in which it came: that
/// is why a stream and the whole text give the same spans. The best places come first (ends of sentences, blank lines), then, the longer
/// the segment, line breaks, spaces, and in the end any place.
/// </summary>
internal static class SegmentCutter
{
    /// <summary>No segment but the last is shorter: short texts are analyzed whole.</summary>
    public const int LeastChars = 192;

    /// <summary>No segment is longer.</summary>
    public const int MostChars = 2048;

    private const int LineBreakFrom = 512, SpaceFrom = 1024, WordBeforeStop = 5;

    /// <summary>Length of the first segment of <paramref name="text"/>; 0 where more text is needed to say.</summary>
    /// <param name="text">The text from the beginning of the segment.</param>
    /// <param name="final">No more text comes after it.</param>
    public static int First(ReadOnlySpan<char> text, bool final)
    {
        var most = Math.Min(text.Length, MostChars);
        var position = LeastChars;
        while (position < most)
        {
            var step = position < SpaceFrom ? text[position..Math.Min(most, SpaceFrom)].IndexOfAny(".!?\n") : 0;
            if (step < 0)
            {
                position = SpaceFrom;
                continue;
            }

            position += step;

            // What follows decides, so it has to be there; at the end of all text there is nothing to cut off.
            if (position + 2 >= text.Length && !final)
                return 0;
            if (position + 2 < text.Length && EndsAt(text, position))
                return position + 1;
            position++;
        }

        return text.Length <= MostChars ? final ? text.Length : 0 : HardCut(text);
    }

    private static bool EndsAt(ReadOnlySpan<char> text, int position)
    {
        var c = text[position];
        if (c == '\n')
            return position >= LineBreakFrom || text[position - 1] == '\n' || text[position - 1] == '\r' && text[position - 2] == '\n';
        if (c is '.' or '!' or '?' && char.IsWhiteSpace(text[position + 1]) && char.IsUpper(text[position + 2]))
            return c != '.' || text[(position - WordBeforeStop)..position].IndexOfAnyExceptInRange('a', 'z') < 0;
        return position >= SpaceFrom && char.IsWhiteSpace(c) && !char.IsAsciiDigit(text[position - 1]) && !char.IsAsciiDigit(text[position + 1]);
    }

    // Encoded text has no spaces; cut where four of its characters, three bytes, end.
    private static int HardCut(ReadOnlySpan<char> text)
    {
        var run = text[..MostChars].LastIndexOfAny(" \t\r\n") + 1;
        var cut = run + ((MostChars - run) & ~3);
        if (cut == 0)
            cut = MostChars;
        return char.IsHighSurrogate(text[cut - 1]) && cut > run + 1 ? cut - 1 : cut;
    }
}
