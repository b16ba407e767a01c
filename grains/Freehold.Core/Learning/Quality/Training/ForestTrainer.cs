namespace Freehold.Core.Learning.Quality.Training;

/// <summary>Grows a <see cref="QualityForest"/>.</summary>
internal sealed class ForestTrainer
{
    private const double CoordinateShare = 0.2;
    private const int MinLeafRows = 8;
    private const int LeavesPerTree = QualityForest.MaxLeaves;

    /// <summary>Rows that an arm's value is drawn by, to what all arms have in the leaf.</summary>
    private const double OwnPrior = 2;

    /// <summary>Rows that count as much as what a prior says.</summary>
    private const double PriorRows = 10;

    private readonly float[] _places; // [dimensions * rows], coordinate by coordinate
    private readonly int _rows;

    /// <summary>A trainer of these rows.</summary>
    /// <param name="topics">[rows * <see cref="TopicSpace.Dimensions"/>].</param>
    /// <param name="surface">[rows * <see cref="SurfaceSpace.Dimensions"/>].</param>
    /// <param name="likeness">Likenesses of the topics to landmarks.</param>
    public ForestTrainer(float[] topics, float[] surface, ViewTrainer likeness)
    {
        _rows = surface.Length / SurfaceSpace.Dimensions;
        _places = new float[QualityForest.Dimensions * _rows];
        for (var row = 0; row < _rows; row++)
        {
            for (var i = 0; i < QualityForest.TopicCoordinates; i++) _places[(i * _rows) + row] = topics[(row * TopicSpace.Dimensions) + i];
            for (var i = 0; i < SurfaceSpace.Dimensions; i++)
                _places[((QualityForest.TopicCoordinates + i) * _rows) + row] = surface[(row * SurfaceSpace.Dimensions) + i];
            for (var i = 0; i < Math.Min(QualityForest.Landmarks, likeness.Landmarks); i++)
                _places[((QualityForest.Dimensions - QualityForest.Landmarks + i) * _rows) + row] = likeness.LikenessOf(row)[i];
        }
    }

    /// <summary>The place of a row, [<see cref="QualityForest.Dimensions"/>].</summary>
    public void PlaceOf(int row, Span<float> place)
    {
        for (var i = 0; i < place.Length; i++) place[i] = _places[(i * _rows) + row];
    }

    /// <summary>Grows a forest on some rows.</summary>
    public QualityForest Fit(QualityRows rows, int[] among, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var targets = new ForestTargets(rows, among, random);
        var growth = new Growth(this, rows, targets, random, Math.Max(MinLeafRows, (among.Length + LeavesPerTree - 1) / LeavesPerTree));
        var roots = new int[QualityForest.Trees];
        for (var tree = 0; tree < roots.Length; tree++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            roots[tree] = growth.Grow([.. among]);
        }

        return new QualityForest(roots, [.. growth.Nodes], [.. growth.Values], rows.Arms);
    }

    /// <summary>Keeps a prior's trees, and moves the values of its leaves as far as the rows say.</summary>
    public QualityForest Move(QualityForest prior, QualityRows rows, int[] among)
    {
        var sums = new double[prior.Values.Length];
        var counts = new double[prior.Values.Length];
        var place = new float[QualityForest.Dimensions];
        foreach (var row in among)
        {
            PlaceOf(row, place);
            foreach (var root in prior.Roots)
            {
                var leaf = prior.LeafOf(root, place) * rows.Arms;
                for (var arm = 0; arm < rows.Arms; arm++)
                {
                    if (double.IsNaN(rows.QualityAt(row, arm))) continue;
                    sums[leaf + arm] += rows.QualityAt(row, arm);
                    counts[leaf + arm]++;
                }
            }
        }

        var values = prior.Values.Select((value, i) => ByteOf(((PriorRows * value / 255) + sums[i]) / (PriorRows + counts[i]))).ToArray();
        return new QualityForest(prior.Roots, prior.Nodes, values, prior.Arms);
    }

    private static byte ByteOf(double quality) => (byte)Math.Round(255 * Math.Clamp(quality, 0, 1));

