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

    private const int KeyBytes = 16;

    /// <summary>One for each thread: a digest is opened once, and reset by what reads it.</summary>
    [ThreadStatic]
    private static IncrementalHash? _sha256;

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
        // The role's length stands before it, so that nothing can move from the role to the content.
        Span<byte> head = stackalloc byte[KeyBytes + sizeof(int)];
        BinaryPrimitives.WriteUInt128LittleEndian(head, _key);
        BinaryPrimitives.WriteInt32LittleEndian(head[KeyBytes..], role.Length);
        var sha256 = _sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(head);
        sha256.AppendData(MemoryMarshal.AsBytes(role));
        sha256.AppendData(MemoryMarshal.AsBytes(content));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        sha256.GetHashAndReset(hash);
        return _key = BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
