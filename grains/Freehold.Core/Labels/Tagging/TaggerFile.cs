using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace Freehold.Core.Labels.Tagging;

/// <summary>
/// The tagger's file: magic, versions, then the weights of steps (16 bits) and of features (8 bits), compressed, then the SHA-256 of all
/// before it. A reader knows every length beforehand, so nothing in a file decides how much is allocated.
/// </summary>
internal static class TaggerFile
{
    private const string ResourceName = "Freehold.Core.Labels.Tagging.tagger.bin";
    private const int HeaderBytes = 12;
    private const int DigestBytes = 32;
    private const int PayloadBytes = (2 * Viterbi.TransitionCount) + (FeatureTable.Buckets * TagSet.Count);
    private const ushort FormatVersion = 1;
    private const int MostBytes = 2 << 20;

    private static ReadOnlySpan<byte> Magic => "FHTG"u8;

    public static byte[] Write(TaggerWeights weights)
    {
        var payload = new byte[PayloadBytes];
        for (var i = 0; i < Viterbi.TransitionCount; i++)
            BinaryPrimitives.WriteInt16LittleEndian(payload.AsSpan(2 * i), (short)weights.Transitions[i]);
        var rows = payload.AsSpan(2 * Viterbi.TransitionCount);
        for (var bucket = 0; bucket < FeatureTable.Buckets; bucket++)
        {
            for (var tag = 0; tag < TagSet.Count; tag++)
                rows[(tag * FeatureTable.Buckets) + bucket] = (byte)weights.Rows[(bucket * TaggerWeights.Lanes) + tag];
        }

        using var file = new MemoryStream();
        file.Write(Header());
        using (var compressed = new BrotliStream(file, CompressionLevel.SmallestSize, leaveOpen: true)) compressed.Write(payload);
        file.Write(SHA256.HashData(file.ToArray()));
        return file.Length <= MostBytes
            ? file.ToArray()
            : throw new InvalidOperationException($"The tagger's file has {file.Length} bytes; {MostBytes} is the most.");
    }

    /// <exception cref="InvalidDataException">It is no tagger's file, is damaged, or is of other features.</exception>
    public static TaggerWeights Read(ReadOnlySpan<byte> file)
    {
        if (file.Length is < HeaderBytes + DigestBytes or > MostBytes || !file.StartsWith(Magic))
            throw new InvalidDataException("This is no tagger's file; make one by 'freehold label train'.");
        var header = Header();
        if (!file.StartsWith(header))
        {
            var version = BinaryPrimitives.ReadUInt16LittleEndian(file[6..]);
            throw new InvalidDataException(
                $"The tagger's file is of feature version {version}, this program of {FeatureTable.Version}; "
                + "train it anew by 'freehold label train'.");
        }

        var body = file[..^DigestBytes];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(file[^DigestBytes..]))
            throw new InvalidDataException("The tagger's file is damaged: its digest is not that of its content.");
        return Unpack(Decompress(body[HeaderBytes..]));
    }

    public static TaggerWeights ReadShipped()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing from this build.");
        using var file = new MemoryStream();
        resource.CopyTo(file);
        return Read(file.ToArray());
    }

    private static byte[] Header()
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), FormatVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), FeatureTable.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), TagSet.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(10), FeatureTable.BucketBits);
        return header;
    }

    private static byte[] Decompress(ReadOnlySpan<byte> compressed)
    {
        var payload = new byte[PayloadBytes];
        if (!BrotliDecoder.TryDecompress(compressed, payload, out var written) || written != PayloadBytes)
            throw new InvalidDataException($"The tagger's file does not hold the {PayloadBytes} bytes that its header promises.");
        return payload;
    }

    private static TaggerWeights Unpack(ReadOnlySpan<byte> payload)
    {
        var transitions = new float[Viterbi.TransitionCount];
        for (var i = 0; i < transitions.Length; i++) transitions[i] = BinaryPrimitives.ReadInt16LittleEndian(payload[(2 * i)..]);
        var packed = payload[(2 * Viterbi.TransitionCount)..];
        var rows = new sbyte[FeatureTable.Buckets * TaggerWeights.Lanes];
        for (var tag = 0; tag < TagSet.Count; tag++)
        {
            for (var bucket = 0; bucket < FeatureTable.Buckets; bucket++)
                rows[(bucket * TaggerWeights.Lanes) + tag] = (sbyte)packed[(tag * FeatureTable.Buckets) + bucket];
        }

        return new TaggerWeights(rows, transitions);
    }
}
