namespace Freehold.Core.Labels.Scanning;

/// <summary>What a detector sees: the window of text, its tokens, and where to put what it found.</summary>
/// <param name="text">The window. Offsets of tokens and of spans count from its beginning.</param>
/// <param name="tokens">Its tokens in order.</param>
/// <param name="spans">Takes what is found.</param>
/// <param name="budget">Pays for every look.</param>
internal readonly ref struct ScanContext(ReadOnlySpan<char> text, ReadOnlySpan<Token> tokens, List<SensitiveSpan> spans, StepBudget budget)
{
    private readonly ReadOnlySpan<Token> _tokens = tokens;
    private readonly List<SensitiveSpan> _spans = spans;
    private readonly StepBudget _budget = budget;

    public ReadOnlySpan<char> Text { get; } = text;

    public int Count => _tokens.Length;

    /// <summary>The token at <paramref name="index"/>, or one of kind <see cref="TokenKind.None"/> where there is none.</summary>
    public Token this[int index] => (uint)index < (uint)_tokens.Length ? _tokens[index] : default;

    public void Spend(int steps) => _budget.Spend(steps);

    /// <summary>The characters of a token.</summary>
    public ReadOnlySpan<char> Chars(int index) => this[index] is { Length: > 0 } token ? Text.Slice(token.Start, token.Length) : [];

    /// <summary>Whether a token is this word, given in lower case, in any case.</summary>
    public bool Says(int index, string lower) => Chars(index).Equals(lower, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether nothing, not even a space, lies between a token and the next.</summary>
    public bool Touches(int index) => this[index + 1] is { Kind: not TokenKind.None } next && this[index] is { Kind: not TokenKind.None } token && token.End == next.Start;

    /// <summary>Whether a token and the next touch, or have one or two spaces but no line break between them.</summary>
    public bool Near(int index)
    {
        if (this[index].Kind == TokenKind.None || this[index + 1].Kind == TokenKind.None)
            return false;

        var gap = Text[this[index].End..this[index + 1].Start];
        return gap.Length == 0 || gap.Length <= 2 && gap.IndexOfAny('\n', '\r') < 0;
    }

    /// <summary>The value of a number of up to nine digits; -1 for anything else.</summary>
    public int Value(int index)
    {
        var chars = this[index].IsNumber ? Chars(index) : [];
        if (chars.Length is 0 or > 9)
            return -1;

        var value = 0;
        foreach (var c in chars)
            value = value * 10 + (c - '0');

        return value;
    }

    /// <summary>Whether one of the <paramref name="reach"/> tokens before <paramref name="index"/> is a word of this class.</summary>
    public bool Before(int index, WordClass any, int reach)
    {
        _budget.Spend(reach);
        for (var i = index - 1; i >= 0 && i >= index - reach; i--)
        {
            if (_tokens[i].Is(any))
                return true;
        }

        return false;
    }

    /// <summary>Whether one of the <paramref name="reach"/> tokens from <paramref name="index"/> on is a word of this class.</summary>
    public bool After(int index, WordClass any, int reach)
    {
        _budget.Spend(reach);
        for (var i = index; i < _tokens.Length && i < index + reach; i++)
        {
            if (_tokens[i].Is(any))
                return true;
        }

        return false;
    }

    /// <summary>Adds a span from the first character of one token to the last of another.</summary>
    public void Add(int first, int last, SensitiveKind kind) => AddChars(_tokens[first].Start, _tokens[last].End, kind);

    /// <summary>Adds a span of characters.</summary>
    public void AddChars(int start, int end, SensitiveKind kind) => _spans.Add(new SensitiveSpan(start, end - start, kind));
}
