using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Freehold.Core.Routing.Affinity;

/// <summary>
/// Keys of the beginnings of a conversation: each is a hash of the one before and the next message, so that two conversations share a key
/// exactly as far as they say the same. SHA-256, since texts are anybody's: keys that collide could be made for a quick hash.
/// </summary>
public struct PrefixChain
{
    /// <summary>Messages of a conversation that are followed; the keys of longer ones end there.</summary>
    public const int MaxMessages = 256;

    private const int HashBytes = SHA256.HashSizeInBytes;
    private UInt128 _key;

    /// <summary>A chain of one tenant's: the same texts of two tenants have different keys.</summary>
    /// <param name="tenant">Whose conversation it is.</param>
    public static PrefixChain Of(string tenant)
    {
        var chain = default(PrefixChain);
        chain.Add("tenant", tenant);
        return chain;
    }

    /// <summary>The key of all messages so far.</summary>
    public readonly UInt128 Key => _key;

    /// <summary>Adds a message; returns the key of the conversation up to it.</summary>
    public UInt128 Add(ReadOnlySpan<char> role, ReadOnlySpan<char> content)
    {
        Span<byte> block = stackalloc byte[16 + 2 * HashBytes];
        BinaryPrimitives.WriteUInt128LittleEndian(block, _key);
        SHA256.HashData(MemoryMarshal.AsBytes(role), block[16..]);
        SHA256.HashData(MemoryMarshal.AsBytes(content), block[(16 + HashBytes)..]);
        Span<byte> hash = stackalloc byte[HashBytes];
        SHA256.HashData(block, hash);
        return _key = BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
