using System.Numerics.Tensors;
using Freehold.Core.Features;
using Freehold.Core.Numerics;

namespace Freehold.Core.Learning.Quality.Training;

/// <summary>Prompts by buckets, TF-IDF weights, each prompt of length 1; compressed sparse rows.</summary>
internal sealed class TermMatrix
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly float[] _values;
    private readonly int _width;

    public TermMatrix(IReadOnlyList<RequestFeatures> features, int[] buckets, float[] idf)
    {
        _width = buckets.Length;
        var columnOf = new int[RequestFeatures.BucketCount];
        for (var i = 0; i < buckets.Length; i++) columnOf[buckets[i]] = i + 1;
        _starts = new int[features.Count + 1];
        var (columns, values) = (new List<int>(), new List<float>());
        for (var row = 0; row < features.Count; row++)
        {
            foreach (var entry in features[row].Entries)
            {
                var column = columnOf[RequestFeatures.BucketOf(entry)] - 1;
                if (column < 0) continue;
                columns.Add(column);
                values.Add(TopicSpace.CountWeight(RequestFeatures.CountOf(entry)) * idf[column]);
            }

            _starts[row + 1] = columns.Count;
        }

        (_columns, _values) = ([.. columns], [.. values]);
        for (var row = 0; row < features.Count; row++)
        {
            var values1 = _values.AsSpan(_starts[row].._starts[row + 1]);
            var norm = MathF.Sqrt(TensorPrimitives.Dot(values1, values1));
            for (var i = 0; i < values1.Length; i++) values1[i] /= norm;
        }
    }

    /// <summary>A' A Q for this matrix A.</summary>
    /// <param name="q">[buckets * dimensions].</param>
    /// <param name="dimensions">Columns of Q.</param>
    /// <returns>[buckets * dimensions].</returns>
    public float[] MultiplySquare(float[] q, int dimensions)
    {
        var result = new float[_width * dimensions];
        var place = new float[dimensions];
        for (var row = 0; row + 1 < _starts.Length; row++)
        {
            Array.Clear(place);
            for (var i = _starts[row]; i < _starts[row + 1]; i++)
                VectorMath.AddScaled(_values[i], q.AsSpan(_columns[i] * dimensions, dimensions), place);
            for (var i = _starts[row]; i < _starts[row + 1]; i++)
                VectorMath.AddScaled(_values[i], place, result.AsSpan(_columns[i] * dimensions, dimensions));
        }

        return result;
    }
}
