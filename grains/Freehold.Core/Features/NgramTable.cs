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
/// Counts n-grams by hash, in an open-addressing table on the caller's stack. Slots: <c>keys</c> [Slots] hold the hash (0: free),
/// <c>marks</c> [Slots] the kind &lt;&lt; 4 | count - 1.
/// </summary>
internal ref struct NgramTable
{
    /// <summary>Number of slots; a power of two.</summary>
    public const int Slots = 4_096;

    /// <summary>Most different n-grams.</summary>
    public const int MaxDistinct = Slots * 3 / 4;

    private const int Kinds = 3;
    private const int SampleBits = 8;

    private readonly Span<uint> _keys;
    private readonly Span<byte> _marks;
    private readonly Span<ushort> _used;
    private int _distinct;

    /// <summary>
    /// A table in memory of the caller's: <see cref="Slots"/> keys and marks, and <see cref="MaxDistinct"/> places to list the slots in
    /// use.
    /// </summary>
    public NgramTable(Span<uint> keys, Span<byte> marks, Span<ushort> used)
    {
        _keys = keys;
        _marks = marks;
        _used = used;
        keys.Clear();
    }

    /// <summary>Counts one n-gram. Beyond <see cref="MaxDistinct"/> different ones, no new one is taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint hash, NgramKind kind)
    {
        if (hash == 0) hash = 1;
        var slot = hash & (Slots - 1);
        while (true)
        {
            var key = _keys[(int)slot];
            if (key == hash)
            {
                if ((_marks[(int)slot] & 0xF) < RequestFeatures.MaxCount - 1) _marks[(int)slot]++;
                return;
            }

            if (key == 0) break;
            slot = (slot + 1) & (Slots - 1);
        }

        if (_distinct == MaxDistinct) return;
        _used[_distinct++] = (ushort)slot;
        _keys[(int)slot] = hash;
        _marks[(int)slot] = (byte)((int)kind << 4);
    }

    /// <summary>The entries of <see cref="RequestFeatures.Entries"/>.</summary>
    public readonly uint[] ToEntries()
    {
        Span<int> limits = stackalloc int[Kinds];
        ChooseSample(limits);
        Span<uint> entries = stackalloc uint[RequestFeatures.MaxBuckets];
        var count = 0;
        foreach (var slot in _used[.._distinct])
        {
            var key = _keys[slot];
            if (SampleOf(key) >= limits[_marks[slot] >> 4]) continue;
            entries[count++] = (key >> (32 - RequestFeatures.BucketBits) << RequestFeatures.CountBits) | (_marks[slot] & 0xFu);
        }

        entries = entries[..count];
        entries.Sort();
        return Merge(entries).ToArray();
    }

    /// <summary>Low bits that neither the bucket (high bits) nor, alone, the slot is made of.</summary>
    private static int SampleOf(uint key) => (int)(key & ((1 << SampleBits) - 1));

    /// <summary>Of each kind, the hashes that are kept: those whose sample number is below its limit.</summary>
    private readonly void ChooseSample(Span<int> limits)
    {
        Span<int> numbers = stackalloc int[Kinds << SampleBits];
        numbers.Clear();
        foreach (var slot in _used[.._distinct]) numbers[((_marks[slot] >> 4) << SampleBits) | SampleOf(_keys[slot])]++;

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
