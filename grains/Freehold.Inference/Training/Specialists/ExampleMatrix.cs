using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Training.Specialists;

/// <summary>The texts of a training set as sparse vectors, one after another.</summary>
internal sealed class ExampleMatrix
{
    /// <summary>Most numbers that are kept; texts that do not fit are left out. 512 MiB with their rows.</summary>
    public const int MaxNumbers = 1 << 26;

    private readonly List<int> _ends = []; // [examples * blocks], counted from the beginning of all
    private readonly List<int> _rows = [];
    private readonly List<float> _values = [];

    public int Count => _ends.Count / TextFeatures.BlockCount;

    /// <summary>Vectors of as many of the texts, from the first, as fit.</summary>
    public static ExampleMatrix Read(IEnumerable<string> texts, FeatureVocabulary vocabulary, TrainingPause pause)
    {
        var matrix = new ExampleMatrix();
        var vectorizer = new TextVectorizer();
        foreach (var text in texts)
        {
            pause.Check();
            vectorizer.Read(text, vocabulary);
            if (matrix._rows.Count + vectorizer.Rows(BlockRange.All).Length > MaxNumbers)
                break;
            for (var block = 0; block < TextFeatures.BlockCount; block++)
            {
                var range = new BlockRange(block, block + 1);
                matrix._rows.AddRange(vectorizer.Rows(range));
                matrix._values.AddRange(vectorizer.Values(range));
                matrix._ends.Add(matrix._rows.Count);
            }
        }

        return matrix;
    }

    public ExampleVector this[int example] => new(this, example);

    public ReadOnlySpan<int> Rows(int example, BlockRange blocks) => Slice(_rows, example, blocks);

    public ReadOnlySpan<float> Values(int example, BlockRange blocks) => Slice(_values, example, blocks);

    private ReadOnlySpan<T> Slice<T>(List<T> numbers, int example, BlockRange blocks)
    {
        var first = (example * TextFeatures.BlockCount) + blocks.First;
        var start = first == 0 ? 0 : _ends[first - 1];
        var end = _ends[(example * TextFeatures.BlockCount) + blocks.End - 1];
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(numbers)[start..end];
    }
}

/// <summary>One text of the matrix.</summary>
internal readonly record struct ExampleVector(ExampleMatrix Matrix, int Example) : ISparseText
{
    public ReadOnlySpan<int> Rows(BlockRange blocks) => Matrix.Rows(Example, blocks);

    public ReadOnlySpan<float> Values(BlockRange blocks) => Matrix.Values(Example, blocks);
}
