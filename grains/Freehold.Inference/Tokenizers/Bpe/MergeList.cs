namespace Freehold.Inference.Tokenizers.Bpe;

/// <summary>Merges as files list them: pairs of texts in the order of their rank.</summary>
/// <param name="ids">Tokens that text can become, by their text.</param>
/// <param name="capacity">Number of merges expected.</param>
internal sealed class MergeList(Dictionary<string, int> ids, int capacity)
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly List<Merge> _merges = new(capacity);
    private char[] _joined = new char[64];

    /// <summary>Number of merges so far.</summary>
    public int Count => _merges.Count;

    /// <summary>Adds the merge of <c>left right</c>: a space stands between the two, and the first letter is never it.</summary>
    /// <returns>False where it is no such pair, or where one of the three is no token.</returns>
    public bool TryAdd(ReadOnlySpan<char> pair)
    {
        var space = pair.Length < 3 ? -1 : pair[1..].IndexOf(' ') + 1;
        return space > 0 && space < pair.Length - 1 && TryAdd(pair[..space], pair[(space + 1)..]);
    }

    /// <summary>Adds the merge of two tokens.</summary>
    /// <returns>False where one of the two, or their union, is no token.</returns>
    public bool TryAdd(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var length = left.Length + right.Length;
        if (length > _joined.Length)
            _joined = new char[length * 2];
        left.CopyTo(_joined);
        right.CopyTo(_joined.AsSpan(left.Length));
        if (!_ids.TryGetValue(left, out var leftId) || !_ids.TryGetValue(right, out var rightId) ||
            !_ids.TryGetValue(_joined.AsSpan(0, length), out var merged))
            return false;

        _merges.Add(new Merge(leftId, rightId, merged, _merges.Count));
        return true;
    }

    /// <summary>All of them.</summary>
    public Merge[] ToArray() => [.. _merges];
}
