using System.Buffers;

namespace Freehold.Inference.Tokenizers;

/// <summary>
/// Finds tokens that are matched whole in a text: user-defined ones always, control tokens where the caller trusts the text.
/// </summary>
internal sealed class SpecialTokens
{
    private readonly Set _userDefined;
    private readonly Set _all;

    public SpecialTokens(Vocabulary vocabulary)
    {
        var special = vocabulary.Kinds.Index()
            .Where(token => token.Item is TokenKind.UserDefined or TokenKind.Control && vocabulary.Tokens[token.Index].Length > 0)
            .Select(token => (Text: vocabulary.Tokens[token.Index], Id: token.Index, Kind: token.Item))
            .ToList();
        _all = new Set([.. special.Select(token => (token.Text, token.Id))]);
        _userDefined = new Set([.. special.Where(token => token.Kind == TokenKind.UserDefined).Select(token => (token.Text, token.Id))]);
    }

    /// <summary>The first special token in a text, the longest at its place; length 0 and the text's end where there is none.</summary>
    public (int Start, int Length, int Id) FindFirst(ReadOnlySpan<char> text, bool parseControl) =>
        (parseControl ? _all : _userDefined).FindFirst(text);

    private sealed class Set
    {
        // Finds any of hundreds of tokens in one pass over the text.
        private readonly SearchValues<string> _values;
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
        private readonly int[] _lengths;

        public Set(List<(string Text, int Id)> tokens)
        {
            var ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
            foreach (var (text, id) in tokens)
                ids[text] = id;
            _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
            _values = SearchValues.Create([.. ids.Keys], StringComparison.Ordinal);
            _lengths = [.. ids.Keys.Select(text => text.Length).Distinct().OrderDescending()];
        }

        public (int Start, int Length, int Id) FindFirst(ReadOnlySpan<char> text)
        {
            var start = _lengths.Length > 0 ? text.IndexOfAny(_values) : -1;
            if (start < 0)
                return (text.Length, 0, -1);
            foreach (var length in _lengths)
            {
                if (length <= text.Length - start && _ids.TryGetValue(text.Slice(start, length), out var id))
                    return (start, length, id);
            }

            throw new InvalidOperationException("A special token was found and is not among them.");
        }
    }
}
