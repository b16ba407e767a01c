namespace Freehold.Inference.Constraints.Patterns;

/// <summary>Reads <c>[...]</c>.</summary>
internal static class PatternClass
{
    /// <summary>Reads what follows the opening bracket, and the closing one.</summary>
    public static CharSet Parse(string text, ref int at, Func<string, Exception> refuse)
    {
        var negated = at < text.Length && text[at] == '^';
        if (negated)
            at++;
        var ranges = new List<(int Low, int High)>();
        while (at < text.Length && text[at] != ']')
        {
            var low = Member(text, ref at, refuse);
            if (at + 1 < text.Length && text[at] == '-' && text[at + 1] != ']')
            {
                at++;
                ranges.Add(Range(low, Member(text, ref at, refuse), refuse));
            }
            else
            {
                ranges.AddRange(low.Ranges);
            }
        }

        if (at == text.Length)
            throw refuse("a '[' is not closed");
        at++;
        var set = new CharSet(ranges);
        return negated ? set.Complement() : set;
    }

    private static CharSet Member(string text, ref int at, Func<string, Exception> refuse)
    {
        var next = text[at++];
        return next == '\\' ? PatternEscape.Parse(text, ref at, inClass: true, refuse) : PatternEscape.Single(text, ref at, next, refuse);
    }

    private static (int Low, int High) Range(CharSet low, CharSet high, Func<string, Exception> refuse)
    {
        if (low.Ranges is [var (first, firstEnd)] && high.Ranges is [var (last, lastEnd)]
            && first == firstEnd && last == lastEnd && first <= last)
            return (first, last);
        throw refuse("a range in brackets does not run from a character up to another");
    }
}
