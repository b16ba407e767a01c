using Freehold.Core.Features;
using Freehold.Core.Numerics;

namespace Freehold.Core.Learning.Quality.Training;

/// <summary>
/// Finds the directions in which prompts differ most, by subspace iteration from a random start (Halko, Martinsson, Tropp, "Finding
/// Structure with Randomness", SIAM Review 2011). Distances within the subspace do not depend on its basis, so no singular vectors are
/// computed.
/// </summary>
internal static class TopicSpaceTrainer
{
    private const int Iterations = 4;
    private const int Dimensions = TopicSpace.Dimensions;

    /// <summary>A bucket that one prompt alone has says nothing of another.</summary>
    private const int MinPrompts = 2;

    public static TopicSpace Train(IReadOnlyList<RequestFeatures> features, Random random, CancellationToken cancellationToken)
    {
        var (buckets, frequencies) = ChooseBuckets(features);
        var idf = frequencies.Select(frequency => MathF.Log((1f + features.Count) / (1f + frequency)) + 1).ToArray();
        var rows = new TermMatrix(features, buckets, idf);
        var basis = new float[buckets.Length * Dimensions];
        for (var i = 0; i < basis.Length; i++) basis[i] = random.NextSingle() - 0.5f;
        for (var i = 0; i < Iterations && buckets.Length > 0; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = rows.MultiplySquare(basis, Dimensions);
            Orthonormalise(next, buckets.Length, cancellationToken);
            basis = next;
        }

        return Quantise(buckets, idf, basis);
    }

    private static (int[] Buckets, int[] Frequencies) ChooseBuckets(IReadOnlyList<RequestFeatures> features)
    {
        var prompts = new int[RequestFeatures.BucketCount];
        foreach (var one in features)
        {
            foreach (var entry in one.Entries) prompts[RequestFeatures.BucketOf(entry)]++;
        }

        int[] kept =
        [
            .. Enumerable.Range(0, prompts.Length).Where(bucket => prompts[bucket] >= MinPrompts)
                .OrderByDescending(bucket => prompts[bucket]).Take(TopicSpace.MaxBuckets).Order(),
        ];
        return (kept, [.. kept.Select(bucket => prompts[bucket])]);
    }

    /// <summary>
    /// Makes the columns orthonormal by the Cholesky factor of their Gram matrix. Directions that have vanished become noise of length 0.
    /// </summary>
    private static void Orthonormalise(float[] basis, int rows, CancellationToken cancellationToken)
    {
        int[] all = [.. Enumerable.Range(0, rows)];
        var gram = GramMatrix.Of(basis, Dimensions, all, 1, cancellationToken);
        var factor = CholeskyFactor.FactorRounded(gram, Dimensions, 1e-6);
        var row = new double[Dimensions];
        for (var i = 0; i < rows; i++)
        {
            var place = basis.AsSpan(i * Dimensions, Dimensions);
            for (var j = 0; j < Dimensions; j++) row[j] = place[j];
            factor.SolveLower(row);
            for (var j = 0; j < Dimensions; j++) place[j] = (float)row[j];
        }
    }

    private static TopicSpace Quantise(int[] buckets, float[] idf, float[] basis)
    {
        var scales = new float[buckets.Length];
        var places = new sbyte[basis.Length];
        for (var row = 0; row < buckets.Length; row++)
        {
            var place = basis.AsSpan(row * Dimensions, Dimensions);
            var largest = 0f;
            foreach (var value in place) largest = Math.Max(largest, Math.Abs(value));
            if (largest == 0) continue;
            scales[row] = idf[row] * largest / sbyte.MaxValue;
            for (var i = 0; i < Dimensions; i++) places[(row * Dimensions) + i] = (sbyte)MathF.Round(place[i] / largest * sbyte.MaxValue);
        }

        return new TopicSpace(buckets, scales, places);
    }
}
