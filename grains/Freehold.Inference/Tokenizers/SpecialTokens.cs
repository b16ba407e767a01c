namespace Freehold.Inference.Tokenizers;

/// <summary>Finds tokens that are matched whole in a text: user-defined ones always, control tokens where the caller trusts the text.</summary>
internal sealed class SpecialTokens
{
    private readonly (string Text, int Id, bool IsControl)[] _tokens;

    public SpecialTokens(Vocabulary vocabulary)
    {
        // Longest first, so that of two tokens at one place the longer wins.
        _tokens = [.. vocabulary.Tokens
            .Select((text, id) => (Text: text, Id: id, Kind: vocabulary.Kinds[id]))
            .Where(token => token.Text.Length > 0 && token.Kind is TokenKind.UserDefined or TokenKind.Control)
            .Select(token => (token.Text, token.Id, token.Kind == TokenKind.Control))
            .OrderByDescending(token => token.Text.Length)];
    }

    /// <summary>The first special token in a text; length 0 and the text's end where there is none.</summary>
    public (int Start, int Length, int Id) FindFirst(ReadOnlySpan<char> text, bool parseControl)
    {
        var (start, length, found) = (text.Length, 0, -1);
        foreach (var (token, id, isControl) in _tokens)
        {
            if (isControl && !parseControl)
                continue;
            var reach = Math.Min(text.Length, start + token.Length - (length > 0 ? 1 : 0));
            var at = text[..reach].IndexOf(token, StringComparison.Ordinal);
            if (at >= 0 && at < start)
                (start, length, found) = (at, token.Length, id);
        }

        return (start, length, found);
    }
}
