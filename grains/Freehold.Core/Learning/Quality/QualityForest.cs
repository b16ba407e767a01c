namespace Freehold.Core.Learning.Quality;

/// <summary>A node of a tree.</summary>
/// <param name="Threshold">Of an inner node: places below it go to the first child.</param>
/// <param name="Next">Of an inner node the first child's index, the second follows it; of a leaf the leaf's index.</param>
/// <param name="Coordinate">What is compared; <see cref="Leaf"/> for a leaf.</param>
internal readonly record struct ForestNode(float Threshold, int Next, int Coordinate)
{
    public const int Leaf = -1;
}

/// <summary>
/// Trees over the coordinates of both spaces, which see how topic and surface work together: extremely randomised trees (Geurts, Ernst,
/// Wehenkel 2006) with one value an arm in each leaf. They look at likenesses to landmarks too, and so can cut out what lies around one,
/// which no few cuts along coordinates do (Sathe and Aggarwal, "Similarity Forests", KDD 2017).
/// </summary>
internal sealed class QualityForest
{
    /// <summary>Number of trees.</summary>
    public const int Trees = 128;

    /// <summary>Leading coordinates of the topic space that trees look at; the surface's follow them.</summary>
    public const int TopicCoordinates = 48;

    /// <summary>Leading landmarks of the topic's kernel whose likeness trees look at; they follow the surface's coordinates.</summary>
    public const int Landmarks = 96;

    /// <summary>Coordinates of a place.</summary>
    public const int Dimensions = TopicCoordinates + SurfaceSpace.Dimensions + Landmarks;

    /// <summary>Most leaves of a tree.</summary>
    public const int MaxLeaves = 512;

    /// <summary>A tree of more levels than this is cut: its path to a leaf is its time.</summary>
    public const int MaxDepth = 24;

    /// <summary>A forest.</summary>
    /// <param name="roots">[<see cref="Trees"/>]: index of each root.</param>
    /// <param name="nodes">All nodes; children come after their parent.</param>
    /// <param name="values">[leaves * arms]: quality from 0 to 255.</param>
    /// <param name="arms">Number of arms.</param>
    public QualityForest(int[] roots, ForestNode[] nodes, byte[] values, int arms) =>
        (Roots, Nodes, Values, Arms) = (roots, nodes, values, arms);

    public int[] Roots { get; }

    public ForestNode[] Nodes { get; }

    public byte[] Values { get; }

    public int Arms { get; }

    /// <summary>Adds up the qualities that the trees expect.</summary>
    /// <param name="place">[<see cref="Dimensions"/>].</param>
    /// <param name="mean">Receives [arms] means over the trees.</param>
    public void Estimate(ReadOnlySpan<float> place, Span<double> mean)
    {
        Span<int> sums = stackalloc int[QualityModel.MaxArms];
        sums = sums[..Arms];
        sums.Clear();
        // All trees go down together, a level at a time: while one waits for its node, the others' are on their way.
        Span<int> at = stackalloc int[Trees];
        Roots.CopyTo(at);
        for (var live = Roots.Length; live > 0;)
        {
            var kept = 0;
            foreach (var index in at[..live])
            {
                ref readonly var node = ref Nodes[index];
                if (node.Coordinate != ForestNode.Leaf)
                {
                    at[kept++] = node.Next + (place[node.Coordinate] < node.Threshold ? 0 : 1);
                    continue;
                }

                var leaf = Values.AsSpan(node.Next * Arms, Arms);
                for (var arm = 0; arm < leaf.Length; arm++) sums[arm] += leaf[arm];
            }

            live = kept;
        }

        for (var arm = 0; arm < sums.Length; arm++) mean[arm] = sums[arm] / (255.0 * Roots.Length);
    }

    /// <summary>The leaf that a place falls into.</summary>
    public int LeafOf(int root, ReadOnlySpan<float> place)
    {
        var node = Nodes[root];
        while (node.Coordinate != ForestNode.Leaf) node = Nodes[place[node.Coordinate] < node.Threshold ? node.Next : node.Next + 1];
        return node.Next;
    }
}
