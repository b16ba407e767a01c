using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Freehold.Core.Learning.Quality;

namespace Freehold.Core.Learning.Rollouts;

/// <summary>
/// The byte form of <see cref="Weights"/>, little-endian: magic, version, the candidates' names, each with its length in bytes before its
/// UTF-8, and the model in its own form. Its SHA-256 is the version's id.
/// </summary>
public static class WeightsFormat
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    /// <summary>Longest name of a candidate, in bytes of UTF-8.</summary>
    public const int MaxNameBytes = 1_024;

    private const int Magic = 0x54574846; // "FHWT"

    /// <summary>Writes weights.</summary>
    public static byte[] Write(QualityModel model, IReadOnlyList<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(candidates);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(candidates.Count);
        foreach (var candidate in candidates)
        {
            var utf8 = Encoding.UTF8.GetBytes(candidate);
            writer.Write(utf8.Length);
            writer.Write(utf8);
        }

        writer.Write(model.ToBytes());
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote, in this or an earlier release.</summary>
    /// <exception cref="InvalidDataException">It was written by a later release, or is not in this form.</exception>
    public static Weights Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var rest = bytes;
            if (TakeInt(ref rest) != Magic)
            {
                throw new InvalidDataException("These bytes are no routing weights.");
            }

            var version = TakeInt(ref rest);
            if (version != Version)
            {
                throw new InvalidDataException($"The routing weights are of version {version}; this release reads version {Version}.");
            }

            var candidates = new string[Math.Clamp(TakeInt(ref rest), 0, QualityModel.MaxArms)];
            for (var i = 0; i < candidates.Length; i++)
            {
                var length = TakeInt(ref rest);
                candidates[i] = length is > 0 and <= MaxNameBytes
                    ? Encoding.UTF8.GetString(Take(ref rest, length))
                    : throw new InvalidDataException($"The routing weights have a candidate with a name of {length} bytes.");
            }

            return new Weights(Convert.ToHexStringLower(SHA256.HashData(bytes)), QualityModel.FromBytes(rest), candidates);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new InvalidDataException("The routing weights cannot be read: " + e.Message, e);
        }
    }

    private static int TakeInt(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, sizeof(int)));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        if (length > rest.Length)
        {
            throw new InvalidDataException("The routing weights break off.");
        }

        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
