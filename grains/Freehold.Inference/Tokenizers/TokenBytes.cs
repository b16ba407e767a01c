namespace Freehold.Inference.Tokenizers;

/// <summary>What each token adds to a running text, in one array.</summary>
internal sealed class TokenBytes
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;

    /// <summary>Lays out the bytes of every token; those of control, unknown and unused tokens are none.</summary>
    public TokenBytes(Vocabulary vocabulary, Func<int, byte[]> bytesOf)
    {
        var all = new MemoryStream();
        _starts = new int[vocabulary.Tokens.Length + 1];
        for (var id = 0; id < vocabulary.Tokens.Length; id++)
        {
            if (vocabulary.Kinds[id] is TokenKind.Normal or TokenKind.UserDefined or TokenKind.Byte)
                all.Write(bytesOf(id));
            _starts[id + 1] = (int)all.Length;
        }

        _bytes = all.ToArray();
    }

    /// <summary>Bytes of a token; none for an id that is not in the vocabulary.</summary>
    public ReadOnlySpan<byte> this[int id] =>
        (uint)id < (uint)(_starts.Length - 1) ? _bytes.AsSpan(_starts[id].._starts[id + 1]) : [];
}
