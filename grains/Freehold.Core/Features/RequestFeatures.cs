namespace Freehold.Core.Features;

/// <summary>
/// What routing may know of a prompt: counts of hashed n-grams and a few dense signals of its surface. Immutable. The prompt cannot be
/// read back from it, only guessed at, so it has the label of its prompt all the same.
/// </summary>
/// <remarks>Feature hashing: Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009.</remarks>
public sealed class RequestFeatures
{
    /// <summary>Bits of a bucket's number.</summary>
    public const int BucketBits = 18;

    /// <summary>Number of buckets that n-grams are hashed to.</summary>
    public const int BucketCount = 1 << BucketBits;

    /// <summary>
    /// Most buckets that one request may have: with it the byte form stays within <see cref="RequestFeaturesFormat.MaxBytes"/>.
    /// </summary>
    public const int MaxBuckets = 448;

    /// <summary>Counts above this are stored as this.</summary>
    public const int MaxCount = 1 << CountBits;

    internal const int CountBits = 2;
    private readonly uint[] _entries;
    private readonly byte[] _signals;

    internal RequestFeatures(uint[] entries, byte[] signals) => (_entries, _signals) = (entries, signals);

    /// <summary>A request of which nothing is known.</summary>
    public static RequestFeatures Empty { get; } = new([], new byte[SurfaceSignals.Count]);

    /// <summary>Number of buckets that are not empty.</summary>
    public int Count => _entries.Length;

    /// <summary>Each filled bucket with its count, by ascending bucket: bucket &lt;&lt; 2 | count - 1.</summary>
    public ReadOnlySpan<uint> Entries => _entries;

    /// <summary>The dense signals, [<see cref="SurfaceSignals.Count"/>], each 0 to 255 for 0 to 1.</summary>
    public ReadOnlySpan<byte> Signals => _signals;

    /// <summary>
    /// The number of the bucket at <paramref name="index"/>, 0 to <see cref="BucketCount"/> - 1; ascending with the index.
    /// </summary>
    public int BucketAt(int index) => BucketOf(_entries[index]);

    /// <summary>How often its n-grams occur, 1 to <see cref="MaxCount"/>.</summary>
    public int CountAt(int index) => CountOf(_entries[index]);

    /// <summary>The bucket of an entry.</summary>
    public static int BucketOf(uint entry) => (int)(entry >> CountBits);

    /// <summary>The count of an entry.</summary>
    public static int CountOf(uint entry) => (int)(entry & (MaxCount - 1)) + 1;

    /// <summary>The same with one more n-gram. Where there are <see cref="MaxBuckets"/> already, the last bucket gives way to a new one.</summary>
    internal RequestFeatures With(uint hash)
    {
        var entry = hash >> (32 - BucketBits) << CountBits;
        var at = 0;
        while (at < _entries.Length && BucketOf(_entries[at]) < BucketOf(entry)) at++;
        var isThere = at < _entries.Length && BucketOf(_entries[at]) == BucketOf(entry);
        var entries = new uint[Math.Min(MaxBuckets, _entries.Length + (isThere ? 0 : 1))];
        at = Math.Min(at, entries.Length - 1);
        _entries.AsSpan(0, at).CopyTo(entries);
        entries[at] = isThere ? entry | (uint)(Math.Min(CountOf(_entries[at]) + 1, MaxCount) - 1) : entry;
        _entries.AsSpan(isThere ? at + 1 : at, entries.Length - at - 1).CopyTo(entries.AsSpan(at + 1));
        return new RequestFeatures(entries, _signals);
    }

    /// <summary>The byte form, for the outcome log; see <see cref="RequestFeaturesFormat"/>.</summary>
    public byte[] ToBytes() => RequestFeaturesFormat.Write(this);

    /// <summary>Reads the byte form.</summary>
    /// <exception cref="FormatException">The bytes are no features of a version that is known here.</exception>
    public static RequestFeatures FromBytes(ReadOnlySpan<byte> bytes) => RequestFeaturesFormat.Read(bytes);
}
