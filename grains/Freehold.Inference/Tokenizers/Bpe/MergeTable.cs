using System.Numerics;
using System.Runtime.CompilerServices;

namespace Freehold.Inference.Tokenizers.Bpe;

/// <summary>
/// Every merge of a vocabulary by its pair of symbols: one flat table with open addressing, as it is read at each step of encoding.
/// </summary>
internal sealed class MergeTable
{
    private const int Empty = -1, MinSlots = 16;

    private readonly Slot[] _slots;
    private readonly int _shift;

    // Random, so that no file can choose pairs that all fall on one slot.
    private readonly ulong _multiplier = (ulong)Random.Shared.NextInt64() << 1 | 1;

    /// <summary>Of two merges of the same pair, the one with the lower rank holds.</summary>
    public MergeTable(ReadOnlySpan<Merge> merges)
    {
        var slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(MinSlots, merges.Length + merges.Length / 2));
        _slots = new Slot[slots];
        _shift = 64 - BitOperations.Log2((uint)slots);
        Array.Fill(_slots, new Slot(0, 0, 0, Empty));
        foreach (var merge in merges)
            Add(merge);
    }

    /// <summary>The merge of two symbols.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(int left, int right, out int rank, out int merged)
    {
        ref readonly var slot = ref _slots[Find(left, right)];
        (rank, merged) = (slot.Rank, slot.Merged);
        return merged != Empty;
    }

    private void Add(Merge merge)
    {
        ref var slot = ref _slots[Find(merge.Left, merge.Right)];
        if (slot.Merged == Empty || merge.Rank < slot.Rank)
            slot = new Slot(merge.Left, merge.Right, merge.Rank, merge.Merged);
    }

    // The pair's slot, or the empty one where it would be. At least a third of the slots are empty.
    private int Find(int left, int right)
    {
        var slots = _slots;
        var at = (int)(((((ulong)(uint)left << 32) | (uint)right) * _multiplier) >> _shift);
        while (slots[at].Merged != Empty && (slots[at].Left != left || slots[at].Right != right))
            at = (at + 1) & (slots.Length - 1);
        return at;
    }

    private readonly record struct Slot(int Left, int Right, int Rank, int Merged);
}
