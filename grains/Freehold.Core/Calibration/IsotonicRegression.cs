namespace Freehold.Core.Calibration;

/// <summary>A run of points that isotonic regression gives one value.</summary>
/// <param name="X">Weighted mean of the points' x.</param>
/// <param name="Value">Weighted mean of their y: the fitted value.</param>
/// <param name="Weight">Sum of their weights.</param>
public readonly record struct IsotonicBlock(double X, double Value, double Weight);

/// <summary>The non-decreasing function nearest to some points: pool adjacent violators (Ayer et al. 1955; Barlow et al. 1972).</summary>
public static class IsotonicRegression
{
    /// <summary>Fits points in order of their x, in linear time. The blocks' values do not decrease.</summary>
    /// <param name="points">X, y and a positive weight each; x does not decrease.</param>
    /// <param name="minWeight">Blocks lighter than this are pooled with the neighbour nearer in value, so that none rests on too little.</param>
    public static List<IsotonicBlock> Fit(ReadOnlySpan<(double X, double Y, double Weight)> points, double minWeight = 0)
    {
        var blocks = new List<IsotonicBlock>();
        foreach (var (x, y, weight) in points)
        {
            var block = new IsotonicBlock(x, y, weight);
            while (blocks.Count > 0 && (blocks[^1].Value >= block.Value || blocks[^1].X >= block.X))
            {
                block = Pool(blocks[^1], block);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        return minWeight > 0 ? PoolLight(blocks, minWeight) : blocks;
    }

    /// <summary>Pools from the left, so that it stays linear: a light block waits for its right neighbour where that one is nearer.</summary>
    private static List<IsotonicBlock> PoolLight(List<IsotonicBlock> blocks, double minWeight)
    {
        var pooled = new List<IsotonicBlock>(blocks.Count);
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            while (block.Weight < minWeight && i + 1 < blocks.Count
                && (pooled.Count == 0 || blocks[i + 1].Value - block.Value < block.Value - pooled[^1].Value))
            {
                block = Pool(block, blocks[++i]);
            }

            if (block.Weight < minWeight && pooled.Count > 0)
            {
                block = Pool(pooled[^1], block);
                pooled.RemoveAt(pooled.Count - 1);
            }

            pooled.Add(block);
        }

        return pooled;
    }

    private static IsotonicBlock Pool(IsotonicBlock a, IsotonicBlock b)
    {
        var weight = a.Weight + b.Weight;
        return new((a.X * a.Weight + b.X * b.Weight) / weight, (a.Value * a.Weight + b.Value * b.Weight) / weight, weight);
    }
}
