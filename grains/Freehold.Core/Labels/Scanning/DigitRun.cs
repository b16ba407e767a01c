namespace Freehold.Core.Labels.Scanning;

/// <summary>Groups of digits that belong together by their separators: <c>4111 1111-1111.1111</c>.</summary>
internal ref struct DigitRun
{
    /// <summary>More digits than any number that is looked for.</summary>
    public const int MostDigits = 24;

    private readonly Span<byte> _digits;
    private readonly Span<byte> _lengths;

    /// <param name="digits">Takes the digits' values: <see cref="MostDigits"/>.</param>
    /// <param name="lengths">Takes the lengths of the groups: <see cref="MostDigits"/>.</param>
    public DigitRun(Span<byte> digits, Span<byte> lengths)
    {
        _digits = digits;
        _lengths = lengths;
    }

    /// <summary>The values, 0 to 9.</summary>
    public readonly ReadOnlySpan<byte> Digits => _digits[..Count];

    /// <summary>How many digits each group has.</summary>
    public readonly ReadOnlySpan<byte> Groups => _lengths[..GroupCount];

    public int Count { get; private set; }

    public int GroupCount { get; private set; }

    /// <summary>The token of the last digits.</summary>
    public int Last { get; private set; }

    /// <summary>The separator of all groups; '\0' for one group, '?' where they differ.</summary>
    public char Separator { get; private set; }

    /// <summary>Reads the run that begins at a number; false where it is longer than <see cref="MostDigits"/>.</summary>
    public bool Read(in ScanContext text, int first)
    {
        (Count, GroupCount, Separator) = (0, 0, '\0');
        var i = first;
        while (Take(text, i))
        {
            Last = i;
            var separator = '\0';
            if (text[i + 1].IsNumber && text.Near(i))
                (separator, i) = (' ', i + 1);
            else if (IsSeparator(text[i + 1]) && text[i + 2].IsNumber && text.Near(i) && text.Near(i + 1))
                (separator, i) = (text[i + 1].Symbol, i + 2);
            if (separator == '\0')
                return true;

            Separator = Separator is '\0' || Separator == separator ? separator : '?';
        }

        text.Spend(GroupCount + 1);
        return false;
    }

    private bool Take(in ScanContext text, int i)
    {
        var chars = text.Chars(i);
        if (Count + chars.Length > MostDigits)
            return false;

        text.Spend(1);
        foreach (var c in chars)
            _digits[Count++] = (byte)(c - '0');

        _lengths[GroupCount++] = (byte)chars.Length;
        return true;
    }

    private static bool IsSeparator(in Token token) => token.Kind == TokenKind.Symbol && token.Symbol is '-' or '.' or '/' or ',' or '_';
}
