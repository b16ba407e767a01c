using System.Runtime.CompilerServices;

namespace Freehold.Core.Features;

/// <summary>Kinds of n-grams, the first kept before the next.</summary>
internal enum NgramKind : byte
{
    /// <summary>Words, numbers and signs.</summary>
    Word,

    /// <summary>Two in a row.</summary>
    Pair,

    /// <summary>Stems and letters in a row.</summary>
    Part,
}

/// <summary>
/// Counts n-grams by hash, in an open-addressing table on the caller's stack. The n-grams lie side by side in the order they came:
/// <c>hashes</c> [MaxDistinct], and <c>marks</c> [MaxDistinct] with the kind &lt;&lt; 4 | count - 1. <c>places</c> [Slots] finds them:
/// place + 1, or 0 where a slot is free.
/// </summary>
internal ref struct NgramTable
{
    /// <summary>Number of slots; a power of two.</summary>
    public const int Slots = 4_096;

    /// <summary>Most different n-grams.</summary>
    public const int MaxDistinct = Slots * 3 / 4;

    private const int Kinds = 3;
    private const int SampleBits = 8;
    private const int DigitBits = RequestFeatures.BucketBits / 2;

    private readonly Span<ushort> _places;
    private readonly Span<uint> _hashes;
    private readonly Span<byte> _marks;
    private int _distinct;

    /// <summary>A table in memory of the caller's, whatever stands in it.</summary>
    public NgramTable(Span<ushort> places, Span<uint> hashes, Span<byte> marks)
    {
        _places = places;
        _hashes = hashes;
        _marks = marks;
        places.Clear();
    }

    /// <summary>Counts one n-gram. Beyond <see cref="MaxDistinct"/> different ones, no new one is taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint hash, NgramKind kind)
    {
        if (hash == 0) hash = 1;
        var places = _places;
        var slot = hash & (Slots - 1);
        int place;
        while ((place = places[(int)slot]) != 0)
        {
            if (_hashes[place - 1] == hash)
            {
                ref var mark = ref _marks[place - 1];
                if ((mark & 0xF) < RequestFeatures.MaxCount - 1) mark++;
                return;
            }

            slot = (slot + 1) & (Slots - 1);
        }

        if (_distinct == MaxDistinct) return;
        _hashes[_distinct] = hash;
        _marks[_distinct] = (byte)((int)kind << 4);
        places[(int)slot] = (ushort)++_distinct;
    }

    /// <summary>The entries of <see cref="RequestFeatures.Entries"/>.</summary>
    public readonly uint[] ToEntries()
    {
        Span<int> limits = stackalloc int[Kinds];
        ChooseSample(limits);
        Span<uint> entries = stackalloc uint[RequestFeatures.MaxBuckets];
        var count = 0;
        for (var i = 0; i < _distinct; i++)
        {
            var hash = _hashes[i];
            if (SampleOf(hash) >= limits[_marks[i] >> 4]) continue;
            entries[count++] = (hash >> (32 - RequestFeatures.BucketBits) << RequestFeatures.CountBits) | (_marks[i] & 0xFu);
        }

        entries = entries[..count];
        SortByBucket(entries);
        return Merge(entries).ToArray();
    }

    /// <summary>Low bits that neither the bucket (high bits) nor, alone, the slot is made of.</summary>
    private static int SampleOf(uint hash) => (int)(hash & ((1 << SampleBits) - 1));

    /// <summary>Of each kind, the hashes that are kept: those whose sample number is below its limit.</summary>
    private readonly void ChooseSample(Span<int> limits)
    {
        if (_distinct <= RequestFeatures.MaxBuckets)
        {
            limits.Fill(1 << SampleBits);
            return;
        }

        Span<int> numbers = stackalloc int[Kinds << SampleBits];
        numbers.Clear();
        for (var i = 0; i < _distinct; i++) numbers[((_marks[i] >> 4) << SampleBits) | SampleOf(_hashes[i])]++;

        var room = RequestFeatures.MaxBuckets;
        for (var kind = 0; kind < Kinds; kind++)
        {
            var limit = 0;
            for (; limit < 1 << SampleBits && numbers[(kind << SampleBits) | limit] <= room; limit++)
                room -= numbers[(kind << SampleBits) | limit];
            limits[kind] = limit;
            if (limit < 1 << SampleBits) room = 0;
        }
    }

    /// <summary>
    /// Radix sort by half a bucket's number at a time: hashes come in no order at all, where comparing would guess wrong half the time.
    /// </summary>
    private static void SortByBucket(Span<uint> entries)
    {
        Span<uint> other = stackalloc uint[RequestFeatures.MaxBuckets];
        other = other[..entries.Length];
        Scatter(entries, other, RequestFeatures.CountBits);
        Scatter(other, entries, RequestFeatures.CountBits + DigitBits);
    }

    private static void Scatter(ReadOnlySpan<uint> from, Span<uint> to, int shift)
    {
        Span<int> next = stackalloc int[1 << DigitBits];
        next.Clear();
        foreach (var entry in from) next[(int)(entry >> shift) & ((1 << DigitBits) - 1)]++;
        var sum = 0;
        foreach (ref var start in next) (start, sum) = (sum, sum + start);
        foreach (var entry in from) to[next[(int)(entry >> shift) & ((1 << DigitBits) - 1)]++] = entry;
    }

    /// <summary>Adds up the counts of n-grams that share a bucket.</summary>
    private static Span<uint> Merge(Span<uint> entries)
    {
        var last = -1;
        for (var i = 0; i < entries.Length; i++)
        {
            if (last >= 0 && RequestFeatures.BucketOf(entries[i]) == RequestFeatures.BucketOf(entries[last]))
            {
                var count = RequestFeatures.CountOf(entries[last]) + RequestFeatures.CountOf(entries[i]);
                entries[last] = (entries[i] & ~(RequestFeatures.MaxCount - 1u)) | (uint)(Math.Min(count, RequestFeatures.MaxCount) - 1);
            }
            else
            {
                entries[++last] = entries[i];
            }
        }

        return entries[..(last + 1)];
    }
}
