namespace Freehold.Inference.Tokenizers.Splitting;

/// <summary>
/// Cuts a text into words by a rule. Written out as scanners rather than run as regular expressions: no backtracking, so the time is
/// linear whatever the text. Every character belongs to exactly one word.
/// </summary>
internal ref struct WordSplitter(SplitRule rule, ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _position;
    private int _segmentEnd;

    /// <summary>The next word; false at the end of the text.</summary>
    public bool TryNext(out ReadOnlySpan<char> word)
    {
        var start = _position;
        if (start == _text.Length)
        {
            word = default;
            return false;
        }

        _position = rule switch
        {
            SplitRule.Llama3 => LlamaSplit.WordEnd(_text, start, maxDigits: 3),
            SplitRule.Qwen2 => LlamaSplit.WordEnd(_text, start, maxDigits: 1),
            SplitRule.DigitsThenGpt2 => DigitOrWordEnd(start),
            _ => Gpt2Split.WordEnd(_text, start),
        };
        word = _text[start.._position];
        return true;
    }

    private int DigitOrWordEnd(int start)
    {
        if (CharacterClasses.At(_text, start, out var length) == CharacterClass.Number)
            return start + length;

        // Between two numbers is a text of its own: what looks ahead in the second pattern sees its end there.
        if (start >= _segmentEnd)
        {
            _segmentEnd = start;
            while (CharacterClasses.At(_text, _segmentEnd, out length) is not (CharacterClass.Number or CharacterClass.End))
                _segmentEnd += length;
        }

        return Gpt2Split.WordEnd(_text[.._segmentEnd], start);
    }
}
