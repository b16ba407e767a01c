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

    /// <summary>The byte form, for the outcome log; see <see cref="RequestFeaturesFormat"/>.</summary>
    public byte[] ToBytes() => RequestFeaturesFormat.Write(this);

    /// <summary>Reads the byte form.</summary>
    /// <exception cref="FormatException">The bytes are no features of a version that is known here.</exception>
    public static RequestFeatures FromBytes(ReadOnlySpan<byte> bytes) => RequestFeaturesFormat.Read(bytes);
}
