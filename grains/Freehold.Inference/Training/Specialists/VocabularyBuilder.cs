using System.Runtime.InteropServices;
using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Training.Specialists;

/// <summary>Chooses the features that a model gets to know: those in the most texts, as far as the file's size allows.</summary>
internal sealed class VocabularyBuilder
{
    /// <summary>Most different features that are counted; what comes after that is not considered.</summary>
    private const int MaxCandidates = 1 << 23;

    /// <summary>A set of at least so many texts leaves out what too few of them have.</summary>
    private const int LargeSet = 1000;

    private readonly Dictionary<uint, Counter> _counters = [];
    private readonly TextFeatures _features = new();
    private int _texts;

    /// <summary>Fewest texts of a large set that a feature of each block must be in.</summary>
    private static ReadOnlySpan<int> FewestTexts => [2, 3, 2];

    public void Add(string text)
    {
        _texts++;
        _features.Read(text);
        for (var block = 0; block < TextFeatures.BlockCount; block++)
        {
            foreach (var hash in _features.Block(block))
                Count(hash, block);
        }
    }

    public FeatureVocabulary Build(int maxRows)
    {
        var kept = _counters
            .Where(pair => _texts < LargeSet || pair.Value.Texts >= FewestTexts[pair.Value.Block])
            .OrderByDescending(pair => pair.Value.Texts).ThenBy(pair => pair.Key)
            .Take(maxRows)
            .OrderBy(pair => pair.Value.Block).ThenBy(pair => pair.Key)
            .ToArray();
        var ends = new int[TextFeatures.BlockCount];
        for (var block = 0; block < ends.Length; block++)
            ends[block] = kept.Count(pair => pair.Value.Block <= block);
        return new FeatureVocabulary(
            Array.ConvertAll(kept, pair => pair.Key),
            Array.ConvertAll(kept, pair => 1 + MathF.Log((1f + _texts) / (1f + pair.Value.Texts))),
            ends);
    }

    private void Count(uint hash, int block)
    {
        if (_counters.Count == MaxCandidates && !_counters.ContainsKey(hash))
            return;
        ref var counter = ref CollectionsMarshal.GetValueRefOrAddDefault(_counters, hash, out var isOld);
        if (!isOld)
            counter.Block = block;
        if (counter.LastText == _texts)
            return;
        counter.LastText = _texts;
        counter.Texts++;
    }

    private struct Counter
    {
        public int Block;
        public int Texts;
        public int LastText;
    }
}
