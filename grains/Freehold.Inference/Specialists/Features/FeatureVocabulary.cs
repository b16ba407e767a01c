using System.Numerics;

namespace Freehold.Inference.Specialists.Features;

/// <summary>The features that a model knows, each with a row and its inverse document frequency. Rows of a block lie together.</summary>
internal sealed class FeatureVocabulary
{
    private readonly uint[] _hashes; // [Rows]
    private readonly float[] _weights; // [Rows]
    private readonly int[] _blockEnds; // [TextFeatures.BlockCount]
    private readonly uint[] _keys; // [power of two], 0 where empty
    private readonly int[] _rows; // [power of two]

    /// <param name="hashes">[rows], block by block, rising within each; none is 0 and none occurs twice.</param>
    /// <param name="weights">[rows], finite and above 0.</param>
    /// <param name="blockEnds">[blocks], where each block's rows end.</param>
    /// <exception cref="ArgumentException">They are not so.</exception>
    public FeatureVocabulary(uint[] hashes, float[] weights, int[] blockEnds)
    {
        if (hashes.Length != weights.Length || blockEnds.Length != TextFeatures.BlockCount || blockEnds[^1] != hashes.Length
            || blockEnds[0] < 0 || blockEnds.Zip(blockEnds.Skip(1)).Any(pair => pair.First > pair.Second))
            throw new ArgumentException($"{hashes.Length} features, {weights.Length} weights and the ends of the blocks do not agree");
        (_hashes, _weights, _blockEnds) = (hashes, weights, blockEnds);
        var places = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * hashes.Length));
        (_keys, _rows) = (new uint[places], new int[places]);
        for (var (row, block, start) = (0, 0, 0); row < hashes.Length; row++)
        {
            while (row >= blockEnds[block])
                start = blockEnds[block++];
            if (hashes[row] == 0 || (row > start && hashes[row] <= hashes[row - 1]))
                throw new ArgumentException($"feature {row} is out of order");
            if (!float.IsFinite(weights[row]) || weights[row] <= 0)
                throw new ArgumentException($"the weight of feature {row} is not a number above 0");
            if (!TryAdd(hashes[row], row))
                throw new ArgumentException($"feature {row} occurs in two blocks");
        }
    }

    public int Rows => _hashes.Length;

    public ReadOnlySpan<uint> Hashes => _hashes;

    public ReadOnlySpan<float> Weights => _weights;

    public ReadOnlySpan<int> BlockEnds => _blockEnds;

    /// <summary>Row of a feature, or -1.</summary>
    public int Find(uint hash)
    {
        var mask = (uint)_keys.Length - 1;
        for (var place = hash & mask; _keys[place] != 0; place = (place + 1) & mask)
        {
            if (_keys[place] == hash)
                return _rows[place];
        }

        return -1;
    }

    private bool TryAdd(uint hash, int row)
    {
        var mask = (uint)_keys.Length - 1;
        var place = hash & mask;
        for (; _keys[place] != 0; place = (place + 1) & mask)
        {
            if (_keys[place] == hash)
                return false;
        }

        (_keys[place], _rows[place]) = (hash, row);
        return true;
    }
}
