using System.Numerics;

namespace Freehold.Core.Workloads;

/// <summary>
/// What each bucket of n-grams says of the workloads, in one open-addressing table that is at most half full: a request asks for some
/// hundred buckets, and each answer is one read.
/// </summary>
internal sealed class BucketIndex
{
    private const int Free = -1;

    private readonly Slot[] _slots;
    private readonly (int Workload, float Weight)[] _postings;

    /// <param name="rarity">How much each known bucket tells.</param>
    /// <param name="postings">The workloads that have a bucket, and its weight in each; buckets of <paramref name="rarity"/> only.</param>
    public BucketIndex(Dictionary<int, float> rarity, Dictionary<int, List<(int Workload, float Weight)>> postings)
    {
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, 2 * rarity.Count))];
        Array.Fill(_slots, new Slot(Free, 1, 0, 0));
        _postings = new (int, float)[postings.Values.Sum(list => list.Count)];
        var start = 0;
        foreach (var (bucket, weight) in rarity)
        {
            var list = postings.GetValueOrDefault(bucket, []);
            list.CopyTo(_postings, start);
            _slots[SlotOf(bucket)] = new Slot(bucket, weight, start, list.Count);
            start += list.Count;
        }
    }

    /// <summary>The workloads that have a bucket; its rarity is 1 where it is not known.</summary>
    public ReadOnlySpan<(int Workload, float Weight)> Find(int bucket, out float rarity)
    {
        ref readonly var slot = ref _slots[SlotOf(bucket)];
        rarity = slot.Rarity;
        return _postings.AsSpan(slot.Start, slot.Count);
    }

    /// <summary>Where a bucket is, or the free slot where it would be. Buckets are hashes: their low bits are as good as any.</summary>
    private int SlotOf(int bucket)
    {
        var slots = _slots;
        var at = bucket & (slots.Length - 1);
        while (slots[at].Bucket != bucket && slots[at].Bucket != Free)
        {
            at = (at + 1) & (slots.Length - 1);
        }

        return at;
    }

    private readonly record struct Slot(int Bucket, float Rarity, int Start, int Count);
}
