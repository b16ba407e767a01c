namespace Freehold.Inference.Sampling;

/// <summary>
/// Finds the smallest set of the most likely tokens that has a mass (Holtzman et al. 2019), without sorting all: the weights are counted
/// into buckets of an eighth of an octave each, and only the bucket in which the mass is reached is sorted.
/// </summary>
internal static class Nucleus
{
    // A weight is in (0, 1], so its bits as an integer grow with it and are at most those of 1.
    private const int BucketShift = 20, BucketCount = (0x3F80_0000 >> BucketShift) + 1;

    /// <summary>Moves the set to the front. Returns how many there are, at least one.</summary>
    /// <param name="candidates">[n] with weights from 0 to 1</param>
    /// <param name="mass">What the set must reach.</param>
    public static int Keep(Span<Candidate> candidates, double mass)
    {
        Span<double> masses = stackalloc double[BucketCount];
        masses.Clear();
        foreach (var candidate in candidates)
            masses[Bucket(candidate)] += candidate.Value;

        var (last, above) = (BucketCount - 1, 0.0);
        while (last > 0 && above + masses[last] < mass)
            above += masses[last--];

        // To the front what is in the buckets above, then the last bucket's.
        var kept = Partition(candidates, last + 1);
        var edge = candidates.Slice(kept, Partition(candidates[kept..], last));
        edge.Sort();
        foreach (var candidate in edge)
        {
            if (kept > 0 && above >= mass)
                break;
            above += candidate.Value;
            kept++;
        }

        return Math.Max(kept, 1);
    }

    private static int Bucket(Candidate candidate) =>
        Math.Min(BitConverter.SingleToInt32Bits(candidate.Value) >> BucketShift, BucketCount - 1);

    private static int Partition(Span<Candidate> candidates, int fromBucket)
    {
        var count = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (Bucket(candidates[i]) < fromBucket)
                continue;
            (candidates[count], candidates[i]) = (candidates[i], candidates[count]);
            count++;
        }

        return count;
    }
}
