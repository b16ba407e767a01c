using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Constraints.Masks;

/// <summary>
/// The tokens of a vocabulary as a trie over their bytes, laid out in the order of a depth-first walk, so that to walk it is to read memory
/// from front to back, and to leave a branch out is to jump ahead.
/// </summary>
/// <remarks>Immutable, and so safe for use by many threads.</remarks>
internal sealed class VocabularyTrie
{
    private readonly byte[][] _bytes;
    private readonly Node[] _nodes;
    private readonly int[] _tokens;

    /// <param name="tokenizer">Its tokens' bytes.</param>
    /// <param name="vocabularySize">Width of the logits, which may be more than the tokenizer knows.</param>
    /// <param name="endsText">Tokens that end a text; they are no part of it.</param>
    public VocabularyTrie(ITokenizer tokenizer, int vocabularySize, IReadOnlySet<int> endsText)
    {
        VocabularySize = vocabularySize;
        EndOfTextIds = [.. endsText.Where(id => (uint)id < (uint)vocabularySize)];
        _bytes = new byte[vocabularySize][];
        for (var id = 0; id < vocabularySize; id++)
            _bytes[id] = id < tokenizer.VocabularySize && !endsText.Contains(id) ? tokenizer.Bytes(id).ToArray() : [];
        _tokens = [.. Enumerable.Range(0, vocabularySize).Where(id => _bytes[id].Length > 0)];
        Array.Sort(_tokens, (a, b) => _bytes[a].AsSpan().SequenceCompareTo(_bytes[b]));
        LongestToken = _tokens.Length == 0 ? 0 : _tokens.Max(id => _bytes[id].Length);
        _nodes = Build();
        HasAllBytes = FindMissingByte() is null;
    }

    public int VocabularySize { get; }

    public int[] EndOfTextIds { get; }

    /// <summary>Bytes of the longest token.</summary>
    public int LongestToken { get; }

    /// <summary>
    /// True where each byte that UTF-8 text may have is a token of its own: then a text that some bytes complete can always be completed,
    /// and in at most as many tokens.
    /// </summary>
    public bool HasAllBytes { get; }

    public ReadOnlySpan<Node> Nodes => _nodes;

    /// <summary>Tokens in the order of their bytes; <see cref="Node"/>s hold ranges of it.</summary>
    public ReadOnlySpan<int> Tokens => _tokens;

    public ReadOnlySpan<byte> Bytes(int id) => _bytes[id];

    private Node[] Build()
    {
        var nodes = new List<Node>(_tokens.Length * 2);
        var open = new Stack<int>();
        ReadOnlySpan<byte> previous = [];
        for (var i = 0; i < _tokens.Length; i++)
        {
            ReadOnlySpan<byte> text = _bytes[_tokens[i]];
            var shared = previous.CommonPrefixLength(text);
            Close(shared);
            for (var depth = shared; depth < text.Length; depth++)
            {
                open.Push(nodes.Count);
                nodes.Add(new Node(text[depth], depth, 0, i, 0));
            }

            var last = open.Peek();
            nodes[last] = nodes[last] with { TokenCount = nodes[last].TokenCount + 1 };
            previous = text;
        }

        Close(0);
        return [.. nodes];

        void Close(int depth)
        {
            while (open.Count > depth)
            {
                var node = open.Pop();
                nodes[node] = nodes[node] with { Next = nodes.Count };
            }
        }
    }

    private int? FindMissingByte()
    {
        var present = new bool[256];
        foreach (var node in _nodes)
        {
            if (node is { Depth: 0, TokenCount: > 0 })
                present[node.Byte] = true;
        }

        for (var value = 0x20; value <= 0xF4; value++)
        {
            if (value is not (0x7F or 0xC0 or 0xC1) && !present[value])
                return value;
        }

        return null;
    }

    /// <summary>One byte after those of the nodes above it.</summary>
    /// <param name="Byte">The byte.</param>
    /// <param name="Depth">Bytes before it.</param>
    /// <param name="Next">First node that is not below it.</param>
    /// <param name="FirstToken">Where in <see cref="Tokens"/> those begin that end here.</param>
    /// <param name="TokenCount">How many do.</param>
    internal readonly record struct Node(byte Byte, int Depth, int Next, int FirstToken, int TokenCount);
}
