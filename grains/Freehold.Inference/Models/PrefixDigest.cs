using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Freehold.Inference.Models;

/// <summary>
/// Names what a full block of cache holds: SHA-256 over the tokens in it and the digest of the block before it, back to a root that names the
/// tenant and the adapter. Equal digests mean equal keys and values, and the same owner.
/// </summary>
/// <remarks>
/// A prompt is hostile input. With a short hash somebody could look for a text that collides with another's, so every hit would have to be
/// checked against stored tokens; of SHA-256 no collision is known, so the digest is proof enough, at about a microsecond a block.
/// </remarks>
internal readonly record struct PrefixDigest(UInt128 High, UInt128 Low)
{
    /// <summary>The beginning of every chain of one tenant and adapter.</summary>
    /// <remarks>In UTF-16, as the string is: an encoding that replaces what it cannot write would make two tenants one.</remarks>
    public static PrefixDigest Root(string tenant, string adapter)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(tenant.Length));
        hash.AppendData(MemoryMarshal.AsBytes(tenant.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(adapter.AsSpan()));
        return MemoryMarshal.Read<PrefixDigest>(hash.GetHashAndReset());
    }

    /// <summary>The digest of the block after this one.</summary>
    /// <param name="tokens">[BlockTokens]</param>
    public PrefixDigest Next(ReadOnlySpan<int> tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tokens.Length, KvBlockPool.BlockTokens);
        Span<byte> data = stackalloc byte[SHA256.HashSizeInBytes + KvBlockPool.BlockTokens * sizeof(int)];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        MemoryMarshal.Write(data, in this);
        MemoryMarshal.AsBytes(tokens).CopyTo(data[SHA256.HashSizeInBytes..]);
        SHA256.HashData(data, digest);
        return MemoryMarshal.Read<PrefixDigest>(digest);
    }
}