    private sealed class Growth(ForestTrainer trainer, QualityRows rows, ForestTargets targets, Random random, int minLeafRows)
    {
        private readonly float[] _sums = new float[targets.Count];
        private readonly float[] _below = new float[targets.Count];

        public List<ForestNode> Nodes { get; } = [];

        public List<byte> Values { get; } = [];

        public int Grow(int[] members)
        {
            var root = Nodes.Count;
            Nodes.Add(default);
            Split(root, members, 0);
            return root;
        }

        private void Split(int node, Span<int> members, int depth)
        {
            var best = members.Length < 2 * minLeafRows || depth == QualityForest.MaxDepth ? (Gain: 0.0, 0, 0f) : FindSplit(members);
            if (best.Gain <= 0)
            {
                Nodes[node] = new ForestNode(0, Values.Count / rows.Arms, ForestNode.Leaf);
                AddLeaf(members);
                return;
            }

            var (_, coordinate, threshold) = best;
            var values = trainer._places.AsSpan(coordinate * trainer._rows, trainer._rows);
            var middle = 0;
            for (var i = 0; i < members.Length; i++)
            {
                if (values[members[i]] < threshold) (members[middle++], members[i]) = (members[i], members[middle]);
            }

            var children = Nodes.Count;
            Nodes[node] = new ForestNode(threshold, children, coordinate);
            Nodes.Add(default);
            Nodes.Add(default);
            Split(children, members[..middle], depth + 1);
            Split(children + 1, members[middle..], depth + 1);
        }

        private (double Gain, int Coordinate, float Threshold) FindSplit(ReadOnlySpan<int> members)
        {
            Array.Clear(_sums);
            foreach (var row in members)
            {
                for (var i = 0; i < _sums.Length; i++) _sums[i] += targets.Values[(row * _sums.Length) + i];
            }

            var best = (Gain: 0.0, Coordinate: 0, Threshold: 0f);
            for (var attempt = 0; attempt < CoordinateShare * QualityForest.Dimensions; attempt++)
            {
                var coordinate = random.Next(QualityForest.Dimensions);
                var values = trainer._places.AsSpan(coordinate * trainer._rows, trainer._rows);
                var (least, most) = (float.MaxValue, float.MinValue);
                foreach (var row in members)
                {
                    least = Math.Min(least, values[row]);
                    most = Math.Max(most, values[row]);
                }

                var threshold = least + ((most - least) * random.NextSingle());
                if (least < most && Gain(members, values, threshold) is var gain && gain > best.Gain) best = (gain, coordinate, threshold);
            }

            return best;
        }

        /// <summary>What a split takes off the targets' squared error; 0 where a side gets too few rows.</summary>
        private double Gain(ReadOnlySpan<int> members, ReadOnlySpan<float> values, float threshold)
        {
            Array.Clear(_below);
            var below = 0;
            foreach (var row in members)
            {
                if (!(values[row] < threshold)) continue;
                below++;
                for (var i = 0; i < _below.Length; i++) _below[i] += targets.Values[(row * _below.Length) + i];
            }

            var above = members.Length - below;
            if (below < minLeafRows || above < minLeafRows) return 0;
            var gain = 0.0;
            for (var i = 0; i < _below.Length; i++)
            {
                double rest = _sums[i] - _below[i];
                gain += ((double)_below[i] * _below[i] / below) + (rest * rest / above) - ((double)_sums[i] * _sums[i] / members.Length);
            }

            return gain;
        }

        private void AddLeaf(ReadOnlySpan<int> members)
        {
            var (sums, counts) = (new double[rows.Arms], new int[rows.Arms]);
            foreach (var row in members)
            {
                for (var arm = 0; arm < rows.Arms; arm++)
                {
                    if (double.IsNaN(rows.QualityAt(row, arm))) continue;
                    sums[arm] += rows.QualityAt(row, arm) - targets.Means[arm];
                    counts[arm]++;
                }
            }

            var common = sums.Sum() / (counts.Sum() + OwnPrior);
            for (var arm = 0; arm < rows.Arms; arm++)
                Values.Add(ByteOf(targets.Means[arm] + ((sums[arm] + (OwnPrior * common)) / (counts[arm] + OwnPrior))));
        }
    }
}
