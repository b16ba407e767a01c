using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;

namespace Freehold.Storage.Audit;

/// <summary>
/// How an entry is bound to all before it: a hash chain (Haber and Stornetta 1991; the tag and the lengths play the part that the prefix
/// bytes have in RFC 6962, 2.1: no two different inputs have the same bytes).
/// </summary>
/// <remarks>
/// The hash is SHA-256 over, in this order: the text <c>freehold.audit.1</c>, the tenant, the sequence, the time in milliseconds since
/// 1970, the operation id, the actor, the action, the subject, the detail, the previous hash. A text is its length in bytes (4 bytes) and its UTF-8;
/// a number has 8 bytes; the previous hash has its 32 bytes; everything big-endian. The form is part of every chain: another one gets another tag.
/// </remarks>
public static class AuditChain
{
    /// <summary>What stands before the first entry.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    private const string Tag = "freehold.audit.1";

    private static readonly long FirstMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), LastMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The entry that a record makes behind another one.</summary>
    /// <param name="tenant">Whose chain it is.</param>
    /// <param name="record">What was done; its time is cut to whole milliseconds.</param>
    /// <param name="lastSequence">Sequence of the chain's last entry; 0 where it has none.</param>
    /// <param name="lastHash">The last entry's hash; <see cref="Genesis"/> where there is none.</param>
    public static AuditEntry Next(TenantId tenant, AuditRecord record, long lastSequence, string lastHash)
    {
        ArgumentNullException.ThrowIfNull(record);
        var stored = record with { At = DateTimeOffset.FromUnixTimeMilliseconds(record.At.ToUnixTimeMilliseconds()) };
        return new AuditEntry
        {
            Sequence = lastSequence + 1,
            Record = stored,
            PreviousHash = lastHash,
            Hash = Hash(tenant, lastSequence + 1, stored, lastHash),
        };
    }

    /// <summary>The hash of an entry, lower-case hex.</summary>
    /// <exception cref="FormatException">The previous hash is not 64 hex digits.</exception>
    public static string Hash(TenantId tenant, long sequence, AuditRecord record, string previousHash)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(previousHash);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Tag);
        Add(hash, tenant.Value);
        Add(hash, sequence);
        Add(hash, record.At.ToUnixTimeMilliseconds());
        foreach (var text in (ReadOnlySpan<string>)[record.OperationId, record.Actor, record.Action, record.Subject, record.Detail])
            Add(hash, text);
        hash.AppendData(Convert.FromHexString(previousHash));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A stored time. One that no calendar has (somebody wrote it there) becomes one that no entry has, so that its hash does not fit.</summary>
    internal static DateTimeOffset TimeOf(long unixMs) =>
        unixMs < FirstMs || unixMs > LastMs ? DateTimeOffset.MinValue : DateTimeOffset.FromUnixTimeMilliseconds(unixMs);

    private static void Add(IncrementalHash hash, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, utf8.Length);
        hash.AppendData(length);
        hash.AppendData(utf8);
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
