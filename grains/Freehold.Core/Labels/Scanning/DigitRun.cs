namespace Freehold.Core.Labels.Scanning;

/// <summary>Groups of digits that belong together by their separators: <c>4111 1111-1111.1111</c>.</summary>
internal ref struct DigitRun
{
    /// <summary>More digits than any number that is looked for.</summary>
    public const int MostDigits = 24;

    private readonly Span<byte> _digits;
    private readonly Span<byte> _lengths;
    private readonly Span<char> _separators;

    /// <param name="digits">Takes the digits' values: <see cref="MostDigits"/>.</param>
    /// <param name="lengths">Takes the lengths of the groups: <see cref="MostDigits"/>.</param>
    /// <param name="separators">Takes what stands after each group but the last: <see cref="MostDigits"/>.</param>
    public DigitRun(Span<byte> digits, Span<byte> lengths, Span<char> separators)
    {
        _digits = digits;
        _lengths = lengths;
        _separators = separators;
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
    public readonly char Separator => SeparatorOf(GroupCount);

    /// <summary>The separator of the first groups; '\0' for one, '?' where they differ.</summary>
    public readonly char SeparatorOf(int groups)
    {
        var separators = _separators[..(groups - 1)];
        return separators.Length == 0 ? '\0' : separators.IndexOfAnyExcept(separators[0]) < 0 ? separators[0] : '?';
    }

    /// <summary>How many tokens the first groups and what separates them are.</summary>
    public readonly int TokensOf(int groups)
    {
        var separators = _separators[..(groups - 1)];
        return groups + separators.Length - separators.Count(' ');
    }

    /// <summary>Reads the run that begins at a number; false where it is longer than <see cref="MostDigits"/>.</summary>
    public bool Read(in ScanContext text, int first)
    {
        (Count, GroupCount) = (0, 0);
        var i = first;
        while (Take(text, i))
        {
            Last = i;
            if (text[i + 1].IsNumber && text.Near(i))
                _separators[GroupCount - 1] = ' ';
            else if (IsSeparated(text, i))
                _separators[GroupCount - 1] = text[++i].Symbol;
            else
                return true;

            i++;
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

    // A hyphen may have spaces around it; with other signs those would be a sentence's.
    private static bool IsSeparated(in ScanContext text, int i) =>
        text[i + 2].IsNumber && text[i + 1].Kind == TokenKind.Symbol
        && (text[i + 1].Symbol == '-' ? text.Near(i) && text.Near(i + 1)
            : text[i + 1].Symbol is '.' or '/' or ',' or '_' && text.Touches(i) && text.Touches(i + 1));
}
