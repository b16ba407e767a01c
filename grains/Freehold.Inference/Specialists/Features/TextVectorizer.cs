namespace Freehold.Inference.Specialists.Features;

/// <summary>
/// Turns a text into a sparse vector: sublinear term frequency times inverse document frequency, each block scaled to its own length.
/// Holds the room for one text; not for two threads at a time.
/// </summary>
internal sealed class TextVectorizer : ISparseText
{
    private readonly TextFeatures _features = new();
    private readonly int[] _ends = new int[TextFeatures.BlockCount];
    private ushort[] _counts = []; // [rows], all 0 between texts
    private int[] _rows = [];
    private float[] _values = [];

    /// <summary>Lengths to which the blocks are scaled.</summary>
    private static ReadOnlySpan<float> BlockLengths => [1f, 0.7f, 1f];

    public ReadOnlySpan<int> Rows(BlockRange blocks) => _rows.AsSpan(blocks.In(_ends));

    public ReadOnlySpan<float> Values(BlockRange blocks) => _values.AsSpan(blocks.In(_ends));

    /// <summary>Replaces what was read before.</summary>
    public void Read(ReadOnlySpan<char> text, FeatureVocabulary vocabulary)
    {
        if (_counts.Length < vocabulary.Rows)
            _counts = new ushort[vocabulary.Rows];
        _features.Read(text);
        var count = 0;
        for (var block = 0; block < TextFeatures.BlockCount; block++)
        {
            var start = count;
            var hashes = _features.Block(block);
            if (_rows.Length < count + hashes.Length)
            {
                Array.Resize(ref _rows, 2 * (count + hashes.Length));
                Array.Resize(ref _values, _rows.Length);
            }

            foreach (var hash in hashes)
            {
                var row = vocabulary.Find(hash);
                if (row >= 0 && _counts[row]++ == 0)
                    _rows[count++] = row;
            }

            Weigh(start, count, BlockLengths[block], vocabulary.Weights);
            _ends[block] = count;
        }
    }

    private void Weigh(int start, int end, float length, ReadOnlySpan<float> weights)
    {
        var squares = 0f;
        for (var i = start; i < end; i++)
        {
            var row = _rows[i];
            var value = (1 + MathF.Log(_counts[row])) * weights[row];
            _counts[row] = 0;
            _values[i] = value;
            squares += value * value;
        }

        var scale = squares > 0 ? length / MathF.Sqrt(squares) : 0;
        for (var i = start; i < end; i++)
            _values[i] *= scale;
    }
}
