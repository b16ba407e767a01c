namespace Freehold.Core.Learning.Quality.Training;

/// <summary>
/// What trees split by: how hard a row is for all arms, and in which arms differ. Many arms are projected onto few random directions
/// (Joly et al., "Random Forests with Random Projections of the Output Space", 2014); of two arms it is their difference.
/// </summary>
internal sealed class ForestTargets
{
    private const int MaxDirections = 4;

    public ForestTargets(QualityRows rows, int[] among, Random random)
    {
        Means = new double[rows.Arms];
        for (var arm = 0; arm < rows.Arms; arm++)
        {
            var known = rows.KnownRows(arm, among);
            Means[arm] = known.Length == 0 ? 0.5 : known.Average(row => rows.QualityAt(row, arm));
        }

        var directions = rows.Arms <= 2 ? rows.Arms - 1 : Math.Min(rows.Arms, MaxDirections);
        Count = directions + 1;
        Values = new float[rows.Count * Count];
        var signs = new int[directions * rows.Arms];
        for (var i = 0; i < signs.Length; i++) signs[i] = rows.Arms == 2 ? (2 * i) - 1 : (2 * random.Next(2)) - 1;
        foreach (var row in among) Fill(rows, row, signs, directions);
    }

    /// <summary>Mean quality of each arm over the rows learnt from.</summary>
    public double[] Means { get; }

    /// <summary>Targets of a row.</summary>
    public int Count { get; }

    /// <summary>[rows * <see cref="Count"/>].</summary>
    public float[] Values { get; }

    private void Fill(QualityRows rows, int row, int[] signs, int directions)
    {
        var target = Values.AsSpan(row * Count, Count);
        var known = 0;
        for (var arm = 0; arm < rows.Arms; arm++)
        {
            var rest = rows.QualityAt(row, arm) - Means[arm];
            if (double.IsNaN(rest)) continue;
            known++;
            target[0] += (float)rest;
            for (var i = 0; i < directions; i++) target[i + 1] += (float)(signs[(i * rows.Arms) + arm] * rest);
        }

        if (known == 0) return;
        target[0] *= MathF.Sqrt(2) / known;
        for (var i = 1; i < Count; i++) target[i] *= MathF.Sqrt(3f / directions / known);
    }
}
